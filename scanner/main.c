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

#include "scanner/line.h"
#include "scanner/list.h"
#include "scanner/number.h"
#include "scanner/out.h"
#include "scanner/supervisor.h"
#include "scanner/text.h"

#define BUDGET_MS_DEFAULT 250
#define BUDGET_MS_MAX     60000
#define WATCH_W_DEFAULT   64
#define WATCH_H_DEFAULT   36
#define ITF_DEFAULT       (UINT64_C(1) << 14 | 1)	/* others: whole */
#define ITF_MAX           62

struct options {
	struct settings set;
	bool            plain;
	int             devices_n, inputs_n;	/* standard input among them */
	struct device   devices[DEVICES_MAX];
};

static void
print_help(void)
{
	puts("usage: samdepa-scan [OPTION]... FILE...\n"
	    "       samdepa-scan [OPTION]... SOURCE...\n"
	    "Reads the bar codes and QR codes in pictures (PNG, JPEG, PGM) "
	    "or from live\nsources, any number of them at once, and writes a "
	    "line for each.  A\nFILE of - is standard input, in which PGM "
	    "pictures may follow one another.\n\n"
	    "Sources:\n"
	    "      --camera DEVICE[:WxH][:FORMAT]  a camera, as /dev/video0\n"
	    "                      (1280x720 where it can)\n"
	    "      --serial PORT[:SPEED]  a hand scanner on a serial port, as "
	    "/dev/ttyACM0\n                      (speed 9600 where it "
	    "matters)\n"
	    "      --hid DEVICE    one that types, as /dev/input/event5; its "
	    "keys reach\n                      nobody else\n"
	    "      --raw WxH[:FORMAT]  frames of W times H pixels on standard "
	    "input, in\n                      GREY (the default), NV12, YUYV "
	    "or MJPEG\n"
	    "      --y4m           a YUV4MPEG2 stream on standard input\n"
	    "Options:\n"
	    "      --list          the cameras, ports and keyboards that are "
	    "there\n"
	    "      --watch[=WxH]   also say how many frames come, and show "
	    "what they show\n                      in so many pixels "
	    "(default 64x36)\n"
	    "      --plain         the texts alone, one a line\n"
	    "      --budget-ms N   processor time for one picture "
	    "(default 250)\n"
	    "      --codes N       a picture has so many codes: look until all "
	    "are found,\n                      and no longer\n"
	    "      --itf N[,N]...  the only lengths in which interleaved 2 of 5"
	    " counts\n                      (default 14, and 6 to 62 where it "
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

static bool
parse_watch(const char *s, struct options *o)
{
	struct watching *w = &o->set.watch;
	const char *end;

	*w = (struct watching){ WATCH_W_DEFAULT, WATCH_H_DEFAULT };
	return s == NULL || (number_size(s, &end, SCAN_VIEW_MAX, &w->w, &w->h)
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
parse_codes(const char *s, struct options *o)
{
	const char *end = s;

	o->set.codes = number(s, &end, 1, CODES_MAX);
	return o->set.codes > 0 && *end == '\0';
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

/* In the order of devices.def. */
static const struct device_kind *const kinds[] = {
#define DEVICE(option, argument) &device_##option,
#include "scanner/devices.def"
#undef DEVICE
};

/* -1: go on; else the exit status. */
static int
add_device(struct options *o, const struct device_kind *kind,
    const char *value)
{
	if (o->devices_n == DEVICES_MAX)
		return usage("more than 16 sources", value);
	struct device *d = &o->devices[o->devices_n++];
	d->kind = kind;
	if (!kind->parse(d, value))
		return usage(kind->usage, value);
	if (d->path[0] == '\0' && ++o->inputs_n > 1)
		return usage("there is one standard input: --raw or --y4m, "
		    "once", NULL);
	return -1;
}

static const struct option longs[] = {
#define DEVICE(option, argument) { #option, argument, NULL, 0 },
#include "scanner/devices.def"
#undef DEVICE
	{ "list", no_argument, NULL, 'l' },
	{ "watch", optional_argument, NULL, 'w' },
	{ "plain", no_argument, NULL, 'p' },
	{ "budget-ms", required_argument, NULL, 'b' },
	{ "codes", required_argument, NULL, 'c' },
	{ "itf", required_argument, NULL, 'i' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },
	{ NULL, 0, NULL, 0 },
};

/* One option, the at-th of longs.  -1: go on; else the exit status. */
static int
take_option(struct options *o, int c, int at)
{
	switch (c) {
	case 'h':
		print_help();
		return STATUS_DONE;
	case 'v':
		puts("samdepa-scan " VERSION);
		return STATUS_DONE;
	case 'l':
		return (int)list_print();
	case 'p':
		o->plain = true;
		return -1;
	case 'w':
		return parse_watch(optarg, o) ? -1 :
		    usage("not a size of at most 3072 pixels, as 64x36",
		    optarg);
	case 'b':
		return parse_budget(optarg, o) ? -1 :
		    usage("not a time of 1 to 60000 ms", optarg);
	case 'c':
		return parse_codes(optarg, o) ? -1 :
		    usage("not a number of 1 to 32", optarg);
	case 'i':
		return parse_itf(optarg, o) ? -1 :
		    usage("not even lengths of 2 to 62", optarg);
	default:
		return add_device(o, kinds[at], optarg);
	}
}

/* -1: go on; else the exit status. */
static int
parse_options(int argc, char **argv, struct options *o)
{
	int status = -1, at = 0;

	opterr = 0;
	for (int c; status < 0 &&
	    (c = getopt_long(argc, argv, "", longs, &at)) != -1;)
		status = c != '?' ? take_option(o, c, at) :
		    usage("unknown option, or its value is missing",
		    argv[optind - 1]);
	if (status >= 0)
		return status;
	if (o->devices_n > 0 && optind < argc)
		return usage("files do not go with live sources",
		    argv[optind]);
	if (o->devices_n > 0 && o->set.codes > 0)
		return usage("goes with pictures, not with live sources",
		    "--codes");
	if (o->set.watch.w > 0 && (o->devices_n == 0 || o->plain))
		return usage("goes with live sources, and not with --plain",
		    "--watch");
	if (o->devices_n == 0 && optind == argc)
		return usage("no picture and no source is named", NULL);
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
	if (o.devices_n > 0)
		return supervise(o.devices, o.devices_n, &o.set);
	return source_files_run(argv + optind, argc - optind, &o.set);
}
