#include "db/code.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "db/gs1.h"
#include "db/gtin.h"
#include "db/link.h"
#include "db/text.h"

#define DIGITS_MIN 6

static const struct {
	char letter;
	enum code_scope scope;
	const char *name;
} kinds[CODE_OWN_COUNT] = {
#define CODE(name, letter, scope, sv) \
	[CODE_##name] = { letter, CODE_SCOPE_##scope, sv },
#include "db/code_kinds.def"
#undef CODE
};

const char *
code_kind_name(enum code_kind kind)
{
	return kind < CODE_OWN_COUNT ? kinds[kind].name : "";
}

char
code_kind_letter(enum code_kind kind)
{
	return kind < CODE_OWN_COUNT ? kinds[kind].letter : '\0';
}

enum code_scope
code_kind_scope(enum code_kind kind)
{
	return kind < CODE_OWN_COUNT ? kinds[kind].scope : CODE_SCOPE_DEPOT;
}

/* The value of 0-9 A-Z in MOD 37,36, or -1. */
static int
char_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

int
code_scope_ok(const char *s)
{
	size_t n = 0;

	while (n <= CODE_SCOPE_MAX && char_value(s[n]) >= 0)
		n++;
	return n >= 2 && n <= CODE_SCOPE_MAX && s[n] == '\0';
}

/* ISO 7064 hybrid system: the running product P stays within 1 to 36, and the
 * check character is what brings P plus it to 1 modulo 36. */
char
code_check_char(const char *s, size_t n)
{
	int p = 36;

	for (size_t i = 0; i < n; i++) {
		int v = char_value(s[i]);
		if (v < 0)
			return '\0';
		int sum = (p + v) % 36;
		p = (sum == 0 ? 36 : sum) * 2 % 37;
	}
	return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(37 - p) % 36];
}

enum rc
code_format(enum code_kind kind, const char *scope, int64_t number,
    char out[CODE_MAX], struct err *err)
{
	char bare[CODE_MAX], shown[24];

	if (kind >= CODE_OWN_COUNT || !code_scope_ok(scope))
		return err_why(err, RC_INVALID, WHY_CODE_SCOPE, scope, NULL,
		    NULL);
	if (number < 1 || number > CODE_NUMBER_MAX) {
		snprintf(shown, sizeof shown, "%lld", (long long)number);
		return err_why(err, RC_INVALID, WHY_CODE_NUMBER, shown, NULL,
		    NULL);
	}
	int n = snprintf(bare, sizeof bare, "%c%s%06lld", kinds[kind].letter,
	    scope, (long long)number);
	snprintf(out, CODE_MAX, "%c-%s-%06lld-%c", kinds[kind].letter, scope,
	    (long long)number, code_check_char(bare, (size_t)n));
	return RC_OK;
}

/* Splits "I-YST1-004217-K" at sep into code; false where it has not the form of
 * an own code.  *check becomes the check character that it carries. */
static bool
split_own(const char *s, char sep, struct code *code, char *check)
{
	const char *scope = s + 2, *number, *end;
	int kind = 0;

	while (kind < CODE_OWN_COUNT && kinds[kind].letter != s[0])
		kind++;
	if (kind == CODE_OWN_COUNT || s[1] != sep ||
	    (number = strchr(scope, sep)) == NULL ||
	    (end = strchr(number + 1, sep)) == NULL)
		return false;
	size_t size = (size_t)(number - scope);
	size_t digits = (size_t)(end - ++number);
	if (size > CODE_SCOPE_MAX || digits < DIGITS_MIN || digits > 12 ||
	    strspn(number, "0123456789") != digits ||
	    (digits > DIGITS_MIN && *number == '0') ||
	    char_value(end[1]) < 0 || end[2] != '\0')
		return false;
	code->kind = (enum code_kind)kind;
	memcpy(code->scope, scope, size);
	code->scope[size] = '\0';
	for (code->number = 0; number < end; number++)
		code->number = code->number * 10 + (*number - '0');
	*check = end[1];
	return code->number > 0 && code_scope_ok(code->scope);
}

/* Whether upper is an own code; *rc is then RC_OK or, for a wrong check
 * character, RC_REFUSED.  A reader that believes in an American keyboard sends
 * - as + to a Swedish one; that only counts where the check character agrees,
 * since others may write codes with +. */
static bool
parse_own(const char *upper, struct code *code, enum rc *rc, struct err *err)
{
	char own[CODE_MAX], check;
	bool slipped = false;

	if (!split_own(upper, '-', code, &check)) {
		if (!split_own(upper, '+', code, &check))
			return false;
		slipped = true;
	}
	*rc = code_format(code->kind, code->scope, code->number, own, err);
	if (*rc != RC_OK)
		return false;
	if (own[strlen(own) - 1] == check) {
		memset(code->text, 0, sizeof code->text);
		memcpy(code->text, own, strlen(own));
		return true;
	}
	if (slipped)
		return false;
	*rc = err_why(err, RC_REFUSED, WHY_CODE_CHECK, upper, NULL, NULL);
	return true;
}

/* --- what others' codes mean --- */

/* What the AIM identifier ("]", letter, digit), which a reader can put before
 * the text, says of it.  Most say the kind of bars alone: such a text is read as
 * if there were none, since readers that send none read the same labels. */
enum reading { AS_UNSAID, AS_GS1, AS_EAN, AS_EAN8 };

static enum reading
reading_of(const char *aim)
{
	static const char gs1[][4] = { "]C1", "]Q3", "]Q4", "]d2", "]e0",
	    "]e1", "]e2", "]e3", "]J1" };

	for (size_t i = 0; i < sizeof gs1 / sizeof *gs1; i++)
		if (strcmp(aim, gs1[i]) == 0)
			return AS_GS1;
	if (strcmp(aim, "]E4") == 0)
		return AS_EAN8;
	return aim[0] != '\0' && aim[1] == 'E' ? AS_EAN : AS_UNSAID;
}

static const char *
cut_aim(const char *s, size_t *n, char aim[4])
{
	aim[0] = aim[3] = '\0';
	while (*n > 3 && s[0] == ']' && isalpha((unsigned char)s[1]) &&
	    isalnum((unsigned char)s[2])) {
		memcpy(aim, s, 3);
		*n -= 3;
		s = text_trim(s + 3, n);
	}
	return s;
}

/* A GTIN as a label of EAN or UPC carries it: with 2 or 5 digits of an add-on
 * behind 13 (]E3), with 8 as UPC-E. */
static bool
read_ean(const char *s, size_t n, enum reading as, char out[GTIN_SIZE])
{
	if (n == 8)
		return as == AS_EAN8 ? gtin_read(s, n, out) :
		    gtin_read_upce(s, n, out);
	return gtin_read(s, n == 15 || n == 18 ? 13 : n, out);
}

/* Whether text that does not say so is an element string: one that begins with
 * a number that ends in a check digit, or has GS in it. */
static bool
shows_gs1(const char *s, size_t n)
{
	return memchr(s, GS1_GS, n) != NULL ||
	    (n >= 16 && memcmp(s, "01", 2) == 0 && gtin_check_ok(s + 2, 14)) ||
	    (n >= 20 && memcmp(s, "00", 2) == 0 && gtin_check_ok(s + 2, 18)) ||
	    (n >= 18 && memcmp(s, "80030", 5) == 0 &&
	    gtin_check_ok(s + 4, 14));
}

/* Whether the text of another's code means something that has a form of its
 * own, which code->text and code->one then are. */
static bool
parse_meaning(const char *s, size_t n, const char *aim, struct code *code)
{
	enum reading as = reading_of(aim);
	char name[GS1_NAME_MAX];
	struct gs1 g;

	/* Where it is not what the prefix says, it may still be the rest. */
	bool found = (as == AS_EAN || as == AS_EAN8) &&
	    read_ean(s, n, as, name);
	if (!found && (as == AS_GS1 || shows_gs1(s, n)))
		found = gs1_read(s, n, &g) && gs1_name(&g, name, &code->one);
	if (!found)
		found = n != 8 && gtin_read(s, n, name);
	if (!found)
		found = (gs1_read_brackets(s, n, &g) || link_pairs(s, n, &g)) &&
		    gs1_name(&g, name, &code->one);
	if (found)
		memcpy(code->text, name, strlen(name) + 1);
	else
		code->one = false;
	return found;
}

/* Whether the text is an address that ends in one of our own codes. */
static bool
parse_own_link(const char *s, size_t n, struct code *code)
{
	char upper[CODE_MAX] = "";
	enum rc rc = RC_OK;

	s = link_last(s, &n);
	if (n == 0 || n >= sizeof upper)
		return false;
	for (size_t i = 0; i < n; i++)
		upper[i] = (char)toupper((unsigned char)s[i]);
	return parse_own(upper, code, &rc, NULL) && rc == RC_OK;
}

/* --- */

static enum rc
parse_text(const char *text, size_t n, struct code *code, struct err *err)
{
	if (n >= CODE_FOREIGN_MAX)
		return err_why(err, RC_INVALID, WHY_CODE_LONG, NULL, NULL,
		    NULL);
	memcpy(code->text, text, n);
	return text_clean(text, n, NULL, err);
}

/* What our own programs write behind "SD": tickets and slips.  Base45 knows no
 * lower case; some readers do. */
static enum rc
parse_signed(const char *text, size_t n, struct code *code, struct err *err)
{
	enum rc rc;

	if (text[2] != '2')
		code->kind = CODE_TICKET_QR;
	else if (n >= sizeof code->text)
		return err_why(err, RC_INVALID, WHY_CODE_LONG, NULL, NULL,
		    NULL);
	else
		code->kind = CODE_SLIP;
	if (code->kind == CODE_TICKET_QR)
		return parse_text(text, n, code, err);
	rc = text_clean(text, n, NULL, err);
	for (size_t i = 0; i < n; i++)
		code->text[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ?
		    text[i] - 'a' + 'A' : text[i]);
	return rc;
}

enum rc
code_parse(const char *text, size_t n, struct code *code, struct err *err)
{
	char upper[CODE_TEXT_MAX], aim[4];
	enum rc rc;

	text = text_trim(text, &n);
	text = cut_aim(text, &n, aim);
	memset(code, 0, sizeof *code);
	if (n == 0)
		return err_why(err, RC_INVALID, WHY_CODE_EMPTY, NULL, NULL,
		    NULL);
	if (n >= sizeof upper)
		return err_why(err, RC_INVALID, WHY_CODE_LONG, NULL, NULL,
		    NULL);
	if (memchr(text, '\0', n) != NULL)
		return text_clean(text, n, NULL, err);
	for (size_t i = 0; i < n; i++)
		upper[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ?
		    text[i] - 'a' + 'A' : text[i]);
	upper[n] = '\0';
	if (n >= 4 && strncmp(upper, "SD", 2) == 0 && upper[2] >= '1' &&
	    upper[2] <= '9' && upper[3] == ':')
		return parse_signed(text, n, code, err);
	if (parse_own(upper, code, &rc, err))
		return rc;
	if (parse_own_link(text, n, code))
		return RC_OK;
	code->kind = CODE_FOREIGN;
	memset(code->scope, 0, sizeof code->scope);
	code->number = 0;
	if (parse_meaning(text, n, aim, code))
		return RC_OK;
	/* Shift and the key of : is Ö on a Swedish keyboard. */
	if (strncmp(upper, "SD1Ö", 5) == 0 || strncmp(upper, "SD1ö", 5) == 0)
		return err_why(err, RC_INVALID, WHY_READER_LAYOUT, NULL, NULL,
		    NULL);
	return parse_text(text, n, code, err);
}
