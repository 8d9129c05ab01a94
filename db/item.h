/* item.h - the things in the depot: what is known of one, and the verbs that
 * change it.  Results are copied into structs that the caller owns.  Verbs
 * run inside an act (db/db.h) and refuse with a reason (db/reasons.def). */
#ifndef SAMDEPA_DB_ITEM_H
#define SAMDEPA_DB_ITEM_H

#include "db/db.h"

enum item_state {
#define ITEM_STATE(id, name, sv, bookable) ITEM_##id,
#include "db/item_states.def"
#undef ITEM_STATE
	ITEM_STATE_COUNT
};

enum condition {
#define CONDITION(id, name, sv) CONDITION_##id,
#include "db/conditions.def"
#undef CONDITION
	CONDITION_COUNT
};

struct item {
	int64_t id;
	char    code[40];		/* its label */
	char    name[128];
	char    category[40];		/* category code */
	bool    lot;
	int32_t count;			/* 1 unless a lot */
	int32_t in_stock;		/* pieces on the shelf now */
	int32_t available;		/* pieces free today */
	enum condition condition;
	int32_t width, depth, height;	/* mm, 0 unknown */
	int64_t value;			/* hundredths of a krona, 0 unknown */
	char    owner[16];		/* organisation */
	int64_t responsible;		/* unit, 0: the depot */
	char    responsible_code[40];
	char    responsible_name[96];
	char    depot[9];		/* custodian */
	bool    remote;			/* another depot than this one */
	int64_t told;			/* how old what we know of that is:
					 * a time, 0 nothing; 0 too if ours */
	enum item_state state;
	int64_t place;			/* 0: none */
	char    place_code[40];
	char    place_name[64];
	int64_t holder;			/* unit that has it, 0: none */
	char    holder_code[40];
	char    holder_name[96];
	int32_t due;			/* day it is due back, 0: not out */
	bool    late;			/* it is out beyond that day; never by
					 * a clock that is plainly wrong */
	char    restriction[96];	/* names, comma between */
	int32_t inspect_by;		/* day, 0: none */
	char    outcome[24];		/* of a retired one */
	char    note[256];
};

/* What register and edit say.  item_form_init gives an empty one; a member
 * left as it was is not changed by edit. */
struct item_form {
	const char *code;	/* NULL: the next free label */
	const char *codes[8];	/* further codes, NULL after the last */
	const char *name, *category, *owner, *restriction, *note;
	int32_t count;		/* -1 unset; > 1 makes a lot */
	int     lot;		/* -1 unset */
	int     condition;	/* -1 unset */
	int32_t width, depth, height, inspect_by;	/* -1 unset */
	int64_t value, responsible, place;		/* -1 unset */
};
void item_form_init(struct item_form *);

/* The item with this id. */
enum rc item_get(struct db *, int64_t id, struct item *, struct err *)
    MUST_CHECK;
/* The items that carry the code, at most cap; *n says how many were given.
 * RC_NOT_FOUND: none.  More than one: the code names a kind (an EAN). */
enum rc item_find(struct db *, const char *code, struct item *out, size_t cap,
    size_t *n, struct err *) MUST_CHECK;
/* All codes of an item, calls back with each. */
enum rc item_codes(struct db *, int64_t id,
    void (*each)(const char *code, void *), void *, struct err *) MUST_CHECK;

/* A page of items.  Members of the filter that are zero do not filter. */
struct item_filter {
	const char *category;
	int64_t place, holder, responsible;
	int     state;		/* item_state + 1 */
	bool    retired_too;
	const char *depot;	/* who answers for it; others: not that one */
	bool    others;
};
enum rc item_list(struct db *, const struct item_filter *, int64_t after,
    struct item *out, size_t cap, size_t *n, struct err *) MUST_CHECK;
/* Walks all of them in order of id; the callback returns false to stop. */
enum rc item_walk(struct db *, const struct item_filter *,
    bool (*each)(const struct item *, void *), void *, struct err *)
    MUST_CHECK;

enum rc item_register(struct db *, const struct item_form *, int64_t *id,
    struct err *) MUST_CHECK;
enum rc item_edit(struct db *, int64_t id, const struct item_form *,
    struct err *) MUST_CHECK;
/* The code becomes a further code of the item, or (label) the one that it is
 * called by; drop (or NULL) is a code that no longer names it. */
enum rc item_relabel(struct db *, int64_t id, const char *code, bool label,
    const char *drop, struct err *) MUST_CHECK;
enum rc item_grade(struct db *, int64_t id, enum condition, const char *note,
    struct err *) MUST_CHECK;
enum rc item_lose(struct db *, int64_t id, const char *note, struct err *)
    MUST_CHECK;
enum rc item_find_again(struct db *, int64_t id, int64_t place, struct err *)
    MUST_CHECK;		/* the verb find; place 0: not yet put away */
/* outcome: sold, recycled or hazardous. */
enum rc item_retire(struct db *, int64_t id, const char *outcome,
    const char *note, struct err *) MUST_CHECK;
/* Takes count pieces out of a lot into a new one with a label of its own. */
enum rc item_split(struct db *, int64_t id, int32_t count, const char *code,
    int64_t *new_id, struct err *) MUST_CHECK;
/* The pieces of from join into; from's codes name into afterwards. */
enum rc item_merge(struct db *, int64_t into, int64_t from, struct err *)
    MUST_CHECK;
enum rc item_shelve(struct db *, int64_t id, int64_t place, struct err *)
    MUST_CHECK;
/* All that stands in one place to another; *n of them. */
enum rc item_shelve_all(struct db *, int64_t from, int64_t to, size_t *n,
    struct err *) MUST_CHECK;
/* Numbers for labels printed beforehand: reserves n of them. */
enum rc label_reserve(struct db *, const char *kind, int n, int64_t *first,
    struct err *) MUST_CHECK;

const char *condition_name(enum condition);
const char *condition_label(enum condition);	/* Swedish, a msgid */
int         condition_from(const char *text);	/* name or Swedish; -1 none */
const char *item_state_name(enum item_state);
const char *item_state_label(enum item_state);
/* The Swedish words of one restriction name, or NULL. */
const char *restriction_label(const char *name);
bool        restriction_valid(const char *list);

#endif
