/* nightly.h - a verified backup each night, in a folder that is thinned out:
 * DEPOT-YYYY-MM-DD.backup.  A night that fails removes nothing. */
#ifndef SAMDEPA_DB_NIGHTLY_H
#define SAMDEPA_DB_NIGHTLY_H

#include <limits.h>

#include "db/erase.h"

#define NIGHTLY_FILES_MAX 1024	/* of one depot in one folder */

/* The newest of so many days, weeks (Monday first) and months stay. */
struct nightly_keep {
	int32_t daily, weekly, monthly;
};
#define NIGHTLY_KEEP ((struct nightly_keep){ 7, 4, 12 })

struct nightly_report {
	char file[PATH_MAX];		/* tonight's */
	int  kept, removed;		/* tonight's is one of the kept */
	struct erase_report erased;	/* what was forgotten before, again */
};

/* Makes and verifies today's backup (in place of an earlier one of today),
 * then removes what keep does not name and what is older than retention has
 * for "backup"; never the one just made.  Then sees to the mirror
 * (mirror_nightly) and to what was erased (erase_settle).  RC_OUTSIDE: folder or disk. */
enum rc nightly_backup(struct db *, const char *folder,
    const struct nightly_keep *, const struct store_progress *,
    struct nightly_report *, struct err *) MUST_CHECK;

/* When the last one was made; RC_NOT_FOUND: none ever was. */
#define NIGHTLY_LATE_S	(50 * 3600)	/* one night may fail */
enum rc nightly_last(struct db *, int64_t *time, struct err *) MUST_CHECK;

/* Which of n different days, newest first, stay. */
void nightly_choose(const int32_t *day, size_t n, const struct nightly_keep *,
    bool *stays);
/* The day that a file's name tells, where it is a nightly one of the depot. */
bool nightly_day(const char *name, const char *depot, int32_t *day);

#endif
