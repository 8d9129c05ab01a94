/* code.h - what a label says: I-YST1-004217-K is item 4217 of depot YST1, K its
 * check character (ISO 7064 MOD 37,36 over letter, scope and number).  Codes of
 * others are brought into one form, under which they are kept and found:
 *
 *   EAN, UPC, GTIN         14 digits; 8 without an AIM prefix stay as they are
 *   GS1 element strings    (01)GTIN(21)SERIAL, (8004)GIAI, ...: gs1_name()
 *   GS1 Digital Link       the same
 *   an http(s) address     its last part, where that is a code of our own
 *   anything else          as read */
#ifndef SAMDEPA_DB_CODE_H
#define SAMDEPA_DB_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/err.h"

#define CODE_SCOPE_MAX	8	/* a depot's or organisation's name: A-Z 0-9 */
#define CODE_NUMBER_MAX	INT64_C(999999999999)
#define CODE_MAX	32	/* an own code with its NUL fits */
#define CODE_FOREIGN_MAX 256	/* another's code with its NUL */
#define CODE_TEXT_MAX	2432	/* any code with its NUL: a slip's is long */

enum code_kind {
#define CODE(name, letter, scope, sv) CODE_##name,
#include "db/code_kinds.def"
#undef CODE
	CODE_OWN_COUNT,
	CODE_TICKET_QR = CODE_OWN_COUNT, /* SD1:..., for token_read() */
	CODE_SLIP,		/* SD2:..., for slip_verify() */
	CODE_FOREIGN,		/* EAN, GIAI, URL, old inventory number, ... */
};

enum code_scope { CODE_SCOPE_DEPOT, CODE_SCOPE_ORGANISATION };

struct code {
	enum code_kind kind;
	char    scope[CODE_SCOPE_MAX + 1]; /* own codes, else "" */
	int64_t number;			   /* own codes, else 0 */
	bool    one;			   /* foreign: names one thing, as a
					      serial number; not a kind */
	char    text[CODE_TEXT_MAX];	   /* own: as code_format() writes it;
					      a slip: upper case */
};

/* Writes the code of an own kind; number is 1 to CODE_NUMBER_MAX, at least six
 * digits.  RC_INVALID: no such scope or number. */
enum rc code_format(enum code_kind, const char *scope, int64_t number,
    char out[CODE_MAX], struct err *) MUST_CHECK;

/* Reads what a scanner or a person gave: n bytes, any bytes.  Blanks around it,
 * lower case in own codes, and - that a wrong keyboard layout turned into + are
 * forgiven.  An AIM prefix (]C1) says what the text is; without one, it is GS1
 * only where a GS in it or a check digit shows that.  What is not well formed
 * is plain text.  Reading code->text once more gives the same.  RC_INVALID:
 * empty, too long, or characters that no label carries; RC_REFUSED: an own code
 * whose check character is wrong. */
enum rc code_parse(const char *text, size_t n, struct code *, struct err *)
    MUST_CHECK;

/* Whether it is a GTIN alone, which is on all things of a kind. */
bool code_is_gtin(const struct code *);

/* All texts under which what text names may be kept, text itself first: what a
 * label carried was once kept as it was read, and a reader that sends no AIM
 * prefix does not say that a text is GS1.  text is a code's; gives how many, 1
 * for own codes and most others. */
#define CODE_FORMS_MAX	8
size_t code_forms(const char *text, char out[CODE_FORMS_MAX][CODE_FOREIGN_MAX]);

/* An own kind's word, Swedish, a msgid; its letter; who numbers it. */
const char *code_kind_name(enum code_kind);
char code_kind_letter(enum code_kind);
enum code_scope code_kind_scope(enum code_kind);

/* Whether s may name a depot or an organisation: 2 to 8 of A-Z 0-9. */
int code_scope_ok(const char *s);

/* The check character of s (only A-Z 0-9), or 0 where s holds another one. */
char code_check_char(const char *s, size_t n);

#endif
