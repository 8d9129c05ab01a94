/* Any bytes as a file of factors: read or refused, never more. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/factors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct factors f;
	struct err err;
	char *text = malloc(n + 1);

	if (text == NULL)
		abort();
	memcpy(text, data, n);
	enum rc rc = factors_parse(&f, "fuzz", text, n, &err);
	if (rc != RC_OK && err.text[0] == '\0')
		abort();
	for (size_t i = 0; i < f.n; i++) {
		struct saving s = { 0 };

		if (strlen(f.factor[i].category) >=
		    sizeof f.factor[i].category)
			abort();
		factors_add(&f, &f.factor[i], ORDER_LOAN, 1000, 0, &s);
		if (s.co2e < 0 || s.price < 0)
			abort();
	}
	free(text);
	return 0;
}
