/* cmd_verbs.c - the verbs that say the same of each thing named: grade, lose,
 * find, retire, shelve, extend, return, merge.  All of it, or nothing. */
#include <stdlib.h>

#include "tui/ctl/command.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"

struct said {			/* what the flags say, the same of each */
	int     condition;	/* -1: not given */
	int32_t count, until;
	int64_t place;		/* 0: not given */
	const char *note, *outcome;
	const struct thing *first;	/* the first thing named */
};

struct thing {
	struct item item;
	int32_t count;		/* of CODE=3, else 0 */
	struct booking done;	/* what was returned */
};

static enum rc
read_said(struct ctl *ctl, struct said *s, struct err *err)
{
	*s = (struct said){ .condition = -1, .note = arg(ctl, FLAG_NOTE),
	    .outcome = arg(ctl, FLAG_OUTCOME) };

	enum rc rc = arg_condition(ctl, FLAG_CONDITION, &s->condition);
	if (rc == RC_OK)
		rc = arg_int(ctl, FLAG_COUNT, 1, INT32_MAX, &s->count);
	if (rc == RC_OK)
		rc = arg_day(ctl, FLAG_UNTIL, &s->until);
	if (rc == RC_OK)
		rc = arg_place(ctl, FLAG_PLACE, &s->place, err);
	return rc;
}

/* The things as they are now; one alone is not a list. */
static enum rc
show_things(struct ctl *ctl, const struct thing *things, int n,
    struct err *err)
{
	json_t *array = json_array();
	struct item it;

	for (int i = 0; i < n; i++) {
		enum rc rc = item_get(ctl->db, things[i].item.id, &it, err);
		if (rc != RC_OK) {
			json_decref(array);
			return rc;
		}
		json_t *o = row_item(&it);
		if (things[i].done.orders != 0)
			out_set(o, "returned", row_booking(&things[i].done));
		json_array_append_new(array, o);
	}
	if (n == 1) {
		out_made(ctl, json_incref(json_array_get(array, 0)), "code");
		json_decref(array);
	} else {
		out_made_all(ctl, array, "code");
	}
	return RC_OK;
}

static enum rc
name_things(struct ctl *ctl, struct thing *things, struct err *err)
{
	enum rc rc = RC_OK;
	bool pieces = ctl->cmd->run == cmd_return;

	for (int i = 0; rc == RC_OK && i < ctl->n_words; i++)
		rc = pieces ? word_pieces(ctl, ctl->word[i], &things[i].item,
		    &things[i].count, err) : word_item(ctl, ctl->word[i],
		    &things[i].item, err);
	return rc;
}

static enum rc
say_grade(struct db *db, struct thing *t, const struct said *s,
    struct err *err)
{
	return item_grade(db, t->item.id, (enum condition)s->condition,
	    s->note, err);
}

static enum rc
say_lose(struct db *db, struct thing *t, const struct said *s,
    struct err *err)
{
	return item_lose(db, t->item.id, s->note, err);
}

static enum rc
say_find(struct db *db, struct thing *t, const struct said *s,
    struct err *err)
{
	return item_find_again(db, t->item.id, s->place, err);
}

static enum rc
say_retire(struct db *db, struct thing *t, const struct said *s,
    struct err *err)
{
	return item_retire(db, t->item.id, s->outcome, s->note, err);
}

static enum rc
say_shelve(struct db *db, struct thing *t, const struct said *s,
    struct err *err)
{
	return item_shelve(db, t->item.id, s->place, err);
}

static enum rc
say_extend(struct db *db, struct thing *t, const struct said *s,
    struct err *err)
{
	return order_extend(db, t->item.id, s->until, err);
}

static enum rc
say_return(struct db *db, struct thing *t, const struct said *s,
    struct err *err)
{
	return order_return(db, t->item.id, t->count != 0 ? t->count :
	    s->count, s->condition, s->place, &t->done, err);
}

/* The first is what the others join. */
static enum rc
say_merge(struct db *db, struct thing *t, const struct said *s,
    struct err *err)
{
	return t == s->first ? RC_OK : item_merge(db, s->first->item.id,
	    t->item.id, err);
}

static enum rc
say_of_each(struct ctl *ctl, enum rc (*say)(struct db *, struct thing *,
    const struct said *, struct err *), struct err *err)
{
	struct said said;
	struct thing *things = calloc((size_t)ctl->n_words, sizeof *things);

	if (things == NULL)
		abort();
	enum rc rc = read_said(ctl, &said, err);
	if (rc == RC_OK)
		rc = name_things(ctl, things, err);
	if (rc == RC_OK && (rc = act_begin(ctl->db, &ctl->actor, err)) ==
	    RC_OK) {
		said.first = things;
		for (int i = 0; rc == RC_OK && i < ctl->n_words; i++)
			rc = say(ctl->db, &things[i], &said, err);
		rc = act_end(ctl->db, rc, err);
	}
	if (rc == RC_OK)
		rc = show_things(ctl, things, say == say_merge ? 1 :
		    ctl->n_words, err);
	free(things);
	return rc;
}

#define VERB(name)							\
	enum rc								\
	cmd_##name(struct ctl *ctl, struct err *err)			\
	{								\
		return say_of_each(ctl, say_##name, err);		\
	}
VERB(grade)
VERB(lose)
VERB(find)
VERB(retire)
VERB(shelve)
VERB(extend)
VERB(return)
VERB(merge)
