/* erased.h - inside db/: what was erased, by random numbers and salted hashes
 * alone.  The log tells it (redact and forget events); a file beside backups,
 * mirror and store tells it to a store that is restored from before:
 *     samdepa-erased 1
 *     YST1-K3X9A2.41 text 0123456789abcdef0123456789abcdef
 *     YST1-K3X9A2.57 actor 123456789
 *     YST1-K3X9A2.58 contact YST1-K3X9A2.12
 * each line begins with the event that says it. */
#ifndef SAMDEPA_DB_ERASED_H
#define SAMDEPA_DB_ERASED_H

#include "db/db.h"

#define ERASED_LINE_MAX	128

struct erased {
	char    log[24];
	int64_t seq;
	enum { ERASED_TEXT, ERASED_ACTOR, ERASED_CONTACT } what;
	char    text[33];
	int64_t actor;
	char    thing_log[24];
	int64_t thing_seq;
};

void erased_line(const struct erased *, char out[ERASED_LINE_MAX]);
/* n bytes without the line's end.  RC_INVALID: not of that form. */
enum rc erased_read_line(const char *, size_t n, struct erased *,
    struct err *) MUST_CHECK;

typedef enum rc erased_each(const struct erased *, void *, struct err *);
/* All that this store's logs tell: texts whoever erased them, people that this
 * depot forgot; all that stands in the file: a missing file
 * has nothing, a line that is not well formed is passed over. */
enum rc erased_walk(struct db *, erased_each *, void *, struct err *)
    MUST_CHECK;
enum rc erased_read(const char *file, erased_each *, void *, struct err *)
    MUST_CHECK;
/* Replaces the file by what the log tells. */
enum rc erased_write(struct db *, const char *file, struct err *) MUST_CHECK;

/* Whether this store's logs have the event. */
bool erased_known(struct db *, const struct erased *);
/* Takes the rows out of this store, in the transaction that is open.  A
 * contact may have been entered anew since: it goes only where the event is
 * not known. */
enum rc erased_apply(struct db *, const struct erased *, struct err *)
    MUST_CHECK;

#endif
