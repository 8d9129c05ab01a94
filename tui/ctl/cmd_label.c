/* cmd_label.c - samdepactl label: labels for what there is, and for what will
 * come. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/code.h"
#include "tui/ctl/command.h"
#include "tui/ctl/paper.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"
#include "tui/slips.h"

#define NEXT_MAX 1000

static void
plain_label(const struct ctl *ctl, const char *code, const char *name,
    struct label *out)
{
	memset(out, 0, sizeof *out);
	snprintf(out->code, sizeof out->code, "%s", code);
	snprintf(out->name, sizeof out->name, "%s", name);
	snprintf(out->from, sizeof out->from, "%s", db_depot_name(ctl->db));
}

/* An item's; or one printed beforehand, that nothing carries yet. */
static enum rc
label_item(struct ctl *ctl, const char *word, const struct code *code,
    struct label *out, struct err *err)
{
	struct item it;

	enum rc rc = word_item(ctl, word, &it, err);
	if (rc == RC_OK)
		return slips_label(ctl->db, it.id, out, err);
	if (rc != RC_NOT_FOUND || code->kind != CODE_ITEM ||
	    strcmp(code->scope, db_depot(ctl->db)) != 0)
		return rc;
	plain_label(ctl, code->text, "", out);
	return RC_OK;
}

static enum rc
label_of(struct ctl *ctl, const char *word, struct label *out,
    struct err *err)
{
	struct code code;
	struct place place;
	struct unit unit;
	struct staff staff;

	enum rc rc = code_parse(word, strlen(word), &code, err);
	if (rc != RC_OK)
		return rc;
	switch (code.kind) {
	case CODE_PLACE:
		rc = word_place(ctl, word, &place, err);
		if (rc == RC_OK)
			plain_label(ctl, place.code, place.name, out);
		return rc;
	case CODE_UNIT:
		rc = word_unit(ctl, word, &unit, err);
		if (rc == RC_OK)
			plain_label(ctl, unit.code, unit.name, out);
		return rc;
	case CODE_BADGE:
		rc = word_person(ctl, code.text, &staff, err);
		if (rc == RC_OK)
			plain_label(ctl, staff.badge, staff.name, out);
		return rc;
	default:
		return label_item(ctl, word, &code, out, err);
	}
}

/* New numbers, nobody's until something is registered with them. */
static enum rc
reserve(struct ctl *ctl, int32_t n, struct label *labels, struct err *err)
{
	char code[CODE_MAX];
	int64_t first;

	enum rc rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = label_reserve(ctl->db, "item", n, &first, err);
	for (int32_t i = 0; rc == RC_OK && i < n; i++) {
		rc = code_format(CODE_ITEM, db_depot(ctl->db), first + i,
		    code, err);
		if (rc == RC_OK)
			plain_label(ctl, code, "", &labels[i]);
	}
	return act_end(ctl->db, rc, err);
}

static const char *
printer_of(const struct ctl *ctl)
{
	if (arg(ctl, FLAG_OUT) != NULL)
		return arg(ctl, FLAG_OUT);
	return ctl->cfg.label_printer[0] != '\0' ? ctl->cfg.label_printer :
	    ctl->cfg.printer;
}

static enum rc
print(struct ctl *ctl, const struct label *labels, size_t n, struct err *err)
{
	struct print_result res;
	json_t *codes = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(codes, out_string(labels[i].code));
	enum rc rc = print_labels(printer_of(ctl), labels, n, &res, err);
	if (rc == RC_OK)
		paper_note(&res);
	if (rc == RC_OK && ctl->json) {
		json_t *o = json_object();
		out_set(o, "codes", json_incref(codes));
		paper_result(o, &res);
		out_made(ctl, o, "codes");
	} else if (rc == RC_OK) {
		for (size_t i = 0; i < n; i++)
			out_text(labels[i].code);
	}
	json_decref(codes);
	return rc;
}

enum rc
cmd_label(struct ctl *ctl, struct err *err)
{
	int32_t next = 0;

	enum rc rc = arg_int(ctl, FLAG_NEXT, 1, NEXT_MAX, &next);
	if (rc != RC_OK)
		return rc;
	if ((next == 0) == (ctl->n_words == 0))
		return ctl_say(ctl, RC_INVALID, _("Säg vilka etiketter: koder, "
		    "eller --next hur många nya."), NULL, NULL, NULL);
	rc = print_check(printer_of(ctl), err);
	size_t n = next != 0 ? (size_t)next : (size_t)ctl->n_words;
	struct label *labels = calloc(n, sizeof *labels);
	if (labels == NULL)
		abort();
	if (rc == RC_OK && next != 0)
		rc = reserve(ctl, next, labels, err);
	for (size_t i = 0; rc == RC_OK && next == 0 && i < n; i++)
		rc = label_of(ctl, ctl->word[i], &labels[i], err);
	if (rc == RC_OK)
		rc = print(ctl, labels, n, err);
	free(labels);
	return rc;
}
