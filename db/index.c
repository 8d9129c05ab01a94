/* index.c - what the search knows of an item: its words, which go into
 * item_search, and into word and word_part the first time that they turn
 * up. */
#include "db/log/project.h"

#include <stdio.h>

#include "db/text.h"
#include "db/words.h"

/* The words of the item, and the same with a blank between.  No words where
 * there is no such item or it is retired. */
static enum rc
item_words(struct db *db, int64_t item, struct words *words,
    char text[WORDS_MAX * WORD_MAX], struct err *err)
{
	sqlite3_stmt *q = query(db, Q_INDEX_TEXT);
	size_t used = 0;

	words->n = 0;
	text[0] = '\0';
	query_int(q, ":id", item);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		rc = words_split(db, (const char *)sqlite3_column_text(q, 0),
		    words, err);
	query_done(q);
	for (size_t i = 0; i < words->n; i++) {
		size_t n = strlen(words->word[i]);

		if (used > 0)
			text[used++] = ' ';
		memcpy(text + used, words->word[i], n + 1);
		used += n;
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
index_write(struct db *db, enum query_id id, int64_t item, const char *text,
    struct err *err)
{
	sqlite3_stmt *q = query(db, id);

	query_int(q, ":id", item);
	query_text(q, ":text", text);
	return query_run(q, err);
}

/* Most words have been there before: which ones is remembered, until a
 * transaction is taken back. */
static char *
seen_slot(struct db *db, const char *word)
{
	uint32_t hash = 2166136261u;	/* FNV-1a */

	for (const char *p = word; *p != '\0'; p++)
		hash = (hash ^ (unsigned char)*p) * 16777619u;
	return db->seen[hash % SEEN_WORDS];
}

static enum rc
word_add(struct db *db, const char *word, struct err *err)
{
	char folded[2 * WORD_MAX], both[3 * WORD_MAX + 1];
	char *seen = seen_slot(db, word);

	if (strcmp(seen, word) == 0)
		return RC_OK;
	if (strlen(word) < sizeof db->seen[0])
		memcpy(seen, word, strlen(word) + 1);
	sqlite3_stmt *q = query(db, Q_WORD_ADD);
	text_fold(folded, sizeof folded, word);
	query_text(q, ":word", word);
	query_text(q, ":folded", folded);
	enum rc rc = query_run(q, err);
	/* The trigrams of a shorter word are none. */
	if (rc != RC_OK || sqlite3_changes(db->sql) == 0 ||
	    word_length(word) < 3)
		return rc;
	int64_t id = sqlite3_last_insert_rowid(db->sql);
	snprintf(both, sizeof both, "%s %s", word, folded);
	q = query(db, Q_WORD_PART_ADD);
	query_int(q, ":id", id);
	query_text(q, ":word", strcmp(word, folded) == 0 ? word : both);
	return query_run(q, err);
}

enum rc
index_add(struct db *db, int64_t item, struct err *err)
{
	struct words words;
	char text[WORDS_MAX * WORD_MAX];
	enum rc rc = item_words(db, item, &words, text, err);

	if (rc == RC_OK && words.n > 0)
		rc = index_write(db, Q_INDEX_ADD, item, text, err);
	for (size_t i = 0; rc == RC_OK && i < words.n; i++)
		rc = word_add(db, words.word[i], err);
	return rc;
}

enum rc
index_remove(struct db *db, int64_t item, struct err *err)
{
	struct words words;
	char text[WORDS_MAX * WORD_MAX];
	enum rc rc = item_words(db, item, &words, text, err);

	if (rc == RC_OK && words.n > 0)
		rc = index_write(db, Q_INDEX_REMOVE, item, text, err);
	return rc;
}
