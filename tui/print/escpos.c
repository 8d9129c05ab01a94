#include "tui/print/escpos.h"

#include <stdio.h>
#include <string.h>

#include "tui/print/clean.h"
#include "tui/print/roll.h"

/* As large as fits in a line, twice the size at most. */
static void
headline(struct bytes *out, const struct roll_profile *roll, const char *text)
{
	int scale = clean_length(text) * 2 <= (size_t)roll->columns ? 2 : 1;

	if (text[0] != '\0')
		roll_line(out, roll, scale, true, text);
}

static void
rule(struct bytes *out, const struct roll_profile *roll)
{
	char line[64];

	memset(line, '-', sizeof line);
	line[roll->columns] = '\0';
	roll_line(out, roll, 1, false, line);
}

static enum rc
put_qr(struct bytes *out, const struct roll_profile *roll, const char *text,
    enum qr_level level, struct err *err)
{
	struct qr qr;
	enum rc rc = qr_make(text, level, &qr, err);

	if (rc == RC_OK && !roll_qr(out, roll, &qr))
		rc = err_why(err, RC_INVALID, WHY_QR_TOO_LONG, NULL, NULL,
		    NULL);
	return rc;
}

static void
put_rows(struct bytes *out, const struct roll_profile *roll,
    const struct slip *s)
{
	char line[300];
	size_t wide = 0;

	for (size_t i = 0; i < s->row_count; i++)
		if (clean_length(s->row[i].label) > wide)
			wide = clean_length(s->row[i].label);
	if (wide > (size_t)roll->columns / 2)
		wide = (size_t)roll->columns / 2;
	for (size_t i = 0; i < s->row_count; i++) {
		const char *label = s->row[i].label;
		size_t len = clean_length(label);
		int pad = len < wide ? (int)(wide - len) : 0;

		snprintf(line, sizeof line, "%s%*s  %s", label, pad, "",
		    s->row[i].value);
		roll_wrap(out, roll, (int)wide + 2, line);
	}
}

/* Two lines or more: how many, code and, at the right, place; then the name
 * and its condition moved in. */
static void
put_item(struct bytes *out, const struct roll_profile *roll, bool tick,
    const struct slip_item *item)
{
	char line[400], text[256];
	int indent = tick ? 9 : 5;

	snprintf(line, sizeof line, "%s%3d  %s", tick ? "[ ] " : "",
	    item->count, item->code);
	size_t place = clean_length(item->place), len = clean_length(line);
	bool beside = place > 0 && len + place + 2 <= (size_t)roll->columns;
	if (beside)
		snprintf(line + strlen(line), sizeof line - strlen(line),
		    "%*s%s", roll->columns - (int)(len + place), "",
		    item->place);
	roll_line(out, roll, 1, true, line);
	snprintf(text, sizeof text, "%s%s%s", item->name,
	    item->condition[0] == '\0' ? "" : " · ", item->condition);
	if (!beside && place > 0) {
		snprintf(line, sizeof line, "%*s%s", indent, "", item->place);
		roll_line(out, roll, 1, false, line);
	}
	snprintf(line, sizeof line, "%*s%s", indent, "", text);
	if (text[0] != '\0')
		roll_wrap(out, roll, indent, line);
}

enum rc
escpos_slip(struct bytes *out, enum roll kind, const struct slip *s,
    struct err *err)
{
	const struct roll_profile *roll = &roll_profiles[kind];
	enum rc rc = RC_OK;

	roll_begin(out);
	roll_align(out, ALIGN_CENTRE);
	if (s->from[0] != '\0')
		roll_line(out, roll, 1, false, s->from);
	headline(out, roll, s->heading);
	headline(out, roll, s->number);
	if (s->qr[0] != '\0')
		rc = put_qr(out, roll, s->qr, QR_Q, err);
	if (rc != RC_OK)
		return rc;
	roll_align(out, ALIGN_LEFT);
	put_rows(out, roll, s);
	if (s->item_count > 0)
		rule(out, roll);
	for (size_t i = 0; i < s->item_count; i++)
		put_item(out, roll, s->tick, &s->item[i]);
	rule(out, roll);
	for (size_t i = 0; i < s->note_count; i++)
		roll_wrap(out, roll, 0, s->note[i]);
	roll_end(out, roll);
	return RC_OK;
}

enum rc
escpos_label(struct bytes *out, enum roll kind, const struct label *label,
    struct err *err)
{
	const struct roll_profile *roll = &roll_profiles[kind];
	struct code128 bars;

	roll_begin(out);
	roll_align(out, ALIGN_CENTRE);
	headline(out, roll, label->code);
	if (label->name[0] != '\0')
		roll_line(out, roll, 1, false, label->name);
	enum rc rc = put_qr(out, roll, label->code, QR_M, err);
	if (rc != RC_OK)
		return rc;
	if (code128_make(label->code, &bars) > 0)
		roll_code128(out, roll, &bars);
	if (label->from[0] != '\0')
		roll_line(out, roll, 1, false, label->from);
	roll_end(out, roll);
	return RC_OK;
}
