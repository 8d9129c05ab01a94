/* A night among twenty depots: each has 200 new events and publishes them; one
 * more, with the big store, pulls them all and publishes its own.  Beside it
 * the same rows put into a copy of its store by hand, a transaction a depot.
 * Before that a year of nights lies on the hub: what they cost when they are
 * pulled at once, and what a night costs in which nothing has happened. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/order.h"
#include "db/sync/hub_kind.h"
#include "db/sync/session.h"
#include "db/unit.h"
#include "tests/bench/depots.h"
#include "tests/lib/pty.h"

enum { DEPOTS = 20, DAYS = 365, DAY_EVENTS = 4, NIGHTS = 5, QUIET = 5 };
enum { THINGS = 40, LOANS = 40, NEW = 20, NOTES = 10 };
#define SEQ_MASK ((INT64_C(1) << LOG_SHIFT) - 1)

struct night {
	char   work[4096], bare[4096], hub[4096], url[HUB_URL_MAX];
	struct sync_report year, report;
	double year_s, quiet_s[QUIET], ours_s, bare_s;
	int64_t before[DEPOTS + 2];	/* of each log: its head before */
	int64_t rows;
	int    i;			/* the depot or round at hand */
};

static const struct actor admin = { .id = 7, .role = ROLE_ADMIN };

static void
depot_path(const struct night *n, int i, char out[4200])
{
	snprintf(out, 4200, "%s.n%02d", n->work, i);
}

/* --- a depot's work --- */

static void
lend_and_return(struct db *db, int64_t unit, int64_t item, const char *note)
{
	struct order_line line = { .item = item, .count = 1 };
	struct order_form form = { .kind = ORDER_LOAN, .unit = unit,
	    .start = clock_today(), .until = clock_today() + 14,
	    .delivery = "", .reason = "need", .note = note, .contact = "",
	    .phone = "", .lines = &line, .n = 1 };
	struct err err;
	int64_t order;

	must(order_hand_out(db, &form, &order, &err), &err, "lend");
	must(order_return(db, item, 0, -1, 0, NULL, &err), &err, "return");
}

static int64_t
item_new(struct db *db, const char *category)
{
	struct item_form form;
	struct err err;
	int64_t id;

	item_form_init(&form);
	form.name = "Kontorsstol grå";
	form.category = category;
	form.condition = CONDITION_GOOD;
	must(item_register(db, &form, &id, &err), &err, "register");
	return id;
}

/* A new depot, and a year of small days: DAY_EVENTS events each. */
static void
year_of_work(void *arg)
{
	struct night *n = arg;
	char path[4200], code[40];
	int64_t item[THINGS], unit;
	struct unit u = { .name = "Skolan", .kind = "school",
	    .organisation = "TRB" };
	struct err err;

	depot_path(n, n->i, path);
	struct db *db = depot_open(path);
	must(act_begin(db, &admin, &err), &err, "act");
	must(unit_set(db, &u, &unit, &err), &err, "unit");
	must(category_ensure(db, "Kontorsstol", code, &err), &err, "category");
	for (int i = 0; i < THINGS; i++)
		item[i] = item_new(db, code);
	for (int i = 0; i < DAYS; i++)
		lend_and_return(db, unit, item[i % THINGS], "");
	must(act_end(db, RC_OK, &err), &err, "act");
	db_close(db);
}

/* 200 events: 40 loans (160), 20 things taken in and put away (40). */
static void
day_of_work(struct db *db, const int64_t *items)
{
	struct unit u;
	struct category c;
	struct place p = { .name = "A-01" };
	struct err err;
	int64_t place;
	size_t n;

	must(unit_list(db, NULL, 0, &u, 1, &n, &err), &err, "unit");
	must(category_list(db, 0, &c, 1, &n, &err), &err, "category");
	must(act_begin(db, &admin, &err), &err, "act");
	for (int i = 0; i < LOANS; i++)
		lend_and_return(db, u.id, items[i], i < NOTES ?
		    "Vi behöver den till veckan" : "");
	must(place_set(db, &p, &place, &err), &err, "place");
	for (int i = 0; i < NEW; i++)
		must(item_shelve(db, item_new(db, c.code), place, &err), &err,
		    "shelve");
	must(act_end(db, RC_OK, &err), &err, "act");
}

/* --- the hub as each of the twenty sees it: its own log alone, for what the
 * others do is of no matter here --- */

static char own[48];
static void (*told)(const char *, void *);

static void
tell_own(const char *name, void *arg)
{
	if (strncmp(name, own, strlen(own)) == 0)
		told(name, arg);
}

static enum rc
list_own(void *hub, const char *prefix, void (*each)(const char *, void *),
    void *arg, struct err *err)
{
	told = each;
	return hub_list(hub, prefix, tell_own, arg, err);
}

static enum rc
get_own(void *hub, const char *name, size_t max, unsigned char **bytes,
    size_t *n, struct err *err)
{
	return hub_get(hub, name, max, bytes, n, err);
}

static enum rc
put_own(void *hub, const char *name, const void *bytes, size_t n,
    bool replace, struct err *err)
{
	return hub_put(hub, name, bytes, n, replace, err);
}

static enum rc
remove_own(void *hub, const char *name, struct err *err)
{
	return hub_remove(hub, name, err);
}

static const struct hub_ops own_ops = { .list = list_own, .get = get_own,
    .put = put_own, .remove = remove_own };

static void
sync_own(const struct night *n, const char *path)
{
	static struct sync_report report;
	struct hub hub = { &own_ops, depot_hub(n->url) };
	struct db *db = depot_open(path);
	struct err err;

	snprintf(own, sizeof own, "logs/%s/", db->log_name);
	must(sync_over(db, &hub, NULL, &report, &err), &err, path);
	db_close(db);
	hub_close(hub.state);
}

/* --- a year on the hub --- */

/* A hub's put, without waiting for the disk. */
static void
leave(const struct night *n, const char *name, const void *bytes, size_t len)
{
	char path[4400];

	snprintf(path, sizeof path, "%s/%s", n->hub, name);
	*strrchr(path, '/') = '\0';
	mkdir(path, 0777);
	path[strlen(path)] = '/';
	FILE *f = fopen(path, "w");
	if (f == NULL || fwrite(bytes, len, 1, f) != 1 || fclose(f) != 0)
		bench_fail("%s: cannot be written", path);
}

static void
segment_leave(const struct night *night, struct db *db,
    const struct log *log, const unsigned char *key, int64_t first,
    int64_t last)
{
	sqlite3_stmt *q = query(db, Q_EVENT_OF_LOG);
	unsigned char before[HASH_SIZE], sig[64], *bytes;
	struct segment_writer *w;
	struct segment_head head;
	char name[120];
	struct err err;
	size_t n;

	must(log_hash_at(db, log, first - 1, before, &err), &err, "hash");
	must(segment_begin(log->name, first, before, &w, &err), &err, "begin");
	query_int(q, ":from", log->id << LOG_SHIFT | (first - 1));
	query_int(q, ":to", (log->id << LOG_SHIFT | last) + 1);
	while (query_step(q, &err) == RC_OK) {
		struct segment_event e = { .seq = query_col(q, 0) & SEQ_MASK,
		    .act_seq = query_col(q, 1) & SEQ_MASK,
		    .time = query_col(q, 2), .actor = query_col(q, 3),
		    .body = (const char *)sqlite3_column_text(q, 5),
		    .n = (size_t)sqlite3_column_bytes(q, 5) };

		query_col_text(q, 4, e.kind, sizeof e.kind);
		memcpy(e.hash, sqlite3_column_blob(q, 6), HASH_SIZE);
		must(segment_add(w, &e, &err), &err, "event");
	}
	query_done(q);
	must(segment_end(w, key, sig, &head, &bytes, &n, &err), &err, "end");
	segment_name(&head, name);
	leave(night, name, bytes, n);
	free(bytes);
	segment_free(w);
}

/* Night by night, as if each had been synced. */
static void
year_on_hub(void *arg)
{
	struct night *n = arg;
	unsigned char key[64];
	char path[4200];
	struct log log;
	struct err err;

	depot_path(n, n->i, path);
	struct db *db = depot_open(path);
	must(log_find(db, db->log_name, &log, &err), &err, "log");
	must(secret_of(db, log.id, key) ? RC_OK : RC_NOT_FOUND, &err, "key");
	for (int64_t seq = 1; seq <= log.seq; seq += DAY_EVENTS) {
		int64_t last = seq + DAY_EVENTS - 1;

		segment_leave(n, db, &log, key, seq, last < log.seq ? last :
		    log.seq);
	}
	db_close(db);
	sync_own(n, path);
}

/* The depot's statement, as if it had read all that the big store has: as it
 * is where every depot syncs every night. */
static void
head_leave(void *arg)
{
	struct night *n = arg;
	unsigned char key[64];
	char path[4200], bytes[HEAD_MAX], name[48];
	struct head head = { .time = clock_now(), .version = "0" };
	struct log log, *logs;
	struct err err;
	size_t count, len;

	depot_path(n, n->i, path);
	struct db *db = depot_open(path), *big = depot_open(n->work);
	must(log_find(db, db->log_name, &log, &err), &err, "log");
	must(secret_of(db, log.id, key) ? RC_OK : RC_NOT_FOUND, &err, "key");
	must(logs_all(big, &logs, &count, &err), &err, "logs");
	snprintf(head.depot, sizeof head.depot, "%s", log.depot);
	snprintf(head.log, sizeof head.log, "%s", log.name);
	memcpy(head.public_key, log.public_key, sizeof head.public_key);
	memcpy(head.hash, log.hash, HASH_SIZE);
	head.seq = log.seq;
	for (size_t i = 0; i < count; i++) {
		struct head_seen *seen = &head.seen[head.n_seen];

		if (strcmp(logs[i].name, log.name) == 0 || logs[i].seq == 0)
			continue;
		snprintf(seen->log, sizeof seen->log, "%s", logs[i].name);
		seen->seq = logs[i].seq;
		memcpy(seen->hash, logs[i].hash, HASH_SIZE);
		head.n_seen++;
	}
	must(head_write(&head, key, bytes, &len, &err), &err, "head");
	snprintf(name, sizeof name, "logs/%s/head", log.name);
	leave(n, name, bytes, len);
	free(logs);
	db_close(big);
	db_close(db);
}

static void
pull_year(void *arg)
{
	struct night *n = arg;

	n->year_s = depot_sync(n->work, n->url, &n->year);
}

static void
pull_nothing(void *arg)
{
	struct night *n = arg;
	struct sync_report r;

	n->quiet_s[n->i] = depot_sync(n->work, n->url, &r);
	if (r.events_in + r.events_out != 0)
		bench_fail("the night is not quiet");
}

/* --- a night --- */

static void
heads_before(void *arg)
{
	struct night *n = arg;
	struct db *db = depot_open(n->work);
	struct log *logs;
	struct err err;
	size_t count;

	must(logs_all(db, &logs, &count, &err), &err, "logs");
	for (size_t i = 0; i < count; i++)
		n->before[logs[i].id] = logs[i].id << LOG_SHIFT | logs[i].seq;
	free(logs);
	db_close(db);
}

static void
work_away(void *arg)
{
	struct night *n = arg;
	int64_t *items;
	char path[4200];

	depot_path(n, n->i, path);
	items = bench_free_items(path, LOANS);
	struct db *db = depot_open(path);
	day_of_work(db, items);
	db_close(db);
	free(items);
	sync_own(n, path);
	head_leave(n);
}

static void
work_here(void *arg)
{
	struct night *n = arg;
	int64_t *items = bench_free_items(n->work, LOANS);
	struct db *db = depot_open(n->work);

	day_of_work(db, items);
	db_close(db);
	free(items);
}

static void
pull_night(void *arg)
{
	struct night *n = arg;

	n->ours_s = depot_sync(n->work, n->url, &n->report);
	if (n->report.depots_in != DEPOTS)
		bench_fail("not all depots came");
}

static void
night_bare(void *arg)
{
	struct night *n = arg;

	n->rows = bare_night(n->work, n->bare, n->before + 2, DEPOTS,
	    &n->bare_s);
}

static void
copy_store(const char *from, const char *to)
{
	char *const argv[] = { "cp", (char *)(uintptr_t)from,
	    (char *)(uintptr_t)to, NULL };
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		execvp("cp", argv);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) != pid || status != 0)
		bench_fail("%s: cannot be copied", from);
}

/* The file alone is all of it. */
static void
copy_bare(void *arg)
{
	struct night *n = arg;
	struct err err;
	struct db *db = depot_open(n->work);

	must(query_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", &err), &err,
	    "checkpoint");
	db_close(db);
	copy_store(n->work, n->bare);
	sync();
}

static void
settle_in(struct night *n)
{
	char path[4200], code[9];

	depot_found(n->work, n->url);
	for (n->i = 0; n->i < DEPOTS; n->i++) {
		depot_path(n, n->i, path);
		store_remove(path);
		snprintf(code, sizeof code, "TRB%d", n->i + 1);
		depot_join(n->work, path, code, n->url);
		apart(year_of_work, n);
	}
	apart(pull_year, n);	/* admits them, and publishes its own */
	for (n->i = 0; n->i < DEPOTS; n->i++)
		apart(year_on_hub, n);
	apart(pull_year, n);
	for (n->i = 0; n->i < DEPOTS; n->i++)
		apart(head_leave, n);
	n->i = 0;
	apart(pull_nothing, n);	/* the statements are new; not timed */
	for (n->i = 0; n->i < QUIET; n->i++)
		apart(pull_nothing, n);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void
bench_night(const char *store, const char *work)
{
	struct night *n = shared(sizeof *n);
	double ours[NIGHTS], bare[NIGHTS];
	char path[4200];

	snprintf(n->work, sizeof n->work, "%s.night", work);
	snprintf(n->bare, sizeof n->bare, "%s.bare", work);
	snprintf(n->hub, sizeof n->hub, "%s.hub", work);
	snprintf(n->url, sizeof n->url, "file:%s.hub", work);
	folder_remove(n->hub);
	store_remove(n->work);
	copy_store(store, n->work);
	settle_in(n);
	apart(copy_bare, n);
	for (int night = 0; night < NIGHTS; night++) {
		apart(heads_before, n);
		for (n->i = 0; n->i < DEPOTS; n->i++)
			apart(work_away, n);
		apart(work_here, n);
		apart(pull_night, n);
		apart(night_bare, n);
		ours[night] = n->ours_s;
		bare[night] = n->bare_s;
	}
	qsort(n->quiet_s, QUIET, sizeof *n->quiet_s, compare);
	qsort(ours, NIGHTS, sizeof *ours, compare);
	qsort(bare, NIGHTS, sizeof *bare, compare);
	printf("# a year of %d depots at once: %lld events in %lld segments,"
	    " %.2f s\n", DEPOTS, (long long)n->year.events_in,
	    (long long)n->year.segments_in, n->year_s);
	table_figure("a quiet night, a year on the hub, p50",
	    n->quiet_s[QUIET / 2] * 1e3, "ms", 500);
	printf("# a night: %lld events in, %lld out, %lld texts in, %lld rows"
	    " by hand\n", (long long)n->report.events_in,
	    (long long)n->report.events_out, (long long)n->report.texts_in,
	    (long long)n->rows);
	table_row("a night of 20 depots, p50", ours[NIGHTS / 2] * 1e3,
	    bare[NIGHTS / 2] * 1e3, "ms", 3);
	for (int i = 0; i < DEPOTS; i++) {
		depot_path(n, i, path);
		store_remove(path);
	}
	store_remove(n->bare);
	store_remove(n->work);
	folder_remove(n->hub);
}
