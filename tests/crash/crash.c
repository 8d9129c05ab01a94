/* crash - the store's own code on a disk that fails, at every operation.
 *
 *     crash FOLDER sample SECONDS     a bounded sample, for the suite
 *     crash FOLDER all SEEDS          every operation x mode x seed
 *
 * After each run the store is opened as anyone would, checked, and searched
 * for every act that had been acknowledged. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/crash/scenario.h"
#include "tests/lib/pty.h"
#include "tests/lib/tap.h"

enum { STORE_MAX = 16 << 20, SHOWN_MAX = 5, PLANT_RUNS = 2000 };

struct tally {
	long runs, broken, lossy, stuck;
	char first[256];
};

static char folder[3000], path[3072];
static unsigned char *template;
static size_t template_size;

static void
put_template(void)
{
	static const char *const ends[] = { "-wal", "-shm", "-journal",
	    ".lock" };
	char name[3100];

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(name, sizeof name, "%s%s", path, ends[i]);
		unlink(name);
	}
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd == -1 || write(fd, template, template_size) !=
	    (ssize_t)template_size) {
		perror(path);
		exit(2);
	}
	close(fd);
}

static void
get_template(void)
{
	scenario_prepare(path);
	template = malloc(STORE_MAX);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = template == NULL || fd == -1 ? -1 :
	    read(fd, template, STORE_MAX);
	if (n <= 0 || n == STORE_MAX) {
		perror(path);
		exit(2);
	}
	close(fd);
	template_size = (size_t)n;
}

/* Plays once and gives how the child ended, with its acks. */
static int
play(enum setup setup, enum crash_mode mode, long at, unsigned seed,
    struct ack *acks, size_t *n)
{
	int ends[2], status;

	put_template();
	if (pipe(ends) != 0)
		exit(2);
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		close(ends[0]);
		scenario_play(path, setup, mode, at, seed, ends[1]);
	}
	close(ends[1]);
	*n = 0;
	while (*n < ACKS_MAX && read(ends[0], &acks[*n], sizeof *acks) ==
	    sizeof *acks)
		++*n;
	close(ends[0]);
	if (pid == -1 || waitpid(pid, &status, 0) != pid)
		exit(2);
	return status;
}

static void
run(struct tally *t, enum setup setup, enum crash_mode mode, long at,
    unsigned seed)
{
	struct ack acks[ACKS_MAX];
	char why[200] = "";
	size_t n;
	int lost;

	int status = play(setup, mode, at, seed, acks, &n);
	bool stuck = WIFEXITED(status) && WEXITSTATUS(status) != EXIT_COUNTED;
	bool dead = WIFSIGNALED(status) && (WTERMSIG(status) != SIGKILL ||
	    (mode != CRASH_KILL && mode != CRASH_POWER));
	bool whole = scenario_judge(path, acks, n, &lost, why, sizeof why);
	t->runs++;
	t->broken += !whole || dead;
	t->stuck += stuck;
	t->lossy += lost > 0;
	if ((!whole || dead || stuck || lost > 0) && t->first[0] == '\0')
		snprintf(t->first, sizeof t->first, "op %ld seed %u: %s%s%s%s",
		    at, seed, why, dead ? " died" : "",
		    stuck ? " stuck" : "", lost > 0 ? " lost" : "");
}

/* Operations of the whole scenario when nothing happens. */
static long
count_ops(enum setup setup, enum crash_mode mode)
{
	struct ack acks[ACKS_MAX];
	size_t n;

	int status = play(setup, mode, 0, 0, acks, &n);
	if (status != 0 || n == 0) {
		printf("Bail out! the scenario fails by itself\n");
		exit(1);
	}
	return acks[n - 1].count;
}

static const char *
setup_name(enum setup setup)
{
	static const char *const names[SETUP_COUNT] = {
		"as-it-is", "checkpoints", "wal-normal", "delete-full",
	};

	return names[setup];
}

static void
tell(const struct tally *t, enum setup setup, enum crash_mode mode)
{
	char name[64];

	snprintf(name, sizeof name, "crash-%s-%s", crash_mode_name(mode),
	    setup_name(setup));
	printf("# %-24s %6ld runs, %ld broken, %ld stuck, %ld with an "
	    "acknowledged act lost\n", name, t->runs, t->broken, t->stuck,
	    t->lossy);
	tap_ok(t->runs > 0 && t->broken + t->stuck + t->lossy == 0, name,
	    "%s", t->first);
}

/* A way to run the store that loses things must be found to lose them: else
 * this harness proves nothing. */
static void
planted(enum setup setup, bool all)
{
	long ops = count_ops(setup, CRASH_POWER);
	struct tally t = { 0 };
	char name[64];

	for (unsigned seed = 0; t.runs < PLANT_RUNS; seed++) {
		for (long at = 1; at <= ops && t.runs < PLANT_RUNS; at++) {
			/* A few bits of order, so that a sample is one. */
			run(&t, setup, CRASH_POWER, 1 + at * 37 % ops, seed);
			if (!all && t.lossy > 0)
				break;
		}
		if (!all && t.lossy > 0)
			break;
	}
	snprintf(name, sizeof name, "crash-planted-%s-is-caught",
	    setup_name(setup));
	printf("# %-24s %6ld runs, %ld with an acknowledged act lost\n",
	    setup_name(setup), t.runs, t.lossy);
	tap_ok(t.lossy > 0, name, "none lost in %ld runs", t.runs);
}

static void
sample(long long seconds)
{
	static struct tally tallies[SETUP_WAL_NORMAL][CRASH_MODE_COUNT];
	long ops[SETUP_WAL_NORMAL][CRASH_MODE_COUNT];
	long long until = now_ms() + seconds * 1000;
	unsigned seed = 0;

	planted(SETUP_WAL_NORMAL, false);
	planted(SETUP_DELETE_FULL, false);
	for (int s = 0; s < SETUP_WAL_NORMAL; s++)
		for (int m = CRASH_KILL; m < CRASH_MODE_COUNT; m++)
			ops[s][m] = count_ops(s, m);
	srandom(1);
	for (; now_ms() < until; seed++)
		for (int s = 0; s < SETUP_WAL_NORMAL; s++)
			for (int m = CRASH_KILL; m < CRASH_MODE_COUNT; m++)
				run(&tallies[s][m], s, m, 1 + random() %
				    ops[s][m], seed);
	for (int s = 0; s < SETUP_WAL_NORMAL; s++)
		for (int m = CRASH_KILL; m < CRASH_MODE_COUNT; m++)
			tell(&tallies[s][m], s, m);
}

static void
all(unsigned seeds)
{
	planted(SETUP_WAL_NORMAL, true);
	planted(SETUP_DELETE_FULL, true);
	for (int s = 0; s < SETUP_WAL_NORMAL; s++)
		for (int m = CRASH_KILL; m < CRASH_MODE_COUNT; m++) {
			struct tally t = { 0 };
			long ops = count_ops(s, m);
			/* Only a power cut has more than two outcomes. */
			unsigned n = m == CRASH_POWER ? seeds : 2;

			for (long at = 1; at <= ops; at++)
				for (unsigned seed = 0; seed < n; seed++)
					run(&t, s, m, at, seed);
			tell(&t, s, m);
		}
}

int
main(int argc, char *argv[])
{
	if (argc != 4 || (strcmp(argv[2], "sample") != 0 &&
	    strcmp(argv[2], "all") != 0)) {
		fprintf(stderr, "usage: crash FOLDER sample SECONDS | "
		    "crash FOLDER all SEEDS\n");
		return 2;
	}
	snprintf(folder, sizeof folder, "%s", argv[1]);
	snprintf(path, sizeof path, "%s/store.db", folder);
	get_template();
	if (strcmp(argv[2], "sample") == 0)
		sample(atoi(argv[3]));
	else
		all((unsigned)atoi(argv[3]));
	return tap_status();
}
