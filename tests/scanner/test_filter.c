/* test_filter.c - the sandbox's filter for each kind of machine, run here in
 * a small interpreter of its instructions: what it lets through, what it
 * refuses, and that all else kills. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "scanner/sandbox_filter.h"
#include "tests/lib/tap.h"

#define X32_BIT   0x40000000
#define KILL      SECCOMP_RET_KILL_PROCESS
#define CALLS_MAX 1024		/* no machine has a call beyond */

struct machine {
	const char *name;
	uint32_t    arch, token, wrong_token;
	const char *pictures, *camera, *bytes;	/* calls that go through */
	const char *denies;
};

/* Their names, in order.  Reading and a camera's ioctl are looked at below. */
static const struct machine machines[] = {
	{ "x86-64", SCMP_ARCH_X86_64, AUDIT_ARCH_X86_64, AUDIT_ARCH_I386,
	  " brk clock_gettime exit exit_group futex getrandom madvise mmap"
	  " mremap munmap poll ppoll restart_syscall rt_sigreturn write",
	  " brk clock_gettime exit exit_group futex getrandom madvise mmap"
	  " mremap munmap poll ppoll restart_syscall rt_sigreturn write",
	  " brk clock_gettime exit exit_group poll ppoll restart_syscall"
	  " rt_sigreturn write",
	  " access creat faccessat faccessat2 fstat lstat newfstatat open"
	  " openat openat2 readlink readlinkat stat statx sysinfo" },
	{ "arm64", SCMP_ARCH_AARCH64, AUDIT_ARCH_AARCH64, AUDIT_ARCH_ARM,
	  " brk clock_gettime exit exit_group futex getrandom madvise mmap"
	  " mremap munmap ppoll restart_syscall rt_sigreturn write",
	  " brk clock_gettime exit exit_group futex getrandom madvise mmap"
	  " mremap munmap ppoll restart_syscall rt_sigreturn write",
	  " brk clock_gettime exit exit_group ppoll restart_syscall"
	  " rt_sigreturn write",
	  " faccessat faccessat2 fstat newfstatat openat openat2 readlinkat"
	  " statx sysinfo" },
};

struct program {
	struct sock_filter code[4096];
	size_t             n;
};

/* False: there is no such filter. */
static bool
program_build(struct program *p, enum sandbox_profile profile, uint32_t arch)
{
	FILE *f = tmpfile();
	scmp_filter_ctx filter = sandbox_filter_new(profile, arch);
	bool ok = f != NULL && filter != NULL &&
	    seccomp_export_bpf(filter, fileno(f)) == 0;

	if (ok) {
		rewind(f);
		p->n = fread(p->code, sizeof *p->code,
		    sizeof p->code / sizeof *p->code, f);
	}
	if (filter != NULL)
		seccomp_release(filter);
	if (f != NULL)
		fclose(f);
	return ok && p->n > 0;
}

/* One jump or sum with the accumulator; false: not an instruction of these. */
static bool
step(const struct sock_filter *in, uint32_t *a, size_t *at)
{
	bool yes;

	switch (in->code) {
	case BPF_ALU | BPF_AND | BPF_K:
		*a &= in->k;
		return true;
	case BPF_JMP | BPF_JA:
		*at += in->k;
		return true;
	case BPF_JMP | BPF_JEQ | BPF_K:
		yes = *a == in->k;
		break;
	case BPF_JMP | BPF_JGT | BPF_K:
		yes = *a > in->k;
		break;
	case BPF_JMP | BPF_JGE | BPF_K:
		yes = *a >= in->k;
		break;
	case BPF_JMP | BPF_JSET | BPF_K:
		yes = (*a & in->k) != 0;
		break;
	default:
		return false;
	}
	*at += yes ? in->jt : in->jf;
	return true;
}

/* What the filter answers to the call; it ends the test where it does what no
 * filter may. */
static uint32_t
program_run(const struct program *p, const struct seccomp_data *call)
{
	uint32_t a = 0;

	for (size_t at = 0; at < p->n; at++) {
		const struct sock_filter *in = &p->code[at];
		if (in->code == (BPF_RET | BPF_K))
			return in->k;
		if (in->code == (BPF_LD | BPF_W | BPF_ABS) &&
		    in->k + sizeof a <= sizeof *call)
			memcpy(&a, (const char *)call + in->k, sizeof a);
		else if (!step(in, &a, &at))
			break;
	}
	tap_ok(false, "filter-is-a-program", "an instruction is unknown, or "
	    "it has no end");
	exit(1);
}

static uint32_t
answer(const struct program *p, const struct machine *m, const char *name,
    uint64_t arg0, uint64_t arg1, uint64_t arg2)
{
	struct seccomp_data call = {
		.arch = m->token,
		.nr = seccomp_syscall_resolve_name_arch(m->arch, name),
		.args = { arg0, arg1, arg2 },
	};
	return program_run(p, &call);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of all calls with this answer, written to out. */
static void
list_answers(const struct program *p, const struct machine *m,
    uint32_t wanted, char *out, size_t cap)
{
	char *names[CALLS_MAX];
	size_t n = 0, len = 0;

	for (int nr = 0; nr < CALLS_MAX; nr++) {
		struct seccomp_data call = {
			.arch = m->token, .nr = nr, .args = { STDOUT_FILENO },
		};
		if (program_run(p, &call) != wanted)
			continue;
		names[n] = seccomp_syscall_resolve_num_arch(m->arch, nr);
		if (names[n] == NULL)
			names[n] = strdup("nameless");
		n++;
	}
	qsort(names, n, sizeof *names, by_name);
	out[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		if (len < cap)
			len += (size_t)snprintf(out + len, cap - len, " %s",
			    names[i]);
		free(names[i]);
	}
}

/* The call answered as wanted, or all of that kind. */
static bool
all_answer(const struct program *p, uint32_t arch, uint32_t nr_bits,
    uint32_t wanted)
{
	for (uint32_t nr = 0; nr < CALLS_MAX; nr++) {
		struct seccomp_data call = {
			.arch = arch, .nr = (int)(nr | nr_bits),
			.args = { STDOUT_FILENO },
		};
		if (program_run(p, &call) != wanted)
			return false;
	}
	return true;
}

static void
check_lists(const struct program *p, const struct machine *m,
    const char *profile, const char *allows)
{
	char list[4096], name[64];

	list_answers(p, m, SECCOMP_RET_ALLOW, list, sizeof list);
	snprintf(name, sizeof name, "%s-%s-lets-through", m->name, profile);
	tap_ok(strcmp(list, allows) == 0, name, "%s", list);
	list_answers(p, m, SECCOMP_RET_ERRNO | EACCES, list, sizeof list);
	snprintf(name, sizeof name, "%s-%s-refuses", m->name, profile);
	tap_ok(strcmp(list, m->denies) == 0, name, "%s", list);

	size_t known = 0, killed = 0;
	for (const char *c = allows; (c = strchr(c, ' ')) != NULL; c++)
		known++;
	for (const char *c = m->denies; (c = strchr(c, ' ')) != NULL; c++)
		known++;
	for (int nr = 0; nr < CALLS_MAX; nr++) {
		struct seccomp_data call = {
			.arch = m->token, .nr = nr, .args = { STDOUT_FILENO },
		};
		killed += program_run(p, &call) == KILL;
	}
	snprintf(name, sizeof name, "%s-%s-kills-all-else", m->name, profile);
	tap_ok(killed == CALLS_MAX - known, name, "%zu of %zu", killed,
	    CALLS_MAX - known);
	snprintf(name, sizeof name, "%s-%s-kills-x32-calls", m->name, profile);
	tap_ok(all_answer(p, m->token, X32_BIT, KILL), name,
	    "one goes through");
	snprintf(name, sizeof name, "%s-%s-kills-another-machine's-calls",
	    m->name, profile);
	tap_ok(all_answer(p, m->wrong_token, 0, KILL), name,
	    "one goes through");
}

static void
check_arguments(const struct program *p, const struct machine *m,
    const char *profile)
{
	const uint64_t high = UINT64_C(1) << 32;
	char name[64];

	snprintf(name, sizeof name, "%s-%s-memory-to-run-kills", m->name,
	    profile);
	tap_ok(answer(p, m, "mmap", 0, 0, PROT_READ | PROT_EXEC) == KILL &&
	    answer(p, m, "mmap", 0, 0, PROT_EXEC | high) == KILL, name,
	    "mmap's protection does not matter");
	snprintf(name, sizeof name, "%s-%s-reads-its-input-alone", m->name,
	    profile);
	tap_ok(answer(p, m, "read", 0, 0, 0) == SECCOMP_RET_ALLOW &&
	    answer(p, m, "read", 1, 0, 0) == KILL &&
	    answer(p, m, "read", SANDBOX_PULSE_FD + 1, 0, 0) == KILL &&
	    answer(p, m, "read", high, 0, 0) == KILL, name,
	    "read's descriptor does not matter");
	snprintf(name, sizeof name, "%s-%s-writes-to-its-outputs-alone",
	    m->name, profile);
	tap_ok(answer(p, m, "write", 1, 0, 0) == SECCOMP_RET_ALLOW &&
	    answer(p, m, "write", 2, 0, 0) == SECCOMP_RET_ALLOW &&
	    answer(p, m, "write", SANDBOX_LOG_FD, 0, 0) ==
	    SECCOMP_RET_ALLOW &&
	    answer(p, m, "write", SANDBOX_PULSE_FD, 0, 0) ==
	    SECCOMP_RET_ALLOW &&
	    answer(p, m, "write", 0, 0, 0) == KILL &&
	    answer(p, m, "write", SANDBOX_PULSE_FD + 1, 0, 0) == KILL &&
	    answer(p, m, "write", high | 1, 0, 0) == KILL, name,
	    "write's descriptor does not matter");
}

static void
check_camera(const struct program *p, const struct machine *m, bool camera)
{
	const uint32_t wanted = camera ? SECCOMP_RET_ALLOW : KILL;
	char name[64];

	snprintf(name, sizeof name, "%s-ioctl-%s", m->name,
	    camera ? "for-a-camera's-buffers-alone" : "for-nothing");
	tap_ok(answer(p, m, "ioctl", 0, VIDIOC_DQBUF, 0) == wanted &&
	    answer(p, m, "ioctl", 0, VIDIOC_QBUF, 0) == wanted &&
	    answer(p, m, "ioctl", 0, VIDIOC_STREAMOFF, 0) == wanted &&
	    answer(p, m, "ioctl", 1, VIDIOC_DQBUF, 0) == KILL &&
	    answer(p, m, "ioctl", 0, VIDIOC_S_CTRL, 0) == KILL &&
	    answer(p, m, "ioctl", 0, VIDIOC_S_FMT, 0) == KILL, name,
	    "what it is for does not matter");
}

static void
check_machine(const struct machine *m)
{
	const struct {
		enum sandbox_profile profile;
		const char          *name, *allows;
	} profiles[] = {
		{ SANDBOX_PICTURES, "pictures", m->pictures },
		{ SANDBOX_CAMERA, "camera", m->camera },
		{ SANDBOX_BYTES, "bytes", m->bytes },
	};
	static struct program program;

	for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
		enum sandbox_profile profile = profiles[i].profile;
		if (!tap_ok(program_build(&program, profile, m->arch),
		    m->name, "there is no filter for %s", profiles[i].name))
			continue;
		check_lists(&program, m, profiles[i].name, profiles[i].allows);
		check_arguments(&program, m, profiles[i].name);
		if (profile != SANDBOX_BYTES)
			check_camera(&program, m, profile == SANDBOX_CAMERA);
	}
}

int
main(void)
{
	for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
		check_machine(&machines[i]);
	return tap_status();
}
