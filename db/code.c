#include "db/code.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

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

/* Cuts an AIM identifier, "]" letter digit, which readers can put before what
 * they read. */
static const char *
cut_aim(const char *s, size_t *n)
{
	if (*n > 3 && s[0] == ']' && isalpha((unsigned char)s[1]) &&
	    isalnum((unsigned char)s[2])) {
		*n -= 3;
		s += 3;
	}
	return text_trim(s, n);
}

enum rc
code_parse(const char *text, size_t n, struct code *code, struct err *err)
{
	char upper[CODE_TEXT_MAX];
	enum rc rc;

	text = text_trim(text, &n);
	text = cut_aim(text, &n);
	if (n == 0)
		return err_why(err, RC_INVALID, WHY_CODE_EMPTY, NULL, NULL,
		    NULL);
	bool slip = n > 4 && strncasecmp(text, "SD2:", 4) == 0;
	if (n >= (slip ? CODE_TEXT_MAX : CODE_FOREIGN_MAX))
		return err_why(err, RC_INVALID, WHY_CODE_LONG, NULL, NULL,
		    NULL);
	rc = text_clean(text, n, NULL, err);
	if (rc != RC_OK)
		return rc;

	memset(code, 0, sizeof *code);
	memcpy(code->text, text, n);
	for (size_t i = 0; i < n; i++)
		upper[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ?
		    text[i] - 'a' + 'A' : text[i]);
	upper[n] = '\0';
	if (slip) {	/* base45 knows no lower case; some readers do */
		code->kind = CODE_SLIP;
		memcpy(code->text, upper, n);
		return RC_OK;
	}
	if (parse_own(upper, code, &rc, err))
		return rc;

	code->kind = CODE_FOREIGN;
	code->scope[0] = '\0';
	code->number = 0;
	if (strncmp(upper, "SD", 2) == 0 && upper[2] >= '1' &&
	    upper[2] <= '9' && upper[3] == ':')
		code->kind = CODE_TICKET_QR;
	/* Shift and the key of : is Ö on a Swedish keyboard. */
	if (strncmp(upper, "SD1Ö", 5) == 0 || strncmp(upper, "SD1ö", 5) == 0)
		return err_why(err, RC_INVALID, WHY_READER_LAYOUT, NULL, NULL,
		    NULL);
	return RC_OK;
}
