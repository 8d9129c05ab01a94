/* test_missing.c - samdepa-scan, of the folder BUILD, on kernels that lack a
 * part of its sandbox, or that only say they have it: it reads nothing.  The
 * kernel is this one, behind a filter that answers in its place. */
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/tap.h"

#define ANY UINT64_MAX
#define IT_WAS_READ "0x0 pixels"	/* what is wrong with the picture */

struct answer {
	const char *call;
	unsigned    arg;	/* which one must be value; ANY: always */
	scmp_datum_t value;
	int         error;	/* 0: "done" */
};

static const struct kernel {
	const char   *name;
	struct answer answers[3];
	int           status;
	const char   *says;
} kernels[] = {
	{ "as-it-is", { { 0 } }, 1, IT_WAS_READ },
	{ "without-no-new-privs", {
	    { "prctl", 0, PR_SET_NO_NEW_PRIVS, EINVAL } },
	    4, "no sandbox: no_new_privs cannot be had here" },
	{ "without-seccomp", { { "seccomp", 0, ANY, ENOSYS },
	    { "prctl", 0, PR_SET_SECCOMP, EINVAL } },
	    4, "no sandbox: seccomp cannot be had here" },
	{ "with-a-seccomp-that-lies", { { "seccomp", 0, ANY, 0 } },
	    4, "no sandbox: seccomp cannot be had here" },
	{ "without-a-limit-of-memory", {
	    { "prlimit64", 1, RLIMIT_AS, EPERM } },
	    4, "no sandbox: resource limits cannot be had here" },
	{ "without-a-limit-of-time", {
	    { "prlimit64", 1, RLIMIT_CPU, EPERM } },
	    4, "no sandbox: resource limits cannot be had here" },
	{ "without-landlock", {
	    { "landlock_create_ruleset", 0, ANY, ENOSYS } },
	    1, IT_WAS_READ },
	{ "with-a-landlock-that-fails", {
	    { "landlock_restrict_self", 0, ANY, EPERM } },
	    4, "no sandbox: landlock cannot be had here" },
};

/* False: the filter cannot be had. */
static bool
become(const struct kernel *k)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool ok = filter != NULL;

	for (const struct answer *a = k->answers; ok && a->call != NULL; a++) {
		int nr = seccomp_syscall_resolve_name(a->call);
		uint32_t action = SCMP_ACT_ERRNO((uint32_t)a->error);
		ok = a->value == ANY ?
		    seccomp_rule_add(filter, action, nr, 0) == 0 :
		    seccomp_rule_add(filter, action, nr, 1,
			SCMP_CMP(a->arg, SCMP_CMP_EQ, a->value)) == 0;
	}
	return ok && seccomp_load(filter) == 0;
}

/* Runs program on the picture there; what it says goes to the file. */
static int
run(const struct kernel *k, const char *program, const char *picture, FILE *f)
{
	int st;
	pid_t pid = fork();

	if (pid == 0) {
		if (dup2(fileno(f), STDOUT_FILENO) < 0 ||
		    dup2(fileno(f), STDERR_FILENO) < 0 || !become(k))
			_exit(99);
		execl(program, program, picture, (char *)NULL);
		_exit(98);
	}
	if (pid < 0 || waitpid(pid, &st, 0) < 0 || !WIFEXITED(st))
		return -1;
	return WEXITSTATUS(st);
}

static void
check(const struct kernel *k, const char *program, const char *picture)
{
	char said[4096];
	FILE *f = tmpfile();

	if (f == NULL)
		exit(2);
	int status = run(k, program, picture, f);
	rewind(f);
	said[fread(said, 1, sizeof said - 1, f)] = '\0';
	fclose(f);
	bool was_read = strstr(said, IT_WAS_READ) != NULL;
	tap_ok(status == k->status && strstr(said, k->says) != NULL &&
	    was_read == (k->status == 1), k->name, "status %d: %s", status,
	    said);
}

int
main(void)
{
	const char *build = getenv("BUILD");
	char program[4096], picture[] = "/tmp/samdepa-missing-XXXXXX";
	int fd = mkstemp(picture);

	snprintf(program, sizeof program, "%s/samdepa-scan",
	    build != NULL ? build : "build");
	if (fd < 0 || dprintf(fd, "P5 0 0 255\n") < 0)
		return 2;
	for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++)
		check(&kernels[i], program, picture);
	unlink(picture);
	return tap_status();
}
