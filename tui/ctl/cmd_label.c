/* cmd_label.c - samdepactl label: labels for what there is, and for what will
 * come. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/code.h"
#include "tui/ctl/command.h"
#include "tui/ctl/paper.h"
#include "tui/ctl/row.h"
#include "tui/labels.h"
#include "tui/lang.h"
#include "tui/papers.h"
#include "tui/slips.h"

#define NEXT_MAX 1000

/* An item's; or one printed beforehand, that nothing carries yet. */
static enum rc
label_item(struct ctl *ctl, const char *word, const struct code *code,
    struct label *out, struct err *err)
{
	struct item it;

	enum rc rc = word_item(ctl, word, &it, err);
	if (rc == RC_OK)
		return slips_label(ctl->db, it.id, out, err);
	return rc == RC_NOT_FOUND ? label_of_code(ctl->db, code->text, out,
	    err) : rc;
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
			label_place(ctl->db, &place, out);
		return rc;
	case CODE_UNIT:
		rc = word_unit(ctl, word, &unit, err);
		if (rc == RC_OK)
			label_plain(ctl->db, unit.code, unit.name, out);
		return rc;
	case CODE_BADGE:
		rc = word_person(ctl, code.text, &staff, err);
		if (rc == RC_OK)
			label_plain(ctl->db, staff.badge, staff.name, out);
		return rc;
	default:
		return label_item(ctl, word, &code, out, err);
	}
}

/* New numbers, nobody's until something is registered with them. */
static enum rc
reserve(struct ctl *ctl, int32_t n, struct label *labels, struct err *err)
{
	enum rc rc = act_begin(ctl->db, &ctl->actor, err);

	if (rc != RC_OK)
		return rc;
	rc = label_make_new(ctl->db, (size_t)n, labels, err);
	return act_end(ctl->db, rc, err);
}

static const char *
printer_of(const struct ctl *ctl)
{
	const char *out = arg(ctl, FLAG_OUT);

	return out != NULL ? out : papers_labels_printer(&ctl->cfg);
}

static enum rc
print(struct ctl *ctl, const struct label *labels, size_t n, size_t skip,
    struct err *err)
{
	struct print_result res;
	json_t *codes = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(codes, out_string(labels[i].code));
	enum rc rc = print_labels(printer_of(ctl), labels, n, skip, &res,
	    err);
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

/* What is asked for: codes, new numbers, or a test; and from where on the
 * first sheet. */
static enum rc
asked(struct ctl *ctl, int32_t *next, int32_t *skip)
{
	bool test = arg_on(ctl, FLAG_TEST);

	enum rc rc = arg_int(ctl, FLAG_NEXT, 1, NEXT_MAX, next);
	if (rc == RC_OK)
		rc = arg_int(ctl, FLAG_SKIP, 0, PRINT_SHEET - 1, skip);
	if (rc == RC_OK && (*next != 0) + (ctl->n_words != 0) + test != 1)
		rc = ctl_say(ctl, RC_INVALID, _("Säg vilka etiketter: koder, "
		    "--next hur många nya, eller --test."), NULL, NULL, NULL);
	return rc;
}

enum rc
cmd_label(struct ctl *ctl, struct err *err)
{
	int32_t next = 0, skip = 0;

	enum rc rc = asked(ctl, &next, &skip);
	if (rc != RC_OK)
		return rc;
	rc = print_check(printer_of(ctl), err);
	if (rc == RC_OK && skip > 0 && !print_on_sheets(printer_of(ctl)))
		return ctl_say(ctl, RC_INVALID, _("--skip: en rulle har inga "
		    "ark med använda etiketter."), NULL, NULL, NULL);
	size_t n = next != 0 ? (size_t)next : ctl->n_words != 0 ?
	    (size_t)ctl->n_words : 1;
	struct label *labels = calloc(n, sizeof *labels);
	if (labels == NULL)
		abort();
	if (rc == RC_OK && next != 0)
		rc = reserve(ctl, next, labels, err);
	else if (ctl->n_words == 0)
		label_test(ctl->db, labels);
	for (int i = 0; rc == RC_OK && i < ctl->n_words; i++)
		rc = label_of(ctl, ctl->word[i], &labels[i], err);
	if (rc == RC_OK)
		rc = print(ctl, labels, n, (size_t)skip, err);
	free(labels);
	return rc;
}
