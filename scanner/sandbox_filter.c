#include "scanner/sandbox_filter.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <sys/mman.h>
#include <unistd.h>

#define PICTURES (1U << SANDBOX_PICTURES)
#define CAMERA	 (1U << SANDBOX_CAMERA)
#define BYTES	 (1U << SANDBOX_BYTES)
#define LOOKING	 (PICTURES | CAMERA | (SANDBOX_SANITIZED ? BYTES : 0))
#define ALL	 (PICTURES | CAMERA | BYTES)

/* By name, since not every architecture has all of them: what it does not
 * know is left out, and killed should it come all the same. */
static const struct {
	const char *name;
	unsigned    profiles;
} allowed[] = {
	{ "poll", ALL }, { "ppoll", ALL },
	{ "brk", ALL }, { "clock_gettime", ALL }, { "clock_gettime64", ALL },
	{ "restart_syscall", ALL }, { "rt_sigreturn", ALL },
	{ "exit", ALL }, { "exit_group", ALL },
	{ "munmap", LOOKING }, { "mremap", LOOKING }, { "madvise", LOOKING },
	{ "futex", LOOKING }, { "getrandom", LOOKING },
#if SANDBOX_SANITIZED
	{ "getpid", ALL }, { "gettid", ALL }, { "sched_yield", ALL },
	{ "sigaltstack", ALL }, { "rt_sigprocmask", ALL },
#endif
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

/* Its conditions, if any, are on the call's arguments.  A name that no kind
 * of machine has is a mistake; one that this kind has not, no. */
static bool
add_rule(scmp_filter_ctx filter, uint32_t action, const char *name,
    unsigned conditions_n, const struct scmp_arg_cmp *conditions)
{
	int nr = seccomp_syscall_resolve_name(name);

	return nr != __NR_SCMP_ERROR && seccomp_rule_add_array(filter, action,
	    nr, conditions_n, conditions) == 0;
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

/* Not from a terminal that it writes to, where somebody types. */
static bool
add_reading_and_writing(scmp_filter_ctx filter)
{
	struct scmp_arg_cmp from = SCMP_A0(SCMP_CMP_EQ, STDIN_FILENO, 0);
	bool ok = add_rule(filter, SCMP_ACT_ALLOW, "read", 1, &from);

	for (unsigned fd = STDOUT_FILENO; ok && fd <= SANDBOX_PULSE_FD; fd++) {
		struct scmp_arg_cmp to = SCMP_A0(SCMP_CMP_EQ, fd, 0);
		ok = add_rule(filter, SCMP_ACT_ALLOW, "write", 1, &to);
	}
	return ok;
}

static bool
add_streaming(scmp_filter_ctx filter)
{
	bool ok = true;

	for (size_t i = 0; ok && i < sizeof streaming / sizeof *streaming;
	    i++) {
		struct scmp_arg_cmp conditions[] = {
			SCMP_A0(SCMP_CMP_EQ, STDIN_FILENO, 0),
			SCMP_A1(SCMP_CMP_EQ, streaming[i], 0),
		};
		ok = add_rule(filter, SCMP_ACT_ALLOW, "ioctl", 2, conditions);
	}
	return ok;
}

static bool
add_rules(scmp_filter_ctx filter, enum sandbox_profile profile)
{
	bool ok = add_reading_and_writing(filter);

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
	return ok;
}

scmp_filter_ctx
sandbox_filter_new(enum sandbox_profile profile, uint32_t arch)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool ok = filter != NULL && seccomp_attr_set(filter,
	    SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0;

	if (ok && arch != seccomp_arch_native())
		ok = seccomp_arch_add(filter, arch) == 0 &&
		    seccomp_arch_remove(filter, SCMP_ARCH_NATIVE) == 0;
	if (ok && add_rules(filter, profile))
		return filter;
	if (filter != NULL)
		seccomp_release(filter);
	return NULL;
}
