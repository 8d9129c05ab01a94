/* custody_check.c - may this store decide on an item, and promise it? */
#include <stdio.h>

#include "db/clock.h"
#include "db/custody.h"
#include "db/heard.h"
#include "db/life.h"
#include "db/log/causal.h"
#include "db/log/event.h"
#include "db/log/project.h"

#define SEQ_MASK ((INT64_C(1) << LOG_SHIFT) - 1)

/* --- what is known --- */

static enum rc
seen_in(struct db *db, int64_t item, int64_t log, bool *seen, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ITEM_SEEN_SINCE);

	query_int(q, ":id", item);
	query_int(q, ":from", log << LOG_SHIFT);
	query_int(q, ":to", (log + 1) << LOG_SHIFT);
	enum rc rc = query_step(q, err);
	query_done(q);
	*seen = rc == RC_OK;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* After a restore that lost something an item waits until it has been in
 * somebody's hand here.  What was registered since is known whole. */
static enum rc
life_own(struct db *db, int64_t item, bool *suspended, struct err *err)
{
	struct lives lives;
	bool seen = false;
	enum rc rc = lives_since_loss(db, &lives, err);

	*suspended = false;
	if (rc != RC_OK || !lives.lost || lives_has(&lives, item >> LOG_SHIFT))
		return rc;
	for (size_t i = 0; rc == RC_OK && !seen && i < lives.n; i++)
		rc = seen_in(db, item, lives.log[i], &seen, err);
	*suspended = !seen;
	return rc;
}

/* Whether the depot that it was taken from, from, has heard of the claim; and
 * then whether all have. */
static enum rc
claim_heard(struct db *db, int64_t claim, bool *heard, char from[24],
    struct err *err)
{
	struct event ev = { .id = claim };
	char log[24] = "";
	sqlite3_stmt *q = query(db, Q_EVENT_GET);

	query_int(q, ":id", claim);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		rc = event_load_body((const char *)sqlite3_column_text(q, 5),
		    (size_t)sqlite3_column_bytes(q, 5), &ev.body, err);
	query_done(q);
	*heard = false;
	from[0] = '\0';
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	q = query(db, Q_LOG_NAME);
	query_int(q, ":id", claim >> LOG_SHIFT);
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, log, sizeof log);
	query_done(q);
	q = query(db, Q_CLAIM_HEARD);
	query_text(q, ":from", event_text(&ev, "from"));
	query_text(q, ":log", log);
	query_int(q, ":seq", claim & SEQ_MASK);
	rc = query_step(q, err);
	query_done(q);
	/* Its life's name begins with the depot. */
	snprintf(from, 24, "%s", event_text(&ev, "from"));
	from[strcspn(from, "-")] = '\0';
	json_decref(ev.body);
	return rc == RC_OK ? heard_by_all(db, claim, heard, from, err) :
	    rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
custody_read(struct db *db, int64_t item, struct custody *c, int64_t *claim,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ITEM_CUSTODY);

	memset(c, 0, sizeof *c);
	*claim = 0;
	query_int(q, ":id", item);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK) {
		query_col_text(q, 0, c->depot, sizeof c->depot);
		query_col_text(q, 1, c->bound, sizeof c->bound);
		query_col_text(q, 2, c->found_at, sizeof c->found_at);
		c->era = query_col(q, 3);
		c->hop = query_col(q, 4);
		*claim = query_col(q, 5);
	}
	query_done(q);
	if (rc != RC_OK)
		return rc;
	bool mine = strcmp(c->depot, db->depot) == 0;
	c->ours = mine && c->bound[0] == '\0';
	c->here = strcmp(c->found_at, db->depot) == 0 ||
	    (c->ours && c->found_at[0] == '\0');
	rc = life_own(db, item, &c->suspended, err);
	c->suspended = c->suspended && mine;
	return rc;
}

enum rc
custody_of(struct db *db, int64_t item, struct custody *c, struct err *err)
{
	int64_t claim;
	bool heard = true;
	char from[24];
	enum rc rc = custody_read(db, item, c, &claim, err);

	if (rc == RC_OK && claim != 0)
		rc = claim_heard(db, claim, &heard, from, err);
	c->claimed = !heard;
	return rc;
}

/* --- may it? --- */

static void
item_name(struct db *db, int64_t item, char code[48])
{
	sqlite3_stmt *q = query(db, Q_THING_NAME);

	code[0] = '\0';
	query_int(q, ":id", item);
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, code, 48);
	query_done(q);
}

static enum rc
rivals_check(struct db *db, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LIFE_RIVAL);

	query_text(q, ":depot", db->depot);
	enum rc rc = query_step(q, err);
	query_done(q);
	if (rc == RC_OK)
		return err_why(err, RC_REFUSED, WHY_TWO_LIVES, db->depot, NULL,
		    NULL);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
frozen_check(struct db *db, int64_t item, const char *code, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_UNKNOWN_CRITICAL);

	query_int(q, ":id", item);
	enum rc rc = query_step(q, err);
	query_done(q);
	if (rc == RC_OK)
		return err_why(err, RC_REFUSED, WHY_FROZEN, code, NULL, NULL);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
gap_check(struct db *db, int64_t item, const char *code, struct err *err)
{
	struct causal c;

	if (!causal_mixed(db, item))
		return RC_OK;
	enum rc rc = causal_load(db, item, true, &c, err);
	bool known = !c.gap;
	for (size_t i = 0; rc == RC_OK && known && i < c.n; i++) {
		int64_t sent = c.ev[i].kind != EVENT_RECEIVE ? 0 :
		    event_thing(db, &c.ev[i], "prev");

		if (sent != 0)
			rc = heard_sending(db, sent, c.ev[i].id, &known, err);
	}
	causal_release(&c);
	if (rc == RC_OK && !known)
		rc = err_why(err, RC_REFUSED, WHY_GAP, code, NULL, NULL);
	return rc;
}

static enum rc
decide_check(struct db *db, int64_t item, const struct custody *c,
    const char *code, struct err *err)
{
	if (c->bound[0] != '\0')
		return err_why(err, RC_REFUSED, WHY_ON_ITS_WAY, code, c->bound,
		    NULL);
	if (!c->ours)
		return err_why(err, RC_REFUSED, WHY_NOT_OURS, code, c->depot,
		    NULL);
	return frozen_check(db, item, code, err);
}

enum rc
custody_may_decide(struct db *db, int64_t item, struct err *err)
{
	struct custody c;
	int64_t claim;
	char code[48];
	enum rc rc = custody_read(db, item, &c, &claim, err);

	item_name(db, item, code);
	return rc == RC_OK ? decide_check(db, item, &c, code, err) : rc;
}

/* --- what was lost --- */

/* What a depot promised in days that it has lost, its receiver cannot know; nor
 * can it know itself where it had sent it then.  So nothing that it had a say
 * in is promised before its horizon, nor before all have heard of its loss. */
struct loss {
	int64_t log[LIVES_MAX];	/* lives that began with one */
	char    depot[LIVES_MAX][9];
	size_t  n;
	int32_t horizon;
};

static void
loss_add(struct loss *l, int64_t log, const char *depot, int64_t horizon)
{
	if (horizon > l->horizon)
		l->horizon = (int32_t)horizon;
	snprintf(l->depot[l->n], sizeof *l->depot, "%s", depot);
	l->log[l->n++] = log;
}

static enum rc
loss_load(struct db *db, int64_t item, struct loss *l, struct err *err)
{
	struct lives lives;
	char depot[9];
	sqlite3_stmt *q;
	enum rc rc = lives_since_loss(db, &lives, err);

	*l = (struct loss){ .n = 0 };
	if (rc != RC_OK)
		return rc;
	if (lives.lost && !lives_has(&lives, item >> LOG_SHIFT))
		loss_add(l, lives.log[lives.n - 1], db->depot, lives.horizon);
	q = query(db, Q_ITEM_LOSSES);
	query_int(q, ":id", item);
	query_text(q, ":own", db->depot);
	while (l->n < LIVES_MAX && (rc = query_step(q, err)) == RC_OK) {
		query_col_text(q, 2, depot, sizeof depot);
		loss_add(l, query_col(q, 0), depot, query_col(q, 1));
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
loss_check(struct db *db, int64_t item, int32_t start, const char *code,
    struct err *err)
{
	struct loss l;
	char day[CLOCK_DAY_MAX], who[24] = "";
	enum rc rc = loss_load(db, item, &l, err);

	if (rc == RC_OK && start < l.horizon)
		return err_why(err, RC_REFUSED, WHY_HORIZON,
		    clock_format_day(l.horizon, day), NULL, NULL);
	for (size_t i = 0; rc == RC_OK && i < l.n; i++) {
		bool heard = true;

		rc = heard_life(db, l.log[i], &heard, who, err);
		if (rc == RC_OK && !heard)
			rc = err_why(err, RC_REFUSED, WHY_LOSS_UNHEARD, code,
			    l.depot[i], who);
	}
	return rc;
}

enum rc
custody_may_promise(struct db *db, int64_t item, int32_t start,
    struct err *err)
{
	struct custody c;
	int64_t claim;
	bool heard = true;
	char code[48], from[24] = "";
	enum rc rc = custody_read(db, item, &c, &claim, err);

	item_name(db, item, code);
	if (rc == RC_OK)
		rc = decide_check(db, item, &c, code, err);
	if (rc == RC_OK)
		rc = rivals_check(db, err);
	if (rc == RC_OK && c.suspended)
		rc = err_why(err, RC_REFUSED, WHY_SUSPENDED, code, NULL, NULL);
	if (rc == RC_OK)
		rc = loss_check(db, item, start, code, err);
	if (rc == RC_OK && claim != 0)
		rc = claim_heard(db, claim, &heard, from, err);
	if (rc == RC_OK && !heard)
		rc = err_why(err, RC_REFUSED, WHY_CLAIM_UNHEARD, code, from,
		    NULL);
	return rc == RC_OK ? gap_check(db, item, code, err) : rc;
}
