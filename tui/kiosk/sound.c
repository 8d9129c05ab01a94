#include "tui/kiosk/sound.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tui/kiosk/loop.h"

#define BELL_GAP_MS	180	/* nearer ones sound as one */
#define RATE		16000	/* samples a second */
#define FADE_MS		8	/* without it a note cracks */
#define LOUD		9000	/* of 32767 */
#define HEAD_BYTES	44
#define NOTES_MAX	2

/* Up for what is done, the same again for what already was, low and rough for
 * what did not go: whoever hears one knows which. */
static const struct {
	int bells;
	struct note { int hz, ms; bool rough; } note[NOTES_MAX];
} sounds[] = {
	[SAY_OK] = { 1, { { 880, 80, false }, { 1320, 120, false } } },
	[SAY_ALREADY] = { 2, { { 660, 90, false }, { 660, 90, false } } },
	[SAY_NO] = { 3, { { 196, 380, true } } },
	[SAY_INFO] = { 0 },
};

static size_t
put(unsigned char *out, size_t cap, size_t at, uint32_t value, size_t bytes)
{
	for (size_t i = 0; i < bytes && at + i < cap; i++)
		out[at + i] = (unsigned char)(value >> 8 * i);
	return at + bytes;
}

static size_t
put_note(unsigned char *out, size_t cap, size_t at, const struct note *n)
{
	int samples = RATE * n->ms / 1000, fade = RATE * FADE_MS / 1000;

	for (int i = 0; i < samples; i++) {
		double turn = sin(2 * M_PI * n->hz * i / RATE);
		double loud = LOUD;
		int edge = i < samples - i ? i : samples - i;

		if (edge < fade)
			loud = loud * edge / fade;
		if (n->rough)
			turn = turn > 0 ? 0.7 : -0.7;
		at = put(out, cap, at, (uint32_t)(int32_t)(turn * loud), 2);
	}
	return at;
}

size_t
sound_wav(enum outcome outcome, unsigned char *out, size_t cap)
{
	const struct note *note = sounds[outcome].note;
	size_t n = HEAD_BYTES;

	if (sounds[outcome].bells == 0 || cap < HEAD_BYTES)
		return 0;
	for (int i = 0; i < NOTES_MAX && note[i].ms > 0; i++) {
		struct note rest = { 0, 40, false };

		if (i > 0)
			n = put_note(out, cap, n, &rest);
		n = put_note(out, cap, n, &note[i]);
	}
	memcpy(out, "RIFF....WAVEfmt ....................data....",
	    HEAD_BYTES);
	put(out, cap, 4, (uint32_t)n - 8, 4);
	put(out, cap, 16, 16, 4);		/* bytes of the format */
	put(out, cap, 20, 1, 2);		/* PCM */
	put(out, cap, 22, 1, 2);		/* channels */
	put(out, cap, 24, RATE, 4);
	put(out, cap, 28, RATE * 2, 4);		/* bytes a second */
	put(out, cap, 32, 2, 2);		/* bytes a sample */
	put(out, cap, 34, 16, 2);		/* bits */
	put(out, cap, 40, (uint32_t)n - HEAD_BYTES, 4);
	return n;
}

static void
become(const char *command, int wav)
{
	sigset_t none;

	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (dup2(wav, STDIN_FILENO) < 0)
		_exit(127);
	close_range(STDOUT_FILENO, ~0U, 0);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

static void
play(struct sound *s, const char *command, enum outcome outcome)
{
	static unsigned char wav[SOUND_BYTES_MAX];
	size_t n = sound_wav(outcome, wav, sizeof wav);

	if (n == 0 || n > sizeof wav)
		return;
	int fd = memfd_create("samdepa-sound", MFD_CLOEXEC);
	if (fd < 0)
		return;
	if (write(fd, wav, n) == (ssize_t)n && lseek(fd, 0, SEEK_SET) == 0) {
		pid_t pid = fork();
		if (pid == 0)
			become(command, fd);
		s->player = pid > 0 ? pid : 0;
	}
	close(fd);
}

void
sound_stop(struct sound *s)
{
	s->bells = 0;
	if (s->player == 0)
		return;
	kill(-s->player, SIGKILL);
	kill(s->player, SIGKILL);
	while (waitpid(s->player, NULL, 0) < 0 && errno == EINTR)
		continue;
	s->player = 0;
}

void
sound_start(struct sound *s, const struct config *cfg, enum outcome outcome,
    int64_t now_ms)
{
	if (sounds[outcome].bells == 0 || strcmp(cfg->sound, "off") == 0)
		return;
	sound_stop(s);
	if (strcmp(cfg->sound, "speaker") == 0) {
		play(s, cfg->player, outcome);
		return;
	}
	s->bells = sounds[outcome].bells;
	s->bell_ms = now_ms;
	sound_tick(s, now_ms);
}

void
sound_tick(struct sound *s, int64_t now_ms)
{
	if (s->player != 0 && waitpid(s->player, NULL, WNOHANG) != 0)
		s->player = 0;
	if (s->bells == 0 || now_ms < s->bell_ms)
		return;
	term_bell();
	s->bells--;
	s->bell_ms = now_ms + BELL_GAP_MS;
}

int64_t
sound_deadline(const struct sound *s)
{
	return s->bells > 0 ? s->bell_ms : -1;
}
