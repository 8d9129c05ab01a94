/* cmd_count.c - samdepactl count: a place is counted, by codes given or in a
 * batch scanner's file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/case.h"
#include "db/code.h"
#include "db/custody.h"
#include "tui/ctl/command.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"

#define CODES_MAX	5000
#define LINE_MAX_BYTES	512

static const struct column columns[] = {
	{ "code", N_("Kod"), NULL },
	{ "name", N_("Namn"), NULL },
	{ "result", N_("Resultat"), NULL },
	{ 0 },
};

struct count {
	struct ctl *ctl;
	struct place place;
	char (*code)[LINE_MAX_BYTES];
	size_t n;
	int64_t *seen;
	size_t n_seen;
	json_t *rows;
};

static void
tell(struct count *c, const char *code, const char *name, const char *result)
{
	json_t *o = json_object();

	out_set(o, "code", out_string(code));
	out_set(o, "name", out_string(name));
	out_set(o, "result", out_string(result));
	json_array_append_new(c->rows, o);
}

static bool
was_seen(const struct count *c, int64_t id)
{
	for (size_t i = 0; i < c->n_seen; i++)
		if (c->seen[i] == id)
			return true;
	return false;
}

/* One code: right here, from another place, from elsewhere, or unknown. */
static enum rc
count_one(struct count *c, const char *code, struct err *err)
{
	struct db *db = c->ctl->db;
	struct item it[2];
	struct custody where;
	struct code parsed;
	size_t n = 0;
	enum rc rc = code_parse(code, strlen(code), &parsed, NULL);

	if (rc == RC_OK)
		rc = item_find(db, parsed.text, it, 2, &n, NULL);
	if (rc == RC_NOT_FOUND || rc == RC_INVALID || rc == RC_REFUSED ||
	    n > 1) {
		tell(c, code, "", n > 1 ? "several" : "unknown");
		return RC_OK;
	}
	if (rc == RC_OK && was_seen(c, it->id))
		return RC_OK;
	if (rc == RC_OK)
		rc = custody_of(db, it->id, &where, err);
	if (rc == RC_OK)
		rc = custody_count(db, it->id, c->place.id, err);
	if (rc != RC_OK)
		return rc;
	c->seen[c->n_seen++] = it->id;
	tell(c, it->code, it->name, strcmp(where.bound, db_depot(db)) == 0 ?
	    "received" : !where.here ? "arrived" : it->state != ITEM_IN_STOCK &&
	    !it->lot ? "lent_elsewhere" : it->place == c->place.id ? "right" :
	    "moved");
	return RC_OK;
}

struct missing {
	struct count *c;
	enum rc rc;
	struct err *err;
};

/* What should stand there and was not scanned; one case of it is enough. */
static bool
miss_one(const struct item *it, void *arg)
{
	struct missing *m = arg;
	int64_t opened;

	if (it->state != ITEM_IN_STOCK || was_seen(m->c, it->id))
		return true;
	tell(m->c, it->code, it->name, "missing");
	if (!case_is_open(m->c->ctl->db, "difference", it->id))
		m->rc = case_open(m->c->ctl->db, "difference", it->id, 0, 0,
		    NULL, &opened, m->err);
	return m->rc == RC_OK;
}

static enum rc
codes_read(struct count *c, const char *file, struct err *err)
{
	FILE *f = strcmp(file, "-") == 0 ? stdin : fopen(file, "re");

	if (f == NULL)
		return err_why(err, RC_OUTSIDE, WHY_NOT_A_FILE, file, NULL,
		    NULL);
	while (c->n < CODES_MAX && fgets(c->code[c->n], LINE_MAX_BYTES, f) !=
	    NULL) {
		char *line = c->code[c->n];

		line[strcspn(line, "\r\n")] = '\0';
		c->n += line[0] != '\0';
	}
	bool more = c->n == CODES_MAX && fgetc(f) != EOF;
	if (f != stdin)
		fclose(f);
	return more ? err_why(err, RC_INVALID, WHY_TOO_MUCH, NULL, NULL, NULL)
	    : RC_OK;
}

static enum rc
count_all(struct count *c, struct err *err)
{
	struct missing m = { c, RC_OK, err };
	enum rc rc = act_begin(c->ctl->db, &c->ctl->actor, err);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < c->n; i++)
		rc = count_one(c, c->code[i], err);
	if (rc == RC_OK)
		rc = item_walk(c->ctl->db, &(struct item_filter){
		    .place = c->place.id }, miss_one, &m, err);
	if (rc == RC_OK)
		rc = m.rc;
	return act_end(c->ctl->db, rc, err);
}

enum rc
cmd_count(struct ctl *ctl, struct err *err)
{
	struct count c = { .ctl = ctl, .rows = json_array() };
	struct out_list list;
	json_t *row;
	size_t i;
	enum rc rc = word_place(ctl, ctl->word[0], &c.place, err);

	c.code = calloc(CODES_MAX + (size_t)ctl->n_words, LINE_MAX_BYTES);
	c.seen = calloc(CODES_MAX + (size_t)ctl->n_words, sizeof *c.seen);
	if (c.code == NULL || c.seen == NULL)
		abort();
	if (rc == RC_OK && arg(ctl, FLAG_FILE) != NULL)
		rc = codes_read(&c, arg(ctl, FLAG_FILE), err);
	for (int w = 1; w < ctl->n_words; w++)
		snprintf(c.code[c.n++], LINE_MAX_BYTES, "%s", ctl->word[w]);
	if (rc == RC_OK)
		rc = count_all(&c, err);
	if (rc == RC_OK) {
		out_begin(&list, ctl, columns);
		json_array_foreach(c.rows, i, row)
			out_row(&list, json_incref(row));
		out_end(&list);
	}
	json_decref(c.rows);
	free(c.code);
	free(c.seen);
	return rc;
}
