#include "db/note.h"

#include <sodium.h>
#include <string.h>

#include "db/query.h"
#include "db/text.h"

#define NOTE_MAX 255

void
note_name(const unsigned char salt[NOTE_SALT], const char *text, size_t n,
    char id[NOTE_ID])
{
	unsigned char hash[16];

	crypto_generichash(hash, sizeof hash, (const unsigned char *)text, n,
	    salt, NOTE_SALT);
	sodium_bin2hex(id, NOTE_ID, hash, sizeof hash);
}

enum rc
note_store(struct db *db, const char *text, char id[NOTE_ID], struct err *err)
{
	unsigned char salt[NOTE_SALT];
	size_t n = text == NULL ? 0 : strlen(text);

	id[0] = '\0';
	if (n == 0)
		return RC_OK;
	if (n > NOTE_MAX)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "255", NULL,
		    NULL);
	enum rc rc = text_clean(text, n, NULL, err);
	if (rc != RC_OK)
		return rc;
	/* The salt keeps a short text from being guessed by its hash, once
	 * the text itself is erased. */
	randombytes_buf(salt, sizeof salt);
	note_name(salt, text, n, id);
	sqlite3_stmt *q = query(db, Q_TEXT_INSERT);
	query_text(q, ":id", id);
	query_blob(q, ":salt", salt, sizeof salt);
	query_textn(q, ":text", text, n);
	return query_run(q, err);
}
