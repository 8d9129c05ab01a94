/* out.h - the way to standard output: records as JSON or as text that holds
 * printable letters alone.  A record is a JSON object; the functions take it
 * over (NULL: out of memory, which ends the program). */
#ifndef SAMDEPA_TUI_CTL_OUT_H
#define SAMDEPA_TUI_CTL_OUT_H

#include <jansson.h>

#include "tui/ctl/ctl.h"

struct column {			/* a field as people see it */
	const char *key;	/* its name in the record; NULL: the end */
	const char *head;	/* a msgid */
	const char *(*word)(const char *);	/* its value as people read
				   it, valid until the next call; or NULL */
};

#define OUT_HELD 200

struct out_list {
	bool   json;
	const struct column *column;
	json_t *held[OUT_HELD];	/* rows that tell how wide the columns are */
	size_t n, rows;
	int    width[24];
};

/* A list: an array of objects, or a table under a heading. */
void out_begin(struct out_list *, const struct ctl *, const struct column *);
void out_row(struct out_list *, json_t *record);
void out_end(struct out_list *);

/* One thing: an object, or a line for each column that has a value. */
void out_thing(const struct ctl *, json_t *record, const struct column *);
/* What a command made: an object, or the value of key alone. */
void out_made(const struct ctl *, json_t *record, const char *key);
/* Several: an array of objects, or a line each. */
void out_made_all(const struct ctl *, json_t *array, const char *key);
/* A line of text, without its end, for people alone. */
void out_text(const char *text);
/* The same, filled with %1$s to %3$s. */
void out_say(const char *sentence, const char *a, const char *b,
    const char *c);

/* Writes what is buffered.  RC_OUTSIDE: not all of it could be written. */
enum rc out_finish(struct err *) MUST_CHECK;

/* A value as text: "" for null, decimals for money, lists with commas. */
const char *out_value(const json_t *, char *buf, size_t cap);

/* JSON values; text that is no UTF-8 is cleaned, NULL or "" gives null. */
json_t *out_string(const char *text);
json_t *out_string_or_null(const char *text);
json_t *out_day(int32_t day);		/* 0: null */
json_t *out_time(int64_t time);		/* 0: null */
/* json_object_set_new that cannot fail. */
void out_set(json_t *record, const char *key, json_t *value);

#endif
