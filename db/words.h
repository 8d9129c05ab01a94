/* words.h - inside db/: text as the words that the search knows, exactly as
 * FTS5's unicode61 tokeniser with remove_diacritics 0 sees them. */
#ifndef SAMDEPA_DB_WORDS_H
#define SAMDEPA_DB_WORDS_H

#include "db/query.h"

#define WORD_MAX	64	/* bytes with the NUL; longer ones are cut */
#define WORDS_MAX	96	/* further ones are left out */

/* Lower case, without blanks, quotes or any other mark. */
struct words {
	size_t n;
	char   word[WORDS_MAX][WORD_MAX];
};

/* The words of text, any bytes.  RC_OUTSIDE: SQLite has no FTS5. */
enum rc words_split(struct db *, const char *text, struct words *,
    struct err *) MUST_CHECK;

/* How many characters a word has. */
size_t word_length(const char *word);

#endif
