/* backup.h - inside db/: what backup and restore share. */
#ifndef SAMDEPA_DB_BACKUP_H
#define SAMDEPA_DB_BACKUP_H

#include "db/query.h"
#include "db/store.h"

/* The store as a new file of its own at path, without a WAL. */
enum rc backup_copy(struct db *, const char *path,
    const struct store_progress *, struct err *) MUST_CHECK;
/* The copy has a whole file and unbroken logs. */
enum rc backup_verify(const char *path, struct err *) MUST_CHECK;
/* The file's bytes, and its name in its folder, are on the disk. */
enum rc backup_sync(const char *path, struct err *) MUST_CHECK;
/* The file and all that SQLite and the lock put beside it. */
void backup_remove(const char *path);
/* RC_OUTSIDE with errno in the text. */
enum rc backup_outside(struct err *, const char *what, const char *path)
    MUST_CHECK;

#endif
