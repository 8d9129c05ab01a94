/* detail.c - an event in a few words: which thing, and the facts that its
 * body holds. */
#include "db/log/detail.h"

#include <stdarg.h>
#include <stdio.h>

#include "db/case.h"
#include "db/clock.h"
#include "db/text.h"

static const struct {
	const char *name, *label;
} retired_as[] = {
	{ "sold", "såld" }, { "recycled", "återvunnen" },
	{ "hazardous", "farligt avfall" },
};

static const struct {
	const char *name, *label;
} reasons[] = {
#define CUSTODY_REASON(verb, name, sv) { name, sv },
#include "db/custody_reasons.def"
#undef CUSTODY_REASON
};

struct detail {
	struct db          *db;
	const struct event *ev;
	struct history     *out;
};

/* One more fact; what no longer fits is left out whole. */
static void __attribute__((format(printf, 2, 3)))
add(struct detail *d, const char *fmt, ...)
{
	static const char between[] = " · ";
	char *to = d->out->detail + strlen(d->out->detail);
	size_t left = sizeof d->out->detail - strlen(d->out->detail);
	size_t gap = to > d->out->detail ? sizeof between - 1 : 0;
	va_list ap;

	if (gap >= left)
		return;
	va_start(ap, fmt);
	int n = vsnprintf(to + gap, left - gap, fmt, ap);
	va_end(ap);
	if (n > 0 && (size_t)n < left - gap)
		memcpy(to, between, gap);
	else
		*to = '\0';
}

/* The code and the name of a thing; false: nothing is known of it. */
static bool
thing_name(struct db *db, int64_t thing, char code[40], char name[128])
{
	sqlite3_stmt *q = query(db, Q_THING_NAME);

	code[0] = name[0] = '\0';
	query_int(q, ":id", thing);
	bool known = thing != 0 && query_step(q, NULL) == RC_OK;
	if (known) {
		query_col_text(q, 0, code, 40);
		query_col_text(q, 1, name, 128);
	}
	query_done(q);
	return known;
}

/* What the event is about: the thing that it makes or changes. */
static int64_t
subject(struct db *db, const struct event *ev)
{
	static const char *const makers[] = { "organisation", "category",
	    "unit", "place" };
	static const char *const fields[] = { "item", "case", "ticket",
	    "order" };

	switch (ev->kind) {
	case EVENT_REGISTER:
	case EVENT_SPLIT:
	case EVENT_ORDER:
	case EVENT_ISSUE:
	case EVENT_OPEN:
		return ev->id;
	case EVENT_ORGANISATION:
	case EVENT_CATEGORY:
	case EVENT_UNIT:
	case EVENT_PLACE: {
		const char *self = makers[ev->kind - EVENT_ORGANISATION];

		return event_has(ev, self) ? event_thing(db, ev, self) :
		    ev->id;
	}
	}
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (event_has(ev, fields[i]))
			return event_thing(db, ev, fields[i]);
	return 0;
}

/* The name of the thing that a field names, or its code where it has none. */
static void
add_named(struct detail *d, const char *field)
{
	char code[40], name[128];

	if (thing_name(d->db, event_thing(d->db, d->ev, field), code, name))
		add(d, "%s", name[0] != '\0' ? name : code);
}

static void
add_note(struct detail *d)
{
	char text[160] = "";
	sqlite3_stmt *q = query(d->db, Q_TEXT_GET);

	query_text(q, ":id", event_text(d->ev, "note"));
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, text, sizeof text);
	query_done(q);
	if (text[0] != '\0')
		add(d, "%s", text);
}

static void
add_outcome(struct detail *d)
{
	const char *outcome = event_text(d->ev, "outcome"), *name, *label;
	char kind[24] = "";

	if (d->ev->kind == EVENT_SETTLE) {
		sqlite3_stmt *q = query(d->db, Q_CASE_KIND_OF);

		query_int(q, ":id", event_thing(d->db, d->ev, "case"));
		if (query_step(q, NULL) == RC_OK)
			query_col_text(q, 0, kind, sizeof kind);
		query_done(q);
		for (int i = 0; case_outcome(kind, i, &name, &label); i++)
			if (strcmp(name, outcome) == 0) {
				add(d, "%s", label);
				return;
			}
	}
	for (size_t i = 0; i < sizeof retired_as / sizeof *retired_as; i++)
		if (strcmp(retired_as[i].name, outcome) == 0)
			outcome = retired_as[i].label;
	add(d, "%s", outcome);
}

static void
add_day(struct detail *d, const char *field)
{
	char day[CLOCK_DAY_MAX];
	int64_t n = event_int(d->ev, field);

	if (n > 0 && n < INT32_MAX)
		add(d, "%s", clock_format_day((int32_t)n, day));
}

static void
add_codes(struct detail *d)
{
	const char *code = event_text(d->ev, "add");

	if (*code != '\0')
		add(d, "+ %s", code);
	if (*(code = event_text(d->ev, "drop")) != '\0')
		add(d, "- %s", code);
	if (d->ev->kind == EVENT_LABEL)
		add(d, "%s %lld", event_text(d->ev, "counter"),
		    (long long)event_int(d->ev, "last"));
}

/* An undo says what it took back, and of what. */
static void
undone(struct detail *d)
{
	int64_t act = event_thing(d->db, d->ev, "act");
	struct event ev = { .kind = -1 };
	sqlite3_stmt *q = query(d->db, Q_EVENT_GET);

	query_int(q, ":id", act);
	if (query_step(q, NULL) == RC_OK) {
		ev.id = query_col(q, 0);
		ev.kind = event_from_name(
		    (const char *)sqlite3_column_text(q, 4));
		ev.body = json_loadb((const char *)sqlite3_column_text(q, 5),
		    (size_t)sqlite3_column_bytes(q, 5), 0, NULL);
	}
	query_done(q);
	if (ev.body != NULL && ev.kind >= 0 && ev.kind != EVENT_UNDO) {
		add(d, "%s", event_label((enum event_kind)ev.kind));
		event_detail(d->db, &ev, d->out);
	}
	json_decref(ev.body);
}

/* A coded reason in its words, where it has any. */
static void
add_reason(struct detail *d)
{
	const char *reason = event_text(d->ev, "reason");

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (strcmp(reasons[i].name, reason) == 0) {
			add(d, "%s", reasons[i].label);
			return;
		}
	if (*reason != '\0' && strcmp(reason, "other") != 0)
		add(d, "%s", reason);
}

/* Between which depots, by which slip, and for what. */
static void
add_custody(struct detail *d)
{
	const struct event *ev = d->ev;
	int64_t price = event_int(ev, "price");

	if (ev->kind == EVENT_DISPATCH)
		add(d, "→ %s", event_text(ev, "to"));
	if (ev->kind == EVENT_RECEIVE)
		add(d, "%s →", event_text(ev, "from"));
	if (event_has(ev, "slip"))
		add(d, "%s", event_text(ev, "slip"));
	if (ev->kind == EVENT_ORDER && event_has(ev, "to"))
		add(d, "→ %s", event_text(ev, "to"));
	if (ev->kind == EVENT_SWAP) {
		add_named(d, "other");
		add_named(d, "other_unit");
	}
	if (ev->kind != EVENT_TRANSFER)
		return;
	add(d, "→ %s", event_text(ev, "owner"));
	if (event_has(ev, "price"))
		add(d, "%lld,%02lld kr", (long long)price / 100,
		    (long long)price % 100);
}

static void
fields(struct detail *d)
{
	const struct event *ev = d->ev;
	int64_t condition = event_int(ev, "condition");
	bool made = ev->kind == EVENT_REGISTER || ev->kind == EVENT_SPLIT;

	if (ev->kind == EVENT_EDIT || ev->kind == EVENT_PLACE) {
		if (strcmp(event_text(ev, "name"), d->out->name) != 0)
			add(d, "%s", event_text(ev, "name"));
	}
	if (ev->kind == EVENT_EDIT)
		add(d, "%s", event_text(ev, "category"));
	add_codes(d);
	if (event_int(ev, "count") > 1 ||
	    (ev->kind == EVENT_EDIT && event_has(ev, "count")))
		add(d, "×%lld", (long long)event_int(ev, "count"));
	if (event_has(ev, "condition") && condition >= 0 &&
	    condition < CONDITION_COUNT)
		add(d, "%s", condition_label((enum condition)condition));
	if (ev->kind != EVENT_UNIT && ev->kind != EVENT_ORDER &&
	    ev->kind != EVENT_GRANT)	/* an order's name is its unit */
		add_named(d, "unit");
	if (ev->kind != EVENT_PLACE)
		add_named(d, "place");
	if (ev->kind == EVENT_MERGE)
		add_named(d, "from");
	if (!made)
		add_named(d, "responsible");
	add_day(d, "until");
	add_day(d, "expires");
	if (ev->kind == EVENT_OPEN)
		add(d, "%s", case_kind_label(event_text(ev, "kind")));
	if (event_has(ev, "outcome"))
		add_outcome(d);
	add_custody(d);
	add_reason(d);
	add(d, "%s", event_text(ev, "rule"));
	if (event_has(ev, "note"))
		add_note(d);
}

void
event_detail(struct db *db, const struct event *ev, struct history *out)
{
	struct detail d = { db, ev, out };

	if (ev->kind < 0)
		return;
	if (ev->kind == EVENT_UNDO) {
		undone(&d);
		return;
	}
	/* A thing that was undone has left no row. */
	if (!thing_name(db, subject(db, ev), out->code, out->name)) {
		snprintf(out->code, sizeof out->code, "%.39s",
		    event_text(ev, "code"));
		snprintf(out->name, sizeof out->name, "%.127s",
		    event_text(ev, "name"));
		if (out->code[0] == '\0' && event_has(ev, "number"))
			snprintf(out->code, sizeof out->code, "%lld",
			    (long long)event_int(ev, "number"));
	}
	fields(&d);
}
