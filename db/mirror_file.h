/* mirror_file.h - inside db/: the mirror's files.  What fails says why in the
 * words of a mirror: WHY_NONE, or a WHY_MIRROR_ reason. */
#ifndef SAMDEPA_DB_MIRROR_FILE_H
#define SAMDEPA_DB_MIRROR_FILE_H

#include "db/mirror.h"

#define MIRROR_ID	33

struct mirror {
	char    folder[4000], depot[9], id[MIRROR_ID];
	int64_t stale, inode;
	bool    renew;
	char    problem[32];	/* a reason's name */
};

struct mirror_head {
	char    id[MIRROR_ID];
	bool    current;
	int64_t time;		/* when it was last known to be so */
};

enum mirror_end {
	MIRROR_BASE, MIRROR_WAL, MIRROR_HEAD, MIRROR_NEW
};
void mirror_name(const struct mirror *, enum mirror_end, char out[PATH_MAX]);

enum why mirror_head_read(const struct mirror *, struct mirror_head *);
enum why mirror_head_write(const struct mirror *, bool current);
/* Brings the mirror's WAL to where the store's is; inside the turn.  What this
 * process has not written itself is compared first. */
enum why mirror_append(struct db *, const struct mirror *);
/* Moves the mirror's WAL over into its file, which empties it; cut: its bytes
 * go too, else they are written over, which spares the disk a new length at
 * each act. */
enum why mirror_fold(const struct mirror *, bool cut);
/* Puts the pages of the store's WAL over those of the new copy; in the turn. */
enum why mirror_catch_up(struct db *, const char *copy);
/* The new copy becomes the mirror; its WAL is empty then. */
enum why mirror_replace(const struct mirror *);
void mirror_remove(const struct mirror *);

/* What act.c asks, inside the turn after a commit. */
enum mirror_is {
	MIRROR_WHOLE,		/* or there is none */
	MIRROR_WAITS,		/* it may catch up: leave it the WAL */
	MIRROR_AWAY		/* a new copy is needed */
};
enum mirror_is mirror_write(struct db *);
/* The WAL is about to go on without it. */
void mirror_give_up(struct db *);
/* Before the WAL is emptied: all of it is in the mirror's file. */
enum mirror_is mirror_settle(struct db *);

#endif
