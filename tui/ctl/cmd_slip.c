/* cmd_slip.c - samdepactl slip: the paper that went with dispatched goods. */
#include <stdlib.h>
#include <string.h>

#include "db/slip.h"
#include "tui/ctl/command.h"
#include "tui/ctl/paper.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"

static const struct column columns[] = {
	{ "code", N_("Kod"), NULL },
	{ "name", N_("Namn"), NULL },
	{ 0 },
};

/* By its number, else the one that the item last went with. */
static enum rc
find(struct ctl *ctl, const char *word, int64_t *event, struct err *err)
{
	struct item it;
	enum rc rc = slip_by_number(ctl->db, word, event, err);

	if (rc != RC_NOT_FOUND)
		return rc;
	rc = word_item(ctl, word, &it, err);
	return rc == RC_OK ? slip_of_item(ctl->db, it.id, event, err) : rc;
}

enum rc
cmd_slip(struct ctl *ctl, struct err *err)
{
	struct manifest m;
	struct out_list list;
	struct item it;
	int64_t event, items[SLIP_ITEMS];
	char text[SLIP_TEXT_MAX];
	const char *printer = arg(ctl, FLAG_OUT);
	json_t *rows = json_array(), *o = json_object();
	enum rc rc = find(ctl, ctl->word[0], &event, err);

	if (rc == RC_OK)
		rc = slip_again(ctl->db, event, &m, items, text, err);
	for (size_t i = 0; rc == RC_OK && i < m.n; i++) {
		rc = item_get(ctl->db, items[i], &it, err);
		if (rc == RC_OK)
			json_array_append_new(rows, row_item(&it));
	}
	if (rc == RC_OK && printer != NULL)
		rc = paper_manifest(ctl, event, printer, o, err);
	if (rc != RC_OK) {
		json_decref(rows);
		json_decref(o);
		return rc;
	}
	out_set(o, "slip", out_string(m.number));
	out_set(o, "to", out_string(m.to));
	out_set(o, "qr", out_string(text));
	out_set(o, "items", json_incref(rows));
	if (printer != NULL || ctl->json) {
		out_made(ctl, o, "slip");
		json_decref(rows);
		return RC_OK;
	}
	json_decref(o);
	rc = paper_qr(text, err);
	out_begin(&list, ctl, columns);
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row)
		out_row(&list, json_incref(row));
	out_end(&list);
	json_decref(rows);
	return rc;
}
