/* clash.c - what two depots decided apart becomes a case that both find by
 * themselves: its key is a hash of the events that clash, so it is one. */
#include <sodium.h>
#include <stdio.h>

#include "db/log/project.h"

#define RIVALS_MAX 64

struct promise {
	int64_t order, line, unit, event;
	int64_t left;		/* pieces not yet back */
	int64_t start, until;	/* until FOREVER: for good */
	bool    out;
};

/* "LOG.SEQ" of an event of this store. */
static void
event_label_of(struct db *db, int64_t id, char out[48])
{
	char log[24] = "";
	sqlite3_stmt *q = query(db, Q_LOG_NAME);

	query_int(q, ":id", id >> LOG_SHIFT);
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, log, sizeof log);
	query_done(q);
	snprintf(out, 48, "%s.%lld", log,
	    (long long)(id & ((INT64_C(1) << LOG_SHIFT) - 1)));
}

struct key {
	char    hex[33];
	int64_t id, number;
};

static void
key_make(struct db *db, const char *kind, int64_t item, int64_t a, int64_t b,
    struct key *key)
{
	char names[2][48], thing[48], text[192];
	unsigned char hash[16];
	uint64_t bits;

	event_label_of(db, item, thing);
	event_label_of(db, a, names[0]);
	event_label_of(db, b, names[1]);
	int first = strcmp(names[0], names[1]) > 0;
	int n = snprintf(text, sizeof text, "%s %s %s %s", kind, thing,
	    names[first], names[!first]);
	crypto_generichash(hash, sizeof hash, (unsigned char *)text,
	    (size_t)n, NULL, 0);
	sodium_bin2hex(key->hex, sizeof key->hex, hash, sizeof hash);
	memcpy(&bits, hash, sizeof bits);
	key->id = -(int64_t)(bits >> 1) - 1;
	key->number = (int64_t)(100000 + bits % 900000);
}

static enum rc
case_put(const struct fold *f, const char *kind, int64_t item, int64_t order,
    int64_t unit, int64_t a, int64_t b, struct err *err)
{
	struct key key;
	sqlite3_stmt *q;

	key_make(f->db, kind, item, a, b, &key);
	q = query(f->db, Q_CASE_DERIVE);
	query_int(q, ":id", key.id);
	query_int(q, ":number", key.number);
	query_text(q, ":kind", kind);
	query_int(q, ":item", item);
	query_int(q, ":orders", order);
	query_int(q, ":unit", unit);
	query_int(q, ":time", f->ev->time);
	query_text(q, ":key", key.hex);
	return query_run(q, err);
}

/* --- promises --- */

static enum rc
promises_load(const struct fold *f, int64_t item, struct promise *p,
    size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(f->db, Q_CLASH_PROMISES);
	enum rc rc = RC_OK;

	query_int(q, ":item", item);
	for (*n = 0; *n < RIVALS_MAX && (rc = query_step(q, err)) == RC_OK;
	    (*n)++) {
		p[*n] = (struct promise){ .order = query_col(q, 0),
		    .line = query_col(q, 1), .unit = query_col(q, 2),
		    .event = query_col(q, 3), .left = query_col(q, 4),
		    .start = query_col(q, 5), .until = query_col(q, 6),
		    .out = query_col(q, 7) != 0 };
		if (p[*n].until == 0)
			p[*n].until = FOREVER;
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static bool
overlap(const struct promise *a, const struct promise *b)
{
	return a->start <= b->until && b->start <= a->until;
}

/* The most pieces that are promised at once within the new promise's days: a
 * peak is reached on the first day of one of them. */
static int64_t
peak(const struct promise *p, size_t n, const struct promise *mine)
{
	int64_t most = 0;

	for (size_t d = 0; d < n; d++) {
		int64_t day = p[d].start > mine->start ? p[d].start :
		    mine->start, sum = 0;

		if (day > mine->until)
			continue;
		for (size_t i = 0; i < n; i++)
			if (p[i].start <= day && p[i].until >= day)
				sum += p[i].left;
		if (sum > most)
			most = sum;
	}
	return most;
}

static enum rc
item_count(const struct fold *f, int64_t item, int64_t *count,
    struct err *err)
{
	sqlite3_stmt *q = query(f->db, Q_ITEM_COUNT);

	query_int(q, ":id", item);
	enum rc rc = query_step(q, err);
	*count = rc == RC_OK ? query_col(q, 0) : INT64_MAX;
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* What was handed out stands; of two promises the one that came first. */
static enum rc
clash(const struct fold *f, int64_t item, const struct promise *mine,
    const struct promise *other, struct err *err)
{
	const struct promise *yields = mine->out && !other->out ? other : mine;

	return case_put(f, "clash", item, yields->order, yields->unit,
	    mine->event, other->event, err);
}

enum rc
clash_promise(const struct fold *f, int64_t order, int64_t line, int64_t item,
    struct err *err)
{
	struct promise p[RIVALS_MAX];
	const struct promise *mine = NULL;
	size_t n = 0, found = 0;
	int64_t count = 0;
	enum rc rc = promises_load(f, item, p, &n, err);

	for (size_t i = 0; i < n; i++)
		if (p[i].order == order && p[i].line == line)
			mine = &p[i];
	if (rc == RC_OK)
		rc = item_count(f, item, &count, err);
	if (rc != RC_OK || mine == NULL || peak(p, n, mine) <= count)
		return rc;
	/* Against those of other logs; only where there are none, all. */
	for (int all = 0; all < 2 && found == 0; all++)
		for (size_t i = 0; rc == RC_OK && i < n; i++) {
			if (&p[i] == mine || !overlap(&p[i], mine) ||
			    (!all && p[i].event >> LOG_SHIFT ==
			    mine->event >> LOG_SHIFT))
				continue;
			found++;
			rc = clash(f, item, mine, &p[i], err);
		}
	return rc;
}

/* --- custody --- */

enum rc
clash_custody(const struct fold *f, const char *kind, int64_t item,
    struct err *err)
{
	return case_put(f, kind, item, 0, 0, f->ev->id, f->ev->id, err);
}

/* --- settling --- */

enum rc
clash_settle(const struct fold *f, int64_t item, struct err *err)
{
	const char *outcome = event_text(f->ev, "outcome");
	static const struct {
		const char *outcome;
		enum query_id id;
	} effects[] = {
		{ "told", Q_CLASH_YIELD }, { "replaced", Q_CLASH_YIELD },
		{ "stays", Q_ITEM_STAYS },
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < sizeof effects /
	    sizeof *effects; i++) {
		if (strcmp(effects[i].outcome, outcome) != 0)
			continue;
		sqlite3_stmt *q = query(f->db, effects[i].id);
		query_int(q, ":item", item);
		query_text(q, ":key", event_text(f->ev, "key"));
		if (effects[i].id == Q_ITEM_STAYS) {
			query_text(q, ":depot", log_depot(f->db,
			    f->ev->id >> LOG_SHIFT));
			query_text(q, ":to", event_text(f->ev, "to"));
			query_int(q, ":era", event_int(f->ev, "era"));
			query_int(q, ":hop", event_int(f->ev, "hop"));
		}
		rc = query_run(q, err);
	}
	sqlite3_stmt *q = query(f->db, Q_CLASH_SETTLE);
	query_int(q, ":item", item);
	query_text(q, ":key", event_text(f->ev, "key"));
	query_text(q, ":outcome", outcome);
	return rc == RC_OK ? query_run(q, err) : rc;
}
