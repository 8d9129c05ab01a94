/* registry_kept.h - inside db/sync: the store's copy of the registry, for those
 * who read a new one (registry.c) and who sign one (coordinator.c). */
#ifndef SAMDEPA_DB_SYNC_REGISTRY_KEPT_H
#define SAMDEPA_DB_SYNC_REGISTRY_KEPT_H

#include "db/sync/registry.h"

struct registry_keys {
	unsigned char public_key[8][32];
	unsigned char secret[64];
	size_t n;
	bool   ours;		/* secret is that of the first */
};

/* The coordinators' keys that are trusted here. */
enum rc registry_keys(struct db *, struct registry_keys *, struct err *)
    MUST_CHECK;
/* Takes the registry into the tables, with the bytes that were signed; inside
 * a transaction. */
enum rc registry_keep(struct db *, const struct registry *,
    const unsigned char *bytes, size_t n, struct err *) MUST_CHECK;
/* The order of rows: by code, then by log. */
int registry_compare(const struct registry_depot *,
    const struct registry_depot *);

#endif
