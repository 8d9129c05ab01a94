/* Random scans, touches, keys and sizes, from one seed: nothing crashes, no
 * screen is stuck, memory stays flat, and afterwards the store is whole.
 *
 *     soak [EVENTS [SEED]]     without EVENTS: for SECONDS seconds */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/scene.h"
#include "tests/lib/screens.h"
#include "tests/lib/tap.h"
#include "tests/lib/vt_own.h"

#define SECONDS		8
#define BATCH		8		/* events between two looks */
#define CLEAN_EVERY	16		/* batches */
#define CODES_MAX	64
#define GROWTH_KB	(24 << 10)	/* beyond which memory is not flat */
#define WARM		0.3		/* of the run, before memory is read */

static uint64_t state;
static char codes[CODES_MAX][256];
static size_t code_count;

/* splitmix64 (Steele, Lea, Flood, 2014). */
static uint64_t
next(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static int
below(int n)
{
	return (int)(next() % (uint64_t)n);
}

static void
sendf(struct vt *vt, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	vt_send(vt, text, n < (int)sizeof text ? (size_t)n :
	    sizeof text - 1);
}

static void
scan(struct vt *vt)
{
	sendf(vt, "\002%s\r", codes[below((int)code_count)]);
}

static void
finger(struct vt *vt)
{
	int row = 1 + below(vt->rows), col = 1 + below(vt->cols);

	sendf(vt, "\033[<0;%d;%dM", col, row);
	for (int i = below(4); i > 0; i--) {	/* most are plain taps */
		row = 1 + below(vt->rows);
		sendf(vt, "\033[<32;%d;%dM", col, row);
	}
	sendf(vt, "\033[<0;%d;%dm", col, row);
}

static void
tap(struct vt *vt)
{
	int row = 1 + below(vt->rows), col = 1 + below(vt->cols);

	sendf(vt, "\033[<0;%d;%dM\033[<0;%d;%dm", col, row, col, row);
}

static void
key(struct vt *vt)
{
	static const char *const keys[] = { "\r", "\t", "\033[Z", "\177",
	    "\033[A", "\033[B", "\033[C", "\033[D", "\033[5~", "\033[6~",
	    "\033[H", "\033[F", "\033[3~", "\033OP", "\033OQ", "\033OR",
	    "\033OS", "\033[15~", "\033[17~", "\033[18~", "\033[19~",
	    "\033[20~", "\033[21~", "\033[23~", "\033[24~", "\014", "\025",
	    "\033[<64;5;5M", "\033[<65;5;5M" };

	sendf(vt, "%s", keys[below((int)(sizeof keys / sizeof *keys))]);
}

static void
letters(struct vt *vt)
{
	static const char *const words[] = { "s", "stol", "å", "12", "+7",
	    "skåp", "1234", "u", "bord", "2026-12-24", "-", "%1$s" };

	sendf(vt, "%s", words[below((int)(sizeof words / sizeof *words))]);
}

static void
hostile(struct vt *vt)
{
	const struct screens_bytes *b;
	size_t n = 0;

	while (screens_hostile(n) != NULL)
		n++;
	b = screens_hostile((size_t)below((int)n));
	vt_send(vt, b->bytes, b->n);
}

static void
size(struct vt *vt)
{
	static const int sizes[][2] = { { 24, 80 }, { 16, 57 }, { 37, 100 },
	    { 24, 80 }, { 8, 30 }, { 50, 160 } };
	int i = below(6);

	vt_resize(vt, sizes[i][0], sizes[i][1]);
}

static const struct {
	int weight;
	void (*act)(struct vt *);
} acts[] = {
	{ 30, scan }, { 26, tap }, { 6, finger }, { 30, key }, { 6, letters },
	{ 1, hostile }, { 1, size },
};

static void
act(struct vt *vt)
{
	int at = below(100);

	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if ((at -= acts[i].weight) < 0) {
			acts[i].act(vt);
			return;
		}
}

static void
add_codes(const char *sql)
{
	char text[64];

	if (code_count < CODES_MAX && scene_code(sql, text) != NULL)
		snprintf(codes[code_count++], sizeof codes[0], "%s", text);
}

static void
gather(void)
{
	const struct screens_code *c;
	char sql[160];

	screens_codes_init();
	for (size_t i = 0; (c = screens_code(i)) != NULL; i++)
		snprintf(codes[code_count++], sizeof codes[0], "%.255s",
		    c->text);
	/* Each badge: what is tried is tried as everyone. */
	for (int i = 0; i < 4; i++) {
		snprintf(sql, sizeof sql, "SELECT badge FROM staff WHERE badge "
		    "IS NOT NULL ORDER BY role LIMIT 1 OFFSET %d", i);
		add_codes(sql);
	}
	for (int i = 0; i < 16; i++) {
		snprintf(sql, sizeof sql, "SELECT code FROM item LIMIT 1 "
		    "OFFSET %d", i * 7);
		add_codes(sql);
	}
}

/* Resident memory in kilobytes; 0 where it cannot be told. */
static long
resident(pid_t pid)
{
	char path[64], line[200];
	long kb = 0;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	FILE *f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof line, f) != NULL)
		(void)sscanf(line, "VmRSS: %ld", &kb);
	if (f != NULL)
		fclose(f);
	return kb;
}

/* How it ended, and what the sanitizers wrote of it. */
static void
tell_end(struct vt *vt)
{
	char command[1300];

	printf("# it ended with status %d\n", vt->ended ? vt_exit(vt) : -1);
	fflush(stdout);
	snprintf(command, sizeof command, "head -n 40 '%s'/report.* "
	    "2>/dev/null | sed 's/^/# /'", scene_folder());
	vt_dump(vt, stdout);
	if (system(command) != 0)
		printf("# no report\n");
}

int
main(int argc, char **argv)
{
	long events = argc > 1 ? atol(argv[1]) : 0, done = 0, warm = 0;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	long long began = now_ms();
	bool alive = true, clean = true;
	double part = 0;

	scene_set("scan_prefix = ^B\nexit = no\nsound = off\n"
	    "printer = escpos:/dev/null");
	/* What was freed is soon used again: else memory grows by it. */
	char options[1300];
	snprintf(options, sizeof options, "detect_leaks=1:quarantine_size_mb=1:"
	    "abort_on_error=0:log_path=%s/report", scene_folder());
	setenv("ASAN_OPTIONS", options, 1);
	snprintf(options, sizeof options, "print_stacktrace=1:log_path="
	    "%s/report", scene_folder());
	setenv("UBSAN_OPTIONS", options, 1);
	gather();
	state = seed;
	struct vt *vt = scene_kiosk(24, 80, NULL);
	for (long batch = 1; part < 1 && alive && clean; batch++) {
		for (int i = 0; i < BATCH; i++, done++)
			act(vt);
		vt_send(vt, "\014", 1);		/* painted anew: it answers */
		alive = vt_next(vt) && !vt->ended;
		if (batch % CLEAN_EVERY == 0)
			clean = screens_clean(vt);
		part = events > 0 ? (double)done / (double)events :
		    (double)(now_ms() - began) / (SECONDS * 1000);
		if (warm == 0 && part >= WARM)
			warm = resident(vt->pty.pid);
	}
	long grown = resident(vt->pty.pid) - warm;
	char last[64];
	printf("# %ld events of seed %llu, memory %ld + %ld kB, %s acts\n",
	    done, (unsigned long long)seed, warm, grown, scene_code(
	    "SELECT count(DISTINCT act) FROM event WHERE time >= (SELECT "
	    "max(time) FROM event)", last));
	tap_ok(alive, "soak-alive", "after %ld events of seed %llu", done,
	    (unsigned long long)seed);
	tap_ok(clean, "soak-clean", "after %ld events", done);
	tap_ok(!alive || grown < GROWTH_KB, "soak-flat", "%ld kB more",
	    grown);
	if (!alive)
		tell_end(vt);
	vt_free(vt);
	tap_ok(scene_ctl(NULL, 0, "check") == 0, "soak-store-whole",
	    "samdepactl check says no");
	return tap_status();
}
