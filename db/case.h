/* case.h - what a person must settle.  Verbs run inside an act. */
#ifndef SAMDEPA_DB_CASE_H
#define SAMDEPA_DB_CASE_H

#include "db/db.h"

struct depot_case {
	int64_t id, number, item, orders, unit, time;
	char    depot[9];		/* who opened it, whose number it is */
	char    kind[24];
	char    key[33];		/* of one that follows from the log, else "" */
	char    note[256];
	char    outcome[24];		/* "" while open */
	char    item_code[40], item_name[128], unit_name[96];
};

/* item, order, unit: 0 where there is none. */
enum rc case_open(struct db *, const char *kind, int64_t item, int64_t order,
    int64_t unit, const char *note, int64_t *id, struct err *) MUST_CHECK;
enum rc case_settle(struct db *, int64_t id, const char *outcome,
    const char *note, struct err *) MUST_CHECK;
enum rc case_get(struct db *, int64_t id, struct depot_case *, struct err *)
    MUST_CHECK;
/* depot: whose number it is; NULL: an open one, ours first. */
enum rc case_by_number(struct db *, const char *depot, int64_t number,
    struct depot_case *, struct err *) MUST_CHECK;
/* Newest first, those before the one with that id (0: all).  depot: those that
 * concern it, which are opened there or about a thing or an order that it has
 * to do with; NULL: all. */
enum rc case_list(struct db *, const char *depot, bool open_only,
    int64_t before, struct depot_case *out, size_t cap, size_t *n,
    struct err *) MUST_CHECK;

/* Whether an open case of the kind is about the item. */
bool case_is_open(struct db *, const char *kind, int64_t item);

const char *case_kind_label(const char *kind);		/* Swedish, a msgid */
/* The i-th outcome of a kind; false: no more.  Points into static storage
 * that the next call overwrites. */
bool case_outcome(const char *kind, int i, const char **name,
    const char **label);

#endif
