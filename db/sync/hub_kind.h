/* hub_kind.h - inside db/sync: what a kind of hub is made of.  Names have been
 * checked; each function does what its namesake in hub.h says. */
#ifndef SAMDEPA_DB_SYNC_HUB_KIND_H
#define SAMDEPA_DB_SYNC_HUB_KIND_H

#include "db/sync/hub.h"

struct hub_ops {
	enum rc (*open)(const char *url, bool make, void **state, struct err *);
	void    (*close)(void *state);
	enum rc (*list)(void *state, const char *prefix,
	    void (*each)(const char *, void *), void *, struct err *);
	enum rc (*get)(void *state, const char *name, size_t max,
	    unsigned char **bytes, size_t *n, struct err *);
	enum rc (*put)(void *state, const char *name, const void *bytes,
	    size_t n, bool replace, struct err *);
	/* May be NULL: one after the other. */
	enum rc (*put_many)(void *state, const struct hub_bytes *, size_t n,
	    struct err *);
	enum rc (*remove)(void *state, const char *name, struct err *);
};

struct hub {
	const struct hub_ops *ops;
	void *state;
};

#define HUB(prefix, name) extern const struct hub_ops hub_##name;
#include "db/sync/hubs.def"
#undef HUB

#endif
