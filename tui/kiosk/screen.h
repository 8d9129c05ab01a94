/* screen.h - what a screen is, and what its handlers can ask the loop for.
 * No handler draws, waits or changes the stack: it returns a step. */
#ifndef SAMDEPA_TUI_KIOSK_SCREEN_H
#define SAMDEPA_TUI_KIOSK_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/code.h"
#include "db/db.h"
#include "tui/kiosk/draw.h"
#include "tui/kiosk/input.h"

struct kiosk;

enum screen_id {
#define SCREEN(id, name) SCREEN_##id,
#include "tui/kiosk/screens.def"
#undef SCREEN
	SCREEN_COUNT
};

enum action {
	DO_NOTHING,
#define ACTION(id, key, role, sign, label, help) DO_##id,
#include "tui/kiosk/actions.def"
#undef ACTION
	ACTION_COUNT
};

/* What a screen is opened with, and what it gives back to the one below. */
struct arg {
	int     tag;		/* the asker's own: which answer this is */
	int64_t id, id2;
	char    text[CODE_TEXT_MAX];
};

enum step_kind {
	STEP_STAY,
	STEP_PASS,		/* not mine: the loop's own way */
	STEP_PUSH,
	STEP_REPLACE,
	STEP_POP,
	STEP_ANSWER,		/* pop, and give arg to the screen below */
	STEP_HOME,
	STEP_DO,		/* arg.id is an action, as if its key was hit */
	STEP_SIGN_IN,		/* needs arg.id's role; then again */
	STEP_QUIT,
};

struct step {
	enum step_kind kind;
	enum screen_id screen;
	struct arg arg;
};

#define STATE_MAX (192 * 1024)	/* bytes of a screen's state */
#define STACK_MAX 8

struct screen_ops {
	const char *title;		/* a msgid */
	const char *(*title_now)(const void *);	/* instead, unless NULL */
	const char *help;		/* a msgid: what this screen is for */
	const enum action *actions;	/* DO_NOTHING ends it */
	size_t state_size;
	bool   takes_items;		/* answer() takes an item that is found */
	bool   writes;		/* there is nothing to do but to write */
	bool   code_row;		/* the line for a typed code stays */
	bool   whole_screen;		/* no bar and no keys around it */
	bool   scan_shows;		/* no scan does anything here but show */
	/* open gets a zeroed state; all but open and draw may be NULL. */
	struct step (*open)(struct kiosk *, void *, const struct arg *);
	void (*draw)(struct kiosk *, void *, struct area);
	struct step (*action)(struct kiosk *, void *, enum action);
	struct step (*input)(struct kiosk *, void *, const struct input *);
	struct step (*scan)(struct kiosk *, void *, const struct code *);
	/* Instead: every scan as it came, which then means nothing else. */
	void (*try)(struct kiosk *, void *, const struct input *);
	/* A code that was typed, where that is not as good as a scan. */
	struct step (*typed)(struct kiosk *, void *, const struct code *);
	struct step (*answer)(struct kiosk *, void *, const struct arg *);
	struct step (*tick)(struct kiosk *, void *);
	/* Other eyes or another screen changed the store: read again. */
	void (*refresh)(struct kiosk *, void *);
	/* Whether the action makes sense now (NULL: all do). */
	bool (*can)(struct kiosk *, void *, enum action);
	/* Writes unsaved work for its owner as text; false: there is none. */
	bool (*park)(struct kiosk *, void *, char *out, size_t cap);
	void (*close)(struct kiosk *, void *);
};

#define SCREEN(id, name) extern const struct screen_ops screen_##name;
#include "tui/kiosk/screens.def"
#undef SCREEN

const struct screen_ops *screen_ops(enum screen_id);
const char *screen_name(enum screen_id);	/* "home" */

struct step step_stay(void);
struct step step_pass(void);
struct step step_pop(void);
struct step step_home(void);
struct step step_push(enum screen_id, int64_t id, const char *text);
struct step step_replace(enum screen_id, int64_t id, const char *text);
/* The screen asks for something and gets it through answer() with tag. */
struct step step_ask(enum screen_id, int tag, int64_t id, const char *text);
struct step step_answer(int64_t id, const char *text);
struct step step_sign_in(enum role);
struct step step_do(enum action);

enum key    action_key(enum action);
enum role   action_role(enum action);
const char *action_sign(enum action);
const char *action_label(enum action);	/* translated */
const char *action_help(enum action);
const char *action_name(enum action);	/* "LEND" */

#endif
