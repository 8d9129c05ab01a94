#include "tui/print/slip.h"

#include <string.h>

#include "tui/print/clean.h"

void
slip_init(struct slip *s)
{
	memset(s, 0, sizeof *s);
}

bool
slip_add_row(struct slip *s, const char *label, const char *value)
{
	if (s->row_count >= SLIP_ROWS_MAX)
		return false;
	struct slip_row *row = &s->row[s->row_count++];
	clean_copy(row->label, sizeof row->label, label);
	clean_copy(row->value, sizeof row->value, value);
	return true;
}

bool
slip_add_item(struct slip *s, int32_t count, const char *code,
    const char *name, const char *place, const char *condition)
{
	if (s->item_count >= SLIP_ITEMS_MAX)
		return false;
	struct slip_item *item = &s->item[s->item_count++];
	item->count = count;
	clean_copy(item->code, sizeof item->code, code);
	clean_copy(item->name, sizeof item->name, name);
	clean_copy(item->place, sizeof item->place, place);
	clean_copy(item->condition, sizeof item->condition, condition);
	return true;
}

bool
slip_add_note(struct slip *s, const char *note)
{
	if (s->note_count >= SLIP_NOTES_MAX)
		return false;
	clean_copy(s->note[s->note_count++], sizeof s->note[0], note);
	return true;
}
