/* staff.h - who may act.  Local: nothing of it is in the log but the random
 * number.  Each call that writes is a transaction of its own. */
#ifndef SAMDEPA_DB_STAFF_H
#define SAMDEPA_DB_STAFF_H

#include "db/db.h"

struct staff {
	int64_t id;
	char    name[64];
	enum role role;
	char    badge[40], login[40];
	char    pin[128];		/* argon2id, "" none */
	int     failures;
	int64_t locked_until;		/* time */
	bool    disabled;
};

/* badge NULL: the next free number, "": none.  login NULL or "": none. */
enum rc staff_add(struct db *, const char *name, enum role, const char *badge,
    const char *login, struct staff *, struct err *) MUST_CHECK;
enum rc staff_get(struct db *, int64_t id, struct staff *, struct err *)
    MUST_CHECK;
/* By badge, login or exact name.  RC_REFUSED: disabled. */
enum rc staff_find(struct db *, const char *text, struct staff *,
    struct err *) MUST_CHECK;
enum rc staff_list(struct db *, size_t skip, struct staff *out, size_t cap,
    size_t *n, struct err *) MUST_CHECK;
/* Enabling also opens an account that wrong PINs have locked.  RC_REFUSED:
 * the last administrator. */
enum rc staff_disable(struct db *, int64_t id, bool, struct err *) MUST_CHECK;
/* Erases the person, in the open act or one of its own; the log keeps the
 * number alone, which then means nobody.  erase_settle (db/erase.h) sees to the
 * bytes.  RC_REFUSED: the last administrator. */
enum rc staff_forget(struct db *, int64_t id, struct err *) MUST_CHECK;
/* badge NULL: the next free number.  The old badge stops working. */
enum rc staff_set_badge(struct db *, int64_t id, const char *badge,
    struct err *) MUST_CHECK;
/* Leaves n numbers out, inside an act: the days that a restore lost may have
 * given them to people. */
enum rc staff_skip_badges(struct db *, int n, struct err *) MUST_CHECK;
/* hash from pin_hash (db/pin.h). */
enum rc staff_set_pin(struct db *, int64_t id, const char *hash, struct err *)
    MUST_CHECK;
/* Before a PIN is tried: counts the try as failed, durably, so that a kill
 * forgives nothing.  RC_REFUSED: wait (arg[0] seconds) or locked out. */
enum rc staff_pin_try(struct db *, int64_t id, struct err *) MUST_CHECK;
/* It was right: forgets the failures. */
enum rc staff_pin_right(struct db *, int64_t id, struct err *) MUST_CHECK;
/* The actor for the log, the login of this process's user where text is NULL
 * (added as worker .. administrator by whoever may). */
enum rc staff_actor(struct db *, const char *text, struct actor *,
    struct err *) MUST_CHECK;
/* Name to show for an actor in the history: "" unknown. */
void staff_name(struct db *, int64_t id, char *out, size_t cap);

/* A person's unfinished work: kept over a restart.  text NULL: forget it. */
enum rc parked_set(struct db *, int64_t staff, const char *slot,
    const char *text, struct err *) MUST_CHECK;
enum rc parked_get(struct db *, int64_t staff, const char *slot, char *out,
    size_t cap, struct err *) MUST_CHECK;
enum rc parked_walk(struct db *, int64_t staff,
    void (*each)(const char *slot, const char *text, int64_t time, void *),
    void *, struct err *) MUST_CHECK;

/* How long a sort of personal data is kept; retention_label says in Swedish
 * (a msgid) what it is and from when it counts. */
#define RETENTION_MAX	16	/* sorts */
struct retention {
	char    what[16];
	int32_t days;
};
const char *retention_label(const char *what);
enum rc retention_list(struct db *, struct retention *out, size_t cap,
    size_t *n, struct err *) MUST_CHECK;
/* days: 1 to 36500. */
enum rc retention_set(struct db *, const char *what, int32_t days,
    struct err *) MUST_CHECK;
/* Erases what is older; *erased: how many rows. */
enum rc retention_apply(struct db *, int64_t *erased, struct err *) MUST_CHECK;

#endif
