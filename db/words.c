#include "db/words.h"

/* The tokeniser is the library's, not a connection's: one serves all. */
static struct {
	fts5_tokenizer  type;
	Fts5Tokenizer  *made;
} unicode61;

static bool
tokenizer_make(struct db *db)
{
	static const char *const args[] = { "remove_diacritics", "0" };
	const char *arg[2] = { args[0], args[1] };
	fts5_api *api = NULL;
	sqlite3_stmt *q = NULL;
	void *user;

	if (unicode61.made != NULL)
		return true;
	if (sqlite3_prepare_v2(db->sql, "SELECT fts5(?1)", -1, &q, NULL) ==
	    SQLITE_OK) {
		sqlite3_bind_pointer(q, 1, &api, "fts5_api_ptr", NULL);
		sqlite3_step(q);
	}
	sqlite3_finalize(q);
	return api != NULL && api->xFindTokenizer(api, "unicode61", &user,
	    &unicode61.type) == SQLITE_OK &&
	    unicode61.type.xCreate(user, arg, 2, &unicode61.made) ==
	    SQLITE_OK;
}

static int
take(void *arg, int flags, const char *token, int size, int from, int to)
{
	struct words *out = arg;
	size_t n = (size_t)size;

	(void)flags;
	(void)from;
	(void)to;
	if (out->n == WORDS_MAX || n == 0)
		return SQLITE_OK;
	if (n >= WORD_MAX)
		for (n = WORD_MAX - 1; n > 0 && (token[n] & 0xc0) == 0x80; n--)
			;	/* whole characters only */
	memcpy(out->word[out->n], token, n);
	out->word[out->n++][n] = '\0';
	return SQLITE_OK;
}

enum rc
words_split(struct db *db, const char *text, struct words *out,
    struct err *err)
{
	out->n = 0;
	if (!tokenizer_make(db))
		return err_set(err, RC_OUTSIDE, "no FTS5 in SQLite");
	if (unicode61.type.xTokenize(unicode61.made, out,
	    FTS5_TOKENIZE_DOCUMENT, text, (int)strlen(text), take) !=
	    SQLITE_OK)
		return err_set(err, RC_OUTSIDE, "tokeniser failed");
	return RC_OK;
}

size_t
word_length(const char *word)
{
	size_t n = 0;

	for (; *word != '\0'; word++)
		n += (*word & 0xc0) != 0x80;
	return n;
}
