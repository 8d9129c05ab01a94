/* erase_file.h - inside db/: what a restore and a copy need of erasure. */
#ifndef SAMDEPA_DB_ERASE_FILE_H
#define SAMDEPA_DB_ERASE_FILE_H

#include "db/erase.h"

/* Rewrites the tables that people and texts stand in: nothing of a row that
 * went stays in a page's gaps.  A transaction of its own. */
enum rc erase_rewrite(struct db *, struct err *) MUST_CHECK;
/* The backup without what this store's logs say was erased; put in place
 * whole or not at all. */
enum rc erase_copy(struct db *, const char *file, struct err *) MUST_CHECK;
/* In the open act of a new life: erases again, and says so again, what the
 * lists know and this store does not: of a store that may still be there, and
 * of folders. */
struct erase_lists {
	const char *store;	/* NULL: none */
	const char *folder[3];	/* NULL: none */
};
enum rc erase_again(struct db *, const struct erase_lists *, struct err *)
    MUST_CHECK;
/* "FOLDER/DEPOT.erased". */
void erase_list_name(const char *folder, const char *depot,
    char out[PATH_MAX]);
/* The folder that a file is in. */
void erase_folder(const char *file, char out[PATH_MAX]);

#endif
