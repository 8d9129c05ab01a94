/* restore.h - inside db/: how a copy becomes the store. */
#ifndef SAMDEPA_DB_RESTORE_H
#define SAMDEPA_DB_RESTORE_H

#include "db/query.h"

/* Where the store stands (not the link to it), and where the new one is made
 * beside it; nothing is left there from before. */
enum rc restore_names(const char *path, char real[PATH_MAX],
    char temp[PATH_MAX], struct err *) MUST_CHECK;
enum rc restore_bytes(const char *from, const char *to, struct err *)
    MUST_CHECK;
/* The verified store at temp begins its new life, forgets again what was
 * forgotten since (the lists of real, of its folder, and of folder and mirror,
 * which may be NULL), and takes real's place; what stood there is kept.
 * Removes temp, also on failure. */
enum rc restore_finish(const char *temp, const char *real, bool lost,
    const char *folder, const char *mirror, struct err *) MUST_CHECK;

#endif
