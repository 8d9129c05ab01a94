/* What people see of the records, column by column. */
#include <string.h>

#include "db/clock.h"
#include "db/sync_state.h"
#include "tui/ctl/row.h"
#include "tui/known.h"
#include "tui/lang.h"

/* A word of a table (name, msgid) as people read it; unknown: as it is. */
#define WORD(function, count, type, name, label)			\
	static const char *						\
	function(const char *value)					\
	{								\
		for (int i = 0; i < (count); i++)			\
			if (strcmp(name((type)i), value) == 0)		\
				return _(label((type)i));		\
		return value;						\
	}
WORD(condition_word, CONDITION_COUNT, enum condition, condition_name,
    condition_label)
WORD(item_state_word, ITEM_STATE_COUNT, enum item_state, item_state_name,
    item_state_label)
WORD(order_kind_word, ORDER_KIND_COUNT, enum order_kind, order_kind_name,
    order_kind_label)
WORD(order_state_word, ORDER_STATE_COUNT, enum order_state, order_state_name,
    order_state_label)
WORD(booking_state_word, BOOKING_STATE_COUNT, enum booking_state,
    booking_state_name, booking_state_label)
WORD(ticket_state_word, TICKET_EXPIRED + 1, enum ticket_state,
    ticket_state_name, ticket_state_label)
WORD(role_word, ROLE_COUNT, enum role, role_name, role_label)

static const char *
case_word(const char *value)
{
	return _(case_kind_label(value));
}

static const char *
event_word(const char *value)
{
	return _(history_kind_label(value));
}

const char *
local_word(const char *value)
{
	static char text[CLOCK_LOCAL_MAX];
	struct err err;
	int64_t time;

	if (clock_parse_utc(value, strlen(value), &time, &err) != RC_OK)
		return value;
	return clock_format_local(time, text);
}

static const char *
yes_word(const char *value)
{
	return strcmp(value, "1") == 0 ? _("ja") : "";
}

/* How old, in words: the record's field is a time. */
static const char *
known_word(const char *value)
{
	static char text[64];
	struct err err;
	int64_t time;

	if (clock_parse_utc(value, strlen(value), &time, &err) != RC_OK)
		return value;
	return known_time(time, text, sizeof text);
}

#define ITEM_LIST							\
	{ "code", N_("Kod"), NULL },					\
	{ "name", N_("Namn"), NULL },					\
	{ "category", N_("Kategori"), NULL },				\
	{ "condition", N_("Skick"), condition_word },			\
	{ "state", N_("Läge"), item_state_word },			\
	{ "available", N_("Lediga"), NULL },				\
	{ "place_name", N_("Plats"), NULL },				\
	{ "unit_name", N_("Finns hos"), NULL },				\
	{ "due", N_("Ska tillbaka"), NULL }

const struct column item_columns[] = { ITEM_LIST, { 0 } };

static const struct column item_columns_of_several[] = {
	ITEM_LIST,
	{ "depot", N_("Ansvarig depå"), NULL },
	{ "known_at", N_("Läget från"), known_word },
	{ 0 },
};

const struct column *
row_item_columns(struct db *db)
{
	return depot_others(db) ? item_columns_of_several : item_columns;
}

const struct column item_card[] = {
	{ "code", N_("Kod"), NULL },
	{ "name", N_("Namn"), NULL },
	{ "category", N_("Kategori"), NULL },
	{ "condition", N_("Skick"), condition_word },
	{ "state", N_("Läge"), item_state_word },
	{ "outcome", N_("Utfall"), NULL },
	{ "count", N_("Antal"), NULL },
	{ "in_stock", N_("I lager"), NULL },
	{ "available", N_("Lediga"), NULL },
	{ "place_name", N_("Plats"), NULL },
	{ "unit_name", N_("Finns hos"), NULL },
	{ "due", N_("Ska tillbaka"), NULL },
	{ "owner", N_("Ägare"), NULL },
	{ "responsible_name", N_("Ansvarig enhet"), NULL },
	{ "depot", N_("Ansvarig depå"), NULL },
	{ "bound", N_("På väg till"), NULL },
	{ "found_at", N_("Dök upp i"), NULL },
	{ "known_at", N_("Läget från"), known_word },
	{ "restriction", N_("Begränsning"), NULL },
	{ "inspect_by", N_("Besiktigas senast"), NULL },
	{ "width", N_("Bredd, mm"), NULL },
	{ "depth", N_("Djup, mm"), NULL },
	{ "height", N_("Höjd, mm"), NULL },
	{ "value", N_("Värde, kr"), NULL },
	{ "note", N_("Anteckning"), NULL },
	{ "codes", N_("Koder"), NULL },
	{ 0 },
};

const struct column booking_columns[] = {
	{ "code", N_("Kod"), NULL },
	{ "name", N_("Namn"), NULL },
	{ "count", N_("Antal"), NULL },
	{ "out", N_("Ute"), NULL },
	{ "state", N_("Läge"), booking_state_word },
	{ "unit_name", N_("Enhet"), NULL },
	{ "from", N_("Från"), NULL },
	{ "due", N_("Till"), NULL },
	{ "place", N_("Plats"), NULL },
	{ 0 },
};

const struct column loan_columns[] = {
	{ "code", N_("Kod"), NULL },
	{ "name", N_("Namn"), NULL },
	{ "out", N_("Ute"), NULL },
	{ "unit_name", N_("Enhet"), NULL },
	{ "due", N_("Ska tillbaka"), NULL },
	{ "days_late", N_("Dagar sen"), NULL },
	{ 0 },
};

const struct column order_columns[] = {
	{ "number", N_("Beställning"), NULL },
	{ "kind", N_("Slag"), order_kind_word },
	{ "state", N_("Läge"), order_state_word },
	{ "unit_name", N_("Enhet"), NULL },
	{ "from", N_("Från"), NULL },
	{ "until", N_("Till"), NULL },
	{ "asked", N_("Antal"), NULL },
	{ "out", N_("Ute"), NULL },
	{ "ticket", N_("Hämtsedel"), NULL },
	{ 0 },
};

const struct column order_card[] = {
	{ "number", N_("Beställning"), NULL },
	{ "kind", N_("Slag"), order_kind_word },
	{ "state", N_("Läge"), order_state_word },
	{ "answer", N_("Svar"), NULL },
	{ "rule", N_("Regel"), NULL },
	{ "say", N_("Besked"), NULL },
	{ "unit_name", N_("Enhet"), NULL },
	{ "from", N_("Från"), NULL },
	{ "until", N_("Till"), NULL },
	{ "delivery", N_("Levereras till"), NULL },
	{ "reason", N_("Skäl"), NULL },
	{ "note", N_("Anteckning"), NULL },
	{ "contact", N_("Kontaktperson"), NULL },
	{ "phone", N_("Telefon"), NULL },
	{ "time", N_("Beställd"), local_word },
	{ "ticket", N_("Hämtsedel"), NULL },
	{ "answers", N_("Besvaras av depå"), NULL },
	{ "pickup", N_("Hämtas i depå"), NULL },
	{ 0 },
};

const struct column ticket_columns[] = {
	{ "ticket", N_("Hämtsedel"), NULL },
	{ "state", N_("Läge"), ticket_state_word },
	{ "unit_name", N_("Enhet"), NULL },
	{ "count", N_("Antal"), NULL },
	{ "out", N_("Utlämnat"), NULL },
	{ "expires", N_("Gäller till"), NULL },
	{ "number", N_("Beställning"), NULL },
	{ 0 },
};

const struct column ticket_card[] = {
	{ "ticket", N_("Hämtsedel"), NULL },
	{ "state", N_("Läge"), ticket_state_word },
	{ "unit_name", N_("Enhet"), NULL },
	{ "kind", N_("Slag"), order_kind_word },
	{ "until", N_("Ska tillbaka"), NULL },
	{ "expires", N_("Gäller till"), NULL },
	{ "number", N_("Beställning"), NULL },
	{ 0 },
};

const struct column case_columns[] = {
	{ "number", N_("Ärende"), NULL },
	{ "kind", N_("Slag"), case_word },
	{ "time", N_("När"), local_word },
	{ "item", N_("Kod"), NULL },
	{ "name", N_("Namn"), NULL },
	{ "unit_name", N_("Enhet"), NULL },
	{ "outcome", N_("Utfall"), NULL },
	{ "note", N_("Anteckning"), NULL },
	{ "outcomes", N_("Kan bli"), NULL },
	{ 0 },
};

const struct column unit_columns[] = {
	{ "code", N_("Kod"), NULL },
	{ "name", N_("Namn"), NULL },
	{ "organisation", N_("Kommun"), NULL },
	{ "kind", N_("Slag"), NULL },
	{ "out", N_("Ute"), NULL },
	{ "overdue", N_("Försenat"), NULL },
	{ 0 },
};

const struct column unit_card[] = {
	{ "code", N_("Kod"), NULL },
	{ "name", N_("Namn"), NULL },
	{ "organisation", N_("Kommun"), NULL },
	{ "kind", N_("Slag"), NULL },
	{ "address", N_("Adress"), NULL },
	{ "hours", N_("Öppettider"), NULL },
	{ "posting", N_("Kontering"), NULL },
	{ "contact", N_("Kontaktperson"), NULL },
	{ "phone", N_("Telefon"), NULL },
	{ "out", N_("Ute"), NULL },
	{ "overdue", N_("Försenat"), NULL },
	{ 0 },
};

const struct column place_columns[] = {
	{ "code", N_("Kod"), NULL },
	{ "name", N_("Namn"), NULL },
	{ "items", N_("Föremål"), NULL },
	{ 0 },
};

const struct column category_columns[] = {
	{ "code", N_("Kod"), NULL },
	{ "name", N_("Namn"), NULL },
	{ "name_en", N_("Engelska"), NULL },
	{ "items", N_("Föremål"), NULL },
	{ "in_stock", N_("I lager"), NULL },
	{ 0 },
};

const struct column organisation_columns[] = {
	{ "code", N_("Kod"), NULL },
	{ "name", N_("Namn"), NULL },
	{ 0 },
};

const struct column staff_columns[] = {
	{ "badge", N_("Tjänstekort"), NULL },
	{ "name", N_("Namn"), NULL },
	{ "role", N_("Behörighet"), role_word },
	{ "login", N_("Användare"), NULL },
	{ "pin", N_("Pinkod"), yes_word },
	{ "disabled", N_("Spärrad"), yes_word },
	{ 0 },
};

const struct column event_columns[] = {
	{ "time", N_("När"), local_word },
	{ "kind", N_("Vad"), event_word },
	{ "code", N_("Kod"), NULL },
	{ "name", N_("Namn"), NULL },
	{ "detail", N_("Mer"), NULL },
	{ "actor_name", N_("Vem"), NULL },
	{ "undone", N_("Ångrat"), yes_word },
	{ "act", N_("Handling"), NULL },
	{ 0 },
};
