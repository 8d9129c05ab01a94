/* item_form.h - inside db/: what the verbs on items share. */
#ifndef SAMDEPA_DB_ITEM_FORM_H
#define SAMDEPA_DB_ITEM_FORM_H

#include <jansson.h>

#include "db/code.h"
#include "db/item.h"

/* A code as it is kept: in the form that code_parse gives it.  Only labels of
 * items and foreign codes may name an item.  unique: RC_REFUSED where another
 * has it, as always for what names one thing alone. */
enum rc item_code_check(struct db *, const char *text, bool unique,
    char out[CODE_TEXT_MAX], struct err *) MUST_CHECK;
/* The label that was asked for, or with NULL the next free one. */
enum rc item_label_pick(struct db *, const char *wanted,
    char out[CODE_TEXT_MAX], struct err *) MUST_CHECK;
/* 1 to max. */
enum rc item_count_check(int64_t count, int64_t max, struct err *) MUST_CHECK;
/* The item, if it still is one that verbs work on. */
enum rc item_live(struct db *, int64_t id, struct item *, struct err *)
    MUST_CHECK;
/* item_split without asking whether the pieces are promised. */
enum rc item_split_off(struct db *, int64_t id, int32_t count,
    const char *code, int64_t *new_id, struct err *) MUST_CHECK;
/* Opens a case for the order whose promise of the item can no longer be kept,
 * if there is one. */
enum rc item_promise_broken(struct db *, int64_t item, struct err *)
    MUST_CHECK;
/* The body of an event on one item, which the caller fills and hands on. */
json_t *item_body(struct db *, int64_t item);
/* Stores the note and names it in the body. */
enum rc item_note_put(struct db *, json_t *body, const char *note,
    struct err *) MUST_CHECK;

#endif
