/* test_sandbox.c - behind the sandbox, each of these is tried in a process of
 * its own: it must be refused, or kill the process.  sandbox.c is included,
 * for its parts to be tried alone. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "scanner/sandbox.c"
#include "tests/lib/tap.h"

enum {
	DID_IT = 20, REFUSED, NO_SANDBOX
};

struct attempt {
	const char *name;
	int       (*run)(void);		/* below 0: refused, with errno */
	int         wanted;		/* REFUSED, or the signal that kills */
};

static int
try_open(void)
{
	return open("/etc/passwd", O_RDONLY);
}

static int
try_create(void)
{
	return open("/tmp/samdepa-sandbox", O_WRONLY | O_CREAT, 0600);
}

static int
try_stat(void)
{
	struct stat st;
	return stat("/etc", &st);
}

static int
try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int
try_fork(void)
{
	return fork();
}

static int
try_exec(void)
{
	return execl("/bin/true", "true", (char *)NULL);
}

static int
try_kill(void)
{
	return kill(getppid(), 0);
}

static int
try_ptrace(void)
{
	return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static int
try_pipe(void)
{
	int fds[2];
	return pipe(fds);
}

static int
try_ioctl(void)
{
	int n;
	return ioctl(STDIN_FILENO, FIONREAD, &n);
}

static int
try_unlink(void)
{
	return unlink("/tmp/samdepa-sandbox");
}

static int
try_run_memory(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? -1 : 0;
}

static int
try_make_memory_run(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return mprotect(p, 4096, PROT_READ | PROT_EXEC);
}

static int
try_raise_limit(void)
{
	struct rlimit r = { 1024, 1024 };
	return setrlimit(RLIMIT_NOFILE, &r);
}

static int
try_much_memory(void)
{
	void *volatile p = malloc(SANDBOX_MEMORY_MAX);
	return p == NULL ? -1 : 0;
}

static int
try_some_memory(void)
{
	char *volatile p = malloc(64 << 20);
	if (p == NULL)
		return -1;
	memset(p, 1, 64 << 20);
	free(p);
	return 0;
}

static int
try_long(void)
{
	for (volatile unsigned long i = 0;; i++)
		;
	return 0;
}

/* Standard input is no camera here: what the filter lets through, the kernel
 * refuses. */
static int
try_buffer(void)
{
	struct v4l2_buffer b = { 0 };
	return ioctl(STDIN_FILENO, VIDIOC_DQBUF, &b);
}

static int
try_buffer_elsewhere(void)
{
	struct v4l2_buffer b = { 0 };
	return ioctl(STDOUT_FILENO, VIDIOC_DQBUF, &b);
}

static int
try_camera_control(void)
{
	struct v4l2_control c = { 0 };
	return ioctl(STDIN_FILENO, VIDIOC_S_CTRL, &c);
}

static int
try_type_for_the_user(void)
{
	return ioctl(STDIN_FILENO, TIOCSTI, "x");
}

static int
try_map(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? -1 : 0;
}

/* What a profile allows or forbids beside the rest. */
static const struct attempt of_camera[] = {
	{ "camera-buffer", try_buffer, REFUSED },
	{ "camera-buffer-of-another", try_buffer_elsewhere, SIGSYS },
	{ "camera-control", try_camera_control, SIGSYS },
	{ "camera-type-for-the-user", try_type_for_the_user, SIGSYS },
	{ "camera-open-a-file", try_open, REFUSED },
	{ "camera-memory-as-needed", try_some_memory, DID_IT },
	{ "camera-memory-to-run", try_run_memory, SIGSYS },
	{ "camera-socket", try_socket, SIGSYS },
	{ "camera-fork", try_fork, SIGSYS },
};

static const struct attempt of_bytes[] = {
	{ "bytes-buffer", try_buffer, SIGSYS },
	{ "bytes-open-a-file", try_open, REFUSED },
	{ "bytes-memory", try_map, SIGSYS },
	{ "bytes-type-for-the-user", try_type_for_the_user, SIGSYS },
	{ "bytes-socket", try_socket, SIGSYS },
	{ "bytes-fork", try_fork, SIGSYS },
	{ "bytes-processor-without-end", try_long, SIGXCPU },
};

static const struct attempt attempts[] = {
	{ "open-a-file", try_open, REFUSED },
	{ "create-a-file", try_create, REFUSED },
	{ "look-at-a-file", try_stat, REFUSED },
	{ "more-memory-than-allowed", try_much_memory, REFUSED },
	{ "memory-as-needed", try_some_memory, DID_IT },
	{ "socket", try_socket, SIGSYS },
	{ "fork", try_fork, SIGSYS },
	{ "exec", try_exec, SIGSYS },
	{ "kill", try_kill, SIGSYS },
	{ "ptrace", try_ptrace, SIGSYS },
	{ "pipe", try_pipe, SIGSYS },
	{ "ioctl", try_ioctl, SIGSYS },
	{ "unlink", try_unlink, SIGSYS },
	{ "memory-to-run", try_run_memory, SIGSYS },
	{ "make-memory-run", try_make_memory_run, SIGSYS },
	{ "raise-a-limit", try_raise_limit, SIGSYS },
	{ "processor-without-end", try_long, SIGXCPU },
};

static int
outcome(const struct attempt *a, bool (*enter)(void))
{
	pid_t pid = fork();
	int st;

	if (pid == 0) {
		if (!enter())
			_exit(NO_SANDBOX);
		_exit(a->run() < 0 ? REFUSED : DID_IT);
	}
	if (pid < 0 || waitpid(pid, &st, 0) < 0)
		return -1;
	return WIFSIGNALED(st) ? WTERMSIG(st) : WEXITSTATUS(st);
}

static bool
enter_all(void)
{
	const char *why;
	return sandbox_enter(SANDBOX_PICTURES, 1, &why);
}

static bool
enter_camera(void)
{
	const char *why;
	return sandbox_enter(SANDBOX_CAMERA, 1, &why);
}

static bool
enter_bytes(void)
{
	const char *why;
	return sandbox_enter(SANDBOX_BYTES, 1, &why);
}

static bool
enter_landlock_alone(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    enter_landlock();
}

static bool
enter_limits_alone(void)
{
	return enter_limits(0);
}

static void
check_attempts(const struct attempt *a, size_t n, bool (*enter)(void))
{
	for (size_t i = 0; i < n; i++) {
		int got = outcome(&a[i], enter);
		tap_ok(got == a[i].wanted, a[i].name,
		    "outcome %d instead of %d", got, a[i].wanted);
	}
}

static void
check_parts(void)
{
	const struct attempt open_one = { "open", try_open, REFUSED };
	int got = outcome(&open_one, enter_limits_alone);

	tap_ok(got == REFUSED, "limits-alone-open-no-file", "outcome %d", got);
	if (syscall(SYS_landlock_create_ruleset, NULL, 0, 1U) < 1) {
		tap_skip("landlock-alone-opens-no-file",
		    "this kernel has no landlock");
		return;
	}
	got = outcome(&open_one, enter_landlock_alone);
	tap_ok(got == REFUSED, "landlock-alone-opens-no-file", "outcome %d",
	    got);
}

/* The same filter for another kind of machine: all its names are known to
 * libseccomp there, and the few that are not are left out by intent. */
static void
check_arm64(void)
{
	static const char *const needed[] = {
		"read", "write", "brk", "mmap", "munmap", "mremap", "futex",
		"clock_gettime", "ppoll", "exit_group", "rt_sigreturn",
		"openat", "newfstatat",
	};
	bool ok = true;

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		ok = ok && seccomp_syscall_resolve_name_arch(SCMP_ARCH_AARCH64,
		    needed[i]) >= 0;
	tap_ok(ok, "arm64-knows-the-needed-calls", "one is unknown");
	tap_ok(seccomp_syscall_resolve_name_arch(SCMP_ARCH_AARCH64, "open") <
	    0, "arm64-leaves-out-what-it-has-not", "it has open");
}

int
main(void)
{
	if (SANDBOX_SANITIZED) {
		tap_skip("sandbox", "sanitizers need more of the system");
		return 0;
	}
	check_attempts(attempts, sizeof attempts / sizeof *attempts,
	    enter_all);
	check_attempts(of_camera, sizeof of_camera / sizeof *of_camera,
	    enter_camera);
	check_attempts(of_bytes, sizeof of_bytes / sizeof *of_bytes,
	    enter_bytes);
	check_parts();
	check_arm64();
	return tap_status();
}
