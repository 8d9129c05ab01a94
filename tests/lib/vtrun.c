/* vtrun - plays a script to a program in a terminal.
 *
 *     vtrun [-s ROWSxCOLS] [-e NAME=VALUE]... SCRIPT|- [--] PROGRAM [ARG]...
 *
 * A line of the script is one of
 *     scan CODE     key NAME     type TEXT     send BYTES (\e \r \n \t \xHH)
 *     tap ROW COL   tap TEXT     resize ROWSxCOLS
 *     wait TEXT     gone TEXT    next          frame N      bells N
 *     see TEXT      miss TEXT    cursor ROW COL     (now, without waiting)
 *     dump          attrs ROW COL              golden FILE
 *     reset         actions N  (at most N since reset)
 *     exit STATUS   kill SIGNAL   run COMMAND  (a shell's, beside it)
 * and # begins a comment.  The first line that does not hold ends the script
 * with the screen on standard error and status 1. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/lib/vt.h"
#include "tests/lib/vt_keys.h"

enum { ENV_MAX = 32 };

static bool
do_tap(struct vt *vt, char *arg)
{
	int row, col;

	if (sscanf(arg, "%d %d", &row, &col) == 2) {
		vt_tap(vt, row, col);
		return true;
	}
	return vt_tap_text(vt, arg);
}

static bool
do_cursor(struct vt *vt, char *arg)
{
	int row, col, at_row, at_col;

	bool shown = vt_cursor(vt, &at_row, &at_col);
	return sscanf(arg, "%d %d", &row, &col) == 2 && shown &&
	    row == at_row && col == at_col;
}

static bool
do_resize(struct vt *vt, char *arg)
{
	int rows, cols;

	if (sscanf(arg, "%dx%d", &rows, &cols) != 2)
		return false;
	vt_resize(vt, rows, cols);
	return true;
}

static bool
do_attrs(struct vt *vt, char *arg)
{
	char text[64];
	int row, col;

	if (sscanf(arg, "%d %d", &row, &col) != 2)
		return false;
	vt_attrs(vt, row, col, text, sizeof text);
	printf("attrs %d,%d %s\n", row, col, text);
	return true;
}

static bool
do_send(struct vt *vt, char *arg)
{
	size_t n = vt_unescape(arg);

	vt_send(vt, arg, n);
	return true;
}

static bool
do_see(struct vt *vt, char *arg)
{
	int row, col;

	return vt_find(vt, arg, &row, &col);
}

static bool
do_miss(struct vt *vt, char *arg)
{
	return !do_see(vt, arg);
}

static bool
do_dump(struct vt *vt, char *arg)
{
	(void)arg;
	vt_dump(vt, stdout);
	return true;
}

static bool
do_scan(struct vt *vt, char *arg)
{
	vt_scan(vt, arg);
	return true;
}

static bool
do_key(struct vt *vt, char *arg)
{
	vt_key(vt, arg);
	return true;
}

static bool
do_type(struct vt *vt, char *arg)
{
	vt_type(vt, arg);
	return true;
}

static bool
do_wait(struct vt *vt, char *arg)
{
	return vt_wait(vt, arg);
}

static bool
do_gone(struct vt *vt, char *arg)
{
	return vt_gone(vt, arg);
}

static bool
do_next(struct vt *vt, char *arg)
{
	(void)arg;
	return vt_next(vt);
}

static bool
do_frame(struct vt *vt, char *arg)
{
	return vt_frame(vt, atoi(arg));
}

static bool
do_bells(struct vt *vt, char *arg)
{
	return vt_rang(vt, atoi(arg));
}

static bool
do_golden(struct vt *vt, char *arg)
{
	return vt_golden(vt, arg);
}

static bool
do_reset(struct vt *vt, char *arg)
{
	(void)arg;
	vt_actions_reset(vt);
	return true;
}

static bool
do_actions(struct vt *vt, char *arg)
{
	printf("actions %d\n", vt_actions(vt));
	return vt_actions(vt) <= atoi(arg);
}

static bool
do_exit(struct vt *vt, char *arg)
{
	int status = vt_exit(vt);

	if (status != atoi(arg))
		fprintf(stderr, "exit status %d\n", status);
	return status == atoi(arg);
}

static bool
do_kill(struct vt *vt, char *arg)
{
	return kill(vt_pid(vt), atoi(arg)) == 0;
}

static bool
do_run(struct vt *vt, char *arg)
{
	(void)vt;
	return system(arg) == 0;
}

static const struct {
	const char *name;
	bool (*run)(struct vt *, char *arg);
} steps[] = {
	{ "scan", do_scan }, { "key", do_key }, { "type", do_type },
	{ "send", do_send }, { "tap", do_tap }, { "resize", do_resize },
	{ "wait", do_wait }, { "gone", do_gone }, { "next", do_next },
	{ "frame", do_frame }, { "bells", do_bells },
	{ "see", do_see }, { "miss", do_miss },
	{ "cursor", do_cursor }, { "dump", do_dump }, { "attrs", do_attrs },
	{ "golden", do_golden }, { "reset", do_reset },
	{ "run", do_run }, { "actions", do_actions }, { "exit", do_exit }, { "kill", do_kill },
};

static bool
run_line(struct vt *vt, char *line)
{
	line += strspn(line, " \t");
	line[strcspn(line, "\n")] = '\0';
	if (*line == '\0' || *line == '#')
		return true;
	size_t n = strcspn(line, " ");
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (strlen(steps[i].name) == n &&
		    strncmp(line, steps[i].name, n) == 0)
			return steps[i].run(vt, line + n + (line[n] == ' '));
	fprintf(stderr, "vtrun: no such step\n");
	return false;
}

static int
usage(void)
{
	fprintf(stderr, "usage: vtrun [-s ROWSxCOLS] [-e NAME=VALUE]... "
	    "SCRIPT|- [--] PROGRAM [ARG]...\n");
	return 2;
}

int
main(int argc, char *argv[])
{
	const char *env[ENV_MAX + 1] = { NULL };
	int rows = 24, cols = 80, n_env = 0, opt, n = 0, rc = 0;
	char line[16384];

	while ((opt = getopt(argc, argv, "+s:e:")) != -1) {
		if (opt == 'e' && n_env < ENV_MAX)
			env[n_env++] = optarg;
		else if (opt != 's' ||
		    sscanf(optarg, "%dx%d", &rows, &cols) != 2)
			return usage();
	}
	if (argc - optind < 2)
		return usage();
	const char *path = argv[optind++];
	if (strcmp(argv[optind], "--") == 0)
		optind++;
	FILE *script = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	if (script == NULL || argv[optind] == NULL)
		return script == NULL ? (perror(path), 2) : usage();
	const char *const *program = (const char *const *)(argv + optind);
	struct vt *vt = vt_start(rows, cols, program, env);
	while (rc == 0 && fgets(line, sizeof line, script) != NULL) {
		n++;
		if (!run_line(vt, line)) {
			fprintf(stderr, "%s:%d: does not hold: %s\n", path, n,
			    line);
			vt_dump(vt, stderr);
			rc = 1;
		}
	}
	vt_free(vt);
	return rc;
}
