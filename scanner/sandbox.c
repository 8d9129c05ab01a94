#include "scanner/sandbox.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PICTURES (1U << SANDBOX_PICTURES)
#define CAMERA	 (1U << SANDBOX_CAMERA)
#define BYTES	 (1U << SANDBOX_BYTES)
#define LOOKING	 (PICTURES | CAMERA)
#define ALL	 (LOOKING | BYTES)

/* By name, since not every architecture has all of them: what it does not
 * know is left out, and killed should it come all the same. */
static const struct {
	const char *name;
	unsigned    profiles;
} allowed[] = {
	{ "read", ALL }, { "write", ALL }, { "poll", ALL }, { "ppoll", ALL },
	{ "brk", ALL }, { "clock_gettime", ALL }, { "clock_gettime64", ALL },
	{ "restart_syscall", ALL }, { "rt_sigreturn", ALL },
	{ "exit", ALL }, { "exit_group", ALL },
	{ "munmap", LOOKING }, { "mremap", LOOKING }, { "madvise", LOOKING },
	{ "futex", LOOKING }, { "getrandom", LOOKING },
};

/* Of all that a device can be told, a camera's buffers go back and forth, and
 * it can be stopped. */
static const unsigned long streaming[] = {
	VIDIOC_DQBUF, VIDIOC_QBUF, VIDIOC_STREAMOFF,
};

/* Libraries try these and get on without: zbar looks for iconv's tables, libc
 * for the size of the machine. */
static const char *const denied[] = {
	"open", "openat", "openat2", "creat", "stat", "lstat", "fstat",
	"newfstatat", "statx", "access", "faccessat", "faccessat2",
	"readlink", "readlinkat", "sysinfo",
};

/* Memory of any kind, but none that could be run. */
static const char *const mapping[] = { "mmap", "mmap2" };

static bool
limit(int what, rlim_t soft, rlim_t hard)
{
	struct rlimit have, want = { soft, hard };

	if (getrlimit(what, &have) != 0)
		return false;
	if (have.rlim_max < want.rlim_max)
		want.rlim_max = have.rlim_max;
	if (want.rlim_max < want.rlim_cur)
		want.rlim_cur = want.rlim_max;
	return setrlimit(what, &want) == 0;
}

static bool
enter_limits(unsigned cpu_s_max)
{
	bool ok = limit(RLIMIT_CORE, 0, 0);

	if (cpu_s_max > 0)
		ok = ok && limit(RLIMIT_CPU, cpu_s_max, cpu_s_max + 1);
	/* One descriptor, which is open already: with none, poll, which counts
	 * what it is given against the limit, would fail. */
	if (!SANDBOX_SANITIZED)
		ok = ok && limit(RLIMIT_NOFILE, 1, 1) &&
		    limit(RLIMIT_NPROC, 0, 0) &&
		    limit(RLIMIT_AS, SANDBOX_MEMORY_MAX, SANDBOX_MEMORY_MAX);
	return ok;
}

/* What landlock's ABI 1 to 6 can forbid; the C library has no functions for
 * it, and an old <linux/landlock.h> knows only a part. */
struct landlock_rules {
	uint64_t files, net, scopes;
};

/* True also where the kernel has no landlock.  The rule set allows nothing. */
static bool
enter_landlock(void)
{
#ifdef SYS_landlock_create_ruleset
	struct landlock_rules r = { .files = (UINT64_C(1) << 13) - 1 };
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1U);

	if (abi < 1)
		return true;
	if (abi >= 2)
		r.files |= UINT64_C(1) << 13;
	if (abi >= 3)
		r.files |= UINT64_C(1) << 14;
	if (abi >= 4)
		r.net = 3;
	if (abi >= 5)
		r.files |= UINT64_C(1) << 15;
	if (abi >= 6)
		r.scopes = 3;
	size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
	long fd = syscall(SYS_landlock_create_ruleset, &r, size, 0U);
	if (fd < 0)
		return false;
	bool ok = syscall(SYS_landlock_restrict_self, (int)fd, 0U) == 0;
	close((int)fd);
	return ok;
#else
	return true;
#endif
}

/* Its conditions, if any, are on the call's arguments. */
static bool
add_rule(scmp_filter_ctx filter, uint32_t action, const char *name,
    unsigned conditions_n, const struct scmp_arg_cmp *conditions)
{
	int nr = seccomp_syscall_resolve_name(name);

	return nr < 0 || seccomp_rule_add_array(filter, action, nr,
	    conditions_n, conditions) == 0;
}

static bool
add_mapping(scmp_filter_ctx filter)
{
	struct scmp_arg_cmp never_run = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC,
	    0);
	bool ok = true;

	for (size_t i = 0; ok && i < sizeof mapping / sizeof *mapping; i++)
		ok = add_rule(filter, SCMP_ACT_ALLOW, mapping[i], 1,
		    &never_run);
	return ok;
}

static bool
add_streaming(scmp_filter_ctx filter)
{
	bool ok = true;

	for (size_t i = 0; ok && i < sizeof streaming / sizeof *streaming;
	    i++) {
		struct scmp_arg_cmp conditions[] = {
			SCMP_A0(SCMP_CMP_EQ, STDIN_FILENO),
			SCMP_A1(SCMP_CMP_EQ, streaming[i]),
		};
		ok = add_rule(filter, SCMP_ACT_ALLOW, "ioctl", 2, conditions);
	}
	return ok;
}

static bool
enter_seccomp(enum sandbox_profile profile)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool ok = filter != NULL;

	for (size_t i = 0; ok && i < sizeof allowed / sizeof *allowed; i++)
		if (allowed[i].profiles & 1U << profile)
			ok = add_rule(filter, SCMP_ACT_ALLOW, allowed[i].name,
			    0, NULL);
	for (size_t i = 0; ok && i < sizeof denied / sizeof *denied; i++)
		ok = add_rule(filter, SCMP_ACT_ERRNO(EACCES), denied[i], 0,
		    NULL);
	if (LOOKING & 1U << profile)
		ok = ok && add_mapping(filter);
	if (profile == SANDBOX_CAMERA)
		ok = ok && add_streaming(filter);
	ok = ok && seccomp_load(filter) == 0;
	if (filter != NULL)
		seccomp_release(filter);
	return ok;
}

bool
sandbox_enter(enum sandbox_profile profile, unsigned cpu_s_max,
    const char **why)
{
	*why = "no_new_privs";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	*why = "landlock";
	if (!SANDBOX_SANITIZED && !enter_landlock())
		return false;
	*why = "resource limits";
	if (!enter_limits(cpu_s_max))
		return false;
	*why = "seccomp";
	if (!SANDBOX_SANITIZED && !enter_seccomp(profile))
		return false;
	*why = NULL;
	return true;
}
