/* input.h - what a terminal sends, as events.  A pure machine: bytes and the
 * time they came in, events out; no descriptor, no curses, no heap.
 *
 * A wedge scanner types.  Its letters go out as text at once; when the burst
 * ends in CR, LF or TAB and was too fast for fingers, UNTYPE takes them back
 * and SCAN follows.  With a prefix set, only what follows it is a scan. */
#ifndef SAMDEPA_TUI_KIOSK_INPUT_H
#define SAMDEPA_TUI_KIOSK_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/kiosk/burst.h"
#include "tui/kiosk/keys.h"

enum input_kind {
	INPUT_TEXT,	/* text: one printable letter, UTF-8 */
	INPUT_UNTYPE,	/* the letters since the one with first set go */
	INPUT_KEY,	/* key */
	INPUT_SCAN,	/* scan, n bytes: printable UTF-8 and GS (what FNC1 in
			 * a GS1 label is read as), 1 to 4095 */
	INPUT_BAD_SCAN,	/* controls, broken UTF-8 or too much in a scan */
	INPUT_PRESS,	/* y, x: finger or button down */
	INPUT_DRAG,	/* the same on the way; to screens: turn cells down */
	INPUT_RELEASE,
	INPUT_WHEEL,	/* turn: -1 up, 1 down */
	INPUT_TAP,	/* target, pressed and released: from the loop */
};

/* How fast the letters before a terminator came. */
struct pace {
	int letters;		/* 0: there were none, or they came too slowly
				 * for one run */
	int mean_ms, max_ms;	/* between them: the mean as burst_gap_ms has
				 * it, without the longest, and that one */
};

struct input {
	enum input_kind kind;
	enum key key;
	char text[5];
	bool first;		/* TEXT: starts a run that could be a scan */
	int  y, x, turn, target;
	const char *scan;	/* valid until the handler returns */
	size_t n;
	bool weak;		/* SCAN: read so poorly that it may be wrong */
	int  reader;		/* SCAN: of readers.source, from 1; 0: typed */
	struct pace pace;	/* typed SCAN and BAD_SCAN, Enter and Tab */
};

/* style: the one typedef, so that a handler reads as a word. */
typedef void input_fn(const struct input *, void *arg);

struct input_reader {
	int    gap_ms;			/* options burst_gap_ms, scan_prefix */
	char   prefix[16];
	size_t prefix_n;
	struct keymap keys;

	int    state;
	char   seq[KEY_SEQ_MAX];	/* of the escape sequence under way */
	size_t seq_n, skip;
	int64_t seq_ms;
	char   letter[4];		/* of the UTF-8 letter under way */
	size_t letter_n, letter_len;
	int    held;			/* control key not yet sent: an enum
					 * key, -1 a meaningless one, 0 none */
	int64_t held_ms, cr_ms;
	char   alt[3];			/* digits typed with Alt: a character */
	size_t alt_n;
	int64_t alt_ms;
	size_t prefix_at;		/* bytes of the prefix seen */
	bool   in_scan;			/* after the prefix */
	struct burst run;		/* letters that may be a scan */
};

/* prefix as bytes ("" for none), gap_ms the mean gap of a burst. */
void input_init(struct input_reader *, const char *prefix, int gap_ms);

/* Feeds n bytes that came at now_ms; fn gets each event as it is known. */
void input_feed(struct input_reader *, const char *bytes, size_t n,
    int64_t now_ms, input_fn *fn, void *arg);

/* Sends what has waited long enough: a lone Esc, a held control key. */
void input_tick(struct input_reader *, int64_t now_ms, input_fn *fn,
    void *arg);

/* When input_tick is wanted, in ms; -1: nothing waits. */
int64_t input_deadline(const struct input_reader *);

#endif
