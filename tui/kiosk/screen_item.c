/* An item's card: what it is, where, how it is, when it is free, what next. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/custody.h"
#include "db/order.h"
#include "db/slip.h"
#include "db/sync_state.h"
#include "db/unit.h"
#include "tui/kiosk/menu.h"
#include "tui/kiosk/thing.h"
#include "tui/kiosk/verbs.h"
#include "tui/known.h"
#include "tui/lang.h"

#define BOOKINGS_SHOWN 20

/* What is asked of other screens; the others are the action itself. */
enum { ASK_SECOND = ACTION_COUNT, ASK_WHY, ASK_PRICE };

struct state {
	int64_t id;
	struct item item;
	struct custody custody;
	char reason[24];	/* of the claim */
	char owner[16];		/* that it is to have */
	int64_t second;		/* who signs the claim too: now it is scanned */
	struct booking booking[BOOKINGS_SHOWN];
	size_t bookings;
	struct menu menu;
};

static const enum action actions[] = {
	DO_LEND, DO_RETURN, DO_PRINT, DO_ORDER, DO_CALENDAR, DO_SHELVE, DO_EXTEND,
	DO_SEEN, DO_RECEIVE, DO_ARRIVE, DO_DISPATCH, DO_GRADE, DO_EDIT,
	DO_MORE_ALIKE, DO_RELABEL, DO_SPLIT, DO_MERGE, DO_LOSE, DO_FOUND, DO_SWAP,
	DO_TRANSFER, DO_CLAIM, DO_RETIRE, DO_HISTORY, DO_NOTHING
};

static void
item_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;
	struct booking_filter active = { .item = s->id, .active = true };

	enum rc rc = item_get(k->db, s->id, &s->item, &err);
	if (rc == RC_OK)
		rc = custody_of(k->db, s->id, &s->custody, &err);
	if (rc == RC_OK)
		rc = booking_list(k->db, &active, 0, s->booking,
		    BOOKINGS_SHOWN, &s->bookings, &err);
	kiosk_fail(k, rc, &err);
}

static struct step
item_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	s->id = arg->id;
	item_refresh(k, s);
	return s->item.id == 0 ? step_pop() : step_stay();
}

static bool
is_out(const struct item *item)
{
	return item->state == ITEM_LENT || item->state == ITEM_IN_USE ||
	    (item->lot && item->in_stock < item->count);
}

/* What only the depot that answers for it can do, or where it stands. */
static bool
custody_can(struct kiosk *k, const struct state *s, enum action a)
{
	const struct custody *c = &s->custody;
	const struct item *it = &s->item;
	bool bound = strcmp(c->bound, db_depot(k->db)) == 0;

	switch (a) {
	case DO_SEEN:
		return c->suspended && c->bound[0] == '\0';
	case DO_RECEIVE:
		return bound;
	case DO_ARRIVE:
		return !bound && !c->here;
	case DO_DISPATCH:
		return c->ours && c->here && it->state == ITEM_IN_STOCK &&
		    depot_others(k->db);
	case DO_SWAP:
		return (it->holder != 0 || it->responsible != 0) &&
		    s->bookings == 0;
	case DO_CLAIM:
		return !c->ours && !bound;
	default:	/* edit, split, transfer, retire .. */
		return c->ours;
	}
}

static bool
item_can(struct kiosk *k, void *state, enum action a)
{
	const struct state *s = state;
	const struct item *it = &s->item;
	bool here = it->state == ITEM_IN_STOCK;

	switch (a) {
	case DO_LEND:
		return here && it->in_stock > 0 && s->custody.here;
	case DO_RETURN:
	case DO_EXTEND:
		return is_out(it);
	case DO_ORDER:
		return it->state != ITEM_RETIRED && it->state != ITEM_LOST;
	case DO_SHELVE:
		return (here || it->state == ITEM_LOST) && s->custody.here;
	case DO_SPLIT:
		return it->lot && here && it->in_stock > 1 &&
		    s->custody.ours;
	case DO_MERGE:
		return it->lot && it->state != ITEM_RETIRED &&
		    s->custody.ours;
	case DO_LOSE:
		return it->state != ITEM_LOST && it->state != ITEM_RETIRED;
	case DO_FOUND:
		return it->state == ITEM_LOST;
	case DO_GRADE:
	case DO_RELABEL:
		return it->state != ITEM_RETIRED;
	case DO_RETIRE:
	case DO_EDIT:
	case DO_SEEN:
	case DO_RECEIVE:
	case DO_ARRIVE:
	case DO_DISPATCH:
	case DO_SWAP:
	case DO_TRANSFER:
	case DO_CLAIM:
		return it->state != ITEM_RETIRED && custody_can(k, s, a);
	default:
		return true;
	}
}

static int
fact(struct area *a, const char *label, const char *value)
{
	if (*value == '\0' || a->h < 1)
		return 0;
	draw_text(a->y, a->x, 14, ST_DIM, label);
	int n = draw_wrap((struct area){ a->y, a->x + 15, a->h < 2 ? 1 : 2,
	    a->w - 15 }, ST_BODY, value);
	a->y += n;
	a->h -= n;
	return n;
}

static void
depot_fact(struct kiosk *k, struct area *a, const char *label,
    const char *code)
{
	char name[96], text[128];

	if (*code == '\0')
		return;
	depot_name(k->db, code, name, sizeof name);
	snprintf(text, sizeof text, "%s (%s)", name, code);
	fact(a, label, text);
}

/* Who answers for it where that is not plain, and where it is then. */
static void
custody_facts(struct kiosk *k, const struct state *s, struct area *a)
{
	const struct custody *c = &s->custody;

	if (s->second != 0)
		fact(a, _("Nu"), _("skanna den som ni har i handen"));
	if (c->suspended)
		fact(a, _("Räkna först"),
		    _("inte sedd efter återställningen: skanna den"));
	if (!c->ours)
		depot_fact(k, a, _("Ansvarig depå"), s->item.depot);
	depot_fact(k, a, _("På väg till"), c->bound);
	depot_fact(k, a, _("Dök upp i"), c->found_at);
	if (c->claimed)
		fact(a, _("Övertagen"),
		    _("lovas inte bort förrän den förra depån vet det"));
}

/* What is known of it, from the top; the area shrinks to what is left. */
static void
facts(const struct item *it, struct area *a)
{
	char text[256], day[CLOCK_DAY_MAX];
	bool holder = it->holder != 0;

	fact(a, _("Skick"), _(condition_label(it->condition)));
	fact(a, _("Plats"), it->place_name);
	if (holder) {
		snprintf(text, sizeof text, "%s", it->holder_name);
		fact(a, _("Finns hos"), text);
	}
	if (it->due != 0)
		fact(a, _("Ska tillbaka"), clock_format_day(it->due, day));
	if (it->width > 0 || it->depth > 0 || it->height > 0) {
		snprintf(text, sizeof text, "%d × %d × %d mm", it->width,
		    it->depth, it->height);
		fact(a, _("B × D × H"), text);
	}
	*text = '\0';
	for (const char *p = it->restriction; *p != '\0';) {
		char name[40];
		size_t n = strcspn(p, ", ");
		snprintf(name, sizeof name, "%.*s", (int)n, p);
		const char *word = restriction_label(name);
		size_t used = strlen(text);
		if (n > 0)
			snprintf(text + used, sizeof text - used, "%s%s",
			    used > 0 ? ", " : "", word != NULL ? _(word) :
			    name);
		p += n + strspn(p + n, ", ");
	}
	fact(a, _("Begränsning"), text);
	if (it->inspect_by != 0)
		fact(a, _("Besiktigas"), clock_format_day(it->inspect_by,
		    day));
	snprintf(text, sizeof text, it->responsible != 0 ? "%s, %s" : "%s",
	    it->owner, it->responsible_name);
	fact(a, _("Ägare"), text);
	fact(a, _("Anteckning"), it->note);
}

static void
draw_bookings(struct state *s, struct area a)
{
	if (s->bookings == 0 || a.h < 2)
		return;
	draw_text(a.y, a.x, a.w, ST_DIM, _("Bokningar"));
	for (size_t i = 0; i < s->bookings && (int)i < a.h - 1; i++) {
		struct booking b = s->booking[i];
		/* On the item's own card, whose it is says more than what. */
		snprintf(b.item_name, sizeof b.item_name, "%s", b.unit_name);
		b.item_code[0] = '\0';
		thing_booking_row(&b, (struct area){ a.y + 1 + (int)i, a.x, 1,
		    a.w }, false);
	}
}

static void
item_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	char avail[96], head[200], category[64], known[64];
	enum style st;
	int right = a.w >= 100 ? 34 : a.w >= 70 ? 25 : 21;
	struct area left = { a.y, a.x, a.h, a.w - right - 2 };

	menu_fill(k, &s->menu, actions, true);
	draw_cursor(a.y, a.x);
	thing_availability(&s->item, avail, sizeof avail, &st);
	int n = draw_wrap((struct area){ a.y, a.x, 2, left.w }, ST_STRONG,
	    s->item.name);
	category_name(k->db, s->item.category, strcmp(lang_code(), "en") == 0,
	    category, sizeof category);
	snprintf(head, sizeof head, "%s   %s", s->item.code, category);
	draw_text(a.y + n, a.x, left.w, ST_DIM, head);
	int w = draw_text(a.y + n + 1, a.x, left.w, st, avail);
	if (s->item.remote)
		draw_textf(a.y + n + 1, a.x + w, left.w - w, ST_DIM, " · %s",
		    known_words(s->item.told, known, sizeof known));
	left.y += n + 3;
	left.h -= n + 3;
	int rows = s->bookings == 0 ? 0 : (int)s->bookings + 2;
	if (rows > left.h / 2)
		rows = left.h / 2;
	left.h -= rows;
	custody_facts(k, s, &left);
	facts(&s->item, &left);
	draw_bookings(s, (struct area){ left.y + 1, a.x, left.h + rows - 1,
	    left.w });
	menu_draw(&s->menu, (struct area){ a.y, a.x + a.w - right, a.h,
	    right }, true);
}

static struct step
print_paper(struct kiosk *k, struct state *s)
{
	int64_t event;

	if (s->item.state == ITEM_IN_TRANSIT &&
	    slip_of_item(k->db, s->id, &event, NULL) == RC_OK) {
		paper_print(k, PAPER_MANIFEST, event);
		return step_stay();
	}
	for (size_t i = 0; i < s->bookings; i++)
		if (s->booking[i].ticket != 0 &&
		    s->booking[i].state == BOOKING_HOLD) {
			paper_print(k, PAPER_TICKET, s->booking[i].ticket);
			return step_stay();
		}
	if (k->who.role < ROLE_WORKER)
		return step_sign_in(ROLE_WORKER);
	paper_print(k, PAPER_LABEL, s->id);
	return step_stay();
}

static struct step
item_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	switch (a) {
	case DO_LEND:
	case DO_SHELVE:
		return step_ask(SCREEN_PILE, (int)a, s->id, NULL);
	case DO_RETURN:
		return step_push(SCREEN_RETURN, s->id, NULL);
	case DO_ORDER:
		return step_push(SCREEN_FORM, s->id, NULL);
	case DO_CALENDAR:
		return step_push(SCREEN_CALENDAR, s->id, NULL);
	case DO_HISTORY:
		return step_push(SCREEN_HISTORY, s->id, NULL);
	case DO_MORE_ALIKE:
		return step_push(SCREEN_REGISTER, s->id, NULL);
	case DO_EDIT:
		return step_push(SCREEN_EDIT, s->id, NULL);
	case DO_MERGE:	/* the other one is scanned or searched for */
		return step_ask(SCREEN_SEARCH, DO_MERGE, 1, s->item.name);
	case DO_PRINT:
		return print_paper(k, s);
	case DO_GRADE:
		return step_ask(SCREEN_CHOICE, DO_GRADE, CHOICE_CONDITION,
		    NULL);
	case DO_RELABEL:
		return step_ask(SCREEN_CHOICE, DO_RELABEL, CHOICE_LABEL,
		    NULL);
	case DO_RETIRE:
		return step_ask(SCREEN_CHOICE, DO_RETIRE, CHOICE_RETIRE,
		    NULL);
	case DO_EXTEND:
		return prompt_day(DO_EXTEND, _("Ny sista dag"),
		    (s->item.due > clock_today() ? s->item.due :
		    clock_today()) + k->cfg.loan_days);
	case DO_SPLIT:
		return prompt_number(DO_SPLIT,
		    _("Hur många ska ha en egen etikett?"), 0);
	case DO_DISPATCH:
		return step_push(SCREEN_DISPATCH, s->id, NULL);
	case DO_SWAP:
		return step_ask(SCREEN_SEARCH, DO_SWAP, 1, NULL);
	case DO_TRANSFER:
		return step_ask(SCREEN_PICK, DO_TRANSFER, 'o', NULL);
	case DO_CLAIM:
		return step_ask(SCREEN_CHOICE, DO_CLAIM, CHOICE_CLAIM, NULL);
	case DO_LOSE:
	case DO_FOUND:
	case DO_ARRIVE:
	case DO_SEEN:
	case DO_RECEIVE:
		verb_item(k, a, s->id, 0, NULL);
		return step_stay();
	default:
		return step_pass();
	}
}

static struct step
item_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	struct step step;

	switch (arg->tag) {
	case DO_CLAIM:
		snprintf(s->reason, sizeof s->reason, "%.23s", arg->text);
		step = step_ask(SCREEN_SIGNIN, ASK_SECOND, ROLE_STAFF, NULL);
		step.arg.id2 = 1;
		return step;
	case ASK_SECOND:
		s->second = arg->id;
		kiosk_say(k, SAY_INFO, false, "%s", _("Skanna nu den som ni "
		    "har i handen. Då är ansvaret övertaget."));
		return step_stay();
	case DO_SWAP:
		verb_swap(k, s->id, arg->id);
		return step_stay();
	case DO_TRANSFER:
		snprintf(s->owner, sizeof s->owner, "%.15s", arg->text);
		return step_ask(SCREEN_CHOICE, ASK_WHY, CHOICE_TRANSFER,
		    NULL);
	case ASK_WHY:
		if (strcmp(arg->text, "price") == 0)
			return prompt_number(ASK_PRICE,
			    _("Hur många kronor?"), 0);
		verb_transfer(k, s->id, s->owner, -1, arg->text);
		return step_stay();
	case ASK_PRICE:
		verb_transfer(k, s->id, s->owner, arg->id * 100, NULL);
		return step_stay();
	default:
		verb_item(k, (enum action)arg->tag, s->id, arg->id,
		    arg->text);
		return step_stay();
	}
}

/* A second thing makes a pile, for those who may move things. */
static struct step
second_item(struct kiosk *k, struct state *s, const struct code *code)
{
	struct item item[2];
	struct err err;
	size_t n = 0;

	if (k->who.role < ROLE_WORKER || item_find(k->db, code->text, item, 2,
	    &n, &err) != RC_OK || n != 1)
		return step_pass();
	if (s->second != 0) {	/* both have signed: is it this one? */
		int64_t second = s->second;
		s->second = 0;
		if (item[0].id == s->id)
			verb_claim(k, s->id, second, s->reason);
		else
			kiosk_say(k, SAY_NO, false, "%s", _("Det var en annan "
			    "sak. Inget är övertaget."));
		return step_stay();
	}
	if (item[0].id == s->id && !item[0].lot) {
		kiosk_say(k, SAY_ALREADY, false, "%s",
		    _("Det är den här."));
		return step_stay();
	}
	struct step step = step_replace(SCREEN_PILE, s->id, NULL);
	step.arg.id2 = item[0].id;
	return step;
}

static struct step
item_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;
	struct unit unit;
	struct place place;
	struct err err;

	if (code->kind == CODE_ITEM || code->kind == CODE_FOREIGN)
		return second_item(k, s, code);
	if (code->kind == CODE_UNIT && item_can(k, s, DO_LEND)) {
		if (k->who.role < ROLE_WORKER)
			return step_sign_in(ROLE_WORKER);
		if (kiosk_fail(k, unit_find(k->db, code->text, &unit, &err),
		    &err) == RC_OK)
			verb_lend_one(k, s->id, unit.id);
		return step_stay();
	}
	if (code->kind == CODE_PLACE && item_can(k, s, DO_SHELVE)) {
		if (k->who.role < ROLE_WORKER)
			return step_sign_in(ROLE_WORKER);
		if (kiosk_fail(k, place_find(k->db, code->text, &place, &err),
		    &err) == RC_OK)
			verb_item(k, DO_SHELVE, s->id, place.id, NULL);
		return step_stay();
	}
	return step_pass();
}

static struct step
item_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	return menu_input(&s->menu, in);
}

const struct screen_ops screen_item = {
	.title = N_("Föremålet"),
	.help = N_("Skanna en enhet för att låna ut, en plats för att ställa "
	    "undan, en sak till för att samla en hög."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = item_open,
	.draw = item_draw,
	.input = item_input,
	.scan = item_scan,
	.action = item_action,
	.answer = item_answer,
	.refresh = item_refresh,
	.can = item_can,
};
