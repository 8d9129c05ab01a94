/* sqlfn.h - inside db/: what our statements may call, and how they sort. */
#ifndef SAMDEPA_DB_SQLFN_H
#define SAMDEPA_DB_SQLFN_H

#include <sqlite3.h>
#include <stddef.h>

#include "db/err.h"

/* Gives the connection lower_sv(text), has_words(name, words) and the
 * collation swedish.  RC_OUTSIDE: SQLite could not. */
enum rc sqlfn_register(sqlite3 *) MUST_CHECK;

/* Lower case of n bytes of UTF-8, accents kept, into dst up to cap with whole
 * characters and a NUL; gives the size, which is never more than n. */
size_t lower_sv(char *dst, size_t cap, const char *src, size_t n);

#endif
