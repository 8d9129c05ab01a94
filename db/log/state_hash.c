/* state_hash.c - one number for all that the tables say.
 *
 * Each row is hashed by itself (BLAKE2b-256 over its table and columns, a
 * thing as LOG.SEQ) and the hashes are added up, so that neither the order of
 * rows nor a store's own numbering of logs matters. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/log/replay.h"

/* The projections, but for counters: what a life that was closed gave out stays
 * given out wherever it has been heard of. */
static const struct {
	const char *sql;
	const char *mask;	/* one letter a column: t thing, . value */
} tables[] = {
	{ "SELECT 'organisation', id, code, name FROM organisation", ".t" },
	{ "SELECT 'category', id, code, name, name_en FROM category", ".t" },
	{ "SELECT 'unit', * FROM unit", ".t" },
	{ "SELECT 'place', id, code, name, depot FROM place", ".t" },
	{ "SELECT 'item', id, responsible, place, holder, claim, code, name,"
	  " category, lot, count, condition, width, depth, height, value,"
	  " owner, depot, era, hop, state, restriction, inspect_by, outcome,"
	  " note, bound, found_at FROM item", ".ttttt" },
	{ "SELECT 'item_code', item, code FROM item_code", ".t" },
	{ "SELECT 'orders', id, unit, number, depot, kind, start, until,"
	  " delivery, reason, note, state, time, answer, asked, pickup,"
	  " rule, say, say_en FROM orders", ".tt" },
	{ "SELECT 'order_line', orders, item, line, category, count"
	  " FROM order_line", ".tt" },
	{ "SELECT 'booking', orders, item, unit, ticket, event, line, kind,"
	  " count, out, back, start, until, state, out_time, back_time"
	  " FROM booking", ".ttttt" },
	{ "SELECT 'ticket', id, orders, number, code, expires, qr, voided,"
	  " time, depot FROM ticket", ".tt" },
	{ "SELECT 'cases', CASE WHEN key = '' THEN id ELSE 0 END, item, orders,"
	  " unit, number, kind, note, time, outcome, key, depot FROM cases",
	  ".tttt" },
	{ "SELECT 'redacted', event, text FROM redacted", ".t" },
	{ "SELECT 'undone', act, event FROM undone", ".tt" },
};

/* The logs by their numbers here, which rise. */
struct names {
	struct name {
		int64_t id;
		char    name[24];
	} *log;
	size_t n, cap;
};

static enum rc
names_load(struct db *db, struct names *names, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LOG_ALL);
	enum rc rc;

	*names = (struct names){ NULL, 0, 0 };
	while ((rc = query_step(q, err)) == RC_OK) {
		if (names->n == names->cap) {
			names->cap = names->cap * 2 + 64;
			names->log = realloc(names->log, names->cap *
			    sizeof *names->log);
			if (names->log == NULL)
				abort();
		}
		names->log[names->n].id = query_col(q, 0);
		query_col_text(q, 1, names->log[names->n++].name, 24);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static int
compare(const void *id, const void *name)
{
	int64_t a = *(const int64_t *)id, b = ((const struct name *)name)->id;

	return (a > b) - (a < b);
}

static void
hash_thing(crypto_generichash_state *st, const struct names *names,
    int64_t thing)
{
	char text[48] = "t";
	int64_t log = thing >> LOG_SHIFT;
	const struct name *name = names->n == 0 ? NULL : bsearch(&log,
	    names->log, names->n, sizeof *names->log, compare);

	if (thing != 0 && name != NULL)
		snprintf(text, sizeof text, "t%s.%lld", name->name,
		    (long long)(thing & ((INT64_C(1) << LOG_SHIFT) - 1)));
	crypto_generichash_update(st, (unsigned char *)text, strlen(text) + 1);
}

static void
hash_value(crypto_generichash_state *st, sqlite3_stmt *q, int col)
{
	int type = sqlite3_column_type(q, col);
	int64_t number = query_col(q, col);
	uint32_t head[2] = { (uint32_t)type, 0 };

	if (type == SQLITE_TEXT) {
		const unsigned char *text = sqlite3_column_text(q, col);

		head[1] = (uint32_t)sqlite3_column_bytes(q, col);
		crypto_generichash_update(st, (unsigned char *)head,
		    sizeof head);
		crypto_generichash_update(st, text, head[1]);
		return;
	}
	crypto_generichash_update(st, (unsigned char *)head, sizeof head);
	crypto_generichash_update(st, (unsigned char *)&number,
	    sizeof number);
}

static void
hash_row(sqlite3_stmt *q, const struct names *names, const char *mask,
    unsigned char sum[HASH_SIZE])
{
	crypto_generichash_state st;
	unsigned char hash[HASH_SIZE];
	int n = sqlite3_column_count(q);

	crypto_generichash_init(&st, NULL, 0, HASH_SIZE);
	for (int col = 0; col < n; col++) {
		if (col < (int)strlen(mask) && mask[col] == 't')
			hash_thing(&st, names, query_col(q, col));
		else
			hash_value(&st, q, col);
	}
	crypto_generichash_final(&st, hash, sizeof hash);
	sodium_add(sum, hash, HASH_SIZE);
}

enum rc
state_hash(struct db *db, char hex[65], struct err *err)
{
	unsigned char sum[HASH_SIZE] = { 0 };
	struct names names;
	enum rc rc = names_load(db, &names, err);

	for (size_t i = 0; rc == RC_OK && i < sizeof tables / sizeof *tables;
	    i++) {
		sqlite3_stmt *q = NULL;

		if (sqlite3_prepare_v2(db->sql, tables[i].sql, -1, &q, NULL)
		    != SQLITE_OK)
			rc = query_error(db, err);
		while (rc == RC_OK && (rc = query_step(q, err)) == RC_OK)
			hash_row(q, &names, tables[i].mask, sum);
		sqlite3_finalize(q);
		if (rc == RC_NOT_FOUND)
			rc = RC_OK;
	}
	free(names.log);
	sodium_bin2hex(hex, 65, sum, sizeof sum);
	return rc;
}

enum rc
search_hash(struct db *db, char hex[65], struct err *err)
{
	unsigned char hash[HASH_SIZE];
	crypto_generichash_state st;
	sqlite3_stmt *q = NULL;
	enum rc rc = query_exec(db, "CREATE VIRTUAL TABLE temp.item_term"
	    " USING fts5vocab(main, item_search, instance)", err);

	if (rc != RC_OK)
		return rc;
	crypto_generichash_init(&st, NULL, 0, sizeof hash);
	if (sqlite3_prepare_v2(db->sql, "SELECT term, doc FROM"
	    " temp.item_term", -1, &q, NULL) != SQLITE_OK)
		rc = query_error(db, err);
	while (rc == RC_OK && (rc = query_step(q, err)) == RC_OK) {
		int64_t item = query_col(q, 1);

		crypto_generichash_update(&st, sqlite3_column_text(q, 0),
		    (size_t)sqlite3_column_bytes(q, 0) + 1);
		crypto_generichash_update(&st, (unsigned char *)&item,
		    sizeof item);
	}
	sqlite3_finalize(q);
	query_try(db, "DROP TABLE temp.item_term");
	crypto_generichash_final(&st, hash, sizeof hash);
	sodium_bin2hex(hex, 65, hash, sizeof hash);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
