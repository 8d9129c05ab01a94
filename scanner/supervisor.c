#include "scanner/supervisor.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scanner/out.h"
#include "scanner/ticks.h"

#define RETRY_FIRST_MS 250
#define RETRY_LAST_MS  2000
#define STEADY_MS      10000	/* what ran so long is tried at once again */
#define PREPARE_MS     15000	/* cameras take their time */
#define HUNG_MS	       10000	/* without a pulse, over the budget */
#define STATUS_GONE    16	/* exit status of a reader: this and why */

/* A source and its reader. */
struct post {
	struct device *device;
	pid_t     pid;		/* 0: none */
	int       pulse;	/* the reader writes here that it lives */
	bool      ready;	/* it does: the device delivers */
	bool      killed;	/* by us */
	bool      over;		/* standard input, which has ended */
	int64_t   started_ms;
	int64_t   due_ms;	/* then it is opened; with a reader: it hangs */
	int64_t   retry_ms;
	enum gone gone;		/* as told */
};

struct watchers {
	pid_t                  self;
	struct post            posts[DEVICES_MAX];
	int                    n;
	const struct settings *set;
	enum status            status;
};

static int pulse_fd = -1;

void
device_pulse(void)
{
	/* A full pipe has enough of them. */
	(void)!write(pulse_fd, "", 1);
}

bool
device_path_set(struct device *d, const char *value, size_t n)
{
	if (n == 0 || n >= sizeof d->path)
		return false;
	memcpy(d->path, value, n);
	d->path[n] = '\0';
	return true;
}

const char *
device_name(const struct device *d)
{
	return d->path[0] == '\0' ? "standard input" : d->path;
}

/* Tells that it delivers nothing, and why; the same is told once. */
static void
tell_gone(struct watchers *w, struct post *p, enum gone gone)
{
	static const char *const texts[GONE_COUNT] = {
		[GONE_NOT] = "",
#define GONE(name, text) [GONE_##name] = text,
#include "scanner/gone.def"
#undef GONE
	};
	const char *name = device_name(p->device);

	if (gone == p->gone || (p->gone == GONE_UNPLUGGED &&
	    gone == GONE_ABSENT))
		return;
	p->gone = gone;
	if (p->over)
		;	/* its reader has said what there is to say */
	else if (gone == GONE_FORBIDDEN)
		out_log(name, "%s: join the group %s; waiting for it",
		    texts[gone], p->device->kind->group);
	else
		out_log(name, "%s; waiting for it", texts[gone]);
	if (w->set->watch.w == 0)
		return;
	out_lines_of(w->n > 1 ? name : NULL);
	out_state(false, texts[gone]);
	out_lines_of(NULL);
}

static void
tell_back(struct post *p)
{
	if (p->gone != GONE_NOT)
		out_log(device_name(p->device), "is there again");
	p->gone = GONE_NOT;
}

/* Its descriptor, or -1 and why. */
static int
device_open(const struct device *d, enum gone *gone)
{
	struct stat st;

	if (d->path[0] == '\0')
		return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	int fd = open(d->path, d->kind->flags | O_NONBLOCK | O_NOCTTY |
	    O_CLOEXEC);
	if (fd < 0) {
		*gone = errno == ENOENT || errno == ENODEV || errno == ENXIO ||
		    errno == ENOTDIR ? GONE_ABSENT :
		    errno == EACCES || errno == EPERM ? GONE_FORBIDDEN :
		    errno == EBUSY ? GONE_BUSY : GONE_REFUSED;
		return -1;
	}
	if (fstat(fd, &st) == 0 && (S_ISCHR(st.st_mode) ||
	    (S_ISFIFO(st.st_mode) && d->kind->fifo)))
		return fd;
	close(fd);
	*gone = GONE_UNFIT;
	return -1;
}

/* In the reader: nothing from outside is parsed before the sandbox stands. */
static int
reader_run(struct watchers *w, struct device *d, int fd, int pulse)
{
	const char *missing;

	if (dup2(fd, STDIN_FILENO) < 0 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != w->self) {
		out_log(device_name(d), "%s", strerror(errno));
		return STATUS_OUTSIDE;
	}
	pulse_fd = pulse;
	out_close_others(&pulse_fd);
	enum gone gone = d->kind->prepare == NULL ? GONE_NOT :
	    d->kind->prepare(d);
	if (gone != GONE_NOT)
		return STATUS_GONE + (int)gone;
	if (!sandbox_enter(d->kind->profile, 0, &missing)) {
		out_log(NULL, "no sandbox: %s cannot be had here", missing);
		return STATUS_OUTSIDE;
	}
	device_pulse();
	out_lines_of(w->n > 1 ? device_name(d) : NULL);
	gone = d->kind->run(d, w->set);
	return gone == GONE_NOT ? STATUS_OUTSIDE : STATUS_GONE + (int)gone;
}

/* False: no process can be had. */
static bool
reader_start(struct watchers *w, struct post *p, int fd)
{
	int pulse[2];

	if (pipe2(pulse, O_CLOEXEC | O_NONBLOCK) != 0)
		return false;
	p->pid = fork();
	if (p->pid == 0)
		exit(reader_run(w, p->device, fd, pulse[1]));
	close(pulse[1]);
	if (p->pid < 0) {
		p->pid = 0;
		close(pulse[0]);
		return false;
	}
	p->pulse = pulse[0];
	p->ready = p->killed = false;
	return true;
}

static void
retry_later(struct post *p, int64_t now)
{
	p->due_ms = now + p->retry_ms;
	p->retry_ms = p->retry_ms * 2 > RETRY_LAST_MS ? RETRY_LAST_MS :
	    p->retry_ms * 2;
}

static void
hung_later(const struct watchers *w, struct post *p, int64_t now)
{
	/* standard input may be silent as long as it likes */
	p->due_ms = p->device->path[0] == '\0' ? INT64_MAX : !p->ready ?
	    now + PREPARE_MS : now + HUNG_MS + w->set->budget_ms;
}

/* When its reader ends, who writes there shall see it. */
static void
input_leave(void)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (null >= 0) {
		(void)dup2(null, STDIN_FILENO);
		close(null);
	}
}

static void
post_start(struct watchers *w, struct post *p, int64_t now)
{
	enum gone gone = GONE_REFUSED;
	int fd = device_open(p->device, &gone);
	bool ok = fd >= 0 && reader_start(w, p, fd);

	if (fd >= 0)
		close(fd);
	if (fd >= 0 && p->device->path[0] == '\0')
		input_leave();
	if (ok) {
		p->started_ms = now;
		hung_later(w, p, now);
	} else {
		p->over = p->device->path[0] == '\0';
		tell_gone(w, p, gone);
		retry_later(p, now);
	}
}

static void
posts_kill(struct watchers *w)
{
	for (int i = 0; i < w->n; i++)
		if (w->posts[i].pid > 0)
			kill(w->posts[i].pid, SIGKILL);
}

/* What we write is read no more: so we are not needed. */
static void
output_lost(struct watchers *w)
{
	posts_kill(w);
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
	exit(STATUS_OUTSIDE);
}

/* Its reader has ended: why. */
static enum gone
post_ending(struct watchers *w, struct post *p, int st)
{
	int code = WIFEXITED(st) ? WEXITSTATUS(st) : 0;

	if (WIFSIGNALED(st) && WTERMSIG(st) == SIGPIPE)
		output_lost(w);
	if (WIFSIGNALED(st)) {
		if (!p->killed)
			out_log(device_name(p->device),
			    "stopped its reader (signal %d)", WTERMSIG(st));
		return p->killed ? GONE_HUNG : GONE_KILLED;
	}
	if (code > STATUS_GONE && code < STATUS_GONE + (int)GONE_COUNT)
		return (enum gone)(code - STATUS_GONE);
	if (code == STATUS_OUTSIDE && p->device->path[0] == '\0') {
		w->status = STATUS_OUTSIDE;
	} else if (code == STATUS_OUTSIDE && !p->ready) {
		/* no sandbox, as it has said, and there will be none */
		posts_kill(w);
		exit(STATUS_OUTSIDE);
	}
	return GONE_KILLED;
}

static void
post_end(struct watchers *w, struct post *p, int64_t now)
{
	int st;

	while (waitpid(p->pid, &st, 0) < 0)
		assert(errno == EINTR);
	close(p->pulse);
	p->pulse = -1;
	p->pid = 0;
	enum gone gone = post_ending(w, p, st);
	if (p->device->path[0] == '\0') {
		p->over = true;
		if (gone != GONE_ENDED && w->status == STATUS_DONE)
			w->status = STATUS_REFUSED;
	}
	tell_gone(w, p, gone);
	if (now - p->started_ms >= STEADY_MS)
		p->retry_ms = RETRY_FIRST_MS;
	retry_later(p, now);
}

static void
post_pulse(struct watchers *w, struct post *p, int64_t now)
{
	char pulses[4096];
	ssize_t n = read(p->pulse, pulses, sizeof pulses);

	if (n == 0) {
		post_end(w, p, now);
	} else if (n > 0) {
		if (!p->ready)
			tell_back(p);
		p->ready = true;
		if (!p->killed)
			hung_later(w, p, now);
	}
}

/* What is due now; the time when the next thing will be. */
static int64_t
posts_due(struct watchers *w, int64_t now)
{
	int64_t next = INT64_MAX;

	for (int i = 0; i < w->n; i++) {
		struct post *p = &w->posts[i];
		if (!p->over && p->due_ms <= now) {
			if (p->pid == 0) {
				post_start(w, p, now);
			} else {
				kill(p->pid, SIGKILL);
				p->killed = true;
				p->due_ms = INT64_MAX;
			}
		}
		if (!p->over && p->due_ms < next)
			next = p->due_ms;
	}
	return next;
}

/* False: no source is left. */
static bool
posts_wait(struct watchers *w)
{
	struct pollfd fds[DEVICES_MAX + 1];
	int64_t now = ticks_ms(), next = posts_due(w, now);
	bool any = false;

	for (int i = 0; i < w->n; i++) {
		fds[i] = (struct pollfd){ w->posts[i].pulse, POLLIN, 0 };
		any = any || !w->posts[i].over;
	}
	if (!any)
		return false;
	fds[w->n] = (struct pollfd){ STDOUT_FILENO, 0, 0 };
	int64_t wait_ms = next == INT64_MAX ? -1 : next - now;
	if (poll(fds, (nfds_t)w->n + 1, (int)wait_ms) < 0)
		return true;
	if (fds[w->n].revents & (POLLERR | POLLHUP))
		output_lost(w);
	now = ticks_ms();
	for (int i = 0; i < w->n; i++)
		if (fds[i].revents != 0)
			post_pulse(w, &w->posts[i], now);
	return true;
}

enum status
supervise(struct device *devices, int n, const struct settings *set)
{
	struct watchers w = { .self = getpid(), .n = n, .set = set };

	assert(n >= 1 && n <= DEVICES_MAX);
	out_hello();
	if (n == 1 && set->watch.w > 0)
		out_source(device_name(&devices[0]));
	for (int i = 0; i < n; i++)
		w.posts[i] = (struct post){ .device = &devices[i],
		    .pulse = -1, .retry_ms = RETRY_FIRST_MS };
	while (posts_wait(&w))
		;
	return w.status;
}
