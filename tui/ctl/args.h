/* args.h - the words of a command line: flags, numbers, days, and the things
 * that a word names.  Each refusal names the argument. */
#ifndef SAMDEPA_TUI_CTL_ARGS_H
#define SAMDEPA_TUI_CTL_ARGS_H

#include "db/case.h"
#include "db/order.h"
#include "db/staff.h"
#include "db/ticket.h"
#include "db/unit.h"
#include "tui/ctl/ctl.h"

#define ARG_MAX_BYTES	4000	/* of one argument */

/* Reads flags and words behind the command's name.  help: --help stood there.
 * RC_INVALID: usage. */
enum rc args_parse(struct ctl *, int argc, char **argv, bool *help)
    MUST_CHECK;
/* The global flags before the command; *used says where it stands. */
enum rc args_parse_global(struct ctl *, int argc, char **argv, int *used,
    bool *help, bool *version) MUST_CHECK;

/* A flag's value (the last one given), or NULL; the i-th given; whether. */
const char *arg(const struct ctl *, enum flag);
const char *arg_nth(const struct ctl *, enum flag, int i);
bool        arg_on(const struct ctl *, enum flag);

/* The flag's value read; *out stays as it is where it is not given. */
enum rc arg_number(struct ctl *, enum flag, int64_t min, int64_t max,
    int64_t *out) MUST_CHECK;
enum rc arg_int(struct ctl *, enum flag, int32_t min, int32_t max,
    int32_t *out) MUST_CHECK;
enum rc arg_day(struct ctl *, enum flag, int32_t *out) MUST_CHECK;
enum rc arg_money(struct ctl *, enum flag, int64_t *out) MUST_CHECK;
enum rc arg_condition(struct ctl *, enum flag, int *out) MUST_CHECK;
/* --why: a short word of a-z, as it goes into the log. */
enum rc arg_why(struct ctl *, const char **out) MUST_CHECK;
enum rc arg_kind(struct ctl *, enum order_kind *out) MUST_CHECK;
enum rc arg_unit(struct ctl *, enum flag, int64_t *id, struct err *) MUST_CHECK;
/* *out: the organisation's code, in buf. */
enum rc arg_owner(struct ctl *, enum flag, char buf[16], const char **out,
    struct err *) MUST_CHECK;
enum rc arg_place(struct ctl *, enum flag, int64_t *id, struct err *)
    MUST_CHECK;

/* --depot, one that is known; *depot is left where it is not given. */
enum rc arg_depot(struct ctl *, const char **depot, struct err *) MUST_CHECK;
/* Whose things a list shows: this depot's, those of --depot, or (NULL) of
 * --all-depots. */
enum rc arg_whose(struct ctl *, const char **depot, struct err *) MUST_CHECK;

/* What a word names.  RC_NOT_FOUND or RC_REFUSED, said with the word. */
enum rc word_item(struct ctl *, const char *, struct item *, struct err *)
    MUST_CHECK;
/* "CODE" or "CODE=3"; *count is 0 where none is given. */
enum rc word_pieces(struct ctl *, const char *, struct item *, int32_t *count,
    struct err *) MUST_CHECK;
enum rc word_unit(struct ctl *, const char *, struct unit *, struct err *)
    MUST_CHECK;
enum rc word_place(struct ctl *, const char *, struct place *, struct err *)
    MUST_CHECK;
/* By code or name; gives the code. */
enum rc word_organisation(struct ctl *, const char *, char code[16],
    struct err *) MUST_CHECK;
/* "12", or "TRB1-12" of another depot. */
enum rc word_order(struct ctl *, const char *, struct order *, struct err *)
    MUST_CHECK;
/* The word itself, or for "-" a line of standard input. */
enum rc word_line(struct ctl *, const char *, char *out, size_t cap)
    MUST_CHECK;
/* A number, a short number or QR text; "-" reads it from standard input.
 * *ticket is filled also where it is refused but ours. */
enum rc word_ticket(struct ctl *, const char *, struct ticket *, struct err *)
    MUST_CHECK;
/* Likewise. */
enum rc word_case(struct ctl *, const char *, struct depot_case *,
    struct err *) MUST_CHECK;
/* Anything that has a history: an item, "order 12", a place by its name. */
enum rc word_thing(struct ctl *, const char *, int64_t *thing, struct err *)
    MUST_CHECK;
enum rc word_person(struct ctl *, const char *, struct staff *, struct err *)
    MUST_CHECK;

/* A whole number of min to max; false: not that. */
bool args_integer(const char *text, int64_t min, int64_t max, int64_t *out);

#endif
