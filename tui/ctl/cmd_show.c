/* cmd_show.c - samdepactl show: whatever a code names. */
#include <string.h>

#include "db/code.h"
#include "tui/ctl/command.h"
#include "tui/ctl/row.h"

/* A thing with its list below: the list is a field of the record, too. */
static void
show_with(struct ctl *ctl, json_t *o, const struct column *card,
    const char *field, const struct column *columns)
{
	struct out_list list;
	json_t *rows = json_incref(json_object_get(o, field)), *row;
	size_t i;

	out_thing(ctl, o, card);
	if (!ctl->json && json_array_size(rows) > 0) {
		out_text("");
		out_begin(&list, ctl, columns);
		json_array_foreach(rows, i, row)
			out_row(&list, json_incref(row));
		out_end(&list);
	}
	json_decref(rows);
}

static enum rc
show_item(struct ctl *ctl, const char *word, struct err *err)
{
	struct item it;

	enum rc rc = word_item(ctl, word, &it, err);
	if (rc != RC_OK)
		return rc;
	json_t *o = row_item(&it);
	rc = row_item_more(ctl->db, &it, o, err);
	if (rc == RC_OK)
		show_with(ctl, o, item_card, "bookings", booking_columns);
	else
		json_decref(o);
	return rc;
}

static enum rc
show_unit(struct ctl *ctl, const struct unit *unit, struct err *err)
{
	json_t *loans;

	enum rc rc = row_bookings(ctl->db, &(struct booking_filter){
	    .unit = unit->id, .active = true }, &loans, err);
	if (rc != RC_OK)
		return rc;
	json_t *o = row_unit(unit);
	out_set(o, "bookings", loans);
	show_with(ctl, o, unit_card, "bookings", booking_columns);
	return RC_OK;
}

static bool
add_item(const struct item *it, void *array)
{
	json_array_append_new(array, row_item(it));
	return true;
}

static enum rc
show_place(struct ctl *ctl, const struct place *place, struct err *err)
{
	json_t *items = json_array();

	enum rc rc = item_walk(ctl->db, &(struct item_filter){
	    .place = place->id }, add_item, items, err);
	if (rc != RC_OK) {
		json_decref(items);
		return rc;
	}
	json_t *o = row_place(place);
	out_set(o, "standing", items);
	show_with(ctl, o, place_columns, "standing", item_columns);
	return RC_OK;
}

static enum rc
show_ticket(struct ctl *ctl, const char *word, struct err *err)
{
	struct ticket t;
	json_t *o;

	enum rc rc = word_ticket(ctl, word, &t, err);
	if (rc == RC_REFUSED && t.id != 0)
		rc = RC_OK;
	if (rc == RC_OK)
		rc = row_ticket_whole(ctl->db, &t, &o, err);
	if (rc == RC_OK)
		show_with(ctl, o, ticket_card, "items", booking_columns);
	return rc;
}

static enum rc
show_order(struct ctl *ctl, const char *number, struct err *err)
{
	struct order order;
	json_t *o;

	enum rc rc = word_order(ctl, number, &order, err);
	if (rc == RC_OK)
		rc = row_order_whole(ctl->db, order.id, &o, err);
	if (rc == RC_OK)
		show_with(ctl, o, order_card, "items", booking_columns);
	return rc;
}

static enum rc
show_case(struct ctl *ctl, const char *number, struct err *err)
{
	struct depot_case c;

	enum rc rc = word_case(ctl, number, &c, err);
	if (rc == RC_OK)
		out_thing(ctl, row_case(ctl->db, &c),
		    case_columns);
	return rc;
}

/* What is no item's code may be the name of a unit or a place. */
static enum rc
show_named(struct ctl *ctl, const char *word, struct err *err)
{
	struct unit unit;
	struct place place;
	struct err other;

	enum rc rc = show_item(ctl, word, err);
	if (rc != RC_NOT_FOUND)
		return rc;
	if (word_unit(ctl, word, &unit, &other) == RC_OK)
		return show_unit(ctl, &unit, err);
	if (word_place(ctl, word, &place, &other) == RC_OK)
		return show_place(ctl, &place, err);
	return rc;
}

enum rc
cmd_show(struct ctl *ctl, struct err *err)
{
	const char *word = ctl->word[0];
	struct code code;
	struct unit unit;
	struct place place;
	struct staff staff;

	if (strncmp(word, "order ", 6) == 0)
		return show_order(ctl, word + 6, err);
	if (strncmp(word, "case ", 5) == 0)
		return show_case(ctl, word + 5, err);
	enum rc rc = code_parse(word, strlen(word), &code, err);
	if (rc != RC_OK)
		return rc;
	switch (code.kind) {
	case CODE_UNIT:
		rc = word_unit(ctl, word, &unit, err);
		return rc == RC_OK ? show_unit(ctl, &unit, err) : rc;
	case CODE_PLACE:
		rc = word_place(ctl, word, &place, err);
		return rc == RC_OK ? show_place(ctl, &place, err) : rc;
	case CODE_ORDER: {
		char number[CODE_MAX];

		snprintf(number, sizeof number, "%s-%lld", code.scope,
		    (long long)code.number);
		return show_order(ctl, number, err);
	}
	case CODE_TICKET:
	case CODE_TICKET_QR:
		return show_ticket(ctl, word, err);
	case CODE_BADGE:
		rc = word_person(ctl, code.text, &staff, err);
		if (rc == RC_OK)
			out_thing(ctl, row_staff(&staff), staff_columns);
		return rc;
	default:
		return show_named(ctl, word, err);
	}
}
