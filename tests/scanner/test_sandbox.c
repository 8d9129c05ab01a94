/* test_sandbox.c - behind the sandbox, each of these is tried in a process of
 * its own: it must be refused, or kill the process.  sandbox.c is included,
 * for its parts to be tried alone. */
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "scanner/sandbox.c"
#include "tests/lib/tap.h"

#define OPEN_FD 9		/* an inherited one: a socket */
#define X32_BIT 0x40000000L

enum {
	DID_IT = 20, REFUSED, NO_SANDBOX
};

struct attempt {
	const char *name;
	int       (*run)(void);		/* below 0: refused, with errno */
	int         wanted;		/* REFUSED, or the signal that kills */
	bool      (*enter)(void);
};

static bool
enter_pictures(void)
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

/* On a busy machine the clock would be first. */
static bool
enter_with_the_clock_stopped(void)
{
	bool ok = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    enter_limits(1);

	alarm(0);
	return ok && enter_seccomp(SANDBOX_PICTURES);
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

static bool
enter_seccomp_alone(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    enter_seccomp(SANDBOX_PICTURES);
}

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
try_own_memory(void)
{
	return open("/proc/self/mem", O_RDWR);
}

static int
try_own_descriptor(void)
{
	return open("/proc/self/fd/0", O_RDWR);
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
try_poll(void)
{
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };
	return poll(&p, 1, 0);
}

static int
try_map(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? -1 : 0;
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
try_write_input(void)
{
	return (int)write(STDIN_FILENO, "x", 1);
}

static int
try_read_socket(void)
{
	char c;
	return (int)read(OPEN_FD, &c, 1);
}

static int
try_read_output(void)
{
	char c;
	return (int)read(STDOUT_FILENO, &c, 1);
}

static int
try_write_socket(void)
{
	return (int)write(OPEN_FD, "x", 1);
}

static int
try_send(void)
{
	return (int)send(OPEN_FD, "x", 1, MSG_NOSIGNAL);
}

/* A call in the way of another kind of machine, which the kernel may have. */
static int
try_x32(void)
{
	return (int)syscall(X32_BIT | SYS_read, STDIN_FILENO, NULL, 0);
}

static int
try_i386(void)
{
#ifdef __x86_64__
	int answer = 20;	/* getpid there, writev here */

	__asm__ volatile("int $0x80" : "+a"(answer) : : "memory");
	return answer;
#else
	return try_x32();
#endif
}

static int
try_long(void)
{
	for (volatile unsigned long i = 0;; i++)
		;
	return 0;
}

static int
try_wait_for_bytes(void)
{
	char c;
	return (int)read(STDIN_FILENO, &c, 1);
}

static int
try_wait_for_a_reader(void)
{
	static const char bytes[4096];

	while (write(STDOUT_FILENO, bytes, sizeof bytes) > 0)
		;
	return -1;
}

static const struct attempt attempts[] = {
	{ "open-a-file", try_open, REFUSED, enter_pictures },
	{ "create-a-file", try_create, REFUSED, enter_pictures },
	{ "look-at-a-file", try_stat, REFUSED, enter_pictures },
	{ "open-its-own-memory", try_own_memory, REFUSED, enter_pictures },
	{ "open-its-input-anew", try_own_descriptor, REFUSED, enter_pictures },
	{ "more-memory-than-allowed", try_much_memory, REFUSED,
	    enter_pictures },
	{ "memory-as-needed", try_some_memory, DID_IT, enter_pictures },
	{ "wait-for-input", try_poll, DID_IT, enter_pictures },
	{ "unlink", try_unlink, SIGSYS, enter_pictures },
	{ "memory-to-run", try_run_memory, SIGSYS, enter_pictures },
	{ "raise-a-limit", try_raise_limit, SIGSYS, enter_pictures },
	{ "write-to-its-input", try_write_input, SIGSYS, enter_pictures },
	{ "write-to-an-open-socket", try_write_socket, SIGSYS, enter_pictures },
	{ "send-on-an-open-socket", try_send, SIGSYS, enter_pictures },
	{ "x32-call", try_x32, SIGSYS, enter_pictures },
	{ "call-of-32-bits", try_i386, SIGSYS, enter_pictures },
	{ "type-for-the-user", try_type_for_the_user, SIGSYS,
	    enter_pictures },
	{ "buffer", try_buffer, SIGSYS, enter_pictures },

	{ "read-another", try_read_socket, SIGSYS, enter_pictures },
	{ "read-its-output", try_read_output, SIGSYS, enter_pictures },

	{ "camera-buffer", try_buffer, REFUSED, enter_camera },
	{ "camera-buffer-of-another", try_buffer_elsewhere, SIGSYS,
	    enter_camera },
	{ "camera-control", try_camera_control, SIGSYS, enter_camera },
	{ "camera-type-for-the-user", try_type_for_the_user, SIGSYS,
	    enter_camera },
	{ "camera-open-a-file", try_open, REFUSED, enter_camera },
	{ "camera-memory-as-needed", try_some_memory, DID_IT, enter_camera },
	{ "camera-memory-to-run", try_run_memory, SIGSYS, enter_camera },
	{ "camera-write-to-it", try_write_input, SIGSYS, enter_camera },

	{ "bytes-buffer", try_buffer, SIGSYS, enter_bytes },
	{ "bytes-open-a-file", try_open, REFUSED, enter_bytes },
	{ "bytes-memory", try_map, SIGSYS, enter_bytes },
	{ "bytes-type-for-the-user", try_type_for_the_user, SIGSYS,
	    enter_bytes },
	{ "bytes-write-to-it", try_write_input, SIGSYS, enter_bytes },
	{ "bytes-read-another", try_read_socket, SIGSYS, enter_bytes },
};

/* These take their time, all at once. */
static const struct attempt slow[] = {
	{ "processor-without-end", try_long, SIGXCPU,
	    enter_with_the_clock_stopped },
	{ "wait-for-bytes-without-end", try_wait_for_bytes, SIGALRM,
	    enter_pictures },
	{ "wait-for-a-reader-without-end", try_wait_for_a_reader, SIGALRM,
	    enter_pictures },
};

static const struct {
	const char *name;
	long        nr;
} calls[] = {
#define CALL(name) { #name, SYS_##name }
	CALL(socket), CALL(socketpair), CALL(connect), CALL(bind),
	CALL(sendto), CALL(sendmsg), CALL(recvmsg), CALL(accept4),
	CALL(clone), CALL(clone3), CALL(execve), CALL(execveat),
	CALL(kill), CALL(tkill), CALL(tgkill), CALL(rt_sigqueueinfo),
	CALL(pidfd_open), CALL(pidfd_send_signal), CALL(pidfd_getfd),
	CALL(ptrace), CALL(process_vm_readv), CALL(process_vm_writev),
	CALL(io_uring_setup), CALL(io_uring_enter), CALL(userfaultfd),
	CALL(memfd_create), CALL(bpf), CALL(perf_event_open), CALL(prctl),
	CALL(seccomp), CALL(landlock_create_ruleset), CALL(prlimit64),
	CALL(mprotect), CALL(pkey_mprotect), CALL(remap_file_pages),
	CALL(ioctl), CALL(fcntl), CALL(dup), CALL(dup3), CALL(pipe2),
	CALL(writev), CALL(pwrite64), CALL(pwritev), CALL(sendfile),
	CALL(splice), CALL(vmsplice), CALL(tee), CALL(copy_file_range),
	CALL(pread64), CALL(readv), CALL(lseek), CALL(getdents64),
	CALL(truncate), CALL(ftruncate), CALL(fallocate), CALL(fchmod),
	CALL(fchown), CALL(fsetxattr), CALL(unlinkat), CALL(renameat2),
	CALL(linkat), CALL(symlinkat), CALL(mkdirat), CALL(mknodat),
	CALL(chdir), CALL(chroot), CALL(mount), CALL(umount2),
	CALL(pivot_root), CALL(unshare), CALL(setns), CALL(keyctl),
	CALL(mq_open), CALL(shmget), CALL(semget), CALL(msgget),
	CALL(inotify_init1), CALL(fanotify_init), CALL(eventfd2),
	CALL(epoll_create1), CALL(signalfd4), CALL(timerfd_create),
	CALL(setitimer), CALL(personality), CALL(setuid), CALL(capset),
	CALL(open_by_handle_at), CALL(name_to_handle_at),
	CALL(rt_sigaction), CALL(sched_setaffinity), CALL(setpriority),
	CALL(reboot), CALL(init_module), CALL(kexec_load),
#ifdef SYS_fork
	CALL(fork), CALL(vfork),
#endif
#undef CALL
};

static pid_t
start(int (*run)(void), bool (*enter)(void))
{
	pid_t pid = fork();

	if (pid == 0) {
		if (!enter())
			_exit(NO_SANDBOX);
		_exit(run() < 0 ? REFUSED : DID_IT);
	}
	return pid;
}

/* What became of it: its exit status, or the signal that killed it. */
static int
outcome(pid_t pid)
{
	int st;

	if (pid < 0 || waitpid(pid, &st, 0) < 0)
		return -1;
	return WIFSIGNALED(st) ? WTERMSIG(st) : WEXITSTATUS(st);
}

static void
check(const char *name, int wanted, int got)
{
	tap_ok(got == wanted, name, "outcome %d instead of %d", got, wanted);
}

static void
check_attempts(void)
{
	enum { SLOW_COUNT = sizeof slow / sizeof *slow };
	pid_t pids[SLOW_COUNT];
	int sockets[2], out[2];
	int saved = dup(STDOUT_FILENO), saved_in = dup(STDIN_FILENO);

	fflush(stdout);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0 ||
	    pipe(out) != 0 || dup2(sockets[0], OPEN_FD) != OPEN_FD ||
	    dup2(out[1], STDOUT_FILENO) < 0 ||
	    dup2(sockets[0], STDIN_FILENO) < 0)
		exit(2);
	for (int i = 0; i < SLOW_COUNT; i++)
		pids[i] = start(slow[i].run, slow[i].enter);
	dup2(saved, STDOUT_FILENO);
	dup2(saved_in, STDIN_FILENO);
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
		check(attempts[i].name, attempts[i].wanted,
		    outcome(start(attempts[i].run, attempts[i].enter)));
	for (int i = 0; i < SLOW_COUNT; i++)
		check(slow[i].name, slow[i].wanted, outcome(pids[i]));
	close(OPEN_FD);
}

static long call_nr;

static int
try_call(void)
{
	return (int)syscall(call_nr, 0, 0, 0, 0, 0, 0);
}

static void
check_calls(void)
{
	static bool (*const enter[])(void) = {
		enter_pictures, enter_camera, enter_bytes,
	};
	char name[64];

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		snprintf(name, sizeof name, "no-%s", calls[i].name);
		call_nr = calls[i].nr;
		int got = SIGSYS;
		for (size_t k = 0; k < 3 && got == SIGSYS; k++)
			got = outcome(start(try_call, enter[k]));
		check(name, SIGSYS, got);
	}
}

#define FILE_SIZE (8 << 20)	/* more than any file that messages go to */

/* More into the file at standard output than it may grow by. */
static int
try_fill(void)
{
	static const char bytes[4096];

	for (size_t i = 0; i < SANDBOX_OUTPUT_MAX / sizeof bytes; i++)
		if (write(STDOUT_FILENO, bytes, sizeof bytes) !=
		    (ssize_t)sizeof bytes)
			return -1;
	(void)!write(STDOUT_FILENO, bytes, sizeof bytes);
	return 0;
}

static void
check_file_size(void)
{
	FILE *f = tmpfile();
	int saved = dup(STDOUT_FILENO);
	struct stat st = { 0 };

	fflush(stdout);
	if (f == NULL || ftruncate(fileno(f), FILE_SIZE) != 0 ||
	    lseek(fileno(f), FILE_SIZE, SEEK_SET) != FILE_SIZE ||
	    dup2(fileno(f), STDOUT_FILENO) < 0)
		exit(2);
	int got = outcome(start(try_fill, enter_pictures));
	fstat(fileno(f), &st);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	fclose(f);
	check("fill-the-disk", SIGXFSZ, got);
	tap_ok(st.st_size == FILE_SIZE + (off_t)SANDBOX_OUTPUT_MAX,
	    "fill-as-much-as-allowed", "%lld bytes", (long long)st.st_size);
}

static int
try_bind(void)
{
	struct sockaddr_in { sa_family_t family; uint16_t port; char rest[12];
	} a = { AF_INET, 0x6699, { 127, 0, 0, 1 } };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return 0;
	return bind(fd, (const struct sockaddr *)&a, sizeof a);
}

static int
try_signal(void)
{
	return kill(getppid(), 0);
}

/* Each part by itself, with the others off: two must fail for one to fail. */
static void
check_parts(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1U);

	check("limits-alone-open-no-file", REFUSED,
	    outcome(start(try_open, enter_limits_alone)));
	check("seccomp-alone-opens-no-file", REFUSED,
	    outcome(start(try_open, enter_seccomp_alone)));
	if (abi < 1) {
		tap_skip("landlock-alone", "this kernel has no landlock");
		return;
	}
	check("landlock-alone-opens-no-file", REFUSED,
	    outcome(start(try_open, enter_landlock_alone)));
	check("landlock-alone-creates-no-file", REFUSED,
	    outcome(start(try_create, enter_landlock_alone)));
	check("landlock-alone-removes-no-file", REFUSED,
	    outcome(start(try_unlink, enter_landlock_alone)));
	if (abi >= 4)
		check("landlock-alone-binds-no-port", REFUSED,
		    outcome(start(try_bind, enter_landlock_alone)));
	if (abi >= 6)
		check("landlock-alone-signals-no-one", REFUSED,
		    outcome(start(try_signal, enter_landlock_alone)));
}

int
main(void)
{
	check_attempts();
	check_calls();
	check_file_size();
	check_parts();
	return tap_status();
}
