/* tally.h - a place that is being counted: what should stand there, what was
 * scanned, and how each thing that differs is to be settled.  Nothing is
 * changed in the store before tally_commit. */
#ifndef SAMDEPA_TUI_KIOSK_TALLY_H
#define SAMDEPA_TUI_KIOSK_TALLY_H

#include "db/item.h"
#include "db/unit.h"
#include "tui/kiosk/draw.h"

#define TALLY_MAX	5000	/* rows */

enum tally_how { TALLY_WAITS, TALLY_RIGHT, TALLY_MOVED, TALLY_ARRIVED,
	TALLY_LENT, TALLY_UNKNOWN, TALLY_HOWS };

/* What a touch says of a row; not settled, it becomes a case.  The first four
 * are a row's only choice or its two. */
enum settle { SETTLE_NOT, SETTLE_LOST, SETTLE_ELSEWHERE, SETTLE_RETURN,
	SETTLE_CORRECT, SETTLE_REGISTER, SETTLE_PARK };

struct tally_row {
	int64_t id;		/* 0: a code that nobody knows */
	enum tally_how how;
	enum settle settle;
	int64_t elsewhere;	/* the place, and its name */
	int32_t pieces, seen;	/* of a lot: as known (else 0), as counted
				 * (-1 not) */
	char code[64], name[128];
	char from[96];		/* where it was, or who has it */
	char elsewhere_name[64];
};

struct tally {
	struct place place;	/* id 0: none yet */
	bool more;		/* stand there than fit */
	size_t n, cap;
	struct tally_row *row;
	size_t shown[TALLY_MAX];	/* rows in their order on the screen:
					 * those to settle or to find first */
};

struct kiosk;

/* What should stand in the place; what was before is forgotten. */
void tally_begin(struct kiosk *, struct tally *, int64_t place);
void tally_release(struct tally *);

/* The item is here; *already: it was counted before.  NULL: it cannot be,
 * which has been said. */
struct tally_row *tally_see(struct kiosk *, struct tally *, int64_t item,
    bool *already);
/* A code that nobody knows; NULL: no room. */
struct tally_row *tally_see_unknown(struct tally *, const char *code);

/* Codes that somebody has got to know since are things now. */
void tally_look(struct kiosk *, struct tally *);

/* The i-th choice of a row (0, 1); SETTLE_NOT: it has no more. */
enum settle tally_choice(const struct tally_row *, int i);
const char *settle_label(enum settle);	/* with its sign, a msgid */
/* How the row stands, in a sign and a few words. */
const char *tally_word(const struct tally_row *, char *out, size_t cap,
    enum style *);

size_t tally_count(const struct tally *, enum tally_how);
/* Rows that need a touch and had none. */
size_t tally_open(const struct tally *);
/* Sorts shown[]: after any change. */
void tally_sort(struct tally *);

/* As text, to be kept for its owner; false: nothing was counted.  And back. */
bool tally_write(const struct tally *, char *out, size_t cap);
void tally_read(struct kiosk *, struct tally *, const char *text);

/* All of it, in the act that is open. */
enum rc tally_commit(struct kiosk *, const struct tally *, struct err *)
    MUST_CHECK;

#endif
