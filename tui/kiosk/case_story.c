#include "tui/kiosk/case_story.h"

#include <stdio.h>
#include <string.h>

#include "db/custody.h"
#include "db/order.h"
#include "db/sync_state.h"
#include "tui/lang.h"

static const struct {
	const char *kind, *outcome, *effect;
} effects[] = {
	{ "clash", "told", N_("dess bokning stryks") },
	{ "clash", "replaced", N_("bokningen av den här stryks") },
	{ "clash", "kept", N_("ingen bokning stryks") },
	{ "stray", "back", N_("ansvaret är kvar där det var") },
	{ "stray", "stays", N_("ansvaret flyttar dit den står") },
	{ "custody", "seen", N_("inget ändras") },
	{ "custody", "count", N_("räkna den där den står") },
	{ "difference", "lost", N_("den skrivs upp som borta") },
	{ "difference", "corrected", N_("uppgiften var fel") },
};

const char *
case_effect(const char *kind, const char *outcome)
{
	for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
		if (strcmp(effects[i].kind, kind) == 0 &&
		    strcmp(effects[i].outcome, outcome) == 0)
			return effects[i].effect;
	return "";
}

bool
case_may(struct kiosk *k, const struct depot_case *c, const char *outcome)
{
	struct custody where;

	if (strcmp(outcome, "stays") != 0)
		return true;
	/* Only who answers for it gives it away. */
	return custody_of(k->db, c->item, &where, NULL) == RC_OK &&
	    where.found_at[0] != '\0' &&
	    custody_may_decide(k->db, c->item, NULL) == RC_OK;
}

/* "Strandskolan (beställning 12 i Ystad depå)" */
static void
party(struct kiosk *k, int64_t order, bool out, char *text, size_t cap)
{
	struct order o;
	char number[24], depot[96];
	const char *args[] = { o.unit_name, number, depot };

	*text = '\0';
	if (order_get(k->db, order, &o, NULL) != RC_OK)
		return;
	snprintf(number, sizeof number, "%lld", (long long)o.number);
	depot_name(k->db, o.depot, depot, sizeof depot);
	lang_fill(text, cap, out ?
	    _("%1$s, som har den (beställning %2$s i %3$s)") :
	    _("%1$s (beställning %2$s i %3$s)"), args, 3);
}

/* Whose promise yields, and to whose. */
static void
clash(struct kiosk *k, const struct depot_case *c, char *out, size_t cap)
{
	struct booking b[8];
	char yields[256], stands[256] = "";
	const char *args[] = { c->item_name, yields, stands };
	struct booking_filter active = { .item = c->item, .active = true };
	size_t n = 0;

	party(k, c->orders, false, yields, sizeof yields);
	if (booking_list(k->db, &active, 0, b, 8, &n, NULL) != RC_OK)
		n = 0;
	for (size_t i = 0; i < n && stands[0] == '\0'; i++)
		if (b[i].orders != c->orders)
			party(k, b[i].orders, b[i].state == BOOKING_OUT,
			    stands, sizeof stands);
	lang_fill(out, cap, c->outcome[0] == '\0' && stands[0] != '\0' ?
	    _("%1$s är lovad två gånger, av depåer som inte hade hört av "
	    "varandra. Får vika sig: %2$s. Står kvar: %3$s.") :
	    _("%1$s var lovad två gånger. Fick vika sig: %2$s."), args, 3);
}

static void
custody(struct kiosk *k, const struct depot_case *c, char *out, size_t cap)
{
	struct custody where;
	char answers[96], found[96];
	const char *args[] = { c->item_name, answers, found };

	*out = '\0';
	if (c->item == 0 || custody_of(k->db, c->item, &where, NULL) != RC_OK)
		return;
	depot_name(k->db, where.depot, answers, sizeof answers);
	depot_name(k->db, where.found_at, found, sizeof found);
	if (strcmp(c->kind, "custody") == 0)
		lang_fill(out, cap, _("Två depåer bestämde om %1$s utan att "
		    "veta av varandra. Nu svarar %2$s för den."), args, 3);
	else if (where.found_at[0] == '\0')
		lang_fill(out, cap, _("%1$s dök upp där ingen väntade den. Nu "
		    "svarar %2$s för den."), args, 3);
	else
		lang_fill(out, cap, case_may(k, c, "stays") ?
		    _("%2$s svarar för %1$s, men den dök upp i %3$s. Ingen "
		    "hade skickat den dit.") :
		    _("%2$s svarar för %1$s, men den dök upp i %3$s. Ingen "
		    "hade skickat den dit. %2$s avgör om den stannar."),
		    args, 3);
}

void
case_story(struct kiosk *k, const struct depot_case *c, char *out, size_t cap)
{
	const char *args[] = { c->item_name };

	*out = '\0';
	if (strcmp(c->kind, "clash") == 0)
		clash(k, c, out, cap);
	else if (strcmp(c->kind, "stray") == 0 ||
	    strcmp(c->kind, "custody") == 0)
		custody(k, c, out, cap);
	else if (strcmp(c->kind, "difference") == 0)
		lang_fill(out, cap, c->item != 0 ?
		    _("%1$s kom inte fram, eller stod inte där den skulle.") :
		    _("Något på en följesedel kom inte fram: se "
		    "anteckningen."), args, 1);
}
