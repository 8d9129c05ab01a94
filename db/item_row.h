/* item_row.h - inside db/: a row of ITEM_COLUMNS as a struct item,
 * and what else the verbs share. */
#ifndef SAMDEPA_DB_ITEM_ROW_H
#define SAMDEPA_DB_ITEM_ROW_H

#include "db/item.h"
#include "db/query.h"

void item_row(struct db *, sqlite3_stmt *, struct item *);
/* Binds :today. */
void item_bind_today(sqlite3_stmt *);

/* sync_told for the rows of a statement that is under way: remembered as long
 * as the store is what it was. */
int64_t sync_told_row(struct db *, const char *depot);

/* What was due before that day is late: a clock that is plainly wrong makes
 * nobody late, and says 0. */
int32_t late_before(struct db *);
/* Whether what is due back that day (0: never) is late. */
bool item_late(struct db *, int32_t due);

/* Whether an item in that state may be promised. */
bool item_state_bookable(enum item_state);
/* The words of the first restriction of the list that bars a kind of unit,
 * or NULL. */
const char *restriction_bars(const char *list, const char *unit_kind);

#endif
