#include "tui/ctl/csv_feed.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "db/text.h"

#define TEXT(n) TEXT_OF(n)
#define TEXT_OF(n) #n

/* Windows-1252 where it differs from Latin-1: 0x80 to 0x9F.  0: unused. */
static const uint16_t windows[32] = {
	0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,
	0x2030, 0x160, 0x2039, 0x152, 0, 0x17D, 0, 0, 0x2018, 0x2019, 0x201C,
	0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0,
	0x17E, 0x178,
};

enum rc
feed_fault(struct feed *f, enum why why, struct place at, const char *arg,
    struct err *err)
{
	f->fault_at = at;
	return err_why(err, RC_INVALID, why, arg, NULL, NULL);
}

/* Appends c of Windows-1252 as UTF-8.  An unused one stays as it is, and is
 * found when its field is checked. */
static void
append_latin1(struct feed *f, unsigned char c)
{
	unsigned r = c >= 0x80 && c < 0xA0 && windows[c - 0x80] != 0 ?
	    windows[c - 0x80] : c;

	if (r < 0x80 || (r < 0xA0 && r == c)) {
		f->bytes[f->tail++] = c;
	} else if (r < 0x800) {
		f->bytes[f->tail++] = (unsigned char)(0xC0 | r >> 6);
		f->bytes[f->tail++] = (unsigned char)(0x80 | (r & 0x3F));
	} else {
		f->bytes[f->tail++] = (unsigned char)(0xE0 | r >> 12);
		f->bytes[f->tail++] = (unsigned char)(0x80 | (r >> 6 & 0x3F));
		f->bytes[f->tail++] = (unsigned char)(0x80 | (r & 0x3F));
	}
}

/* Makes room before the mark and reads on. */
static enum rc
fill(struct feed *f, struct err *err)
{
	unsigned char raw[FEED_SIZE / 4];

	memmove(f->bytes, f->bytes + f->mark, f->tail - f->mark);
	f->head -= f->mark;
	f->tail -= f->mark;
	f->mark = 0;
	size_t room = (FEED_SIZE - f->tail) / 3;
	size_t n = fread(raw, 1, room < sizeof raw ? room : sizeof raw,
	    f->file);
	if (n == 0 && ferror(f->file))
		return err_set(err, RC_OUTSIDE, "CSV: %s", strerror(errno));
	f->eof = n == 0;
	for (size_t i = 0; i < n; i++)
		if (f->latin1)
			append_latin1(f, raw[i]);
		else
			f->bytes[f->tail++] = raw[i];
	return RC_OK;
}

static enum rc
parser_start(struct feed *f, char delimiter, struct err *err)
{
	if (csv_init(&f->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return err_set(err, RC_OUTSIDE, "CSV: no parser");
	csv_set_delim(&f->parser, (unsigned char)delimiter);
	return RC_OK;
}

enum rc
feed_open(struct feed *f, FILE *file, bool latin1, struct err *err)
{
	static const unsigned char bom[] = { 0xEF, 0xBB, 0xBF };
	unsigned char head[3];

	f->file = file;
	f->at = f->mark_at = (struct place){ 1, 1 };
	size_t n = fread(head, 1, sizeof head, file);
	if (n < sizeof head && ferror(file))
		return err_set(err, RC_OUTSIDE, "CSV: %s", strerror(errno));
	if (n >= 2 && ((head[0] == 0xFF && head[1] == 0xFE) ||
	    (head[0] == 0xFE && head[1] == 0xFF)))
		return feed_fault(f, WHY_CSV_UTF16, f->at, NULL, err);
	bool marked = n == sizeof bom && memcmp(head, bom, n) == 0;
	f->latin1 = latin1 && !marked;
	for (size_t i = 0; i < n && !marked; i++)
		if (f->latin1)
			append_latin1(f, head[i]);
		else
			f->bytes[f->tail++] = head[i];
	while (!f->eof && f->tail < FEED_SIZE / 2) {
		enum rc rc = fill(f, err);
		if (rc != RC_OK)
			return rc;
	}
	return parser_start(f, ',', err);
}

void
feed_close(struct feed *f)
{
	csv_free(&f->parser);
}

char
feed_sniff(const struct feed *f)
{
	static const char choice[] = ";\t,";
	int count[3] = { 0 }, best = 2;
	bool quoted = false, begun = false;

	for (size_t i = f->mark; i < f->tail; i++) {
		unsigned char c = f->bytes[i];
		if (!quoted && begun && (c == '\n' || c == '\r'))
			break;
		begun = begun || (c != '\n' && c != '\r');
		if (c == '"')
			quoted = !quoted;
		const char *at = c != '\0' && !quoted ? strchr(choice, c) :
		    NULL;
		if (at != NULL)
			count[at - choice]++;
	}
	for (int i = 2; i >= 0; i--)
		if (count[i] >= count[best] && count[i] > 0)
			best = i;
	return choice[best];
}

/* The next byte begins a field, or an empty line. */
static void
set_mark(struct feed *f)
{
	f->mark = f->head;
	f->mark_at = f->at;
	f->begun = f->quoted = false;
}

static void
spoil(struct feed *f, enum why why, struct place at)
{
	f->spoiled = true;
	f->fault = why;
	f->fault_at = at;
}

/* libcsv's callback: a field has ended. */
static void
end_field(void *text, size_t size, void *arg)
{
	struct feed *f = arg;
	struct place at = f->begun ? f->begin : f->mark_at;

	if (f->count == 0)
		f->row_line = at.line;
	if (f->count == CSV_FIELDS_MAX) {
		spoil(f, WHY_CSV_MANY, at);
		return;
	}
	if (size > CSV_FIELD_MAX) {
		spoil(f, WHY_CSV_LONG, at);
		size = 0;
	} else if (!text_valid(text, size)) {
		spoil(f, WHY_CSV_UTF8, at);
		size = 0;
	}
	const char *cut = text_trim(size > 0 ? text : "", &size);
	char *to = f->pool + f->used;
	memcpy(to, cut, size);
	to[size] = '\0';
	f->used += size + 1;
	f->field[f->count++] = (struct csv_field){ to, size, at.line,
		at.column };
}

static void
end_row(int c, void *arg)
{
	struct feed *f = arg;

	(void)c;
	f->row_done = true;
}

static void
reset_row(struct feed *f)
{
	f->row_done = f->spoiled = false;
	f->count = 0;
	f->used = 0;
}

/* Moves on over the byte c; gives its place. */
static struct place
step(struct feed *f, unsigned char c)
{
	struct place at = f->at;

	if (c == '\n' && f->after_cr) {
		/* the line has been counted at its CR */
	} else if (c == '\n' || c == '\r') {
		f->at.line++;
		f->at.column = 1;
	} else if ((c & 0xC0) != 0x80) {
		f->at.column++;
	}
	f->after_cr = c == '\r';
	f->head++;
	return at;
}

/* After a quote that has no partner, or a field without end: the row is given
 * up, and reading goes on at the line after the one where the field began, so
 * that one stray quote does not hide the rest of the file. */
static enum rc
recover(struct feed *f, struct err *err)
{
	char delimiter = (char)csv_get_delim(&f->parser);
	size_t end = f->mark;

	reset_row(f);
	csv_free(&f->parser);
	enum rc rc = parser_start(f, delimiter, err);
	if (rc != RC_OK)
		return rc;
	while (end < f->head && f->bytes[end] != '\n' && f->bytes[end] != '\r')
		end++;
	f->skipping = end == f->head;
	if (!f->skipping) {
		f->after_cr = f->bytes[end] == '\r';
		f->head = end + 1;
		f->at = (struct place){ f->mark_at.line + 1, 1 };
	}
	set_mark(f);
	return RC_OK;
}

/* A fault that the rest of the row does not survive. */
static enum rc
break_off(struct feed *f, enum why why, struct place at)
{
	enum rc rc = recover(f, NULL);

	f->fault = why;
	f->fault_at = at;
	return rc;
}

static enum rc
feed_byte(struct feed *f)
{
	unsigned char c = f->bytes[f->head];
	struct place at = step(f, c);
	bool newline = c == '\n' || c == '\r';

	if (f->skipping) {
		f->skipping = !newline;
		set_mark(f);
		return RC_OK;
	}
	if (c == '\0')
		return break_off(f, WHY_CSV_NUL, at);
	if (!f->begun && !newline && c != ' ' && c != '\t' &&
	    c != csv_get_delim(&f->parser)) {
		f->begun = true;
		f->begin = at;
		f->quoted = c == '"';
	}
	int count = f->count;
	if (csv_parse(&f->parser, &c, 1, end_field, end_row, f) != 1)
		return break_off(f, WHY_CSV_QUOTE, f->quoted ? f->begin : at);
	if (f->fault == WHY_CSV_MANY)
		return break_off(f, WHY_CSV_MANY, f->fault_at);
	if (f->count != count || f->row_done || (newline && !f->begun))
		set_mark(f);
	else if (f->head - f->mark > FEED_RAW_MAX)
		return break_off(f, WHY_CSV_LONG,
		    f->begun ? f->begin : f->mark_at);
	return RC_OK;
}

/* The end of the file ends its last row. */
static enum rc
feed_end(struct feed *f)
{
	if (csv_fini(&f->parser, end_field, end_row, f) == 0) {
		f->row_done = f->count > 0;
		set_mark(f);
		return RC_OK;
	}
	return break_off(f, WHY_CSV_QUOTE, f->begin);
}

enum rc
feed_row(struct feed *f, bool *done, struct err *err)
{
	enum rc rc = RC_OK;

	*done = false;
	if (f->row_done && !f->spoiled)
		reset_row(f);	/* the row that was given before */
	for (;;) {
		if (rc != RC_OK)
			return err_set(err, RC_OUTSIDE, "CSV: no parser");
		if (f->fault != WHY_NONE) {
			enum why why = f->fault;
			f->fault = WHY_NONE;
			return feed_fault(f, why, f->fault_at, why ==
			    WHY_CSV_LONG ? TEXT(CSV_FIELD_MAX) : why ==
			    WHY_CSV_MANY ? TEXT(CSV_FIELDS_MAX) : NULL, err);
		}
		if (f->row_done) {
			*done = !f->spoiled;
			if (*done)
				return RC_OK;
			reset_row(f);
		}
		if (f->head < f->tail)
			rc = feed_byte(f);
		else if (!f->eof && (rc = fill(f, err)) != RC_OK)
			return rc;
		else if (f->head == f->tail && f->eof && f->mark == f->head &&
		    f->count == 0)
			return RC_OK;
		else if (f->head == f->tail && f->eof)
			rc = feed_end(f);
	}
}
