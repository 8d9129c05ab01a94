/* hub.h - where depots leave their logs for each other.  A hub is dumb storage
 * that nobody trusts: names and bytes.  One row of hubs.def a kind; all of
 * them pass one conformance suite (tests/sync).
 *
 * A name is made of A-Z a-z 0-9 . - _ and /, at most 200 bytes, no part of it
 * empty or beginning with a dot. */
#ifndef SAMDEPA_DB_SYNC_HUB_H
#define SAMDEPA_DB_SYNC_HUB_H

#include <stdbool.h>
#include <stddef.h>

#include "db/err.h"

#define HUB_URL_MAX	512
#define HUB_NAME_MAX	200

struct hub;

/* Opens "file:DIR" or "postgresql://...".  make: also makes what is missing
 * (folder, schema); else RC_NOT_FOUND where no hub has been made there.
 * RC_INVALID: no such kind.  RC_OUTSIDE: cannot be reached. */
enum rc hub_open(const char *url, bool make, struct hub **out, struct err *)
    MUST_CHECK;
void hub_close(struct hub *);	/* may be NULL */

/* Calls back with every name under the prefix ("logs/"), in any order; one
 * that is being written is not among them. */
enum rc hub_list(struct hub *, const char *prefix,
    void (*each)(const char *name, void *), void *, struct err *) MUST_CHECK;

/* Reads it whole.  *bytes is the caller's to free.  RC_NOT_FOUND: nothing
 * there; RC_INVALID: longer than max. */
enum rc hub_get(struct hub *, const char *name, size_t max,
    unsigned char **bytes, size_t *n, struct err *) MUST_CHECK;

/* Writes it whole or not at all, durably.  Where the name is there already:
 * replace puts the new bytes in its place, else the old ones stay, RC_OK. */
enum rc hub_put(struct hub *, const char *name, const void *bytes, size_t n,
    bool replace, struct err *) MUST_CHECK;

/* Many small ones at once, where they are not there already; all of them are,
 * durably, when it returns RC_OK. */
struct hub_bytes {
	const char *name;
	const void *bytes;
	size_t n;
};
enum rc hub_put_many(struct hub *, const struct hub_bytes *, size_t n,
    struct err *) MUST_CHECK;

/* Gone afterwards; RC_OK too where it was not there. */
enum rc hub_remove(struct hub *, const char *name, struct err *) MUST_CHECK;

/* Whether the URL is of a kind there is, and may be shown: out gets it without
 * its password. */
enum rc hub_url_check(const char *url, char out[HUB_URL_MAX], struct err *)
    MUST_CHECK;

#endif
