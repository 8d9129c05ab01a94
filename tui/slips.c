#include "tui/slips.h"

#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/slip.h"
#include "db/sync_state.h"
#include "db/ticket.h"
#include "db/unit.h"
#include "tui/factors.h"
#include "tui/lang.h"

static void
add_day(struct slip *s, const char *label, int32_t day)
{
	char text[CLOCK_DAY_MAX];

	slip_add_row(s, label, clock_format_day(day, text));
}

static void
begin(struct db *db, struct slip *s, const char *heading)
{
	slip_init(s);
	snprintf(s->from, sizeof s->from, "%s", db_depot_name(db));
	snprintf(s->heading, sizeof s->heading, "%s", heading);
	snprintf(s->page, sizeof s->page, "%s", _("Sida"));
	const char *columns[5] = { _("Antal"), _("Kod"), _("Vad"),
	    _("Plats"), _("Skick") };
	for (int i = 0; i < 5; i++)
		snprintf(s->col[i], sizeof s->col[i], "%s", columns[i]);
}

static void
add_order(struct slip *s, const struct order *o)
{
	char text[240];

	snprintf(text, sizeof text, "%s (%s)", o->unit_name, o->unit_code);
	slip_add_row(s, _("Till"), text);
	slip_add_row(s, _("Gäller"), _(order_kind_label(o->kind)));
	if (o->contact[0] != '\0') {
		snprintf(text, sizeof text, "%s  %s", o->contact, o->phone);
		slip_add_row(s, _("Kontaktperson"), text);
	}
	if (o->delivery[0] != '\0')
		slip_add_row(s, _("Levereras till"), o->delivery);
	if (order_kind_returns(o->kind) && o->until != 0)
		add_day(s, _("Ska tillbaka"), o->until);
}

struct lines {
	struct db *db;
	struct slip *slip;
	const struct factors *factors;
	struct saving saved;
	bool out;		/* what is out, else what is still to come */
	int  left_over;
};

static void
add_saving(struct lines *l, const struct booking *b, int32_t n)
{
	struct item it;
	struct err err;
	char name[64];

	if (item_get(l->db, b->item, &it, &err) != RC_OK)
		return;
	category_name(l->db, it.category, false, name, sizeof name);
	factors_add(l->factors, factors_find(l->factors, it.category, name),
	    b->kind, n, it.value * n, &l->saved);
}

static void
say_saving(struct slip *s, const struct saving *saved)
{
	char text[200], kg[24], kronor[24];
	const char *args[] = { kg, kronor };
	int64_t kilos = saved->co2e / 100, price = saved->price / 10000 * 100;

	snprintf(kg, sizeof kg, "%lld", (long long)kilos);
	snprintf(kronor, sizeof kronor, "%lld", (long long)price);
	if (kilos > 0 && price > 0)
		slip_add_note(s, lang_fill(text, sizeof text, _("Återbruk "
		    "sparar här omkring %1$s kg CO2e och %2$s kr."), args,
		    2));
	else if (kilos > 0)
		slip_add_note(s, lang_fill(text, sizeof text, _("Återbruk "
		    "sparar här omkring %1$s kg CO2e."), args, 2));
	else if (price > 0)
		slip_add_note(s, lang_fill(text, sizeof text, _("Återbruk "
		    "sparar här omkring %2$s kr."), args, 2));
}

static bool
add_booking(const struct booking *b, void *arg)
{
	struct lines *l = arg;
	int32_t n = l->out ? b->out - b->back : b->count - b->out;

	if (b->state == BOOKING_CANCELLED || n < 1)
		return true;
	if (!slip_add_item(l->slip, n, b->item_code, b->item_name,
	    b->place_name, _(condition_label(b->condition))))
		l->left_over++;
	add_saving(l, b, n);
	return true;
}

static enum rc
add_lines(struct db *db, const struct config *cfg,
    const struct booking_filter *filter, struct slip *s, bool out,
    struct err *err)
{
	static struct factors factors;
	struct lines l = { .db = db, .slip = s, .factors = &factors,
	    .out = out };
	struct err none;

	/* A fault in that file is the report's to tell: a ticket is a ticket
	 * without it. */
	bool counted = factors_read(cfg, &factors, &none) == RC_OK;
	enum rc rc = booking_walk(db, filter, add_booking, &l, err);

	if (rc == RC_OK && l.left_over > 0) {
		char text[200], n[16];
		const char *args[] = { n };
		snprintf(n, sizeof n, "%d", l.left_over);
		slip_add_note(s, lang_fill(text, sizeof text,
		    _("Och %1$s rader till, som inte får plats här."), args,
		    1));
	}
	if (rc == RC_OK && counted)
		say_saving(s, &l.saved);
	return rc;
}

enum rc
slips_ticket(struct db *db, const struct config *cfg, int64_t id,
    struct slip *s, struct err *err)
{
	struct ticket t;
	struct order o;

	enum rc rc = ticket_get(db, id, &t, err);
	if (rc == RC_OK)
		rc = order_get(db, t.orders, &o, err);
	if (rc != RC_OK)
		return rc;
	begin(db, s, _("HÄMTSEDEL"));
	snprintf(s->number, sizeof s->number, "%s", t.code);
	snprintf(s->qr, sizeof s->qr, "%s", t.qr);
	s->tick = true;
	add_order(s, &o);
	add_day(s, _("Gäller till och med"), t.expires);
	struct booking_filter filter = { .ticket = id };
	rc = add_lines(db, cfg, &filter, s, false, err);
	if (rc == RC_OK)
		slip_add_note(s, _("Visa hämtsedeln i depån. Numret går att "
		    "skriva in om koden inte går att läsa."));
	return rc;
}

enum rc
slips_receipt(struct db *db, const struct config *cfg, int64_t id,
    struct slip *s, struct err *err)
{
	struct order o;
	char number[24];

	enum rc rc = order_get(db, id, &o, err);
	if (rc != RC_OK)
		return rc;
	begin(db, s, _("KVITTENS"));
	snprintf(number, sizeof number, "%s-%lld", db_depot(db),
	    (long long)o.number);
	snprintf(s->number, sizeof s->number, "%s", number);
	add_order(s, &o);
	struct booking_filter filter = { .orders = id };
	rc = add_lines(db, cfg, &filter, s, true, err);
	if (rc == RC_OK && order_kind_returns(o.kind))
		slip_add_note(s, _("Lämna tillbaka i samma skick. Ring depån "
		    "om något går sönder."));
	return rc;
}

/* A thing and, where it goes to somebody, the order that it is for. */
static enum rc
add_dispatched(struct db *db, int64_t id, struct slip *s, struct err *err)
{
	struct item it;
	struct booking b;
	struct order o;
	char order[40] = "";
	size_t n = 0;
	enum rc rc = item_get(db, id, &it, err);

	if (rc == RC_OK)
		rc = booking_list(db, &(struct booking_filter){ .item = id,
		    .active = true }, 0, &b, 1, &n, err);
	if (rc != RC_OK)
		return rc;
	if (n > 0 && (rc = order_get(db, b.orders, &o, err)) == RC_OK)
		snprintf(order, sizeof order, "%s-%lld", o.depot,
		    (long long)o.number);
	if (rc == RC_OK)
		slip_add_item(s, it.count, it.code, it.name, order,
		    _(condition_label(it.condition)));
	return rc;
}

static void
add_depot(struct db *db, struct slip *s, const char *label, const char *code)
{
	char text[120], name[96];

	depot_name(db, code, name, sizeof name);
	snprintf(text, sizeof text, "%s (%s)", name, code);
	slip_add_row(s, label, text);
}

enum rc
slips_manifest(struct db *db, const struct config *cfg, int64_t event,
    struct slip *s, struct err *err)
{
	(void)cfg;
	struct manifest m;
	int64_t items[SLIP_ITEMS];
	char qr[SLIP_TEXT_MAX];
	enum rc rc = slip_again(db, event, &m, items, qr, err);

	if (rc != RC_OK)
		return rc;
	begin(db, s, _("FÖLJESEDEL"));
	snprintf(s->number, sizeof s->number, "%s", m.number);
	snprintf(s->qr, sizeof s->qr, "%s", qr);
	snprintf(s->col[3], sizeof s->col[3], "%s", _("Beställning"));
	s->tick = true;
	add_depot(db, s, _("Till"), m.to);
	add_depot(db, s, _("Från"), m.from);
	for (size_t i = 0; rc == RC_OK && i < m.n; i++)
		rc = add_dispatched(db, items[i], s, err);
	slip_add_note(s, _("Följer med sakerna. Den som tar emot skannar koden: "
	    "det går utan nät, innan depåerna har synkat."));
	return rc;
}

enum rc
slips_label(struct db *db, int64_t id, struct label *l, struct err *err)
{
	struct item item;

	enum rc rc = item_get(db, id, &item, err);
	if (rc != RC_OK)
		return rc;
	memset(l, 0, sizeof *l);
	snprintf(l->code, sizeof l->code, "%s", item.code);
	snprintf(l->name, sizeof l->name, "%s", item.name);
	snprintf(l->from, sizeof l->from, "%s", item.owner);
	return RC_OK;
}
