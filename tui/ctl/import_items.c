/* import_items.c - things from a file: new ones, changed ones, those that are
 * so already. */
#include <stdlib.h>
#include <string.h>

#include "tui/ctl/import_row.h"

/* A file from another depot may tell of what is gone. */
static enum rc
take_state(struct import *im, int64_t id, struct err *err)
{
	const char *state = import_text(im, STATE);
	struct db *db = im->ctl->db;

	if (strcmp(state, item_state_name(ITEM_RETIRED)) == 0)
		return item_retire(db, id, import_text(im, OUTCOME), NULL,
		    err);
	if (strcmp(state, item_state_name(ITEM_LOST)) == 0)
		return item_lose(db, id, NULL, err);
	return RC_OK;
}

static enum rc
make_item(struct import *im, struct import_row *r, struct err *err)
{
	int64_t id;
	int n = 0;

	if (r->label[0] != '\0')
		r->form.code = r->label;
	else
		r->form.codes[n++] = r->code;
	for (int i = 0; i < r->n_more; i++)
		r->form.codes[n++] = r->more[i];
	enum rc rc = item_register(im->ctl->db, &r->form, &id, err);
	return rc == RC_OK ? take_state(im, id, err) : rc;
}

static void
add_code(const char *code, void *object)
{
	if (json_object_set_new(object, code, json_true()) != 0)
		abort();
}

/* Whether the code, in whichever form, is among those. */
static bool
has_code(const json_t *known, const char *code)
{
	char forms[CODE_FORMS_MAX][CODE_FOREIGN_MAX];
	size_t n = code_forms(code, forms);

	for (size_t i = 0; i < n; i++)
		if (json_object_get(known, forms[i]) != NULL)
			return true;
	return false;
}

/* Further codes that the thing does not have yet. */
static enum rc
add_codes(struct import *im, struct import_row *r, int64_t id, bool *added,
    struct err *err)
{
	json_t *known = json_object();

	enum rc rc = item_codes(im->ctl->db, id, add_code, known, err);
	for (int i = 0; rc == RC_OK && i < r->n_more; i++) {
		if (has_code(known, r->more[i]))
			continue;
		*added = true;
		add_code(r->more[i], known);
		rc = item_relabel(im->ctl->db, id, r->more[i], false, NULL,
		    err);
	}
	json_decref(known);
	return rc;
}

static bool
text_is(const char *said, const char *now)
{
	return said == NULL || strcmp(said, now) == 0;
}

static bool
number_is(int64_t said, int64_t now)
{
	return said == -1 || said == now;
}

/* Whether the thing is already what the row says. */
static bool
is_so(const struct item_form *f, const struct item *it)
{
	return text_is(f->name, it->name) &&
	    text_is(f->category, it->category) &&
	    text_is(f->owner, it->owner) && text_is(f->note, it->note) &&
	    text_is(f->restriction, it->restriction) &&
	    number_is(f->count, it->count) &&
	    number_is(f->condition, it->condition) &&
	    number_is(f->width, it->width) &&
	    number_is(f->depth, it->depth) &&
	    number_is(f->height, it->height) &&
	    number_is(f->value, it->value) &&
	    number_is(f->inspect_by, it->inspect_by) &&
	    number_is(f->responsible, it->responsible) &&
	    number_is(f->place, it->place);
}

static enum rc
change_item(struct import *im, struct import_row *r, const struct item *was,
    enum imported *done, struct err *err)
{
	bool changed;
	enum rc rc = RC_OK;

	/* What is out stands in no place, and comes back to one. */
	if (was->in_stock == 0)
		r->form.place = -1;
	changed = !is_so(&r->form, was);
	if (changed)
		rc = item_edit(im->ctl->db, was->id, &r->form, err);
	if (rc == RC_OK)
		rc = add_codes(im, r, was->id, &changed, err);
	if (rc == RC_OK && changed)
		*done = IMPORT_CHANGED;
	return rc;
}

static enum rc
put_item(struct import *im, enum imported *done, struct err *err)
{
	struct import_row r;
	struct item found[2];
	size_t n = 0;

	enum rc rc = import_row_read(im, &r, err);
	if (rc != RC_OK || im->row_bad)
		return rc;
	rc = item_find(im->ctl->db, r.code, found, 2, &n, err);
	if (rc == RC_NOT_FOUND) {
		*done = IMPORT_MADE;
		rc = make_item(im, &r, err);
	} else if (rc == RC_OK && n > 1) {
		rc = err_why(err, RC_REFUSED, WHY_MANY_ITEMS, r.code, NULL,
		    NULL);
	} else if (rc == RC_OK) {
		rc = change_item(im, &r, &found[0], done, err);
	}
	return rc == RC_OK ? rc : import_failed(im, CODE, rc, err);
}

const struct import_kind import_items = { "items", import_item_fields,
    put_item };
