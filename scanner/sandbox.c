#include "scanner/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* By name, since not every architecture has all of them: what it does not
 * know is left out, and killed should it come all the same. */
static const char *const allowed[] = {
	"read", "write", "brk", "munmap", "mremap", "madvise", "futex",
	"clock_gettime", "clock_gettime64", "poll", "ppoll", "getrandom",
	"restart_syscall", "rt_sigreturn", "exit", "exit_group",
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
	if (!SANDBOX_SANITIZED)
		ok = ok && limit(RLIMIT_NOFILE, 0, 0) &&
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

static bool
add_rule(scmp_filter_ctx filter, uint32_t action, const char *name)
{
	int nr = seccomp_syscall_resolve_name(name);
	return nr < 0 || seccomp_rule_add(filter, action, nr, 0) == 0;
}

static bool
enter_seccomp(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool ok = filter != NULL;

	for (size_t i = 0; ok && i < sizeof allowed / sizeof *allowed; i++)
		ok = add_rule(filter, SCMP_ACT_ALLOW, allowed[i]);
	for (size_t i = 0; ok && i < sizeof denied / sizeof *denied; i++)
		ok = add_rule(filter, SCMP_ACT_ERRNO(EACCES), denied[i]);
	for (size_t i = 0; ok && i < sizeof mapping / sizeof *mapping; i++) {
		int nr = seccomp_syscall_resolve_name(mapping[i]);
		ok = nr < 0 || seccomp_rule_add(filter, SCMP_ACT_ALLOW, nr, 1,
		    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
	}
	ok = ok && seccomp_load(filter) == 0;
	if (filter != NULL)
		seccomp_release(filter);
	return ok;
}

bool
sandbox_enter(unsigned cpu_s_max, const char **why)
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
	if (!SANDBOX_SANITIZED && !enter_seccomp())
		return false;
	*why = NULL;
	return true;
}
