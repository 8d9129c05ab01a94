/* Any bytes as a configuration file: read or refused, never more. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct config cfg;
	struct config_row row;
	struct err err;
	char *text = malloc(n + 1);

	if (text == NULL)
		abort();
	memcpy(text, data, n);
	enum rc rc = config_parse(&cfg, "fuzz", text, n, &err);
	if (rc != RC_OK && err.text[0] == '\0')
		abort();
	for (size_t i = 0; config_row(&cfg, i, &row) == RC_OK; i++)
		if (strlen(row.value) >= sizeof row.value)
			abort();
	free(text);
	return 0;
}
