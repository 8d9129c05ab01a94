/* killat N COMMAND [ARG...] - runs the command and kills it (SIGKILL) as it
 * enters its Nth system call; with N 0 it runs to its end.  Prints how many
 * calls it made and the last one's number; exit status 0: it was killed or N
 * was 0, 1: it was done before. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static int
fail(const char *what)
{
	perror(what);
	return 2;
}

static pid_t
start(char *argv[])
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0)
		execv(argv[0], argv);
	_exit(127);
}

/* The number of the call that it stands at. */
static long long
call_of(pid_t pid)
{
	struct __ptrace_syscall_info info = { 0 };

	return ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) > 0 &&
	    info.op == PTRACE_SYSCALL_INFO_ENTRY ? (long long)info.entry.nr :
	    -1;
}

int
main(int argc, char *argv[])
{
	long wanted = argc > 2 ? strtol(argv[1], NULL, 10) : -1, calls = 0;
	long long last = -1, call;
	int status, deliver = 0;

	if (wanted < 0)
		return 2;
	pid_t pid = start(argv + 2);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return fail(argv[2]);
	if (!WIFSTOPPED(status) || ptrace(PTRACE_SETOPTIONS, pid, NULL,
	    PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) != 0)
		return fail("ptrace");
	while (ptrace(PTRACE_SYSCALL, pid, NULL, deliver) == 0 &&
	    waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
		int sig = WSTOPSIG(status);

		deliver = sig == (SIGTRAP | 0x80) || sig == SIGTRAP ? 0 : sig;
		if (sig != (SIGTRAP | 0x80) || (call = call_of(pid)) < 0)
			continue;
		last = call;
		if (++calls == wanted) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			break;
		}
	}
	printf("%ld %lld\n", calls, last);
	return wanted == 0 || WIFSIGNALED(status) ? 0 : 1;
}
