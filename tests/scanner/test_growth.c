/* test_growth.c [FRAMES] - memory stays flat over many small frames with a QR
 * code in view: 5,000, or as many as are asked for.  zbar's scanner grows with
 * each that it sees. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scanner/live.h"
#include "scanner/out.h"
#include "scanner/sandbox.h"
#include "scanner/text.h"
#include "tests/lib/tap.h"

#define W	   160
#define H	   120
#define FRAMES	   5000
#define BEFORE	   1000		/* frames until all there is has been used */
#define GROWTH_MAX 256		/* KiB; zbar alone: 250 bytes a frame */

/* The QR code of A1, a character a module. */
static const char rows[21][22] = {
	"#######...#.#.#######",
	"#.....#.....#.#.....#",
	"#.###.#.#.#...#.###.#",
	"#.###.#.....#.#.###.#",
	"#.###.#..#.##.#.###.#",
	"#.....#..###..#.....#",
	"#######.#.#.#.#######",
	"........#.#..........",
	"###.#####.#.###...#..",
	".#.#....##.#.#.#.#..#",
	"##....####.#.###..#.#",
	"....##...#.###.###.#.",
	"#..##.######.###..##.",
	"........#.#...#...#..",
	"#######.#...#...#...#",
	"#.....#.#.....#...#..",
	"#.###.#.##..#.#.#.#.#",
	"#.###.#..#.#.#.#.#.#.",
	"#.###.#.##.#.###.##.#",
	"#.....#.######.###.##",
	"#######.#..#.###.##.#",
};

static bool
waits(void *unused)
{
	(void)unused;
	return true;
}

static void
draw(struct grey *g, int x0, int y0)
{
	memset(g->px, 220, (size_t)W * H);
	for (int y = 0; y < 21; y++)
		for (int x = 0; x < 21; x++)
			if (rows[y][x] == '#')
				for (int i = 0; i < 9; i++)
					g->px[(y0 + 3 * y + i / 3) * W + x0 +
					    3 * x + i % 3] = 20;
}

static long
resident_kib(void)
{
	long pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (f == NULL || fscanf(f, "%*d %ld", &pages) != 1)
		pages = -1;
	if (f != NULL)
		fclose(f);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* Runs the frames, each with the code in another place.  Returns by how many
 * KiB the memory has grown. */
static long
run(struct live *l, int frames)
{
	struct grey g;
	long before = 0;

	if (!grey_init(&g, W, H))
		return -1;
	for (int i = 0; i < frames; i++) {
		if (i == BEFORE)
			before = resident_kib();
		draw(&g, 5 + i * 7 % 85, 5 + i * 5 % 45);
		live_frame(l, &g, waits, NULL);
	}
	grey_release(&g);
	return resident_kib() - before;
}

int
main(int argc, char **argv)
{
	static const struct settings set = { .budget_ms = 250 };
	int frames = argc > 1 ? atoi(argv[1]) : FRAMES, told[2];
	char line[64] = "";

	if (SANDBOX_SANITIZED) {
		tap_skip("memory-is-flat", "sanitizers keep memory");
		return tap_status();
	}
	int out = dup(STDOUT_FILENO);
	if (out < 0 || pipe(told) != 0 || dup2(told[1], STDOUT_FILENO) < 0)
		return 1;
	text_init();
	struct live *l = live_new(&set);
	long grown = l == NULL ? -1 : run(l, frames);
	live_free(l);
	(void)!dup2(out, STDOUT_FILENO);
	fcntl(told[0], F_SETFL, O_NONBLOCK);
	ssize_t n = read(told[0], line, sizeof line - 1);
	tap_ok(n > 0 && strcmp(line, "scan QR ]Q1 strong A1\n") == 0,
	    "seen-once", "%s", line);
	tap_ok(grown >= 0 && grown <= GROWTH_MAX, "memory-is-flat",
	    "%ld KiB more after %d frames", grown, frames);
	return tap_status();
}
