/* sources: db/code.c db/code_forms.c db/gs1.c db/gtin.c db/link.c db/text.c
 * db/err.c ; libs: none.  Any bytes as what a label carries: what they mean has
 * one form, clean, which means the same again; GS1 pairs that are read once
 * read the same from their brackets. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/code.h"
#include "db/gs1.h"
#include "db/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(int ok)
{
	if (!ok)
		abort();
}

static void
meaning(const char *s, size_t n)
{
	char forms[CODE_FORMS_MAX][CODE_FOREIGN_MAX];
	struct code code, again;

	if (code_parse(s, n, &code, NULL) != RC_OK)
		return;
	size_t size = strlen(code.text);
	check(size > 0 && text_clean(code.text, size, NULL, NULL) == RC_OK);
	check(code_parse(code.text, size, &again, NULL) == RC_OK);
	check(memcmp(&again, &code, sizeof code) == 0);
	if (code.kind != CODE_FOREIGN)
		return;
	size_t count = code_forms(code.text, forms);
	check(count >= 1 && count <= CODE_FORMS_MAX);
	check(strcmp(forms[0], code.text) == 0);
	for (size_t i = 0; i < count; i++)
		check(code_parse(forms[i], strlen(forms[i]), &again, NULL) ==
		    RC_OK);
}

static void
pairs(const char *s, size_t n)
{
	char name[GS1_NAME_MAX], brackets[GS1_PAIRS_MAX * 256] = "";
	struct gs1 g, again;
	size_t used = 0;
	bool one;

	if (!gs1_read(s, n, &g))
		return;
	check(g.n > 0 && g.n <= GS1_PAIRS_MAX);
	for (size_t i = 0; i < g.n; i++) {
		used += (size_t)sprintf(brackets + used, "(%s)", g.pair[i].ai);
		for (const char *p = g.pair[i].value; *p != '\0'; p++) {
			if (*p == '(')
				brackets[used++] = '\\';
			brackets[used++] = *p;
		}
	}
	check(gs1_read_brackets(brackets, used, &again));
	check(again.n == g.n);
	for (size_t i = 0; i < g.n; i++)
		check(strcmp(again.pair[i].ai, g.pair[i].ai) == 0 &&
		    strcmp(again.pair[i].value, g.pair[i].value) == 0);
	if (gs1_name(&g, name, &one))
		check(strlen(name) < sizeof name);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *copy = malloc(n);		/* its end is guarded */

	if (copy == NULL && n > 0)
		abort();
	if (n > 0)
		memcpy(copy, data, n);
	meaning(copy, n);
	pairs(copy, n);
	free(copy);
	return 0;
}
