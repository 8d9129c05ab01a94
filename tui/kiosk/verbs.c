#include "tui/kiosk/verbs.h"

#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/custody.h"
#include "db/unit.h"
#include "tui/kiosk/thing.h"
#include "tui/labels.h"
#include "tui/lang.h"

/* The next number becomes its label; what was its label is one no more, or a
 * further code. */
static enum rc
relabel(struct kiosk *k, int64_t id, bool drop, struct err *err)
{
	struct label fresh;
	struct item it;

	enum rc rc = item_get(k->db, id, &it, err);
	if (rc == RC_OK)
		rc = label_make_new(k->db, 1, &fresh, err);
	return rc == RC_OK ? item_relabel(k->db, id, fresh.code, true,
	    drop ? it.code : NULL, err) : rc;
}

static enum rc
do_item(struct kiosk *k, enum action a, int64_t item, int64_t id,
    const char *text, struct err *err)
{
	int64_t made;

	switch (a) {
	case DO_GRADE:
		return item_grade(k->db, item, (enum condition)id, "", err);
	case DO_SHELVE:
		return item_shelve(k->db, item, id, err);
	case DO_LOSE:
		return item_lose(k->db, item, "", err);
	case DO_FOUND:
		return item_find_again(k->db, item, 0, err);
	case DO_ARRIVE:
		return custody_arrive(k->db, item, 0, err);
	case DO_SEEN:
		return custody_count(k->db, item, 0, err);
	case DO_RECEIVE:
		return custody_receive(k->db, item, NULL, 0, -1, err);
	case DO_RETIRE:
		return item_retire(k->db, item, text, "", err);
	case DO_RELABEL:
		return relabel(k, item, strcmp(text, "drop") == 0, err);
	case DO_EXTEND:
		return order_extend(k->db, item, (int32_t)id, err);
	case DO_MERGE:
		return item_merge(k->db, item, id, err);
	case DO_SPLIT:
		return item_split(k->db, item, (int32_t)id, NULL, &made, err);
	default:
		return err_set(err, RC_INVALID, "no verb for one item");
	}
}

/* What was done, in the words of the floor; %1$s is the thing. */
static const char *
done_sentence(enum action a)
{
	switch (a) {
	case DO_GRADE: return _("Skicket är ändrat: %1$s.");
	case DO_SHELVE: return _("Lagd på plats: %1$s.");
	case DO_LOSE: return _("Noterat att den saknas: %1$s.");
	case DO_FOUND: return _("Återfunnen: %1$s.");
	case DO_ARRIVE:
		return _("Uppskrivet att den dök upp här: %1$s.");
	case DO_SEEN: return _("Sedd: %1$s kan lånas ut igen.");
	case DO_RECEIVE: return _("Mottagen: %1$s.");
	case DO_RETIRE: return _("Utrangerad: %1$s.");
	case DO_EXTEND: return _("Förlängt: %1$s.");
	case DO_RELABEL: return _("%1$s har en ny etikett, som skrivs ut.");
	case DO_MERGE: return _("Partierna är ett nu: %1$s.");
	case DO_SPLIT: return _("Partiet är delat: %1$s.");
	default: return "%1$s";
	}
}

enum rc
verb_item(struct kiosk *k, enum action a, int64_t id, int64_t what,
    const char *text)
{
	struct item item;
	struct err err = { .why = WHY_NONE };
	char name[200], said[400];
	const char *args[] = { name };

	enum rc rc = item_get(k->db, id, &item, &err);
	if (rc == RC_OK)
		rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = do_item(k, a, id, what, text, &err);
		if (rc == RC_OK && a == DO_RELABEL)
			rc = paper_add(k, PAPER_LABEL, id, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) == RC_OK) {
		thing_name(&item, name, sizeof name);
		kiosk_say(k, SAY_OK, a != DO_RECEIVE, "%s", lang_fill(said,
		    sizeof said, done_sentence(a), args, 1));
	}
	return rc;
}

static void
say_handed_out(struct kiosk *k, const struct order_form *f)
{
	struct unit unit = { .id = 0 };
	struct err err;
	char things[48], day[CLOCK_DAY_MAX] = "", said[400];
	const char *args[] = { things, unit.name, day };
	int pieces = 0;

	for (size_t i = 0; i < f->n; i++)
		pieces += f->lines[i].count;
	if (unit_get(k->db, f->unit, &unit, &err) != RC_OK)
		unit.name[0] = '\0';
	thing_count(pieces, things, sizeof things);
	if (f->until != 0)
		clock_format_day(f->until, day);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    f->until != 0 ? _("%1$s till %2$s, ska tillbaka %3$s.") :
	    _("%1$s till %2$s, för gott."), args, 3));
}

enum rc
verb_hand_out(struct kiosk *k, const struct order_form *f)
{
	struct err err = { .why = WHY_NONE };
	int64_t order = 0;

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = order_hand_out(k->db, f, &order, &err);
		if (rc == RC_OK)
			rc = paper_add(k, PAPER_RECEIPT, order, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) == RC_OK) {
		k->last_unit = f->unit;
		say_handed_out(k, f);
	}
	return rc;
}

enum rc
verb_lend_one(struct kiosk *k, int64_t item, int64_t unit)
{
	struct order_line line = { .item = item, .count = 1 };
	struct order_form f = { .kind = ORDER_LOAN, .unit = unit,
	    .start = clock_today(),
	    .until = clock_today() + k->cfg.loan_days, .delivery = "",
	    .reason = "", .note = "", .contact = "", .phone = "",
	    .lines = &line, .n = 1 };

	return verb_hand_out(k, &f);
}

enum rc
verb_return(struct kiosk *k, int64_t id, int32_t count)
{
	struct item item;
	struct booking done = { .orders = 0 };
	struct err err = { .why = WHY_NONE };
	char name[200], said[500];
	const char *args[] = { name, done.unit_name };

	enum rc rc = item_get(k->db, id, &item, &err);
	if (rc == RC_OK)
		rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = order_return(k->db, id, count, -1, 0, &done, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (rc == RC_REFUSED && err.why == WHY_NOT_OUT) {
		thing_name(&item, name, sizeof name);
		kiosk_say(k, SAY_ALREADY, false, "%s", lang_fill(said,
		    sizeof said, _("%1$s är redan här."), args, 1));
		return rc;
	}
	if (kiosk_fail(k, rc, &err) == RC_OK) {
		thing_name(&item, name, sizeof name);
		size_t n = strlen(name);
		if (item.lot && count > 0)
			snprintf(name + n, sizeof name - n, ", %d", count);
		kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
		    done.late ?
		    _("Tillbaka från %2$s, försenad: %1$s.") :
		    _("Tillbaka från %2$s: %1$s."), args, 2));
	}
	return rc;
}

void
verb_appeal(struct kiosk *k, const struct order *o)
{
	struct err err = { .why = WHY_NONE };
	char number[24], said[400];
	const char *args[] = { number };

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK)
		rc = kiosk_end(k, order_appeal(k->db, o->id, &err), &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	snprintf(number, sizeof number, "%lld", (long long)o->number);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    _("En person ser på beställning %1$s. Svaret visas här."), args,
	    1));
}
