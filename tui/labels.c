#include "tui/labels.h"

#include <stdio.h>
#include <string.h>

#include "db/code.h"
#include "db/item.h"
#include "tui/lang.h"
#include "tui/slips.h"

void
label_plain(struct db *db, const char *code, const char *name,
    struct label *l)
{
	memset(l, 0, sizeof *l);
	snprintf(l->code, sizeof l->code, "%s", code);
	snprintf(l->name, sizeof l->name, "%s", name);
	snprintf(l->from, sizeof l->from, "%s", db_depot_name(db));
}

void
label_place(struct db *db, const struct place *place, struct label *l)
{
	label_plain(db, place->code, place->name, l);
	l->shelf = true;
}

static enum rc
label_item(struct db *db, const struct code *code, struct label *l,
    struct err *err)
{
	struct item it[2];
	size_t n = 0;

	enum rc rc = item_find(db, code->text, it, 2, &n, err);
	if (rc == RC_OK && n > 1)
		return err_why(err, RC_REFUSED, WHY_MANY_ITEMS, code->text,
		    NULL, NULL);
	if (rc == RC_OK)
		return slips_label(db, it->id, l, err);
	if (rc != RC_NOT_FOUND || code->kind != CODE_ITEM ||
	    strcmp(code->scope, db_depot(db)) != 0)
		return rc;
	label_plain(db, code->text, "", l);
	return RC_OK;
}

enum rc
label_of_code(struct db *db, const char *text, struct label *l,
    struct err *err)
{
	struct code code;
	struct place place;
	struct unit unit;

	enum rc rc = code_parse(text, strlen(text), &code, err);
	if (rc != RC_OK)
		return rc;
	if (code.kind == CODE_PLACE) {
		rc = place_find(db, code.text, &place, err);
		if (rc == RC_OK)
			label_place(db, &place, l);
	} else if (code.kind == CODE_UNIT) {
		rc = unit_find(db, code.text, &unit, err);
		if (rc == RC_OK)
			label_plain(db, unit.code, unit.name, l);
	} else {
		rc = label_item(db, &code, l, err);
	}
	return rc;
}

enum rc
label_make_new(struct db *db, size_t n, struct label *labels,
    struct err *err)
{
	char code[CODE_MAX];
	int64_t first;

	enum rc rc = label_reserve(db, "item", (int)n, &first, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		rc = code_format(CODE_ITEM, db_depot(db), first + (int64_t)i,
		    code, err);
		if (rc == RC_OK)
			label_plain(db, code, "", &labels[i]);
	}
	return rc;
}

void
label_test(struct db *db, struct label *l)
{
	char code[CODE_MAX + 16];

	snprintf(code, sizeof code, "PROV-%s-00000", db_depot(db));
	label_plain(db, code, _("Provetikett: hör inte till något."), l);
}
