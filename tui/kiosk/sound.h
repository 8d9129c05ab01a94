/* sound.h - each outcome has a sound of its own: by the terminal's bell, which
 * rings once, twice or three times, or by a player that is given a WAV. */
#ifndef SAMDEPA_TUI_KIOSK_SOUND_H
#define SAMDEPA_TUI_KIOSK_SOUND_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "tui/kiosk/kiosk.h"

struct sound {
	int     bells;		/* that are still to ring */
	int64_t bell_ms;	/* when the next one does */
	pid_t   player;		/* 0: none plays */
};

/* Begins the outcome's sound, in the way that the configuration says; one that
 * still sounds is cut off. */
void sound_start(struct sound *, const struct config *, enum outcome,
    int64_t now_ms);
/* Goes on with it. */
void sound_tick(struct sound *, int64_t now_ms);
/* When sound_tick is wanted, in ms; -1: nothing sounds. */
int64_t sound_deadline(const struct sound *);
void sound_stop(struct sound *);

/* The outcome's sound as a WAV file (RIFF, PCM, 16 bits, one channel, 16,000
 * samples a second): its bytes, at most cap of which are in out; 0: it has
 * none. */
#define SOUND_BYTES_MAX 32768
size_t sound_wav(enum outcome, unsigned char *out, size_t cap);

#endif
