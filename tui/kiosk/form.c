#include "tui/kiosk/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/sync_state.h"
#include "db/ticket.h"
#include "tui/depot_rules.h"
#include "tui/kiosk/thing.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

static const struct { const char *name, *label; } reasons[] = {
	{ "need", N_("behövs i verksamheten") },
	{ "event", N_("tillfälligt: evenemang, projekt") },
	{ "shortage", N_("något är trasigt eller saknas") },
	{ "other", N_("annat") },
};

const char *
form_reason_label(size_t i)
{
	return i < sizeof reasons / sizeof *reasons ? reasons[i].label :
	    NULL;
}

void
form_init(struct kiosk *k, struct form *s)
{
	int32_t today = clock_today();
	static const size_t caps[ROW_LINES] = {
		[ROW_DELIVERY] = 127, [ROW_CONTACT] = 63, [ROW_PHONE] = 31,
		[ROW_NOTE] = 255, [ROW_START] = 30, [ROW_UNTIL] = 30,
	};

	memset(s, 0, sizeof *s);
	for (int i = 0; i < ROW_LINES; i++) {
		field_init(&s->field[i], "");
		s->field[i].max = caps[i];
	}
	s->kind = ORDER_LOAN;
	s->alone = !depot_others(k->db);
	snprintf(s->pickup, sizeof s->pickup, "%.8s", db_depot(k->db));
	form_set_day(s, ROW_START, today);
	form_set_day(s, ROW_UNTIL, today + k->cfg.loan_days);
}

void
form_add(struct kiosk *k, struct form *s, int64_t id, int32_t count)
{
	struct item item;
	struct err err;
	size_t i = 0;
	char said[300];
	const char *args[] = { item.name };

	if (kiosk_fail(k, item_get(k->db, id, &item, &err), &err) != RC_OK)
		return;
	while (i < s->n && s->line[i].line.item != id)
		i++;
	if (i < s->n && !item.lot) {
		kiosk_say(k, SAY_ALREADY, false, "%s", lang_fill(said,
		    sizeof said, _("%1$s är redan med."), args, 1));
		return;
	}
	if (i == ORDER_LINES_MAX)
		return;
	struct form_line *l = &s->line[i];
	l->line.item = id;
	l->line.count = i < s->n ? l->line.count + count : count;
	memcpy(l->name, item.name, sizeof l->name);
	memcpy(l->code, item.code, sizeof l->code);
	if (item.remote)
		thing_known(item.depot, item.told, KNOWN_COLS, l->code,
		    sizeof l->code);
	if (i == s->n)
		s->n++;
}

void
form_add_category(struct form *s, const char *category, int32_t count)
{
	if (s->n == ORDER_LINES_MAX)
		return;
	struct form_line *l = &s->line[s->n++];
	memset(l, 0, sizeof *l);
	l->line.count = count;
	snprintf(l->line.category, sizeof l->line.category, "%s", category);
	const char *args[] = { category };
	lang_fill(l->name, sizeof l->name, _("valfri: %1$s"), args, 1);
}

/* One line of form_write's text; what it cannot be is passed over. */
static void
read_line(struct kiosk *k, struct form *s, char *line)
{
	long long a, b;
	char code[9] = "";
	int used = 0;

	if (sscanf(line, "unit %lld", &a) == 1) {
		if (a > 0)
			form_set_unit(k, s, a);
	} else if (sscanf(line, "kind %lld %lld", &a, &b) == 2) {
		if (a >= 0 && a < ORDER_KIND_COUNT)
			s->kind = (enum order_kind)a;
		if (b >= 0 && form_reason_label((size_t)b) != NULL)
			s->reason = (size_t)b;
	} else if (sscanf(line, "pickup %8[A-Z0-9]", code) == 1) {
		memcpy(s->pickup, code, sizeof s->pickup);
	} else if (sscanf(line, "item %lld %lld", &a, &b) == 2) {
		if (b > 0 && b < INT32_MAX)
			form_add(k, s, a, (int32_t)b);
	} else if (sscanf(line, "category %lld %n", &a, &used) == 1 &&
	    used > 0) {
		if (a > 0 && a < INT32_MAX)
			form_add_category(s, line + used, (int32_t)a);
	} else if (sscanf(line, "field %lld %n", &a, &used) == 1 &&
	    used > 0 && a >= 0 && a < ROW_LINES) {
		field_set(&s->field[a], line + used);
	}
}

void
form_read(struct kiosk *k, struct form *s, const char *text)
{
	char line[FIELD_MAX + 32];

	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		if (n < sizeof line) {
			memcpy(line, text, n);
			line[n] = '\0';
			read_line(k, s, line);
		}
		text += n + (text[n] == '\n');
	}
}

bool
form_write(const struct form *s, char *out, size_t cap)
{
	size_t used = (size_t)snprintf(out, cap, "unit %lld\nkind %d %zu\n",
	    (long long)s->unit.id, (int)s->kind, s->reason);

	if (used < cap && s->pickup[0] != '\0')
		used += (size_t)snprintf(out + used, cap - used,
		    "pickup %s\n", s->pickup);
	for (int i = 0; i < ROW_LINES && used < cap; i++)
		if (s->field[i].text[0] != '\0')
			used += (size_t)snprintf(out + used, cap - used,
			    "field %d %s\n", i, s->field[i].text);
	for (size_t i = 0; i < s->n && used < cap; i++) {
		const struct order_line *l = &s->line[i].line;
		used += l->item != 0 ? (size_t)snprintf(out + used,
		    cap - used, "item %lld %d\n", (long long)l->item,
		    l->count) : (size_t)snprintf(out + used, cap - used,
		    "category %d %s\n", l->count, l->category);
	}
	return s->n > 0 && used < cap;
}

void
form_text_days(int64_t item, int32_t start, int32_t until, char *out,
    size_t cap)
{
	char from[CLOCK_DAY_MAX], to[CLOCK_DAY_MAX];

	snprintf(out, cap, "item %lld 1\nfield %d %s\nfield %d %s\n",
	    (long long)item, ROW_START, clock_format_day(start, from),
	    ROW_UNTIL, clock_format_day(until, to));
}

void
form_set_day(struct form *s, enum form_row row, int32_t day)
{
	char text[CLOCK_DAY_MAX];

	field_set(&s->field[row], clock_format_day(day, text));
}

void
form_set_unit(struct kiosk *k, struct form *s, int64_t id)
{
	struct err err;
	struct field *contact = &s->field[ROW_CONTACT];
	/* The contact of the unit that stood here is not the new one's. */
	bool anew = contact->text[0] == '\0' || (s->unit.id != 0 &&
	    s->unit.id != id && strcmp(contact->text, s->unit.contact) == 0);

	if (kiosk_fail(k, unit_get(k->db, id, &s->unit, &err), &err) !=
	    RC_OK) {
		s->unit.id = 0;
		return;
	}
	if (k->who.role >= ROLE_WORKER && anew) {
		field_set(&s->field[ROW_CONTACT], s->unit.contact);
		field_set(&s->field[ROW_PHONE], s->unit.phone);
	}
}

static enum rc
read_days(struct form *s, struct order_form *f, struct err *err)
{
	const char *a = s->field[ROW_START].text, *b =
	    s->field[ROW_UNTIL].text;

	enum rc rc = clock_parse_day(a, strlen(a), clock_today(), &f->start,
	    err);
	f->until = 0;
	if (rc == RC_OK && order_kind_returns(s->kind))
		rc = clock_parse_day(b, strlen(b), clock_today(), &f->until,
		    err);
	return rc;
}

/* Asks, and for our own people grants and issues in the same act. */
static enum rc
book(struct kiosk *k, const struct order_form *f, int64_t *order,
    int64_t *ticket, struct err *err)
{
	*ticket = 0;
	enum rc rc = kiosk_begin(k, err);
	if (rc != RC_OK)
		return rc;
	rc = order_make(k->db, f, order, err);
	if (rc == RC_OK && k->who.role >= ROLE_WORKER &&
	    order_is_ours(k->db, *order)) {
		rc = order_grant(k->db, *order, NULL, err);
		if (rc == RC_OK)
			rc = ticket_issue(k->db, *order, 0, ticket, err);
		if (rc == RC_OK)
			rc = paper_add(k, PAPER_TICKET, *ticket, err);
	}
	return kiosk_end(k, rc, err);
}

/* A rule's answer to what a visitor asked for, where one has it.  The order is
 * made whatever becomes of that: a person answers then. */
static bool
rule_answers(struct kiosk *k, const struct order *o, struct err *err)
{
	static struct rules rules;
	struct rules_verdict v;
	char number[24], said[500];
	enum rc rc = depot_rules_read(&k->cfg, &rules, err);

	if (rc == RC_OK && rules.n > 0 && order_is_ours(k->db, o->id))
		rc = rules_answer(k->db, &rules, o->id, &v, err);
	else
		return false;
	if (rc != RC_OK || v.rule == NULL)
		return false;
	const char *args[] = { number, depot_rules_say(v.rule->say,
	    v.rule->say_en) };
	snprintf(number, sizeof number, "%lld", (long long)o->number);
	kiosk_say(k, v.answer == RULE_GRANT ? SAY_OK : v.answer ==
	    RULE_REFUSE ? SAY_NO : SAY_INFO, false, "%s", lang_fill(said,
	    sizeof said, v.answer == RULE_GRANT ?
	    _("Beställning %1$s är godkänd. %2$s") : v.answer ==
	    RULE_REFUSE ? _("Beställning %1$s är nekad. %2$s") :
	    _("Beställning %1$s väntar på svar. %2$s"), args, 2));
	if (v.ticket != 0)
		paper_print_of(k, PAPER_TICKET, v.ticket, act_id(k->db));
	return true;
}

/* The order's card, as far as it is meant for the one who asks. */
static struct step
card(const struct kiosk *k, int64_t order)
{
	return k->who.role >= ROLE_WORKER ?
	    step_replace(SCREEN_ORDER, order, NULL) :
	    step_replace(SCREEN_FOLLOW, order, "mine");
}

static struct step
booked(struct kiosk *k, struct form *s, int64_t order, int64_t ticket)
{
	struct order o = { .number = 0 };
	struct err err;
	char number[24], answers[96], pickup[96], said[400];
	const char *args[] = { number, s->unit.name, answers, pickup };

	if (order_get(k->db, order, &o, &err) != RC_OK)
		o.number = 0;
	depot_name(k->db, o.answers, answers, sizeof answers);
	depot_name(k->db, o.pickup, pickup, sizeof pickup);
	snprintf(number, sizeof number, "%lld", (long long)o.number);
	k->last_unit = s->unit.id;
	if (o.state == ORDER_ASKED && rule_answers(k, &o, &err))
		return card(k, order);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    ticket != 0 ? _("Bokat åt %2$s, beställning %1$s.") :
	    order_is_ours(k->db, order) ?
	    _("Beställning %1$s väntar på svar från depån.") :
	    _("Beställning %1$s: %3$s svarar vid nästa synkning. Hämtas sedan "
	    "i %4$s."), args, 4));
	if (ticket == 0)
		return card(k, order);
	return step_replace(SCREEN_TICKET, ticket, NULL);
}

struct step
form_done(struct kiosk *k, struct form *s)
{
	struct order_line line[ORDER_LINES_MAX];
	struct err err = { .why = WHY_NONE };
	int64_t order, ticket;
	struct order_form f = { .kind = s->kind, .unit = s->unit.id,
	    .delivery = s->field[ROW_DELIVERY].text,
	    .reason = reasons[s->reason].name,
	    .note = s->field[ROW_NOTE].text,
	    .contact = s->field[ROW_CONTACT].text,
	    .phone = s->field[ROW_PHONE].text, .lines = line, .n = s->n,
	    .pickup = s->alone ? NULL : s->pickup };

	if (s->unit.id == 0) {
		s->focus = ROW_UNIT;
		kiosk_say(k, SAY_NO, false, "%s", _("Till vilken enhet?"));
		return step_stay();
	}
	for (size_t i = 0; i < s->n; i++)
		line[i] = s->line[i].line;
	enum rc rc = read_days(s, &f, &err);
	if (rc == RC_OK)
		rc = book(k, &f, &order, &ticket, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	return booked(k, s, order, ticket);
}
