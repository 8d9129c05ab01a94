/* Dispatch: what is promised at other depots stands here to be scanned, and
 * anything else that is scanned goes along; one act for each depot, and its
 * slip prints itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/order.h"
#include "db/slip.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/thing.h"
#include "tui/lang.h"

#define ROWS_MAX 150

struct row {
	int64_t id;
	char to[9];		/* where it is promised, "" nowhere */
	char code[40], name[128], unit[96];
	bool scanned;
};

struct state {
	size_t n;
	struct row row[ROWS_MAX];
	struct list list;
};

static const enum action actions[] = { DO_DONE, DO_REMOVE, DO_NOTHING };

static struct row *
row_of(struct state *s, int64_t id)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->row[i].id == id)
			return &s->row[i];
	return NULL;
}

static struct row *
row_add(struct kiosk *k, struct state *s, int64_t id)
{
	struct item item;
	struct row *r = &s->row[s->n];

	if (s->n == ROWS_MAX || item_get(k->db, id, &item, NULL) != RC_OK)
		return NULL;
	memset(r, 0, sizeof *r);
	r->id = id;
	memcpy(r->code, item.code, sizeof r->code);
	memcpy(r->name, item.name, sizeof r->name);
	s->n++;
	list_set(&s->list, (int)s->n);
	return r;
}

/* What is promised elsewhere and was not there yet; what went goes. */
static void
dispatch_refresh(struct kiosk *k, void *state)
{
	static struct to_send todo[ROWS_MAX];
	struct state *s = state;
	struct err err;
	size_t n = 0, kept = 0;

	kiosk_fail(k, order_to_send(k->db, todo, ROWS_MAX, &n, &err), &err);
	for (size_t i = 0; i < s->n; i++)
		if (s->row[i].scanned)
			s->row[kept++] = s->row[i];
	s->n = kept;
	for (size_t i = 0; i < n; i++) {
		struct row *r = row_of(s, todo[i].item);
		if (r == NULL && (r = row_add(k, s, todo[i].item)) == NULL)
			break;
		memcpy(r->to, todo[i].to, sizeof r->to);
		memcpy(r->unit, todo[i].unit_name, sizeof r->unit);
	}
	list_set(&s->list, (int)s->n);
}

/* Whether it may leave; says why not. */
static bool
may_go(struct kiosk *k, int64_t id)
{
	struct item item;
	struct err err = { .why = WHY_NONE };
	enum rc rc = item_get(k->db, id, &item, &err);

	if (rc == RC_OK)
		rc = custody_may_decide(k->db, id, &err);
	if (rc == RC_OK && (item.state != ITEM_IN_STOCK ||
	    item.in_stock < item.count))
		rc = err_why(&err, RC_REFUSED, WHY_NOT_IN_STOCK, item.code,
		    item_state_label(item.state), NULL);
	return kiosk_fail(k, rc, &err) == RC_OK;
}

static void
take(struct kiosk *k, struct state *s, int64_t id)
{
	struct row *r = row_of(s, id);
	char said[300];

	if (r != NULL && r->scanned) {
		const char *args[] = { r->name };
		kiosk_say(k, SAY_ALREADY, false, "%s", lang_fill(said,
		    sizeof said, _("%1$s är redan med."), args, 1));
		s->list.sel = (int)(r - s->row);
		return;
	}
	if (!may_go(k, id))
		return;
	if (r == NULL)
		r = row_add(k, s, id);
	if (r == NULL) {
		kiosk_say(k, SAY_NO, false, "%s",
		    _("Högen är full. Avsluta den här först."));
		return;
	}
	const char *args[] = { r->name, r->to, r->unit };
	r->scanned = true;
	s->list.sel = (int)(r - s->row);
	kiosk_say(k, SAY_OK, false, "%s", lang_fill(said, sizeof said,
	    r->to[0] != '\0' ? _("%1$s, till %2$s för %3$s.") : "%1$s", args,
	    3));
}

/* "17 18 21": what was scanned. */
static bool
dispatch_park(struct kiosk *k, void *state, char *out, size_t cap)
{
	const struct state *s = state;
	size_t used = 0;

	(void)k;
	for (size_t i = 0; i < s->n && used < cap; i++)
		if (s->row[i].scanned)
			used += (size_t)snprintf(out + used, cap - used,
			    "%lld ", (long long)s->row[i].id);
	return used > 0 && used < cap;
}

static struct step
dispatch_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	char *p = k->work, *end;

	k->said.outcome = SAY_NOTHING;
	s->list.shy = true;	/* a stray Enter takes nothing along */
	dispatch_refresh(k, s);
	for (long long id; (id = strtoll(p, &end, 10)) != 0 && end != p;
	    p = end)
		take(k, s, id);
	if (arg->id != 0)
		take(k, s, arg->id);
	return step_stay();
}

static size_t
scanned(const struct state *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->row[i].scanned;
	return n;
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	const struct row *r = &((struct state *)arg)->row[i];
	enum style plain = selected ? ST_SELECTED : r->scanned ? ST_BODY :
	    ST_DIM;
	enum style st = selected ? ST_SELECTED : r->scanned ? ST_OK_TEXT :
	    ST_ALREADY_TEXT;
	int y = a.y + (a.h >= 3), right = a.w >= 70 ? 34 : 20;
	int code = a.w >= 70 ? 18 : 0;
	char to[128] = "";

	if (r->to[0] != '\0')
		snprintf(to, sizeof to, "→ %s %s", r->to, r->unit);
	draw_text(y, a.x + 1, 2, st, r->scanned ? "✓" : "○");
	draw_text(y, a.x + 3, a.w - right - code - 5, plain, r->name);
	if (code > 0)
		draw_text(y, a.x + a.w - right - code - 1, code, selected ?
		    plain : ST_DIM, r->code);
	draw_text(y, a.x + a.w - right, right - 1, selected ? plain :
	    ST_BODY, to);
}

static void
dispatch_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	char count[48];

	(void)k;
	draw_text(a.y, a.x, a.w - 16, ST_ACCENT,
	    _("Skicka till en annan depå"));
	draw_right(a.y, a.x + a.w - 15, 15, ST_STRONG, thing_count(
	    (int)scanned(s), count, sizeof count));
	int n = draw_wrap((struct area){ a.y + 1, a.x, 2, a.w }, ST_DIM,
	    scanned(s) > 0 ?
	    _("Skanna det som ska med. F9 när det är klart: då frågas vart, "
	    "och följesedeln skrivs ut.") : s->n > 0 ?
	    _("○ är lovat i en annan depå och ska dit. Skanna det när det "
	    "lastas, och annat som ska med.") :
	    _("Skanna det som ska med. Inget är lovat åt en annan depå just "
	    "nu."));
	draw_cursor(a.y, a.x);
	list_draw(&s->list, (struct area){ a.y + 2 + n, a.x, a.h - 2 - n,
	    a.w }, a.h >= 20, s->n > 0, draw_row, s);
}

static struct step
dispatch_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct item item[2];
	struct err err;
	size_t n = 0;

	if ((code->kind != CODE_ITEM && code->kind != CODE_FOREIGN) ||
	    item_find(k->db, code->text, item, 2, &n, &err) != RC_OK ||
	    n != 1)
		return step_pass();
	take(k, state, item[0].id);
	return step_stay();
}

/* Where a label cannot be read, a touch is as good. */
static void
toggle(struct kiosk *k, struct state *s)
{
	struct row *r = &s->row[s->list.sel];

	if (s->list.sel >= (int)s->n)
		return;
	if (!r->scanned)
		take(k, s, r->id);
	else {
		r->scanned = false;
		dispatch_refresh(k, s);
	}
}

static struct step
dispatch_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	if (in->kind == INPUT_KEY && in->key == K_DELETE) {
		if (s->list.sel < (int)s->n &&
		    s->row[s->list.sel].scanned)
			toggle(k, s);
		return step_stay();
	}
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		toggle(k, s);
		return step_stay();
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

static bool
dispatch_can(struct kiosk *k, void *state, enum action a)
{
	const struct state *s = state;

	(void)k;
	return a == DO_DONE ? scanned(s) > 0 : a != DO_REMOVE ||
	    (s->list.sel < (int)s->n && s->row[s->list.sel].scanned);
}

static struct step
dispatch_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	switch (a) {
	case DO_DONE:
		return step_ask(SCREEN_PICK, DO_DONE, 'd', NULL);
	case DO_REMOVE:
		toggle(k, s);
		return step_stay();
	case DO_BACK:
		kiosk_park(k, k->depth);
		return step_pop();
	default:
		return step_pass();
	}
}

#define SLIPS_MAX (ROWS_MAX / SLIP_ITEMS + 1)

/* One act; a slip for as many as its code can hold. */
static enum rc
send(struct kiosk *k, const int64_t *ids, size_t n, const char *to,
    char number[SLIPS_MAX][24], size_t *slips, struct err *err)
{
	char text[SLIP_TEXT_MAX];
	int64_t event;
	enum rc rc = kiosk_begin(k, err);

	if (rc != RC_OK)
		return rc;
	for (size_t at = 0; rc == RC_OK && at < n; at += SLIP_ITEMS) {
		rc = slip_dispatch(k->db, ids + at, n - at < SLIP_ITEMS ?
		    n - at : SLIP_ITEMS, to, number[*slips], text, err);
		if (rc == RC_OK)
			rc = slip_by_number(k->db, number[(*slips)++], &event,
			    err);
		if (rc == RC_OK)
			rc = paper_add(k, PAPER_MANIFEST, event, err);
	}
	return kiosk_end(k, rc, err);
}

static void
send_to(struct kiosk *k, struct state *s, const char *to)
{
	int64_t ids[ROWS_MAX];
	char number[SLIPS_MAX][24], things[48], said[400];
	const char *args[] = { things, to, number[0] };
	size_t n = 0, slips = 0;
	struct err err = { .why = WHY_NONE };

	for (size_t i = 0; i < s->n; i++)
		if (s->row[i].scanned && (s->row[i].to[0] == '\0' ||
		    strcmp(s->row[i].to, to) == 0))
			ids[n++] = s->row[i].id;
	if (n == 0) {
		kiosk_say(k, SAY_NO, false, "%s", lang_fill(said, sizeof said,
		    _("Inget av det som är skannat ska till %2$s."), args,
		    2));
		return;
	}
	enum rc rc = send(k, ids, n, to, number, &slips, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	for (size_t i = 0; i < n; i++)
		row_of(s, ids[i])->scanned = false;
	dispatch_refresh(k, s);
	thing_count((int)n, things, sizeof things);
	kiosk_say(k, SAY_OK, false, "%s", lang_fill(said, sizeof said,
	    _("%1$s på väg till %2$s, följesedel %3$s."), args, 3));
}

static struct step
dispatch_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	if (arg->tag == DO_DONE)
		send_to(k, state, arg->text);
	else
		take(k, state, arg->id);
	return step_stay();
}

const struct screen_ops screen_dispatch = {
	.title = N_("Skicka"),
	.help = N_("Skanna det som ska till en annan depå, och välj sist "
	    "vilken. Följesedeln skrivs ut och följer med: med den tar de "
	    "emot också utan nät. Det som har skickats kan inte ångras här, "
	    "bara skickas tillbaka."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.takes_items = true,
	.code_row = true,
	.open = dispatch_open,
	.draw = dispatch_draw,
	.input = dispatch_input,
	.scan = dispatch_scan,
	.action = dispatch_action,
	.answer = dispatch_answer,
	.refresh = dispatch_refresh,
	.can = dispatch_can,
	.park = dispatch_park,
};
