/* kiosk.h - what all screens share: the store, who acts, what was just said,
 * and the stack of screens.  One per process, made by main. */
#ifndef SAMDEPA_TUI_KIOSK_KIOSK_H
#define SAMDEPA_TUI_KIOSK_KIOSK_H

#include "tui/config.h"
#include "tui/kiosk/field.h"
#include "tui/kiosk/keypad.h"
#include "tui/kiosk/paper.h"
#include "tui/kiosk/readers.h"
#include "tui/kiosk/screen.h"
#include "tui/kiosk/sync_job.h"

enum banner {
#define BANNER(id, style, text) BANNER_##id,
#include "tui/kiosk/banners.def"
#undef BANNER
	BANNER_COUNT
};

enum outcome { SAY_NOTHING, SAY_OK, SAY_ALREADY, SAY_NO, SAY_INFO };

struct said {			/* the line that tells how it went */
	enum outcome outcome;
	char    text[512];
	int64_t until_ms;	/* when it goes, or Undo with it */
	bool    undo;
	int64_t act;		/* that Undo takes back, and its sentence */
	char    what[512];
};

/* What waits for a badge or PIN, and is done again after it. */
struct wait {
	enum { WAIT_NONE, WAIT_ACTION, WAIT_SCAN, WAIT_INPUT, WAIT_ANSWER }
	    what;
	enum action action;
	struct input input;
	struct arg arg;		/* the answer; in text the scan */
};

/* Who is at work: a finger, for which targets are large, or a keyboard. */
struct hand {
	bool finger;
	struct keypad keypad;
};

struct slot {
	enum screen_id screen;
	int  tag;		/* what the one below asked with */
	_Alignas(max_align_t) char state[STATE_MAX];
};

struct kiosk {
	struct db    *db;
	struct config cfg;
	struct actor  who;	/* id 0: nobody signed in, a visitor */
	int64_t now_ms;		/* monotonic, of this turn */
	int64_t touched_ms;	/* the last input */
	int64_t generation;	/* of the store when last looked at */
	struct said said;
	enum outcome sound;	/* that is to sound after this frame */
	bool  banner[BANNER_COUNT];
	int64_t synced, days;	/* time of the last sync (0: there is no hub),
				 * and how many whole days ago that is */
	bool  replaced;		/* the store's file is another one now */
	uint64_t inode;		/* of the one that was opened, 0 unknown */
	struct paper_queue paper;
	struct sync_job sync;
	struct readers readers;
	int   wait_fd;		/* readable when what the screen waits
				 * for is there: a PIN, an answer; -1 */
	bool    quit;
	char    work[49152];	/* parked work that a screen shall take up */
	int64_t last_unit;	/* whom this person served last, 0: none */

	struct slot *stack;	/* STACK_MAX of them; [0] is Home */
	int  depth;
	struct wait wait;
	struct field typed;	/* a code that is being typed */
	struct hand hand;
	struct hand before;	/* the letters of what may be a scan */
	bool  large;		/* targets are, in this turn: what a finger
				 * hits is what was painted */
	int   bar_page;		/* of the large buttons below */
	int   pressed;		/* the target under the finger, -1 none */
	int   finger_y;		/* the row where the finger was last */
};

/* Tells the person: outcome, then a sentence.  Undo is offered where undo. */
void kiosk_say(struct kiosk *, enum outcome, bool undo, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* The same of something that ended meanwhile: it stands behind what was said
 * of an act that is done, if that is still in sight. */
void kiosk_say_behind(struct kiosk *, enum outcome alone, const char *text);
/* Tells what went wrong, if anything did.  Returns rc. */
enum rc kiosk_fail(struct kiosk *, enum rc rc, const struct err *);

/* A verb between act_begin and act_end in the name of who is signed in. */
enum rc kiosk_begin(struct kiosk *, struct err *) MUST_CHECK;
enum rc kiosk_end(struct kiosk *, enum rc rc, struct err *) MUST_CHECK;

/* The stack and its steps (stack.c). */
void kiosk_start(struct kiosk *);
void kiosk_step(struct kiosk *, const struct step *);
void kiosk_answer(struct kiosk *, const struct arg *);
void kiosk_tick(struct kiosk *);
void *kiosk_state(struct kiosk *, int depth);
const struct screen_ops *kiosk_ops(const struct kiosk *, int depth);
const char *kiosk_title(const struct kiosk *, int depth); /* translated */

/* What comes in, to the screen on top or to everywhere (event.c). */
void kiosk_event(struct kiosk *, const struct input *);
void kiosk_input(struct kiosk *, const struct input *);
void kiosk_scan(struct kiosk *, const char *text, size_t n);
/* A scan that may be read wrong: it shows what it names, and does nothing by
 * itself (screen_doubt.c). */
void kiosk_scan_weak(struct kiosk *, const char *text, size_t n);
/* What a scan says, into *code; false: nothing that a label carries, which has
 * been said. */
bool kiosk_read_code(struct kiosk *, const char *text, size_t n,
    struct code *);
void kiosk_action(struct kiosk *, enum action);
bool kiosk_can(struct kiosk *, enum action);
/* Why the screen's own action cannot be done now, a msgid; NULL: it can, or
 * nobody would look for it. */
const char *kiosk_why_not(struct kiosk *, enum action);

/* Who acts (session.c). */
void kiosk_sign_in(struct kiosk *, const struct actor *);
void kiosk_lock(struct kiosk *);
/* Keeps what the screen at depth has unsaved, for its owner, and says so;
 * false: there is none, or nobody to keep it for.  And the newest that is
 * kept for a screen back to k->work; false: none. */
bool kiosk_park(struct kiosk *, int depth);
bool kiosk_unpark(struct kiosk *, enum screen_id);
/* Seconds until the lock closes, where it counts down; else -1. */
int  kiosk_countdown(const struct kiosk *);

/* Whether as little as can be shall move on the screen. */
bool kiosk_is_calm(const struct kiosk *);

/* Takes back the act for which Undo is offered, and says which; and the ms
 * for which it still is, 0: it is not. */
void kiosk_undo(struct kiosk *);
int64_t kiosk_undo_left(const struct kiosk *);

/* What a code means where the screen does not know better (dispatch.c). */
struct step kiosk_dispatch(struct kiosk *, const struct code *);
/* The same for a code that was typed: a ticket is shown, not handed out, and
 * a badge's owner is asked for the PIN. */
struct step kiosk_typed(struct kiosk *, const struct code *);
/* The line for a code that is typed (typed.c): what it takes before and after
 * the screen (false: not its business), whether it stands, and its row. */
bool kiosk_typed_input(struct kiosk *, const struct input *);
bool kiosk_typed_begin(struct kiosk *, const struct input *);
void kiosk_typed_clear(struct kiosk *);
bool kiosk_typed_shown(const struct kiosk *);
void kiosk_typed_draw(struct kiosk *, int y, int x, int w);

/* The mode that an action begins: lend, return, put away, order. */
struct step kiosk_mode(enum action);

/* Finds out which banners are due: what the store says, and what time does.
 * The gravest one and its style; false: there is none (banner.c). */
void kiosk_look(struct kiosk *);
void kiosk_look_at_time(struct kiosk *);
bool kiosk_banner(const struct kiosk *, char *out, size_t cap, enum style *);

/* Who is at work: what an event says of that (hand.c), and what the screen
 * that is opened wants.  And, after a touch, the keypad for the field that
 * has the focus; asked: for a code where none has. */
void kiosk_hand(struct kiosk *, const struct input *);
void kiosk_hand_opens(struct kiosk *);
void kiosk_hand_writes(struct kiosk *, bool asked);

/* The large buttons in the rows below y (bar.c), and the rows they take. */
int  kiosk_bar_rows(void);
void kiosk_bar_draw(struct kiosk *, int y);

/* Draws a frame: bar, screen, what was said, keys; draw_end() paints it. */
void kiosk_draw(struct kiosk *);

#endif
