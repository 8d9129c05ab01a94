/* main.c - samdepa-scan: pictures in, the texts of their codes out.  The way
 * of the data: source_x (opens, sandbox, reads) → image_x (grey pixels) →
 * passes → decode (zbar) → tally (what is believed) → out. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scanner/grey.h"
#include "scanner/out.h"
#include "scanner/source.h"
#include "scanner/text.h"

#define BUDGET_MS_DEFAULT 250
#define BUDGET_MS_MAX     60000
#define ITF_DEFAULT       14
#define ITF_MAX           62

struct options {
	struct settings set;
	bool            plain, raw;
	int             w, h;
};

static void
print_help(void)
{
	puts("usage: samdepa-scan [OPTION]... FILE...\n"
	    "       samdepa-scan [OPTION]... --raw WxH < FRAMES\n"
	    "Reads the bar codes and QR codes in pictures (PNG, JPEG, PGM) "
	    "or in raw grey\nframes, and writes a line for each.\n\n"
	    "      --raw WxH       frames of W times H grey bytes, until the "
	    "end of the input\n"
	    "      --plain         the texts alone, one a line\n"
	    "      --budget-ms N   processor time for one picture "
	    "(default 250)\n"
	    "      --itf N[,N]...  lengths in which interleaved 2 of 5 counts "
	    "(default 14)\n"
	    "      --help          this text\n"
	    "      --version       the version\n\n"
	    "Exit status: 0 all was read, 1 a picture was refused or not "
	    "opened,\n2 wrong usage, 4 no sandbox, no memory or no output.");
}

static int
usage(const char *why, const char *what)
{
	out_log(what, "%s", why);
	out_log(NULL, "--help tells how it is used");
	return STATUS_USAGE;
}

/* A whole number of min to max; *end is where it stops.  -1: none. */
static int
number(const char *s, const char **end, int min, int max)
{
	char *stop;

	if (*s < '0' || *s > '9')
		return -1;
	errno = 0;
	long v = strtol(s, &stop, 10);
	*end = stop;
	return errno != 0 || v < min || v > max ? -1 : (int)v;
}

static bool
parse_size(const char *s, struct options *o)
{
	const char *end;

	o->raw = true;
	o->w = number(s, &end, 1, GREY_SIDE_MAX);
	if (o->w < 0 || *end != 'x')
		return false;
	o->h = number(end + 1, &end, 1, GREY_SIDE_MAX);
	return o->h > 0 && *end == '\0' &&
	    grey_size_ok((uint64_t)o->w, (uint64_t)o->h);
}

static bool
parse_budget(const char *s, struct options *o)
{
	const char *end = s;

	o->set.budget_ms = number(s, &end, 1, BUDGET_MS_MAX);
	return o->set.budget_ms > 0 && *end == '\0';
}

static bool
parse_itf(const char *s, struct options *o)
{
	o->set.itf_lengths = 0;
	for (const char *end = s;; s = end + 1) {
		int n = number(s, &end, 2, ITF_MAX);
		if (n < 0 || n % 2 != 0 || (*end != ',' && *end != '\0'))
			return false;
		o->set.itf_lengths |= UINT64_C(1) << n;
		if (*end == '\0')
			return true;
	}
}

/* -1: go on; else the exit status. */
static int
parse_options(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = {
		{ "raw", required_argument, NULL, 'r' },
		{ "plain", no_argument, NULL, 'p' },
		{ "budget-ms", required_argument, NULL, 'b' },
		{ "itf", required_argument, NULL, 'i' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'v' },
		{ NULL, 0, NULL, 0 },
	};

	opterr = 0;
	for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) {
		if (c == 'h') {
			print_help();
			return STATUS_DONE;
		} else if (c == 'v') {
			puts("samdepa-scan " VERSION);
			return STATUS_DONE;
		} else if (c == 'p') {
			o->plain = true;
		} else if (c == 'r' && !parse_size(optarg, o)) {
			return usage("not a size, as 640x480", optarg);
		} else if (c == 'b' && !parse_budget(optarg, o)) {
			return usage("not a time of 1 to 60000 ms", optarg);
		} else if (c == 'i' && !parse_itf(optarg, o)) {
			return usage("not even lengths of 2 to 62", optarg);
		} else if (c == '?') {
			return usage("unknown option, or its value is missing",
			    argv[optind - 1]);
		}
	}
	if (o->raw && optind < argc)
		return usage("files do not go with --raw", argv[optind]);
	if (!o->raw && optind == argc)
		return usage("no picture is named", NULL);
	return -1;
}

/* A closed standard descriptor would be the first file that is opened. */
static void
ensure_standard_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int
main(int argc, char **argv)
{
	struct options o = {
		.set = { BUDGET_MS_DEFAULT, UINT64_C(1) << ITF_DEFAULT },
	};

	ensure_standard_descriptors();
	int status = parse_options(argc, argv, &o);
	if (status >= 0)
		return fflush(stdout) == 0 ? status : STATUS_OUTSIDE;
	text_init();
	out_init(o.plain);
	if (o.raw)
		return source_raw_run(o.w, o.h, &o.set);
	return source_files_run(argv + optind, argc - optind, &o.set);
}
