/* cmd_life.c - samdepactl depot show, depot rekey: the lives that a depot's log
 * has had, what each says of the one before, and the proof of a copied disk. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/lives.h"
#include "db/sync_state.h"
#include "tui/ctl/args.h"
#include "tui/ctl/command.h"
#include "tui/ctl/life.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"

#define LIVES_MAX	64

static const struct {
	const char *name, *word;
} states[] = {
	{ "active", N_("med") },
	{ "current", N_("lever") },
	{ "past", N_("före detta") },
	{ "closed", N_("avslutad") },
	{ "forked", N_("kopierad disk") },
};

const char *
life_state(const char *name)
{
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (strcmp(states[i].name, name) == 0)
			return _(states[i].word);
	return name;
}

static const struct column columns[] = {
	{ "log", N_("Logg"), NULL },
	{ "state", N_("Läge"), life_state },
	{ "events", N_("Händelser"), NULL },
	{ "known_at", N_("Läget från"), local_word },
	{ "parent", N_("Följer"), NULL },
	{ "parent_seq", N_("Efter"), NULL },
	{ "come_back", N_("Kom tillbaka"), NULL },
	{ "lost_from", N_("Kan sakna från"), NULL },
	{ "horizon", N_("Lovar inget före"), NULL },
	{ "evidence", N_("Som bevis"), NULL },
	{ "fork_seq", N_("Skiljer sig från"), NULL },
	{ "fork_hashes", N_("De två summorna där"), NULL },
	{ "fork_found", N_("Upptäckt"), local_word },
	{ "key", N_("Nyckel"), NULL },
	{ 0 },
};

/* Another life goes on after this one. */
static bool
followed(const struct life_row *lives, size_t n, const struct life_row *l)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(lives[i].parent, l->log) == 0)
			return true;
	return false;
}

/* It follows one whose disk was copied: where, is said there. */
static bool
of_copy(const struct life_row *lives, size_t n, const struct life_row *l)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(lives[i].log, l->parent) == 0)
			return lives[i].fork_seq > 0;
	return false;
}

static json_t *
record(const struct life_row *l, bool past, bool copied)
{
	json_t *o = json_object();
	char hashes[2 * 64 + 3];

	out_set(o, "log", out_string(l->log));
	out_set(o, "state", out_string(l->fork_seq > 0 ? "forked" : l->closed ?
	    "closed" : past ? "past" : "current"));
	out_set(o, "own", json_boolean(l->own));
	out_set(o, "events", json_integer(l->seq));
	out_set(o, "known_at", out_time(l->told));
	if (l->parent[0] != '\0') {
		out_set(o, "parent", out_string(l->parent));
		out_set(o, "parent_seq", json_integer(l->parent_seq));
	}
	if (l->lost && !copied) {
		/* What others had of it has come back. */
		int64_t back = l->parent_here > l->parent_seq ?
		    l->parent_here - l->parent_seq : 0;

		out_set(o, "come_back", json_integer(back));
		out_set(o, "lost_from", json_integer(l->parent_seq + back +
		    1));
	}
	if (l->lost)
		out_set(o, "horizon", out_day(l->horizon));
	if (l->evidence > 0)
		out_set(o, "evidence", json_integer(l->evidence));
	if (l->fork_seq > 0) {
		snprintf(hashes, sizeof hashes, "%s %s", l->fork_ours,
		    l->fork_theirs);
		out_set(o, "fork_seq", json_integer(l->fork_seq));
		out_set(o, "fork_hashes", out_string(hashes));
		out_set(o, "fork_found", out_time(l->fork_time));
	}
	out_set(o, "key", out_string(l->key));
	return o;
}

enum rc
life_array(struct ctl *ctl, const char *depot, json_t **array,
    struct err *err)
{
	static struct life_row lives[LIVES_MAX];
	size_t n = 0;
	enum rc rc = lives_list(ctl->db, depot, lives, LIVES_MAX, &n, err);

	if (rc != RC_OK)
		return rc;
	*array = json_array();
	for (size_t i = 0; i < n; i++)
		json_array_append_new(*array, record(&lives[i],
		    followed(lives, n, &lives[i]),
		    of_copy(lives, n, &lives[i])));
	return RC_OK;
}

static enum rc
show(struct ctl *ctl, const char *depot, struct err *err)
{
	json_t *array = NULL, *life;
	size_t i;
	enum rc rc = life_array(ctl, depot, &array, err);

	if (rc == RC_OK && json_array_size(array) == 0)
		rc = err_why(err, RC_NOT_FOUND, WHY_NO_DEPOT, depot, NULL,
		    NULL);
	if (rc == RC_OK && ctl->json)
		out_made_all(ctl, json_incref(array), "log");
	else if (rc == RC_OK)
		json_array_foreach(array, i, life) {
			if (i > 0)
				out_text("");
			out_thing(ctl, json_incref(life), columns);
		}
	json_decref(array);
	return rc;
}

static enum rc
evidence_row(const struct evidence_row *e, void *arg, struct err *err)
{
	json_t *o = json_object();

	(void)err;
	out_set(o, "log", out_string(e->log));
	out_set(o, "seq", json_integer(e->seq));
	out_set(o, "time", out_time(e->time));
	out_set(o, "kind", out_string(e->kind));
	out_set(o, "body", out_string(e->body));
	out_set(o, "hash", out_string(e->hash));
	out_row(arg, o);
	return RC_OK;
}

static enum rc
show_evidence(struct ctl *ctl, const char *depot, struct err *err)
{
	static const struct column list_columns[] = {
		{ "log", N_("Logg"), NULL },
		{ "seq", N_("Nummer"), NULL },
		{ "time", N_("När"), local_word },
		{ "kind", N_("Vad"), NULL },
		{ "body", N_("Händelser"), NULL },
		{ 0 },
	};
	struct out_list list;

	out_begin(&list, ctl, list_columns);
	enum rc rc = lives_evidence(ctl->db, depot, evidence_row, &list, err);
	out_end(&list);
	return rc;
}

enum rc
cmd_depot_show(struct ctl *ctl, struct err *err)
{
	return arg_on(ctl, FLAG_EVIDENCE) ? show_evidence(ctl, ctl->word[0],
	    err) : show(ctl, ctl->word[0], err);
}

enum rc
cmd_depot_rekey(struct ctl *ctl, struct err *err)
{
	struct lives_health health;
	enum rc rc = lives_health(ctl->db, &health, err);

	if (rc == RC_OK && !health.joined)
		rc = err_why(err, RC_REFUSED, WHY_REKEY_ALONE, NULL, NULL,
		    NULL);
	if (rc == RC_OK)
		rc = life_rekey(ctl->db, err);
	return rc == RC_OK ? show(ctl, db_depot(ctl->db), err) : rc;
}
