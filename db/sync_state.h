/* sync_state.h - what the store knows of sync and of the other depots: for the
 * screens, doctor and the report.  Reads only; the work is in db/sync. */
#ifndef SAMDEPA_DB_SYNC_STATE_H
#define SAMDEPA_DB_SYNC_STATE_H

#include "db/db.h"

#define SYNC_DEPOTS_MAX	64

struct sync_depot {
	char    code[9], name[96], organisation[16];
	bool    ours, closed;
	int64_t told;		/* time its last statement was made, 0 never */
	int64_t heard;		/* when we heard it, 0 never */
	int64_t events;		/* of its logs here */
	bool    forked;		/* a cloned disk, and nobody has decided */
};

struct sync_state {
	char    hub[512];	/* without its password, "" none */
	int64_t added;		/* time when the hub was */
	int64_t last_ok, last_try;	/* times, 0 never */
	char    problem[256];	/* of the last try, "" none: for the log */
	struct err why;		/* the same, for a person (say_err) */
	int64_t waiting;	/* our events that no hub has */
	bool    coordinator;
	bool    two_lives;	/* another store says to be this depot */
};

/* The URL as it may be shown: without user and password, and without what may
 * hold one among its parameters. */
void hub_url_shown(const char *url, char out[512]);
/* The URL as another depot may have it: the same with the user. */
void hub_url_bare(const char *url, char out[512]);
/* The hubs, as their URLs were given, with their passwords: for sync alone. */
enum rc sync_hubs(struct db *, char (*out)[512], size_t cap, size_t *n,
    struct err *) MUST_CHECK;
/* RC_REFUSED: it is there already, or is not.  To remove one its URL as it is
 * shown is enough. */
enum rc sync_hub_add(struct db *, const char *url, struct err *) MUST_CHECK;
enum rc sync_hub_remove(struct db *, const char *url, struct err *)
    MUST_CHECK;

enum rc sync_state_get(struct db *, struct sync_state *, struct err *)
    MUST_CHECK;
/* All depots of the registry, our own first, then by code. */
enum rc sync_depots(struct db *, struct sync_depot *out, size_t cap,
    size_t *n, struct err *) MUST_CHECK;
/* Whether there is any other depot to work with. */
bool depot_others(struct db *);
/* Whether the registry has the depot, and it is not ours. */
bool depot_is_other(struct db *, const char *code);
/* What people call a depot; its code where the registry has no name. */
void depot_name(struct db *, const char *code, char *out, size_t cap);
/* The age of what we know of a depot: when its last statement was made, 0: it
 * is ours or nothing is known. */
int64_t sync_told(struct db *, const char *depot);
/* Keeps a report as it was printed; the last 60 are kept. */
enum rc sync_report_keep(struct db *, int64_t time, bool ok, const char *text,
    struct err *) MUST_CHECK;
/* The last report as it was printed; RC_NOT_FOUND: none. */
enum rc sync_report_last(struct db *, char *out, size_t cap, int64_t *time,
    struct err *) MUST_CHECK;

#endif
