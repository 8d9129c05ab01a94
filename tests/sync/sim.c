/* sim FIRST LAST [BUG] - five depots, a hub that lies, and a season of work:
 * one seed is one history.  After it goes quiet all stores must say the same,
 * nothing acknowledged may be missing, and no promise may be broken without
 * its case.  With BUG (1 lost receive, 2 double grant, 3 skipped segment) the
 * program has that fault planted and must be found out.
 *
 * Things are somewhere: a depot, the road, a unit.  Only what is in hand is
 * lent, returned, counted, received.  Everything else is what the verbs let. */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/case.h"
#include "db/clock.h"
#include "db/custody.h"
#include "db/history.h"
#include "db/late.h"
#include "db/log/apply.h"
#include "db/log/event.h"
#include "db/log/replay.h"
#include "db/order.h"
#include "db/slip.h"
#include "db/store.h"
#include "db/sync/invite.h"
#include "db/sync/sync.h"
#include "db/ticket.h"
#include "db/unit.h"
#include "tests/lib/lying_hub.h"

#define DEPOTS	5
#define STORES	(DEPOTS + 1)	/* and a copy of one */
#define STEPS	140
#define THINGS	400
#define ROAD	(-1)		/* where: on the road, at a unit */
#define UNIT	(-2)
#define GONE	(-3)		/* burned */
#define SEQ_MASK ((INT64_C(1) << LOG_SHIFT) - 1)

struct store {
	char path[160], code[9], log[24];
	struct db *db;
	int64_t clock_off;	/* seconds */
	int64_t unit;
	int64_t acked;		/* of its log: what a person was told is done */
	int64_t backup_seq;	/* of the backup that there is, 0 none */
	char backup_log[24];
	bool there, dead;	/* dead: its life was closed */
};

struct thing {			/* what the world knows of it */
	char name[48];		/* LOG.SEQ */
	char code[40];
	int  where, to;		/* a store's number, ROAD, UNIT */
	bool received;		/* and somebody was told so */
};

struct acked {
	char log[24];
	int64_t seq;
};

static struct store store[STORES];
static struct thing thing[THINGS];
static struct acked lives[64];
static size_t n_things, n_lives;
static struct lying_hub *hub;
static char dir[128];
static uint64_t state, random_state;
static int64_t world_time;
static int plant;
static bool calm;		/* no restores, copies or claims: no clash */
static crypto_generichash_state history;
static bool trace;
static struct err err;
static const char *about = "";	/* the thing that was last in hand */
static unsigned step_now;
static uint64_t seed_now;

/* --- chance, and time --- */

static unsigned
roll(unsigned n)
{
	state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)(state >> 33) % n;
}

static uint32_t
random_word(void)
{
	random_state = random_state * UINT64_C(6364136223846793005) + 99;
	return (uint32_t)(random_state >> 32);
}

static const char *
random_name(void)
{
	return "seeded";
}

static void
random_bytes(void *to, size_t n)
{
	for (unsigned char *p = to; n > 0; n--)
		*p++ = (unsigned char)random_word();
}

static randombytes_implementation seeded = {
	.implementation_name = random_name, .random = random_word,
	.buf = random_bytes,
};

static void __attribute__((noreturn, format(printf, 1, 2)))
found(const char *fmt, ...)
{
	va_list ap;

	printf("seed %" PRIu64 ", step %u: ", seed_now, step_now);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	fflush(stdout);
	_exit(3);
}

/* One line of history: the same seed must give the same. */
static void __attribute__((format(printf, 1, 2)))
tell(const char *fmt, ...)
{
	char line[256];
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	crypto_generichash_update(&history, (unsigned char *)line, (size_t)n);
	if (trace)
		printf("%u %s\n", step_now, line);
}

static void
clock_of(const struct store *s)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, world_time + s->clock_off);
	setenv("SAMDEPA_NOW", text, 1);
}

/* --- the planted faults: the real functions behind them --- */

enum rc __real_custody_receive(struct db *, int64_t,
    const struct custody_token *, int64_t, int, struct err *);
enum rc __wrap_custody_receive(struct db *, int64_t,
    const struct custody_token *, int64_t, int, struct err *);
enum rc
__wrap_custody_receive(struct db *db, int64_t item,
    const struct custody_token *token, int64_t place, int condition,
    struct err *e)
{
	return plant == 1 && item % 3 == 0 ? RC_OK : __real_custody_receive(db,
	    item, token, place, condition, e);
}

enum rc __real_order_check(struct db *, int64_t, int32_t, int64_t, int32_t,
    int32_t, int64_t, struct err *);
enum rc __wrap_order_check(struct db *, int64_t, int32_t, int64_t, int32_t,
    int32_t, int64_t, struct err *);
enum rc
__wrap_order_check(struct db *db, int64_t item, int32_t count, int64_t unit,
    int32_t start, int32_t until, int64_t except, struct err *e)
{
	return plant == 2 ? RC_OK : __real_order_check(db, item, count, unit,
	    start, until, except, e);
}

/* A segment is not applied, and counts as if it had been. */
static struct skipped {
	bool    now;
	char    log[24];
	struct db *db;
	int64_t seq;
	unsigned char hash[32];
} skipped;

enum rc __real_apply_begin(struct db *, const char *, int64_t *,
    unsigned char *, struct apply **, struct err *);
enum rc __wrap_apply_begin(struct db *, const char *, int64_t *,
    unsigned char *, struct apply **, struct err *);
enum rc
__wrap_apply_begin(struct db *db, const char *log, int64_t *seq,
    unsigned char *hash, struct apply **a, struct err *e)
{
	enum rc rc = __real_apply_begin(db, log, seq, hash, a, e);

	skipped = (struct skipped){ .db = db, .now = plant == 3 &&
	    rc == RC_OK && *seq > 8 && roll(10) == 0 };
	snprintf(skipped.log, sizeof skipped.log, "%s", log);
	return rc;
}

enum rc __real_apply_event(struct apply *, const struct apply_event *,
    struct err *);
enum rc __wrap_apply_event(struct apply *, const struct apply_event *,
    struct err *);
enum rc
__wrap_apply_event(struct apply *a, const struct apply_event *e,
    struct err *er)
{
	if (!skipped.now)
		return __real_apply_event(a, e, er);
	skipped.seq = e->seq;
	memcpy(skipped.hash, e->hash, sizeof skipped.hash);
	return RC_OK;
}

enum rc __real_apply_end(struct apply *, enum rc, struct err *);
enum rc __wrap_apply_end(struct apply *, enum rc, struct err *);
enum rc
__wrap_apply_end(struct apply *a, enum rc rc, struct err *e)
{
	rc = __real_apply_end(a, rc, e);
	if (!skipped.now || skipped.seq == 0 || rc != RC_OK)
		return rc;
	rc = db_begin(skipped.db, e);
	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(skipped.db, Q_LOG_ID);
	int64_t id = 0;
	query_text(q, ":name", skipped.log);
	if (query_step(q, NULL) == RC_OK)
		id = query_col(q, 0);
	query_done(q);
	q = query(skipped.db, Q_LOG_HEAD);
	query_int(q, ":id", id);
	query_int(q, ":seq", skipped.seq);
	query_blob(q, ":hash", skipped.hash, sizeof skipped.hash);
	return db_end(skipped.db, query_run(q, e), e);
}

/* --- stores --- */

static const struct actor *
who(int i)
{
	static struct actor a;

	a = (struct actor){ .id = 100 + i, .role = ROLE_ADMIN };
	return &a;
}

static void
must(enum rc rc, const char *what)
{
	if (rc != RC_OK)
		found("%s: %d %s", what, rc, err.text);
}

static void
store_reopen(struct store *s)
{
	db_close(s->db);
	must(db_open(s->path, 1000, &s->db, &err), "open");
	snprintf(s->log, sizeof s->log, "%s", s->db->log_name);
}

/* What has been said to be done is remembered. */
static void
acknowledge(struct store *s)
{
	sqlite3_stmt *q = query(s->db, Q_LOG_OWN);
	size_t i = 0;

	if (query_step(q, NULL) != RC_OK)
		found("no life");
	query_col_text(q, 1, s->log, sizeof s->log);
	s->acked = query_col(q, 2);
	query_done(q);
	while (i < n_lives && strcmp(lives[i].log, s->log) != 0)
		i++;
	if (i == n_lives && n_lives < 64)
		snprintf(lives[n_lives++].log, 24, "%s", s->log);
	if (i < 64 && lives[i].seq >= 0 && s->acked > lives[i].seq)
		lives[i].seq = s->acked;
}

/* What a nightly sync does besides. */
static enum rc
besides(struct db *db, struct sync_report *r, void *arg, struct err *e)
{
	int64_t opened;

	(void)r;
	(void)arg;
	return late_open(db, 10, &opened, e);
}

static enum rc
over(struct store *s, int rounds)
{
	static const struct sync_options opt = { .answer = besides };
	static struct sync_report r;
	enum rc rc = RC_OK;

	clock_of(s);
	for (int i = 0; i < rounds; i++) {
		rc = sync_over(s->db, lying_hub_hub(hub), &opt, &r, &err);
		if (rc != RC_OK && rc != RC_OUTSIDE)
			found("%s: sync: %d %s", s->code, rc, err.text);
		for (size_t n = 0; n < r.n_notes; n++)
			if (r.note[n].kind == SYNC_APPLY)
				found("%s: %s %s", s->code, r.note[n].arg[0],
				    r.note[n].arg[1]);
	}
	acknowledge(s);
	tell("%s %s.%" PRId64 " sync %d in %" PRId64 " out %" PRId64
	    " notes %zu", s->code, s->log, s->acked, rc, r.events_in,
	    r.events_out, r.n_notes);
	return rc;
}

static void
store_make(int i)
{
	static const char *const codes[] = { "SKU1", "TRB1", "TRB2", "YST1",
	    "YST2" };
	struct store *s = &store[i];
	struct unit u = { .name = "Skolan", .kind = "school" };
	char code[40];

	memset(s, 0, sizeof *s);
	snprintf(s->code, sizeof s->code, "%s", codes[i]);
	snprintf(u.organisation, sizeof u.organisation, "%.3s", codes[i]);
	snprintf(s->path, sizeof s->path, "%s/%d.db", dir, i);
	clock_of(s);
	must(db_init(s->path, s->code, s->code, u.organisation, "Kommun",
	    &err), "init");
	must(db_open(s->path, 1000, &s->db, &err), "open");
	must(act_begin(s->db, who(i), &err), "begin");
	enum rc rc = unit_set(s->db, &u, &s->unit, &err);
	if (rc == RC_OK)
		rc = category_ensure(s->db, "Stol", code, &err);
	must(act_end(s->db, rc, &err), "unit");
	s->there = true;
	acknowledge(s);
}

static void
join_all(void)
{
	char text[INVITE_TEXT_MAX];
	struct invite in;

	must(registry_begin(store[0].db, false, &err), "coordinator");
	for (int i = 1; i < DEPOTS; i++) {
		must(invite_make(store[0].db, store[i].code, "file:/hub", 9,
		    text, &err), "invite");
		must(invite_read(text, strlen(text), &in, &err), "invitation");
		must(invite_accept(store[i].db, &in, lying_hub_hub(hub),
		    false, &err), "join");
	}
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < DEPOTS; i++)
			over(&store[i], 1);
}

/* --- things --- */

static void
name_of(struct db *db, int64_t id, char out[48])
{
	json_t *j = NULL;
	char log[24] = "";
	sqlite3_stmt *q = query(db, Q_LOG_NAME);

	query_int(q, ":id", id >> LOG_SHIFT);
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, log, sizeof log);
	query_done(q);
	json_decref(j);
	snprintf(out, 48, "%s.%" PRId64, log, id & SEQ_MASK);
}

/* The thing in a store; 0: it does not know it yet. */
static int64_t
id_in(struct db *db, const struct thing *t)
{
	const char *dot = strrchr(t->name, '.');
	int64_t log = 0, id = 0;
	sqlite3_stmt *q = query(db, Q_LOG_ID);
	struct item it;

	query_textn(q, ":name", t->name, (size_t)(dot - t->name));
	if (query_step(q, NULL) == RC_OK)
		log = query_col(q, 0);
	query_done(q);
	if (log != 0)
		id = log << LOG_SHIFT | strtoll(dot + 1, NULL, 10);
	return id != 0 && item_get(db, id, &it, NULL) == RC_OK ? id : 0;
}

static struct thing *
thing_at(int where)
{
	if (n_things == 0)
		return NULL;
	for (unsigned i = 0, from = roll((unsigned)n_things); i < n_things;
	    i++) {
		struct thing *t = &thing[(from + i) % n_things];

		about = t->code;
		if (t->where == where)
			return t;
	}
	return NULL;
}

static struct thing *
any_thing(void)
{
	return n_things == 0 ? NULL : &thing[roll((unsigned)n_things)];
}

/* --- what people do --- */

static enum rc
do_register(int i)
{
	struct store *s = &store[i];
	struct item_form f;
	struct item it;
	int64_t id;

	if (n_things == THINGS)
		return RC_REFUSED;
	item_form_init(&f);
	f.name = "Stol";
	f.category = "stol";
	enum rc rc = item_register(s->db, &f, &id, &err);
	if (rc == RC_OK)
		rc = item_get(s->db, id, &it, &err);
	if (rc != RC_OK)
		return rc;
	struct thing *t = &thing[n_things++];
	name_of(s->db, id, t->name);
	snprintf(t->code, sizeof t->code, "%s", it.code);
	t->where = i;
	return RC_OK;
}

static enum rc
do_order(int i, bool out)
{
	struct store *s = &store[i];
	struct thing *t = out ? thing_at(i) : any_thing();
	int64_t id = t == NULL ? 0 : id_in(s->db, t), order, ticket;
	struct order_line line = { .item = id, .count = 1 };
	int32_t start = clock_today() + (out ? 0 : (int32_t)roll(20));
	struct order_form f = { .kind = ORDER_LOAN, .unit = s->unit,
	    .start = start, .until = start + 1 + (int32_t)roll(14),
	    .lines = &line, .n = 1 };
	struct custody c;

	if (id == 0)
		return RC_NOT_FOUND;
	/* In a calm world nothing goes out that its depot does not know of. */
	if (out && calm && (custody_of(s->db, id, &c, NULL) != RC_OK ||
	    !c.ours))
		return RC_REFUSED;
	if (out) {
		enum rc rc = order_hand_out(s->db, &f, &order, &err);

		if (rc == RC_OK) {
			t->where = UNIT;
			t->to = i;
		}
		return rc;
	}
	enum rc rc = order_make(s->db, &f, &order, &err);
	if (rc == RC_OK && order_is_ours(s->db, order)) {
		rc = order_grant(s->db, order, NULL, &err);
		if (rc == RC_OK)
			rc = ticket_issue(s->db, order, 0, &ticket, &err);
	}
	return rc;
}

/* Hands out what is reserved, if it stands here. */
static enum rc
do_redeem(int i)
{
	struct store *s = &store[i];
	struct ticket t[32];
	struct booking b[8];
	size_t n = 0, m = 0;
	enum rc rc = ticket_list(s->db, NULL, true, 0, t, 32, &n, &err);

	if (rc != RC_OK || n == 0)
		return RC_NOT_FOUND;
	const struct ticket *one = &t[roll((unsigned)n)];
	if (strcmp(one->depot, s->code) != 0)
		return RC_REFUSED;
	rc = booking_list(s->db, &(struct booking_filter){ .ticket = one->id },
	    0, b, 8, &m, &err);
	for (size_t k = 0; k < n_things && m > 0; k++)
		if (strcmp(thing[k].code, b[0].item_code) == 0 &&
		    thing[k].where == i && id_in(s->db, &thing[k]) ==
		    b[0].item) {
			rc = ticket_redeem(s->db, one->id, b[0].item, 1, &err);
			if (rc == RC_OK) {
				thing[k].where = UNIT;
				thing[k].to = i;
			}
			return rc;
		}
	return RC_NOT_FOUND;
}

/* What was out comes in, mostly where it went out. */
static enum rc
do_return(int i)
{
	struct store *s = &store[i];
	struct thing *t = thing_at(UNIT);
	int64_t id = t == NULL ? 0 : id_in(s->db, t);

	if (id == 0 || (t->to != i && (calm || roll(4) != 0)))
		return RC_NOT_FOUND;
	enum rc rc = order_return(s->db, id, 0, -1, 0, NULL, &err);
	/* The log of the loan has not come: then it simply turned up. */
	if (rc == RC_REFUSED)
		rc = custody_arrive(s->db, id, 0, &err);
	if (rc == RC_OK || rc == RC_REFUSED)
		t->where = i;
	return rc;
}

static enum rc
do_dispatch(int i)
{
	struct store *s = &store[i];
	struct thing *t = thing_at(i);
	int64_t id = t == NULL ? 0 : id_in(s->db, t);
	int to = (int)roll(DEPOTS);
	char number[24], text[SLIP_TEXT_MAX];

	if (id == 0 || to == i)
		return RC_NOT_FOUND;
	enum rc rc = slip_dispatch(s->db, &id, 1, store[to].code, number, text,
	    &err);
	if (rc == RC_OK) {
		t->where = ROAD;
		t->to = to;
		t->received = false;
		/* Its paper goes with it; now and then it is lost. */
		if (roll(3) != 0) {
			char path[200];

			snprintf(path, sizeof path, "%s/slip-%zu", dir,
			    (size_t)(t - thing));
			FILE *f = fopen(path, "w");
			if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
				found("slip");
		}
	}
	return rc;
}

static enum rc
do_receive(int i)
{
	struct store *s = &store[i];
	struct thing *t = NULL;
	char path[200], text[SLIP_TEXT_MAX] = "";
	struct manifest slip;
	int64_t id;

	for (size_t k = 0; k < n_things && t == NULL; k++)
		if (thing[k].where == ROAD && thing[k].to == i)
			t = &thing[k];
	if (t == NULL)
		return RC_NOT_FOUND;
	snprintf(path, sizeof path, "%s/slip-%zu", dir, (size_t)(t - thing));
	FILE *f = fopen(path, "r");
	if (f != NULL) {
		if (fgets(text, sizeof text, f) == NULL)
			text[0] = '\0';
		fclose(f);
		unlink(path);
	}
	about = t->code;
	enum rc rc = RC_NOT_FOUND;
	bool paper = text[0] != '\0' && slip_verify(s->db, text, &slip,
	    NULL) == RC_OK;
	if (paper)
		rc = slip_receive(s->db, &slip, 0, 0, -1, &id, &err);
	else if ((id = id_in(s->db, t)) != 0)
		rc = custody_arrive(s->db, id, 0, &err);
	if (rc == RC_OK) {
		t->where = i;
		t->received = paper;
	}
	return rc;
}

static enum rc
do_count(int i)
{
	struct store *s = &store[i];
	struct thing *t = thing_at(i);
	int64_t id = t == NULL ? 0 : id_in(s->db, t);

	if (id == 0)
		return RC_NOT_FOUND;
	return roll(2) ? custody_count(s->db, id, 0, &err) : item_grade(s->db,
	    id, (enum condition)roll(3), NULL, &err);
}

static enum rc
do_claim(int i)
{
	struct store *s = &store[i];
	struct thing *t;
	int64_t id;
	struct actor second = { .id = 999, .role = ROLE_STAFF };

	/* What a closed depot had need not be in hand. */
	if (roll(2) && (t = any_thing()) != NULL && (id = id_in(s->db, t)) != 0
	    && custody_claim(s->db, id, NULL, "closed", true, NULL) == RC_OK)
		return RC_OK;
	t = thing_at(i);
	id = t == NULL ? 0 : id_in(s->db, t);
	if (id == 0 || calm || roll(4) != 0)
		return RC_NOT_FOUND;
	return custody_claim(s->db, id, &second, "unreachable", false, &err);
}

/* Yes if it can be, else no. */
static enum rc
do_answer(int i, bool yes)
{
	struct store *s = &store[i];
	struct order o[16];
	int64_t ticket;
	size_t n = 0;
	enum rc rc = order_list(s->db, &(struct order_filter){
	    .state = ORDER_ASKED + 1 }, 0, o, 16, &n, &err);

	for (size_t k = 0; rc == RC_OK && k < n; k++) {
		if (strcmp(o[k].answers, s->code) != 0)
			continue;
		if (!yes)
			return order_refuse(s->db, o[k].id, "shortage", &err);
		rc = order_grant(s->db, o[k].id, NULL, &err);
		if (rc == RC_OK)
			rc = ticket_issue(s->db, o[k].id, 0, &ticket, &err);
		return rc == RC_NOT_FOUND ? RC_REFUSED : rc;
	}
	return RC_NOT_FOUND;
}

static enum rc
do_settle(int i)
{
	struct store *s = &store[i];
	struct depot_case c[16];
	const char *name, *label;
	size_t n = 0;
	enum rc rc = case_list(s->db, NULL, true, 0, c, 16, &n, &err);

	if (rc != RC_OK || n == 0 || roll(3) != 0)
		return RC_NOT_FOUND;
	const struct depot_case *one = &c[roll((unsigned)n)];
	if (!case_outcome(one->kind, (int)roll(2), &name, &label))
		return RC_NOT_FOUND;
	char outcome[24];
	snprintf(outcome, sizeof outcome, "%s", name);
	return case_settle(s->db, one->id, outcome, NULL, &err);
}

static enum rc
do_other(int i)
{
	struct store *s = &store[i];
	struct thing *t = thing_at(i);
	int64_t id = t == NULL ? 0 : id_in(s->db, t), act;
	struct item_form f;
	struct order o[8];
	size_t n = 0;

	switch (roll(5)) {
	case 0:
		if (undo_last(s->db, 100 + i, &act, &err) != RC_OK)
			return RC_NOT_FOUND;
		/* What left the house or came into it is not undone so. */
		return calm ? undo_act(s->db, act, &err) : RC_REFUSED;
	case 1:
		item_form_init(&f);
		f.value = 1 + roll(1000);
		return id == 0 ? RC_NOT_FOUND : item_edit(s->db, id, &f, &err);
	case 2:
		return id == 0 ? RC_NOT_FOUND : item_lose(s->db, id, NULL,
		    &err);
	case 3:
		return id == 0 ? RC_NOT_FOUND : item_find_again(s->db, id, 0,
		    &err);
	default:
		if (order_list(s->db, &(struct order_filter){ .state =
		    (roll(2) ? ORDER_GRANTED : ORDER_ASKED) + 1 }, 0, o, 8, &n,
		    &err) != RC_OK || n == 0)
			return RC_NOT_FOUND;
		return order_cancel(s->db, o[roll((unsigned)n)].id, NULL,
		    &err);
	}
}

static void
act(int i)
{
	struct store *s = &store[i];
	struct thing kept[THINGS];
	size_t kept_n = n_things;
	unsigned what = roll(16);
	enum rc rc;

	clock_of(s);
	memcpy(kept, thing, sizeof kept);
	about = "";
	rc = act_begin(s->db, who(i), &err);
	if (rc == RC_REFUSED && s->dead)
		return;
	must(rc, "begin");
	switch (what) {
	case 0: case 1: rc = do_register(i); break;
	case 2: case 3: case 4: rc = do_order(i, false); break;
	case 5: case 6: rc = do_order(i, true); break;
	case 7: rc = do_redeem(i); break;
	case 8: case 9: rc = do_return(i); break;
	case 10: rc = do_dispatch(i); break;
	case 11: rc = do_receive(i); break;
	case 12: rc = do_count(i); break;
	case 13: rc = do_claim(i); break;
	case 14: rc = do_answer(i, roll(4) != 0); break;
	default: rc = roll(2) ? do_settle(i) : do_other(i); break;
	}
	/* The plug is pulled: what was not said to be done is not. */
	bool crash = roll(25) == 0;
	if (crash && rc == RC_OK)
		rc = RC_OUTSIDE;
	rc = act_end(s->db, rc, &err);
	if (rc == RC_DAMAGED)
		found("%s: act %u: %d %s", s->code, what, rc, err.text);
	if (rc != RC_OK) {
		memcpy(thing, kept, sizeof kept);
		n_things = kept_n;
	}
	if (crash)
		store_reopen(s);
	acknowledge(s);
	tell("%s %s.%" PRId64 " act %u: %d %s", s->code, s->log, s->acked,
	    what, rc, about);
}

/* A depot of a newer version says something that nobody here knows. */
static void
from_the_future(int i)
{
	struct store *s = &store[i];
	struct thing *t = thing_at(i);
	int64_t id = t == NULL ? 0 : id_in(s->db, t);
	char body[128];

	if (id == 0 || id >> LOG_SHIFT != s->db->log || s->dead)
		return;
	clock_of(s);
	must(act_begin(s->db, who(i), &err), "begin");
	int n = snprintf(body, sizeof body, "{\"colour\":\"red\",%s\"item\":%"
	    PRId64 "}", roll(4) == 0 ? "\"critical\":1," : "", id & SEQ_MASK);
	s->db->act = s->db->log << LOG_SHIFT | (s->db->seq + 1);
	event_hash(s->db->hash, s->db->log_name, s->db->seq + 1,
	    s->db->seq + 1, clock_now(), 1, "paint", body, (size_t)n,
	    s->db->hash);
	s->db->seq++;
	sqlite3_stmt *q = query(s->db, Q_EVENT_INSERT);
	query_int(q, ":id", s->db->act);
	query_int(q, ":act", s->db->act);
	query_int(q, ":time", clock_now());
	query_int(q, ":actor", 1);
	query_text(q, ":kind", "paint");
	query_textn(q, ":body", body, (size_t)n);
	query_blob(q, ":hash", s->db->hash, HASH_SIZE);
	enum rc rc = query_run(q, &err);
	q = query(s->db, Q_EVENT_TOUCH);
	query_int(q, ":thing", id);
	query_int(q, ":event", s->db->act);
	if (rc == RC_OK)
		rc = query_run(q, &err);
	must(act_end(s->db, rc, &err), "future");
	acknowledge(s);
	tell("%s future", s->code);
}

/* --- what happens to disks --- */

static void
copy_file(const char *from, const char *to)
{
	char buf[65536];
	size_t n;
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");

	if (in == NULL || out == NULL)
		found("copy %s", from);
	while ((n = fread(buf, 1, sizeof buf, in)) > 0)
		if (fwrite(buf, 1, n, out) != n)
			found("copy to %s", to);
	fclose(in);
	fclose(out);
}

static void
do_backup(int i)
{
	char path[200];
	struct store *s = &store[i];

	snprintf(path, sizeof path, "%s.bak", s->path);
	unlink(path);
	must(store_backup(s->db, path, NULL, &err), "backup");
	s->backup_seq = s->acked;
	memcpy(s->backup_log, s->log, sizeof s->backup_log);
	tell("%s backup", s->code);
}

/* The disk is gone: what nobody else has seen of its log is lost, and said. */
static void
do_restore(int i)
{
	char path[200];
	struct store *s = &store[i];

	snprintf(path, sizeof path, "%s.bak", s->path);
	if (s->backup_seq == 0 || s->dead || calm)
		return;
	clock_of(s);
	db_close(s->db);
	s->db = NULL;
	must(store_restore(path, s->path, &err), "restore");
	must(db_open(s->path, 1000, &s->db, &err), "open");
	for (size_t k = 0; k < n_lives; k++) {
		bool same = strcmp(lives[k].log, s->backup_log) == 0;

		if (same && lives[k].seq > s->backup_seq)
			lives[k].seq = s->backup_seq;
		/* Lives begun after the backup may be lost whole. */
		if (!same && strncmp(lives[k].log, s->code, 4) == 0)
			lives[k].seq = 0;
	}
	acknowledge(s);
	tell("%s restored to %" PRId64, s->code, s->backup_seq);
	s->backup_seq = 0;
}

/* A key is changed: a new life, and nothing is lost. */
static void
do_rekey(int i)
{
	struct store *s = &store[i];

	if (s->dead)
		return;
	clock_of(s);
	must(db_next_life(s->db, false, &err), "rekey");
	acknowledge(s);
	tell("%s rekeyed", s->code);
}

/* A depot burns down with all that stands in it; the coordinator closes it, and
 * another takes over what it answered for. */
static void
do_burn(int i)
{
	struct store *s = &store[i];

	if (calm || s->dead)
		return;
	db_close(s->db);
	s->db = NULL;
	s->there = false;
	s->dead = true;
	for (size_t k = 0; k < n_lives; k++)
		if (strncmp(lives[k].log, s->code, strlen(s->code)) == 0)
			lives[k].seq = 0;	/* what others have is kept */
	for (size_t k = 0; k < n_things; k++)
		if (thing[k].where == i)
			thing[k].where = GONE;
	clock_of(&store[0]);
	must(registry_close(store[0].db, s->code, NULL, 0, &err), "retire");
	tell("%s burned", s->code);
}

static void
do_copy(void)
{
	struct store *from = &store[DEPOTS - 1], *s = &store[DEPOTS];
	char path[200];

	if (s->there || calm || from->dead || !from->there)
		return;
	memmove(s, from, sizeof *s);
	memset(s->path, 0, sizeof s->path);
	snprintf(s->path, sizeof s->path, "%.100s/twin.db", dir);
	snprintf(path, sizeof path, "%s/twin.tmp", dir);
	unlink(path);
	must(store_backup(from->db, path, NULL, &err), "clone");
	copy_file(path, s->path);
	unlink(path);
	s->backup_seq = 0;
	s->db = NULL;
	must(db_open(s->path, 1000, &s->db, &err), "open the copy");
	/* From here on their common log has two ends. */
	for (size_t k = 0; k < n_lives; k++)
		if (strcmp(lives[k].log, from->log) == 0)
			lives[k].seq = -from->acked;
	tell("%s cloned at %" PRId64, from->code, from->acked);
}

/* --- quiet --- */

static void
all_sync(int rounds)
{
	for (int r = 0; r < rounds; r++)
		for (int i = 0; i < STORES; i++)
			if (store[i].there)
				must(over(&store[i], 1), "quiet sync");
}

/* A person decides which of two lives goes on. */
static void
decide_lives(void)
{
	struct store *a = &store[DEPOTS - 1], *b = &store[DEPOTS];

	if (!b->there || strcmp(a->log, b->log) == 0)
		return;
	if (registry_close(store[0].db, b->code, b->log, 0, &err) != RC_OK)
		found("close the copy: %s", err.text);
	b->dead = true;
	for (size_t k = 0; k < n_lives; k++)
		if (strcmp(lives[k].log, b->log) == 0)
			lives[k].seq = 0;
	tell("%s of the copy is closed", b->log);
}

/* What turned up before the news of its sending came stands in the list of
 * what is to be received: somebody scans it. */
static void
scan_what_is_bound(int i)
{
	struct store *s = &store[i];
	struct custody c;

	for (size_t k = 0; k < n_things; k++) {
		int64_t id = thing[k].where == i && !thing[k].received ?
		    id_in(s->db, &thing[k]) : 0;

		if (id == 0 || custody_of(s->db, id, &c, NULL) != RC_OK ||
		    strcmp(c.bound, s->code) != 0)
			continue;
		must(act_begin(s->db, who(i), &err), "begin");
		(void)!act_end(s->db, custody_count(s->db, id, 0, &err), &err);
	}
}

static void
quiet(void)
{
	lying_hub_lies(hub, &(struct lies){ .lost = 0 });
	all_sync(4);
	decide_lives();
	all_sync(3);
	/* What is on the road arrives, what is asked is answered. */
	for (int i = 0; i < DEPOTS; i++) {
		struct store *s = &store[i];

		if (!s->there)
			continue;
		clock_of(s);
		for (enum rc rc = RC_OK; rc == RC_OK;) {
			must(act_begin(s->db, who(i), &err), "begin");
			rc = act_end(s->db, do_receive(i), &err);
		}
		scan_what_is_bound(i);
		for (enum rc rc = RC_OK; rc != RC_NOT_FOUND;) {
			must(act_begin(s->db, who(i), &err), "begin");
			rc = act_end(s->db, do_answer(i, true), &err);
			if (rc == RC_OK || rc == RC_NOT_FOUND)
				continue;
			must(act_begin(s->db, who(i), &err), "begin");
			rc = act_end(s->db, do_answer(i, false), &err);
			must(rc == RC_NOT_FOUND ? RC_OK : rc, "refuse");
		}
		acknowledge(s);
	}
	all_sync(4);
	for (int i = 0; i < STORES; i++)
		if (store[i].there)
			store_reopen(&store[i]);
}

/* --- what must hold --- */

static int64_t
number(struct db *db, const char *sql, const char *text, int64_t n)
{
	sqlite3_stmt *q = NULL;
	int64_t value = 0;

	if (sqlite3_prepare_v2(db->sql, sql, -1, &q, NULL) != SQLITE_OK)
		found("%s", sqlite3_errmsg(db->sql));
	if (text != NULL)
		sqlite3_bind_text(q, 1, text, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(q, 2, n);
	if (sqlite3_step(q) == SQLITE_ROW)
		value = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return value;
}

static void
check_nothing_missing(struct store *s)
{
	for (size_t k = 0; k < n_lives; k++) {
		int64_t upto = lives[k].seq < 0 ? 0 : lives[k].seq;
		int64_t have = number(s->db, "SELECT (SELECT count(*) FROM"
		    " event e JOIN log l ON l.id = e.id >> 40 WHERE l.name = ?1"
		    " AND (e.id & ((1 << 40) - 1)) <= ?2) + (SELECT"
		    " count(DISTINCT seq) FROM evidence WHERE log = ?1 AND"
		    " seq <= ?2 AND seq > (SELECT coalesce(max(l.seq), 0)"
		    " FROM log l WHERE l.name = ?1))", lives[k].log, upto);

		if (have < upto)
			found("%s: of %s %" PRId64 " of %" PRId64
			    " acknowledged events", s->code, lives[k].log,
			    have, upto);
	}
}

static void
check_store(struct store *s)
{
	static struct store_check c;

	(void)!store_check(s->db, &c, NULL, &err);
	for (size_t p = 0; p < c.n_problems; p++)
		found("%s: %s", s->code, c.problems[p]);
	if (number(s->db, "SELECT count(*) FROM orders o WHERE o.state = 0 AND"
	    " NOT EXISTS (SELECT 1 FROM cases c WHERE c.orders = o.id)", NULL,
	    0) != 0)
		found("%s: an order has no answer", s->code);
	if (calm && number(s->db, "SELECT count(*) FROM cases WHERE kind ="
	    " 'clash' AND key <> ''", NULL, 0) != 0)
		found("%s: two promises of one thing", s->code);
	check_nothing_missing(s);
}

/* Who received a thing answers for it, wherever the world is calm. */
static void
check_custody(void)
{
	for (size_t k = 0; calm && k < n_things; k++) {
		struct custody c;
		int64_t id = id_in(store[0].db, &thing[k]);

		if (id == 0 || thing[k].where < 0)
			continue;
		must(custody_of(store[0].db, id, &c, &err), "custody");
		if (c.bound[0] != '\0')
			found("%s is on its way to %s and stands in %s",
			    thing[k].code, c.bound, store[thing[k].where].code);
	}
}

static void
check_all(void)
{
	char first[65] = "", hash[65];

	for (int i = 0; i < STORES; i++) {
		if (!store[i].there || store[i].dead)
			continue;
		check_store(&store[i]);
		must(state_hash(store[i].db, hash, &err), "hash");
		if (first[0] == '\0')
			memcpy(first, hash, sizeof first);
		else if (strcmp(first, hash) != 0)
			found("%s says something else than %s", store[i].code,
			    store[0].code);
	}
	check_custody();
	tell("state %s", first);
}

/* --- one history --- */

static void
lie_a_lot(void)
{
	struct lies l = { .lost = 30, .forgotten = 12, .hidden = 25,
	    .short_read = 25, .flipped = 25, .old = 20, .ghost = 6,
	    .broken = 40 };

	lying_hub_lies(hub, &l);
}

static void
one(uint64_t seed, char digest[33])
{
	unsigned char hash[16];
	char command[256];

	seed_now = seed;
	step_now = 0;
	state = seed * 2654435761u + 1;
	random_state = seed;
	world_time = INT64_C(1790000000);
	n_things = n_lives = 0;
	calm = seed % 3 == 0;
	memset(store, 0, sizeof store);
	memset(lives, 0, sizeof lives);
	crypto_generichash_init(&history, NULL, 0, sizeof hash);
	hub = lying_hub_new(roll);
	for (int i = 0; i < DEPOTS; i++)
		store_make(i);
	join_all();
	if (seed % 4 == 1)
		store[1 + roll(4)].clock_off = (roll(2) ? 3650 : -3650) *
		    INT64_C(86400);
	lie_a_lot();
	for (step_now = 1; step_now <= STEPS; step_now++) {
		int i = (int)roll(STORES);

		world_time += 3600 * (1 + roll(20));
		while (!store[i].there)
			i = (int)roll(DEPOTS);
		if (roll(5) == 0)
			over(&store[i], 1);
		else if (i < DEPOTS && roll(25) == 0)
			do_backup(i);
		else if (i < DEPOTS && roll(60) == 0)
			do_restore(i);
		else if (step_now == STEPS / 2 && seed % 5 == 2)
			do_copy();
		else if (i < DEPOTS && roll(60) == 0)
			from_the_future(i);
		else if (i < DEPOTS && roll(60) == 0)
			do_rekey(i);
		else if (step_now == STEPS * 2 / 3 && seed % 7 == 3)
			do_burn(2);
		else
			act(i);
	}
	quiet();
	check_all();
	crypto_generichash_final(&history, hash, sizeof hash);
	sodium_bin2hex(digest, 33, hash, sizeof hash);
	for (int i = 0; i < STORES; i++)
		if (store[i].there)
			db_close(store[i].db);
	lying_hub_free(hub);
	snprintf(command, sizeof command, "rm -rf %s/*", dir);
	if (system(command) != 0)
		found("cleaning up");
}

int
main(int argc, char **argv)
{
	uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
	uint64_t last = argc > 2 ? strtoull(argv[2], NULL, 10) : first;
	const char *tmp = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	char digest[33];

	plant = argc > 3 ? atoi(argv[3]) : 0;
	trace = getenv("SIM_TRACE") != NULL;
	randombytes_set_implementation(&seeded);
	if (sodium_init() < 0)
		return 2;
	snprintf(dir, sizeof dir, "%s/samdepa-sim-XXXXXX", tmp);
	if (mkdtemp(dir) == NULL)
		return 2;
	for (uint64_t s = first; s <= last; s++) {
		one(s, digest);
		if (first == last || trace)
			printf("seed %" PRIu64 ": %s\n", s, digest);
	}
	rmdir(dir);
	return 0;
}
