#include "scanner/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "scanner/sandbox_filter.h"

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

/* Where standard output is a file: so much more than it has. */
static bool
limit_output(rlim_t more)
{
	rlim_t most = 0;
	struct stat st;

	for (int fd = STDOUT_FILENO; fd <= SANDBOX_PULSE_FD; fd++)
		if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
		    (rlim_t)st.st_size > most)
			most = (rlim_t)st.st_size;
	return limit(RLIMIT_FSIZE, most + more, most + more);
}

/* The first number that is free is one too many.  Not less than that, since
 * it is also how many descriptors poll takes. */
static bool
limit_descriptors(void)
{
	int fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);

	if (fd < 0)
		return false;
	close(fd);
	return limit(RLIMIT_NOFILE, (rlim_t)fd, (rlim_t)fd);
}

static bool
limit_time(unsigned cpu_s_max)
{
	struct rlimit r;

	if (!limit(RLIMIT_CPU, cpu_s_max, cpu_s_max + 1) ||
	    getrlimit(RLIMIT_CPU, &r) != 0)
		return false;
	alarm((unsigned)r.rlim_cur * SANDBOX_CLOCK_FACTOR);
	return true;
}

static bool
enter_limits(unsigned cpu_s_max)
{
	bool ok = limit(RLIMIT_CORE, 0, 0) && limit_descriptors() &&
	    limit_output(cpu_s_max > 0 ? SANDBOX_OUTPUT_MAX :
	    SANDBOX_OUTPUT_LIVE_MAX);

	if (cpu_s_max > 0)
		ok = ok && limit_time(cpu_s_max);
	if (!SANDBOX_SANITIZED)
		ok = ok && limit(RLIMIT_NPROC, 0, 0) &&
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
enter_seccomp(enum sandbox_profile profile)
{
	scmp_filter_ctx filter = sandbox_filter_new(profile,
	    seccomp_arch_native());
	bool ok = filter != NULL && seccomp_load(filter) == 0;

	if (filter != NULL)
		seccomp_release(filter);
	return ok;
}

/* What the filter must refuse is tried once: it may say that it stands and
 * not do so, where a library was put in between, or a kernel only plays at
 * being one.  Without it the limit would refuse, in other words. */
static bool
is_closed(void)
{
	return syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY | O_CLOEXEC) < 0 &&
	    errno == EACCES;
}

#if SANDBOX_SANITIZED
/* A report must not ask the terminal for colours, and at the end no process
 * can look for lost memory. */
const char *__asan_default_options(void);
int __lsan_is_turned_off(void);

const char *
__asan_default_options(void)
{
	return "color=never";
}

int
__lsan_is_turned_off(void)
{
	return is_closed();
}
#endif

bool
sandbox_enter(enum sandbox_profile profile, unsigned cpu_s_max,
    const char **why)
{
	*why = "no_new_privs";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	*why = "landlock";
	if (!enter_landlock())
		return false;
	*why = "resource limits";
	if (!enter_limits(cpu_s_max))
		return false;
	*why = "seccomp";
	if (!enter_seccomp(profile) || !is_closed())
		return false;
	*why = NULL;
	return true;
}
