#include "tui/kiosk/sync_job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/sync_state.h"
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"
#include "tui/program.h"

#define REAP_MS		20	/* between the pipe's end and the child's */
#define PATIENCE	5	/* times sync_quiet_s */
#define REPORT_MAX	16384
#define EXIT_BUSY	5
#define EXIT_NO_PROGRAM	127
#define NAME		"samdepactl"

void
sync_job_init(struct sync_job *j)
{
	memset(j, 0, sizeof *j);
	j->fd = -1;
}

/* --- the child --- */

/* In a session of its own: the end of this terminal is not its end. */
static void
child(const struct kiosk *k, const char *program, int out)
{
	sigset_t none;

	setsid();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	int null = open("/dev/null", O_RDWR);
	if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 ||
	    dup2(out, 2) < 0)
		_exit(EXIT_NO_PROGRAM);
	close_range(3, ~0U, 0);
	execlp(program, NAME, "--store", k->cfg.store, "--lang", lang_code(),
	    "sync", "--progress", (char *)NULL);
	_exit(EXIT_NO_PROGRAM);
}

static bool
start(struct kiosk *k)
{
	struct sync_job *j = &k->sync;
	char program[PROGRAM_PATH_MAX];
	int fds[2];

	program_find(NAME, program);
	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) < 0)
		return false;
	pid_t pid = fork();
	if (pid == 0) {
		fcntl(fds[1], F_SETFL, 0);
		child(k, program, fds[1]);
	}
	close(fds[1]);
	if (pid < 0) {
		close(fds[0]);
		return false;
	}
	sync_job_init(j);
	j->pid = pid;
	j->fd = fds[0];
	j->heard_ms = k->now_ms;
	return true;
}

void
sync_job_start(struct kiosk *k)
{
	char text[200];

	if (k->sync.pid != 0)
		kiosk_say(k, SAY_ALREADY, false, "%s",
		    sync_job_words(k, text, sizeof text));
	else if (start(k))
		kiosk_say(k, SAY_INFO, false, "%s", _("Synkningen har "
		    "börjat. Kiosken går att använda under tiden."));
	else
		kiosk_say(k, SAY_NO, false, "%s", _("Synkningen kunde inte "
		    "startas. Försök igen om en stund."));
}

/* --- what it says --- */

static void
take_line(struct sync_job *j, const char *line)
{
	static const char prefix[] = NAME ": ";
	char log[32];
	long long done, total;

	if (sscanf(line, "progress %31s %lld %lld", log, &done, &total) == 3) {
		snprintf(j->depot, sizeof j->depot, "%.*s",
		    (int)strcspn(log, "-"), log);
		j->done = done;
		j->total = total;
	} else if (strncmp(line, prefix, sizeof prefix - 1) == 0) {
		snprintf(j->why, sizeof j->why, "%s",
		    line + sizeof prefix - 1);
	}
}

void
sync_job_read(struct kiosk *k)
{
	struct sync_job *j = &k->sync;
	ssize_t got = read(j->fd, j->line + j->n, sizeof j->line - j->n);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		close(j->fd);
		j->fd = -1;
		return;
	}
	j->heard_ms = k->now_ms;
	j->quiet = false;
	j->n += (size_t)got;
	for (char *nl; (nl = memchr(j->line, '\n', j->n)) != NULL;) {
		size_t n = (size_t)(nl - j->line) + 1;
		*nl = '\0';
		take_line(j, j->line);
		memmove(j->line, j->line + n, j->n - n);
		j->n -= n;
	}
	if (j->n == sizeof j->line)	/* no line of ours is that long */
		j->n = 0;
}

char *
sync_job_words(const struct kiosk *k, char *out, size_t cap)
{
	const struct sync_job *j = &k->sync;
	char done[24], total[24];
	const char *args[] = { j->depot, done, total };

	snprintf(done, sizeof done, "%lld", j->done);
	snprintf(total, sizeof total, "%lld", j->total);
	return lang_fill(out, cap, j->quiet ?
	    _("En synkning pågår, men har inte hört av sig på länge.") :
	    j->depot[0] == '\0' ? _("En synkning pågår.") :
	    _("En synkning pågår: %1$s, %2$s av %3$s händelser."), args, 3);
}

/* --- its end --- */

/* What is done but has something to tell: a line of the report begins so. */
static bool
report_complains(struct kiosk *k)
{
	static char text[REPORT_MAX];
	struct err err;
	int64_t time;

	return sync_report_last(k->db, text, sizeof text, &time, &err) ==
	    RC_OK && strstr(text, "\n! ") != NULL;
}

static enum outcome
judge(struct kiosk *k, int status, char *out, size_t cap)
{
	const struct sync_job *j = &k->sync;
	const char *args[] = { j->why };
	const char *text = NULL;
	enum outcome outcome = SAY_NO;

	if (j->stopped)
		text = _("Synkningen stod still och avslutades. Det som "
		    "hann bli gjort är kvar.");
	else if (!WIFEXITED(status))
		text = _("Synkningen dog innan den var klar. Det som hann "
		    "bli gjort är kvar. Försök igen.");
	else if (WEXITSTATUS(status) == EXIT_NO_PROGRAM)
		text = _("Synkningen kunde inte startas: samdepactl finns "
		    "inte bredvid kiosken.");
	else if (WEXITSTATUS(status) == EXIT_BUSY)
		text = _("Något annat synkar eller skriver just nu. Försök "
		    "igen om en stund.");
	else if (WEXITSTATUS(status) != 0)
		text = j->why[0] != '\0' ? _("Synkningen gick inte: %1$s") :
		    _("Synkningen gick inte.");
	else if (report_complains(k)) {
		outcome = SAY_INFO;
		text = _("Synkningen är klar, men rapporten har något att "
		    "säga. Den står under Synkning.");
	} else {
		outcome = SAY_OK;
		text = _("Synkningen är klar.");
	}
	lang_fill(out, cap, text, args, 1);
	return outcome;
}

static void
finish(struct kiosk *k, int status)
{
	struct sync_job *j = &k->sync;
	char text[sizeof j->ended + 8];

	if (j->fd >= 0)
		sync_job_read(k);	/* its last words */
	if (j->fd >= 0)
		close(j->fd);
	j->fd = -1;
	j->pid = 0;
	enum outcome outcome = judge(k, status, j->ended, sizeof j->ended);
	j->good = outcome != SAY_NO;
	j->ended_at = clock_now();
	/* Behind what went well, the symbol tells that this did not. */
	bool behind = k->said.outcome == SAY_OK &&
	    k->now_ms < k->said.until_ms;
	snprintf(text, sizeof text, "%s%s", behind && !j->good ? "✗ " : "",
	    j->ended);
	kiosk_say_behind(k, outcome, text);
	k->generation = -1;
}

void
sync_job_tick(struct kiosk *k)
{
	struct sync_job *j = &k->sync;
	int64_t quiet_ms = (int64_t)k->cfg.sync_quiet_s * 1000;
	int status;

	if (j->pid == 0)
		return;
	pid_t pid = waitpid(j->pid, &status, WNOHANG);
	if (pid == j->pid) {
		finish(k, status);
		return;
	}
	if (!j->quiet && k->now_ms >= j->heard_ms + quiet_ms) {
		char text[200];

		j->quiet = true;
		kiosk_say_behind(k, SAY_INFO, sync_job_words(k, text,
		    sizeof text));
	}
	if (!j->stopped && k->now_ms >= j->heard_ms + PATIENCE * quiet_ms) {
		j->stopped = true;
		kill(-j->pid, SIGKILL);
	}
}

int64_t
sync_job_deadline(const struct kiosk *k)
{
	const struct sync_job *j = &k->sync;
	int64_t quiet_ms = (int64_t)k->cfg.sync_quiet_s * 1000;

	if (j->pid == 0)
		return -1;
	if (j->fd < 0 || j->stopped)
		return k->now_ms + REAP_MS;
	return j->heard_ms + (j->quiet ? PATIENCE : 1) * quiet_ms;
}
