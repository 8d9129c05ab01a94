#include "tui/kiosk/pile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/unit.h"
#include "tui/kiosk/thing.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

static void
say_item(struct kiosk *k, enum outcome o, const char *sentence,
    const struct item *item, const char *more)
{
	char name[200], said[400];
	const char *args[] = { name, more };

	thing_name(item, name, sizeof name);
	kiosk_say(k, o, false, "%s", lang_fill(said, sizeof said, sentence,
	    args, 2));
}

/* Whether the thing may be in a pile of this mode; says why not. */
static bool
may_add(struct kiosk *k, struct pile *s, const struct item *item,
    int32_t count)
{
	struct err err = { .why = WHY_NONE };

	if (s->mode != DO_LEND)
		return true;
	enum rc rc = order_check(k->db, item->id, count, 0, clock_today(),
	    s->until, 0, &err);
	return kiosk_fail(k, rc, &err) == RC_OK;
}

void
pile_add(struct kiosk *k, struct pile *s, int64_t id)
{
	struct item item;
	struct err err;
	size_t i = 0;
	char count[24];

	if (kiosk_fail(k, item_get(k->db, id, &item, &err), &err) != RC_OK)
		return;
	while (i < s->n && s->line[i].id != id)
		i++;
	if (i < s->n && !item.lot) {
		say_item(k, SAY_ALREADY, _("%1$s är redan med."), &item, "");
		s->list.sel = (int)i;
		return;
	}
	if (i == PILE_MAX) {
		kiosk_say(k, SAY_NO, false, "%s",
		    _("Högen är full. Avsluta den här först."));
		return;
	}
	int32_t wanted = i < s->n ? s->line[i].count + 1 : 1;
	if (!may_add(k, s, &item, wanted))
		return;
	s->line[i].id = id;
	s->line[i].count = wanted;
	s->line[i].item = item;
	if (i == s->n)
		s->n++;
	list_set(&s->list, (int)s->n);
	s->list.sel = (int)i;
	snprintf(count, sizeof count, "%d", wanted);
	say_item(k, SAY_OK, item.lot ? _("%1$s, %2$s st.") : "%1$s", &item,
	    count);
}

/* "LEND 20455 17:1 18:3", as park wrote it. */
void
pile_take_up(struct kiosk *k, struct pile *s, const char *p)
{
	char mode[16];
	int until, kind, used;

	if (sscanf(p, "%15s %d %d%n", mode, &until, &kind, &used) != 3)
		return;
	p += used;
	s->mode = strcmp(mode, "LEND") == 0 ? DO_LEND :
	    strcmp(mode, "SHELVE") == 0 ? DO_SHELVE : DO_NOTHING;
	s->until = until;
	if (kind >= 0 && kind < ORDER_KIND_COUNT)
		s->kind = (enum order_kind)kind;
	while (*p == ' ' && s->n < PILE_MAX) {
		char *end;
		struct err err;
		struct pile_line *l = &s->line[s->n];
		l->id = strtoll(p, &end, 10);
		l->count = *end == ':' ? (int32_t)strtol(end + 1, &end, 10) :
		    1;
		p = end;
		if (item_get(k->db, l->id, &l->item, &err) == RC_OK &&
		    l->count > 0)
			s->n++;
	}
	list_set(&s->list, (int)s->n);
}

bool
pile_write(const struct pile *s, char *out, size_t cap)
{
	if (s->n == 0)
		return false;
	size_t used = (size_t)snprintf(out, cap, "%s %d %d", s->mode ==
	    DO_NOTHING ? "PILE" : action_name(s->mode), s->until,
	    (int)s->kind);
	for (size_t i = 0; i < s->n && used < cap; i++)
		used += (size_t)snprintf(out + used, cap - used, " %lld:%d",
		    (long long)s->line[i].id, s->line[i].count);
	return used < cap;
}

static void
empty(struct pile *s)
{
	s->n = 0;
	list_set(&s->list, 0);
}

struct step
pile_lend(struct kiosk *k, struct pile *s, int64_t unit)
{
	struct order_line line[PILE_MAX];
	struct order_form f = { .kind = s->kind, .unit = unit,
	    .start = clock_today(),
	    .until = order_kind_returns(s->kind) ? s->until : 0,
	    .delivery = "", .reason = "", .note = "", .contact = "",
	    .phone = "", .lines = line, .n = s->n };

	memset(line, 0, sizeof line);
	for (size_t i = 0; i < s->n; i++) {
		line[i].item = s->line[i].id;
		line[i].count = s->line[i].count;
	}
	if (verb_hand_out(k, &f) != RC_OK)
		return step_stay();
	bool undecided = s->mode == DO_NOTHING;
	empty(s);
	return undecided ? step_home() : step_stay();
}

struct step
pile_shelve(struct kiosk *k, struct pile *s, int64_t place)
{
	struct err err = { .why = WHY_NONE };
	struct place p;
	char things[48], said[300];
	const char *args[] = { things, p.name };

	enum rc rc = place_get(k->db, place, &p, &err);
	if (rc == RC_OK)
		rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		for (size_t i = 0; rc == RC_OK && i < s->n; i++)
			rc = item_shelve(k->db, s->line[i].id, place, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	thing_count((int)s->n, things, sizeof things);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    _("%1$s står nu på %2$s."), args, 2));
	bool undecided = s->mode == DO_NOTHING;
	empty(s);
	return undecided ? step_home() : step_stay();
}

struct step
pile_return(struct kiosk *k, struct pile *s)
{
	struct err err = { .why = WHY_NONE };
	char things[48], said[200];
	const char *args[] = { things };

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		for (size_t i = 0; rc == RC_OK && i < s->n; i++)
			rc = order_return(k->db, s->line[i].id,
			    s->line[i].item.lot ? s->line[i].count : 0, -1,
			    0, NULL, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	thing_count((int)s->n, things, sizeof things);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    _("%1$s är tillbaka."), args, 1));
	empty(s);
	return step_home();
}

void
pile_count(struct kiosk *k, struct pile *s, int by)
{
	struct pile_line *l = &s->line[s->list.sel];

	if (s->n == 0 || !l->item.lot || l->count + by < 1 ||
	    (by > 0 && !may_add(k, s, &l->item, l->count + by)))
		return;
	l->count += by;
}

void
pile_remove(struct pile *s)
{
	size_t i = (size_t)s->list.sel;

	if (i >= s->n)
		return;
	memmove(&s->line[i], &s->line[i + 1], (--s->n - i) *
	    sizeof s->line[0]);
	list_set(&s->list, (int)s->n);
}
