/* unit.h - who borrows and where things stand: organisations, units, places,
 * categories.  Setting one that exists changes it.  Verbs run in an act. */
#ifndef SAMDEPA_DB_UNIT_H
#define SAMDEPA_DB_UNIT_H

#include "db/db.h"

struct unit {
	int64_t id;
	char    code[40], name[96], organisation[16];
	char    kind[16];	/* school preschool office care other */
	char    address[128], hours[96], posting[96];
	char    contact[64], phone[32];		/* local */
	int32_t out, overdue;	/* pieces it has on loan; overdue of them */
};
struct place {
	int64_t id;
	char    code[40], name[64];
	int32_t items;		/* how many stand there */
};
struct category {
	int64_t id;
	char    code[40], name[64], name_en[64];
	int32_t items, in_stock;	/* counted to 1000 at most */
};
struct organisation {
	int64_t id;
	char    code[16], name[96];
};

/* The i-th kind of unit, with its Swedish word, a msgid; false: no more. */
bool unit_kind(int i, const char **name, const char **label);
const char *unit_kind_label(const char *name);
/* The kind that a name or Swedish word says ("": other), or NULL. */
const char *unit_kind_from(const char *text);

/* The struct says all of it; what already is so appends no event.  One with
 * an id, else with a code that exists, changes that one.  An empty code: the
 * one it has, or the next free number (a category: from its name).  An empty
 * organisation: the depot's.  *id: what it became. */
enum rc organisation_set(struct db *, const struct organisation *,
    struct err *) MUST_CHECK;
enum rc unit_set(struct db *, const struct unit *, int64_t *id, struct err *)
    MUST_CHECK;
enum rc place_set(struct db *, const struct place *, int64_t *id,
    struct err *) MUST_CHECK;
enum rc category_set(struct db *, const struct category *, struct err *)
    MUST_CHECK;
/* The category with that code or name; one by that name is made if none. */
enum rc category_ensure(struct db *, const char *text, char code[40],
    struct err *) MUST_CHECK;

enum rc unit_get(struct db *, int64_t id, struct unit *, struct err *)
    MUST_CHECK;
/* By code, else by exact name (any case). */
enum rc unit_find(struct db *, const char *text, struct unit *, struct err *)
    MUST_CHECK;
enum rc place_get(struct db *, int64_t id, struct place *, struct err *)
    MUST_CHECK;
enum rc place_find(struct db *, const char *text, struct place *,
    struct err *) MUST_CHECK;
enum rc category_find(struct db *, const char *text, struct category *,
    struct err *) MUST_CHECK;

/* What people call a category, Swedish or English; the code itself where
 * there is no such category. */
void category_name(struct db *, const char *code, bool english, char *out,
    size_t cap);

/* Those whose name holds the words (NULL: all), in order of name. */
enum rc unit_list(struct db *, const char *words, size_t skip,
    struct unit *out, size_t cap, size_t *n, struct err *) MUST_CHECK;
enum rc place_list(struct db *, const char *words, size_t skip,
    struct place *out, size_t cap, size_t *n, struct err *) MUST_CHECK;
enum rc category_list(struct db *, size_t skip, struct category *out,
    size_t cap, size_t *n, struct err *) MUST_CHECK;
enum rc organisation_list(struct db *, size_t skip, struct organisation *out,
    size_t cap, size_t *n, struct err *) MUST_CHECK;

#endif
