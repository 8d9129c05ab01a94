#include "tui/ctl/out.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/text.h"
#include "tui/lang.h"
#include "tui/sink.h"

#define GAP "  "		/* between columns */

/* The sink: what a person sees on standard output goes through here.
 * Returns the cells it takes. */
static int
put_clean(const char *text)
{
	size_t cap = strlen(text) + 8;
	char small[512], *buf = cap <= sizeof small ? small : malloc(cap);

	if (buf == NULL)
		abort();
	int cells = sink_clean(text, cap, INT_MAX / 2, buf, cap);
	fputs(buf, stdout);
	if (buf != small)
		free(buf);
	return cells;
}

static void
put_blanks(int n)
{
	for (int i = 0; i < n; i++)
		putchar(' ');
}

void
out_text(const char *text)
{
	put_clean(text);
	putchar('\n');
}

void
out_say(const char *sentence, const char *a, const char *b, const char *c)
{
	const char *args[] = { a, b, c };
	char line[1024];

	out_text(lang_fill(line, sizeof line, sentence, args, 3));
}

const char *
out_value(const json_t *v, char *buf, size_t cap)
{
	size_t i, n = 0;
	json_t *part;

	buf[0] = '\0';
	if (json_is_string(v))
		return json_string_value(v);
	if (json_is_integer(v))
		snprintf(buf, cap, "%" JSON_INTEGER_FORMAT,
		    json_integer_value(v));
	else if (json_is_real(v))
		snprintf(buf, cap, "%.2f", json_real_value(v));
	else if (json_is_true(v))
		snprintf(buf, cap, "1");
	else if (json_is_false(v))
		snprintf(buf, cap, "0");
	json_array_foreach(v, i, part) {
		const char *text = json_string_value(part);
		if (text != NULL && n + strlen(text) + 3 < cap)
			n += (size_t)snprintf(buf + n, cap - n, "%s%s",
			    n > 0 ? ", " : "", text);
	}
	return buf;
}

static const char *
shown(const json_t *record, const struct column *c, char *buf, size_t cap)
{
	const char *value = out_value(json_object_get(record, c->key), buf,
	    cap);

	return c->word != NULL && *value != '\0' ? c->word(value) : value;
}

/* _() of "" would be the catalogue's own head. */
static const char *
head(const struct column *c)
{
	return *c->head == '\0' ? "" : _(c->head);
}

static void
table_line(const struct out_list *l, const json_t *record)
{
	char buf[1024];
	int pad = 0;

	for (int i = 0; l->column[i].key != NULL; i++) {
		const char *text = record == NULL ? head(&l->column[i]) :
		    shown(record, &l->column[i], buf, sizeof buf);
		if (*text == '\0') {
			pad += l->width[i] + (int)sizeof GAP - 1;
			continue;
		}
		put_blanks(pad);
		int cells = put_clean(text);
		pad = (cells < l->width[i] ? l->width[i] - cells : 0) +
		    (int)sizeof GAP - 1;
	}
	putchar('\n');
}

/* The heading and the rows that were held back to see how wide they are. */
static void
table_flush(struct out_list *l)
{
	char buf[1024];

	for (int i = 0; l->column[i].key != NULL; i++) {
		l->width[i] = sink_width(head(&l->column[i]));
		for (size_t r = 0; r < l->n; r++) {
			int w = sink_width(shown(l->held[r], &l->column[i],
			    buf, sizeof buf));
			if (w > l->width[i])
				l->width[i] = w;
		}
	}
	table_line(l, NULL);
	for (size_t r = 0; r < l->n; r++) {
		table_line(l, l->held[r]);
		json_decref(l->held[r]);
	}
	l->n = 0;
}

static void
put_json(const json_t *v, size_t flags)
{
	/* A failure is seen by out_finish. */
	(void)json_dumpf(v, stdout, flags | JSON_ENCODE_ANY |
	    JSON_REAL_PRECISION(15));
}

void
out_begin(struct out_list *l, const struct ctl *ctl,
    const struct column *column)
{
	memset(l, 0, sizeof *l);
	l->json = ctl->json;
	l->column = column;
	if (l->json)
		putchar('[');
}

void
out_row(struct out_list *l, json_t *record)
{
	if (record == NULL)
		abort();
	if (l->json) {
		fputs(l->rows++ == 0 ? "\n" : ",\n", stdout);
		put_json(record, 0);
		json_decref(record);
		return;
	}
	if (l->rows++ < OUT_HELD) {
		l->held[l->n++] = record;
		return;
	}
	if (l->n > 0)
		table_flush(l);
	table_line(l, record);
	json_decref(record);
}

void
out_end(struct out_list *l)
{
	if (l->json)
		fputs(l->rows > 0 ? "\n]\n" : "]\n", stdout);
	else if (l->rows == 0)
		out_text(_("Inget att visa."));
	else if (l->n > 0)
		table_flush(l);
}

void
out_thing(const struct ctl *ctl, json_t *record, const struct column *column)
{
	char buf[2048];
	int width = 0;

	if (record == NULL)
		abort();
	if (ctl->json) {
		put_json(record, JSON_INDENT(2));
		putchar('\n');
		json_decref(record);
		return;
	}
	for (int i = 0; column[i].key != NULL; i++) {
		int w = sink_width(_(column[i].head));
		if (w > width)
			width = w;
	}
	for (int i = 0; column[i].key != NULL; i++) {
		const char *text = shown(record, &column[i], buf, sizeof buf);
		if (*text == '\0')
			continue;
		put_blanks(width - put_clean(_(column[i].head)) + 2);
		out_text(text);
	}
	json_decref(record);
}

static void
made_line(const json_t *record, const char *key)
{
	char buf[256];

	out_text(out_value(json_object_get(record, key), buf, sizeof buf));
}

void
out_made(const struct ctl *ctl, json_t *record, const char *key)
{
	if (record == NULL)
		abort();
	if (ctl->json) {
		put_json(record, JSON_INDENT(2));
		putchar('\n');
	} else {
		made_line(record, key);
	}
	json_decref(record);
}

void
out_made_all(const struct ctl *ctl, json_t *array, const char *key)
{
	size_t i;
	json_t *record;

	if (array == NULL)
		abort();
	if (ctl->json) {
		put_json(array, JSON_INDENT(2));
		putchar('\n');
	} else {
		json_array_foreach(array, i, record)
			made_line(record, key);
	}
	json_decref(array);
}

enum rc
out_finish(struct err *err)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return RC_OK;
	return err_set(err, RC_OUTSIDE, "standard output: %s",
	    strerror(errno));
}

json_t *
out_string(const char *text)
{
	json_t *v = json_string(text);

	if (v != NULL)
		return v;
	char clean[4096];
	sink_clean(text, strlen(text), INT_MAX / 2, clean, sizeof clean);
	return json_string(clean);
}

json_t *
out_string_or_null(const char *text)
{
	return text == NULL || *text == '\0' ? json_null() : out_string(text);
}

json_t *
out_day(int32_t day)
{
	char text[CLOCK_DAY_MAX];

	return day == 0 ? json_null() : json_string(clock_format_day(day,
	    text));
}

json_t *
out_time(int64_t time)
{
	char text[CLOCK_UTC_MAX];

	return time == 0 ? json_null() : json_string(clock_format_utc(time,
	    text));
}

void
out_set(json_t *record, const char *key, json_t *value)
{
	if (json_object_set_new(record, key, value) != 0)
		abort();
}
