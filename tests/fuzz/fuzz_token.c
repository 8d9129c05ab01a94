/* sources: db/token.c db/base45.c db/code.c db/text.c db/err.c ;
 * libs: -lsodium.  Any bytes as what a reader sends, and as a ticket's record. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "db/base45.h"
#include "db/code.h"
#include "db/text.h"
#include "db/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(int ok)
{
	if (!ok)
		abort();
}

static void
scanned(const char *s, size_t n)
{
	struct code code, again;
	struct err err = { 0 };
	char own[CODE_MAX];

	enum rc rc = code_parse(s, n, &code, &err);
	if (rc != RC_OK) {
		check(rc == RC_INVALID || rc == RC_REFUSED);
		check(err.why != WHY_NONE);
		return;
	}
	size_t size = strlen(code.text);
	check(size > 0 && text_clean(code.text, size, NULL, NULL) == RC_OK);
	if (code.kind < CODE_OWN_COUNT) {
		check(code_format(code.kind, code.scope, code.number, own,
		    NULL) == RC_OK && strcmp(own, code.text) == 0);
		check(code_parse(own, strlen(own), &again, NULL) == RC_OK);
		check(memcmp(&again, &code, sizeof code) == 0);
	}
}

static void
ticket(const char *s, size_t n)
{
	static const unsigned char pk[32] = { 1 };
	struct token token;

	if (token_read(s, n, &token, NULL) != RC_OK)
		return;
	check(code_scope_ok(token.depot) && token.number > 0);
	check(token_verify(&token, pk, NULL) == RC_REFUSED);
}

/* The same bytes as a record, so that its form is reached at all. */
static void
record(const uint8_t *data, size_t n)
{
	char text[4 + BASE45_SIZE(128) + 1] = "SD1:";
	unsigned char back[128];
	size_t size;

	if (n > sizeof back)
		return;
	check(base45_encode(data, n, text + 4, sizeof text - 4, NULL) ==
	    RC_OK);
	check(base45_decode(text + 4, strlen(text + 4), back, sizeof back,
	    &size, NULL) == RC_OK && size == n && memcmp(back, data, n) == 0);
	ticket(text, strlen(text));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	unsigned char out[512];
	char *s = malloc(n + 1);
	size_t size;

	if (s == NULL)
		return 0;
	memcpy(s, data, n);
	s[n] = '\0';
	scanned(s, n);
	ticket(s, n);
	record(data, n);
	/* Bytes have one text: what decodes encodes to the same. */
	if (base45_decode(s, n, out, sizeof out, &size, NULL) == RC_OK) {
		char text[BASE45_SIZE(sizeof out) + 1];
		check(base45_encode(out, size, text, sizeof text, NULL) ==
		    RC_OK);
		check(strlen(text) == n && memcmp(text, s, n) == 0);
	}
	free(s);
	return 0;
}
