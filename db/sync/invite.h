/* invite.h - how a depot joins: the coordinator gives an invitation (a QR slip
 * from one administrator to the other), the depot leaves its answer on the
 * hub, the coordinator's next sync admits it.
 *
 * "SDI1:" and base45 of: version, expiry day, the coordinator's public key, a
 * one-time Ed25519 seed, the depot's code, the hub's URL (without password)
 * and a checksum.  The answer, joins/DEPOT, is a line of canonical JSON {"log",
 * "name","organisation","public"} and a signature line, by the seed's key. */
#ifndef SAMDEPA_DB_SYNC_INVITE_H
#define SAMDEPA_DB_SYNC_INVITE_H

#include "db/sync/hub.h"
#include "db/sync/registry.h"

#define INVITE_TEXT_MAX	1200

struct invite {
	char    depot[9];		/* who is invited */
	char    hub[HUB_URL_MAX];
	int32_t expires;		/* day, last one */
	unsigned char coordinator[32], seed[32];
};

enum rc invite_write(const struct invite *, char out[INVITE_TEXT_MAX],
    struct err *) MUST_CHECK;
/* Any bytes, as typed or scanned. */
enum rc invite_read(const char *text, size_t n, struct invite *, struct err *)
    MUST_CHECK;

/* At the coordinator: an invitation for the depot, remembered until it is
 * answered or expires. */
enum rc invite_make(struct db *, const char *depot, const char *hub,
    int days, char out[INVITE_TEXT_MAX], struct err *) MUST_CHECK;
/* At the invited depot: pins the coordinator, adds the hub and leaves the
 * answer there.  RC_REFUSED: it is for another depot, expired, or this store
 * belongs somewhere already (and instead does not say to leave that). */
enum rc invite_accept(struct db *, const struct invite *, struct hub *,
    bool instead, struct err *) MUST_CHECK;
/* The answer of a depot that was invited, of any bytes; RC_INVALID unless the
 * key signed them and all has its form. */
enum rc invite_answer_read(const char *depot,
    const unsigned char public_key[32], const unsigned char *bytes, size_t n,
    struct registry_depot *, struct err *) MUST_CHECK;
/* At the coordinator, in its sync: admits every depot whose answer is on the
 * hub and right; *admitted counts them.  A wrong one is left and told by
 * problem. */
enum rc invite_admit(struct db *, struct hub *, int *admitted,
    void (*problem)(const char *depot, const struct err *, void *), void *,
    struct err *) MUST_CHECK;

#endif
