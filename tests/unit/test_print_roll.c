/* Printers that are rolls: in a file, on a device, and on the network. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/print_help.h"

static void
test_roll_file(void **state)
{
	static struct slip s;
	struct print_result res;
	struct err err;

	(void)state;
	fill(&s, 3);
	assert_int_equal(print_slip("escpos:roll.bin", &s, &res, &err), RC_OK);
	reads_roll("roll.bin", 576);
	assert_int_equal(print_slip("escpos-58:roll.bin", &s, &res, &err),
	    RC_OK);
	reads_roll("roll.bin", 384);
	assert_int_equal(print_slip("escpos:no/roll.bin", &s, &res, &err),
	    RC_OUTSIDE);
	assert_int_equal(err.why, WHY_PRINTER_FOLDER);
}

/* ---- A printer on the network, in a process of its own. */

struct fake {
	int   port;
	pid_t pid;
};

/* Takes one job into job.bin and answers DLE EOT with paper and lid bytes; a
 * negative one is no answer.  before: how many times paper is said to be
 * there; after that it is out. */
static void
serve(int door, int paper, int lid, int before)
{
	int fd = accept(door, NULL, NULL);
	FILE *f = fopen("job.bin", "w");
	unsigned char b, mark = 0;
	int n = 0;

	while (f != NULL && fd != -1 && read(fd, &b, 1) == 1) {
		if (n == 2) {
			int say = b == 4 ? paper : lid;

			if (b == 4 && before-- <= 0 && paper >= 0)
				say = 0x7e;
			mark = (unsigned char)say;
			if (say >= 0 && write(fd, &mark, 1) != 1)
				break;
			n = 0;
		} else if ((n == 0 && b == 0x10) || (n == 1 && b == 4))
			n++;
		else {
			if (n == 1)
				fputc(0x10, f);
			n = 0;
			fputc(b, f);
		}
	}
	if (f != NULL)
		fclose(f);
	_exit(0);
}

/* A socket that listens on loopback. */
static int
listener(int *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, len), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

static struct fake
fake_start(int paper, int lid, int before)
{
	struct fake fake;
	int fd = listener(&fake.port);

	fake.pid = fork();
	if (fake.pid == 0)
		serve(fd, paper, lid, before);
	close(fd);
	return fake;
}

/* Prints to it; *size is how much of a job it got. */
static enum rc
fake_print(int paper, int lid, int before, struct print_result *res,
    struct err *err, off_t *size)
{
	static struct slip s;
	struct fake fake = fake_start(paper, lid, before);
	char name[64];
	struct stat st;

	fill(&s, 3);
	snprintf(name, sizeof name, "escpos://127.0.0.1:%d", fake.port);
	enum rc rc = print_slip(name, &s, res, err);
	assert_int_equal(waitpid(fake.pid, NULL, 0), fake.pid);
	assert_int_equal(stat("job.bin", &st), 0);
	*size = st.st_size;
	return rc;
}

static void
test_network(void **state)
{
	struct print_result res;
	struct err err;
	off_t size;

	(void)state;
	assert_int_equal(fake_print(0x12, 0x12, 9, &res, &err, &size), RC_OK);
	assert_int_equal(res.paper, PAPER_OK);
	reads_roll("job.bin", 576);
	off_t whole = size;
	assert_int_equal(fake_print(0x1e, 0x12, 9, &res, &err, &size), RC_OK);
	assert_int_equal(res.paper, PAPER_LOW);
	assert_int_equal(size, whole);
	assert_int_equal(fake_print(-1, -1, 9, &res, &err, &size), RC_OK);
	assert_int_equal(res.paper, PAPER_UNKNOWN);
	assert_int_equal(size, whole);
	/* Out under the job: it was sent once, and is not to be sent again. */
	assert_int_equal(fake_print(0x12, 0x12, 1, &res, &err, &size), RC_OK);
	assert_int_equal(res.paper, PAPER_OUT);
	assert_int_equal(size, whole);
	/* Out before it, or the lid open: nothing was sent. */
	assert_int_equal(fake_print(0x12, 0x12, 0, &res, &err, &size),
	    RC_OUTSIDE);
	assert_int_equal(err.why, WHY_PRINTER_PAPER);
	assert_int_equal(size, 0);
	assert_int_equal(fake_print(0x12, 0x16, 9, &res, &err, &size),
	    RC_OUTSIDE);
	assert_int_equal(err.why, WHY_PRINTER_OPEN);
	assert_int_equal(size, 0);
}

/* Started and left to itself, it prints what the slip was at the start; one
 * whose process is killed is an error and no hang. */
static void
test_start(void **state)
{
	static struct slip s;
	struct print_job job, killed;
	struct print_result res;
	struct err err;
	char mute[64];
	int port, fd = listener(&port);

	(void)state;
	snprintf(mute, sizeof mute, "escpos://127.0.0.1:%d", port);
	fill(&s, 1);
	assert_int_equal(print_start("later.png", &s, &job, &err), RC_OK);
	slip_init(&s);
	assert_int_equal(print_start(mute, &s, &killed, &err), RC_OK);
	assert_int_equal(kill(killed.pid, SIGKILL), 0);
	assert_int_equal(print_finish(&killed, &res, &err), RC_OUTSIDE);
	assert_int_equal(err.why, WHY_PRINTER_FAILED);
	close(fd);
	assert_int_equal(print_finish(&job, &res, &err), RC_OK);
	assert_int_equal(job.fd, -1);
	assert_true(reads("later.png", QR));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roll_file),
		cmocka_unit_test(test_network),
		cmocka_unit_test(test_start),
	};

	return cmocka_run_group_tests(tests, scratch, clear);
}
