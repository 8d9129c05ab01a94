/* cmd_register.c - samdepactl register, edit, relabel, split: what is known of
 * a thing. */
#include <stdlib.h>
#include <string.h>

#include "db/code.h"
#include "tui/ctl/command.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"

#define COPIES_MAX 1000

static enum rc
read_sizes(struct ctl *ctl, struct item_form *f)
{
	enum rc rc = arg_int(ctl, FLAG_WIDTH, 0, INT32_MAX, &f->width);

	if (rc == RC_OK)
		rc = arg_int(ctl, FLAG_DEPTH, 0, INT32_MAX, &f->depth);
	if (rc == RC_OK)
		rc = arg_int(ctl, FLAG_HEIGHT, 0, INT32_MAX, &f->height);
	if (rc == RC_OK)
		rc = arg_money(ctl, FLAG_VALUE, &f->value);
	if (rc == RC_OK)
		rc = arg_day(ctl, FLAG_INSPECT, &f->inspect_by);
	return rc;
}

static enum rc
read_form(struct ctl *ctl, struct item_form *f, char owner[16],
    struct err *err)
{
	item_form_init(f);
	f->code = arg(ctl, FLAG_CODE);
	f->name = arg(ctl, FLAG_NAME);
	f->restriction = arg(ctl, FLAG_RESTRICTION);
	f->note = arg(ctl, FLAG_NOTE);
	for (int i = 0; arg_nth(ctl, FLAG_ALSO, i) != NULL; i++) {
		if (i == sizeof f->codes / sizeof *f->codes - 1)
			return ctl_say(ctl, RC_INVALID,
			    _("Så många koder går inte på en gång."), NULL,
			    NULL, NULL);
		f->codes[i] = arg_nth(ctl, FLAG_ALSO, i);
	}
	enum rc rc = arg_int(ctl, FLAG_COUNT, 1, INT32_MAX, &f->count);
	if (rc == RC_OK)
		rc = arg_condition(ctl, FLAG_CONDITION, &f->condition);
	if (rc == RC_OK)
		rc = read_sizes(ctl, f);
	if (rc == RC_OK)
		rc = arg_unit(ctl, FLAG_RESPONSIBLE, &f->responsible, err);
	if (rc == RC_OK)
		rc = arg_place(ctl, FLAG_PLACE, &f->place, err);
	if (rc == RC_OK)
		rc = arg_owner(ctl, FLAG_OWNER, owner, &f->owner, err);
	return rc;
}

/* The form's category, made if there is none by that name. */
static enum rc
take_category(struct ctl *ctl, struct item_form *f, char code[40],
    struct err *err)
{
	const char *category = arg(ctl, FLAG_CATEGORY);

	if (category == NULL)
		return RC_OK;
	f->category = code;
	return category_ensure(ctl->db, category, code, err);
}

static enum rc
add_record(struct ctl *ctl, int64_t id, json_t *array, struct err *err)
{
	struct item it;

	enum rc rc = item_get(ctl->db, id, &it, err);
	if (rc != RC_OK)
		return rc;
	json_t *o = row_item(&it);
	json_array_append_new(array, o);
	return row_item_more(ctl->db, &it, o, err);
}

/* Shows the things with these ids; one alone is not a list. */
static enum rc
show_made(struct ctl *ctl, const int64_t *id, size_t n, bool list,
    struct err *err)
{
	json_t *array = json_array();
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = add_record(ctl, id[i], array, err);
	if (rc == RC_OK && list)
		out_made_all(ctl, json_incref(array), "code");
	else if (rc == RC_OK)
		out_made(ctl, json_incref(json_array_get(array, 0)), "code");
	json_decref(array);
	return rc;
}

enum rc
cmd_register(struct ctl *ctl, struct err *err)
{
	struct item_form form;
	char category[40], owner[16];
	int64_t ids[COPIES_MAX];
	int32_t copies = 1;

	enum rc rc = arg_int(ctl, FLAG_COPIES, 1, COPIES_MAX, &copies);
	if (rc == RC_OK)
		rc = read_form(ctl, &form, owner, err);
	if (rc == RC_OK && form.code != NULL && copies > 1)
		rc = ctl_say(ctl, RC_INVALID,
		    _("--code och --copies går inte ihop."), NULL, NULL, NULL);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = take_category(ctl, &form, category, err);
	for (int i = 0; rc == RC_OK && i < copies; i++)
		rc = item_register(ctl->db, &form, &ids[i], err);
	rc = act_end(ctl->db, rc, err);
	if (rc == RC_OK)
		rc = show_made(ctl, ids, (size_t)copies,
		    arg_on(ctl, FLAG_COPIES), err);
	return rc;
}

enum rc
cmd_edit(struct ctl *ctl, struct err *err)
{
	struct item_form form;
	char category[40], owner[16];
	struct item it;

	enum rc rc = read_form(ctl, &form, owner, err);
	if (rc == RC_OK)
		rc = word_item(ctl, ctl->word[0], &it, err);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = take_category(ctl, &form, category, err);
	if (rc == RC_OK)
		rc = item_edit(ctl->db, it.id, &form, err);
	rc = act_end(ctl->db, rc, err);
	return rc == RC_OK ? show_made(ctl, &it.id, 1, false, err) : rc;
}

enum rc
cmd_relabel(struct ctl *ctl, struct err *err)
{
	const char *code = arg(ctl, FLAG_CODE), *drop = arg(ctl, FLAG_DROP);
	bool further = arg_on(ctl, FLAG_FURTHER);
	struct item it;

	if (code == NULL && further)
		return ctl_say(ctl, RC_INVALID,
		    _("Flaggan --%1$s måste anges."), "code", NULL, NULL);
	enum rc rc = word_item(ctl, ctl->word[0], &it, err);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	char fresh[CODE_MAX];
	/* Nothing said: the label is lost, and gets the next number. */
	if (code == NULL && drop == NULL) {
		int64_t number;
		rc = label_reserve(ctl->db, "item", 1, &number, err);
		if (rc == RC_OK)
			rc = code_format(CODE_ITEM, db_depot(ctl->db), number,
			    fresh, err);
		code = fresh;
	}
	if (rc == RC_OK)
		rc = item_relabel(ctl->db, it.id, code, code != NULL &&
		    !further, drop, err);
	rc = act_end(ctl->db, rc, err);
	return rc == RC_OK ? show_made(ctl, &it.id, 1, false, err) : rc;
}

enum rc
cmd_split(struct ctl *ctl, struct err *err)
{
	struct item it;
	int32_t count = 0;
	int64_t id;

	enum rc rc = arg_int(ctl, FLAG_COUNT, 1, INT32_MAX, &count);
	if (rc == RC_OK)
		rc = word_item(ctl, ctl->word[0], &it, err);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = item_split(ctl->db, it.id, count, arg(ctl, FLAG_CODE), &id, err);
	rc = act_end(ctl->db, rc, err);
	return rc == RC_OK ? show_made(ctl, &id, 1, false, err) : rc;
}
