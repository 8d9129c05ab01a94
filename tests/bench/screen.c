/* What a person at the screen waits for, each beside the least program that
 * could do it (tests/bench/echo.c) in a terminal of the same kind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/bench.h"
#include "tests/lib/pty.h"
#include "tests/lib/vt.h"

enum { SCANS = 1000, WARM = 50, STARTS = 21, KEY_ROUNDS = 60 };

static const char card_sql[] =
    "SELECT i.code, i.name, i.category, i.state, i.count FROM item_code c"
    " JOIN item i ON i.id = c.item WHERE c.code = :line";
/* As many as the kiosk finds at once; both paint the first screenful. */
static const char words_sql[] =
    "SELECT i.code, i.name, i.category FROM item_search s"
    " JOIN item i ON i.id = s.rowid WHERE item_search MATCH :words LIMIT 50";

static struct vt *
start_kiosk(const char *store, const char *build)
{
	char program[4096];
	const char *const argv[] = { program, "--store", store, NULL };

	snprintf(program, sizeof program, "%s/samdepa", build);
	struct vt *vt = vt_start(24, 80, argv, NULL);
	if (!vt_frame(vt, 1))
		bench_fail("the kiosk paints nothing");
	return vt;
}

static struct vt *
start_echo(const char *build, const char *store, const char *sql)
{
	char program[4096];
	const char *const argv[] = { program, store, sql, NULL };

	snprintf(program, sizeof program, "%s/tests/bench/echo", build);
	struct vt *vt = vt_start(24, 80, argv, NULL);
	if (!vt_frame(vt, 1))
		bench_fail("echo paints nothing");
	return vt;
}

static void
time_scan(struct vt *vt, const char *code, struct samples *s)
{
	char burst[64];

	snprintf(burst, sizeof burst, "%s\r", code);
	long long ns = vt_time(vt, burst, code);
	if (ns < 0) {
		vt_dump(vt, stderr);
		bench_fail("%s is not painted", code);
	}
	if (s != NULL)
		samples_add(s, ns);
}

static void
row_p99(const char *what, struct samples *ours, struct samples *bare,
    double limit)
{
	char name[64];

	snprintf(name, sizeof name, "%s, p50", what);
	table_row(name, (double)samples_at(ours, 50) / 1e6,
	    (double)samples_at(bare, 50) / 1e6, "ms", 0);
	snprintf(name, sizeof name, "%s, p99", what);
	table_row(name, (double)samples_at(ours, 99) / 1e6,
	    (double)samples_at(bare, 99) / 1e6, "ms", limit);
}

/* Turn by turn, so that what else the machine does meets both. */
static void
bench_scans(const char *store, const char *build)
{
	char (*codes)[40] = bench_codes(store, SCANS + WARM);
	struct vt *kiosk = start_kiosk(store, build);
	struct vt *echo = start_echo(build, store, card_sql);
	struct samples ours, bare;

	samples_init(&ours, SCANS);
	samples_init(&bare, SCANS);
	long long our_bytes = vt_bytes(kiosk), bare_bytes = vt_bytes(echo);
	for (size_t i = 0; i < SCANS + WARM; i++) {
		time_scan(kiosk, codes[i], i < WARM ? NULL : &ours);
		time_scan(echo, codes[i], i < WARM ? NULL : &bare);
	}
	row_p99("scan to painted item card", &ours, &bare, 2);
	table_row("written to the terminal a scan",
	    (double)(vt_bytes(kiosk) - our_bytes) / (SCANS + WARM),
	    (double)(vt_bytes(echo) - bare_bytes) / (SCANS + WARM), "bytes",
	    0);
	samples_release(&ours);
	samples_release(&bare);
	vt_free(kiosk);
	vt_free(echo);
	free(codes);
}

static const char *const words[] = {
	"stol", "skåp", "bord", "hylla", "lampa", "tavla", "soffa", "skriv",
	"kont", "förva",
};

/* Types one word letter by letter and times each; what is typed so far must
 * stand on the screen. */
static void
time_word(struct vt *vt, const char *word, struct samples *s)
{
	char letter[8], so_far[32] = "";

	for (const char *p = word; *p != '\0';) {
		size_t n = 1;

		while ((p[n] & 0xc0) == 0x80)
			n++;
		memcpy(letter, p, n);
		letter[n] = '\0';
		strcat(so_far, letter);
		long long ns = vt_time(vt, letter, so_far);
		if (ns < 0) {
			vt_dump(vt, stderr);
			bench_fail("'%s' is not painted", so_far);
		}
		if (s != NULL)
			samples_add(s, ns);
		p += n;
		/* As far apart as quick fingers: nobody's burst. */
		usleep(60000);
	}
}

static void
bench_letters(const char *store, const char *build)
{
	struct vt *kiosk = start_kiosk(store, build);
	struct vt *echo = start_echo(build, store, words_sql);
	struct samples ours, bare;

	samples_init(&ours, KEY_ROUNDS * 8);
	samples_init(&bare, KEY_ROUNDS * 8);
	for (size_t i = 0; i < KEY_ROUNDS; i++) {
		const char *word = words[i % (sizeof words / sizeof *words)];

		time_word(kiosk, word, i == 0 ? NULL : &ours);
		time_word(echo, word, i == 0 ? NULL : &bare);
		vt_key(kiosk, "Esc");
		vt_next(kiosk);
		vt_gone(kiosk, word);
		vt_send(echo, "\r", 1);
		vt_next(echo);
	}
	row_p99("one letter in the search", &ours, &bare, 2);
	samples_release(&ours);
	samples_release(&bare);
	vt_free(kiosk);
	vt_free(echo);
}

void
bench_screen(const char *store, const char *build)
{
	bench_scans(store, build);
	bench_letters(store, build);
}

static long long
time_first_frame(const char *const argv[])
{
	char buf[16384];
	struct pty pty;

	long long start = now_ns();
	if (!pty_start(&pty, 24, 80, argv, NULL))
		bench_fail("no terminal");
	while (pty.frame == 0)
		if (pty_read(&pty, buf, sizeof buf, 10000) <= 0)
			bench_fail("%s paints nothing", argv[0]);
	long long ns = pty.frame_ns - start;
	pty_end(&pty);
	return ns;
}

static long long
time_sqlite(const char *store)
{
	long long start = now_ns();
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (freopen("/dev/null", "w", stdout) != NULL)
			execlp("sqlite3", "sqlite3", store, "select 1",
			    (char *)NULL);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) != pid || status != 0)
		bench_fail("sqlite3 does not run");
	return now_ns() - start;
}

void
bench_start(const char *store, const char *build)
{
	char kiosk[4096], echo[4096];
	const char *const kiosk_argv[] = { kiosk, "--store", store, NULL };
	const char *const echo_argv[] = { echo, NULL };
	struct samples ours, bare;

	snprintf(kiosk, sizeof kiosk, "%s/samdepa", build);
	snprintf(echo, sizeof echo, "%s/tests/bench/echo", build);
	samples_init(&ours, STARTS);
	samples_init(&bare, STARTS);
	for (int i = -1; i < STARTS; i++) {
		long long a = time_first_frame(kiosk_argv);
		long long b = time_sqlite(store) +
		    time_first_frame(echo_argv);

		if (i < 0)
			continue;
		samples_add(&ours, a);
		samples_add(&bare, b);
	}
	table_row("start to painted Home, p50",
	    (double)samples_at(&ours, 50) / 1e6,
	    (double)samples_at(&bare, 50) / 1e6, "ms", 3);
	samples_release(&ours);
	samples_release(&bare);
}

void
bench_memory(const char *store, const char *build)
{
	enum { FEW = 1000, MANY = 10000 };
	char (*codes)[40] = bench_codes(store, MANY);
	struct vt *kiosk = start_kiosk(store, build);
	double few = 0;

	for (size_t i = 0; i < MANY; i++) {
		time_scan(kiosk, codes[i], NULL);
		if (i + 1 == FEW)
			few = bench_peak_mib((int)vt_pid(kiosk));
	}
	double many = bench_peak_mib((int)vt_pid(kiosk));
	table_figure("peak memory after 1,000 scans", few, "MiB", 32);
	table_figure("peak memory after 10,000 scans", many, "MiB", 32);
	table_row("10,000 scans beside 1,000: flat", many, few, "MiB", 1.02);
	vt_free(kiosk);
	free(codes);
}
