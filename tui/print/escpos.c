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

/* What it is and, beside it or on a narrow roll under it, the thing. */
static void
put_rows(struct bytes *out, const struct roll_profile *roll,
    const struct slip *s)
{
	size_t wide = 0;

	for (size_t i = 0; i < s->row_count; i++)
		if (clean_length(s->row[i].label) > wide)
			wide = clean_length(s->row[i].label);
	int indent = (int)wide + 2;
	bool under = indent > roll->columns / 2 || roll->columns < 40;
	for (size_t i = 0; i < s->row_count; i++) {
		const struct slip_row *row = &s->row[i];
		char line[64];

		if (under)
			roll_wrap(out, roll, 0, 0, false, row->label);
		else {
			snprintf(line, sizeof line, "%s%*s", row->label,
			    indent - (int)clean_length(row->label), "");
			roll_text(out, line);
		}
		roll_wrap(out, roll, under ? 0 : indent, under ? 0 : indent,
		    true, row->value);
	}
	roll_skip(out, 1);
}

/* Two lines or more: how many, code and, at the right, place; then the name
 * and its condition moved in. */
static void
put_item(struct bytes *out, const struct roll_profile *roll, bool tick,
    const struct slip_item *item)
{
	char line[400], blank[16];
	int indent = tick ? 9 : 5;
	int columns = roll->columns;

	if (columns < 40)
		indent = tick ? 4 : 2;
	snprintf(blank, sizeof blank, "%*s", indent, "");
	snprintf(line, sizeof line, "%s%3d  %s", tick ? "[ ] " : "",
	    item->count, item->code);
	int place = (int)clean_length(item->place);
	int room = columns - (int)clean_length(line) - place;
	bool beside = place > 0 && room >= 2;
	if (beside)
		snprintf(line + strlen(line), sizeof line - strlen(line),
		    "%*s%s", room, "", item->place);
	roll_wrap(out, roll, 0, indent, true, line);
	if (!beside && place > 0) {
		roll_text(out, blank);
		roll_wrap(out, roll, indent, indent, true, item->place);
	}
	snprintf(line, sizeof line, "%s%s%s", item->name,
	    item->name[0] == '\0' || item->condition[0] == '\0' ? "" :
	    ", ", item->condition);
	if (line[0] != '\0') {
		roll_text(out, blank);
		roll_wrap(out, roll, indent, indent, false, line);
	}
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
	roll_skip(out, 1);
	headline(out, roll, s->heading);
	headline(out, roll, s->number);
	if (s->qr[0] != '\0')
		rc = put_qr(out, roll, s->qr, qr_level_of(s->qr), err);
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
		roll_wrap(out, roll, 0, 0, false, s->note[i]);
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
	headline(out, roll, label->shelf ? label->name : label->code);
	if (label->shelf || label->name[0] != '\0')
		roll_wrap(out, roll, 0, 0, false, label->shelf ? label->code :
		    label->name);
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
