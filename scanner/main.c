/* main.c - samdepa-scan: pictures in, the texts of their codes out.  The way
 * of the data: source_x (opens, sandbox, reads) → image_x (grey pixels) →
 * passes → decode (zbar), bars (ours) → tally (what is believed) → out. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scanner/frame.h"
#include "scanner/line.h"
#include "scanner/out.h"
#include "scanner/source.h"
#include "scanner/text.h"

#define BUDGET_MS_DEFAULT 250
#define BUDGET_MS_MAX     60000
#define WATCH_W_DEFAULT   64
#define WATCH_H_DEFAULT   36
#define ITF_DEFAULT       (UINT64_C(1) << 14 | 1)	/* others: whole */
#define ITF_MAX           62

struct options {
	struct settings    set;
	bool               plain, raw, y4m;
	struct frame_shape shape;	/* of raw frames */
};

static void
print_help(void)
{
	puts("usage: samdepa-scan [OPTION]... FILE...\n"
	    "       samdepa-scan [OPTION]... --raw WxH[:FORMAT] | --y4m "
	    "< FRAMES\n"
	    "Reads the bar codes and QR codes in pictures (PNG, JPEG, PGM) "
	    "or in frames\nthat come one after the other, and writes a line "
	    "for each.\n\n"
	    "      --raw WxH[:FORMAT]  frames of W times H pixels on standard "
	    "input, in\n                      GREY (the default), NV12, YUYV "
	    "or MJPEG\n"
	    "      --y4m           a YUV4MPEG2 stream on standard input\n"
	    "      --watch[=WxH]   also say how many frames come, and show "
	    "what they show\n                      in so many pixels "
	    "(default 64x36)\n"
	    "      --plain         the texts alone, one a line\n"
	    "      --budget-ms N   processor time for one picture "
	    "(default 250)\n"
	    "      --itf N[,N]...  the only lengths in which interleaved 2 of 5 "
	    "counts\n                      (default 14, and 6 to 62 where it "
	    "is seen whole)\n"
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
parse_size(const char *s, const char **end, int max, int *w, int *h)
{
	*w = number(s, end, 1, max);
	if (*w < 0 || **end != 'x')
		return false;
	*h = number(*end + 1, end, 1, max);
	return *h > 0;
}

static bool
parse_raw(const char *s, struct options *o)
{
	const struct frame_format *format = &frame_formats[0];
	const char *end;
	int w, h;

	o->raw = true;
	if (!parse_size(s, &end, FRAME_SIDE_MAX, &w, &h))
		return false;
	if (*end == ':') {
		format = frame_format_find(end + 1);
		end = "";
	}
	return *end == '\0' && format != NULL &&
	    frame_shape_set(&o->shape, format, w, h, 0);
}

static bool
parse_watch(const char *s, struct options *o)
{
	struct watching *w = &o->set.watch;
	const char *end;

	*w = (struct watching){ WATCH_W_DEFAULT, WATCH_H_DEFAULT };
	return s == NULL || (parse_size(s, &end, SCAN_VIEW_MAX, &w->w, &w->h)
	    && *end == '\0' && w->w <= SCAN_VIEW_MAX / w->h);
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
		{ "y4m", no_argument, NULL, 'y' },
		{ "watch", optional_argument, NULL, 'w' },
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
		} else if (c == 'y') {
			o->y4m = true;
		} else if (c == 'r' && !parse_raw(optarg, o)) {
			return usage("not a size that frames have, as 640x480 "
			    "or 640x480:YUYV", optarg);
		} else if (c == 'w' && !parse_watch(optarg, o)) {
			return usage("not a size of at most 3072 pixels, as "
			    "64x36", optarg);
		} else if (c == 'b' && !parse_budget(optarg, o)) {
			return usage("not a time of 1 to 60000 ms", optarg);
		} else if (c == 'i' && !parse_itf(optarg, o)) {
			return usage("not even lengths of 2 to 62", optarg);
		} else if (c == '?') {
			return usage("unknown option, or its value is missing",
			    argv[optind - 1]);
		}
	}
	bool frames = o->raw || o->y4m;
	if (o->raw && o->y4m)
		return usage("--raw and --y4m do not go together", NULL);
	if (frames && optind < argc)
		return usage("files do not go with --raw or --y4m",
		    argv[optind]);
	if (!frames && optind == argc)
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
		.set = {
			.budget_ms = BUDGET_MS_DEFAULT,
			.itf_lengths = ITF_DEFAULT,
		},
	};

	ensure_standard_descriptors();
	int status = parse_options(argc, argv, &o);
	if (status >= 0)
		return fflush(stdout) == 0 ? status : STATUS_OUTSIDE;
	text_init();
	out_init(o.plain);
	if (o.raw)
		return source_raw_run(&o.shape, &o.set);
	if (o.y4m)
		return source_y4m_run(&o.set);
	return source_files_run(argv + optind, argc - optind, &o.set);
}
