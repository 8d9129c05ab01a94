/* err.h - how a thing says that it failed.  Every function that can fail
 * returns an enum rc and takes a struct err last, written only on failure.
 * err.text is English, for the log; a person is told with the sentence that
 * the reason has in their language (tui/say.h), filled with arg[]. */
#ifndef SAMDEPA_DB_ERR_H
#define SAMDEPA_DB_ERR_H

#include <stddef.h>

#define MUST_CHECK __attribute__((warn_unused_result))

enum rc {
	RC_OK,
	RC_NOT_FOUND,	/* no such thing */
	RC_REFUSED,	/* a rule of the depot says no: err.why names it */
	RC_INVALID,	/* the input is not well formed, too long, unknown */
	RC_BUSY,	/* another writer held the store too long */
	RC_DAMAGED,	/* the store is not what it was */
	RC_NEWER,	/* the store comes from a newer version */
	RC_OUTSIDE,	/* disk, printer, device, network */
};

enum why {
#define WHY(name, sv) WHY_##name,
#include "db/reasons.def"
#undef WHY
	WHY_COUNT
};

struct err {
	enum why why;		/* WHY_NONE where no person needs a reason */
	char     arg[3][96];	/* what the reason's sentence is filled with */
	char     text[256];	/* for the log */
};

/* Fills *err (which may be NULL) and returns rc, so that a failure is one
 * line: return err_set(err, RC_INVALID, "code too long: %zu", n); */
enum rc err_set(struct err *err, enum rc rc, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with a reason; a, b, c (each may be NULL) fill its sentence and
 * err.text becomes "reason-name: a, b, c". */
enum rc err_why(struct err *err, enum rc rc, enum why why, const char *a,
    const char *b, const char *c);

/* The reason's name ("LENT") and its Swedish sentence, a gettext msgid with
 * %1$s, %2$s, %3$s for arg[0..2]. */
const char *err_why_name(enum why why);
const char *err_why_sentence(enum why why);

/* A failure as one line of text that a store can keep, and back; a text that
 * is none becomes err.text. */
void err_pack(const struct err *, char *out, size_t cap);
void err_unpack(const char *text, struct err *);

#endif
