#include <stdarg.h>
#include <stdio.h>

#include "tests/lib/tap.h"

static int failed;

bool
tap_ok(bool holds, const char *name, const char *fmt, ...)
{
	va_list ap;

	printf("%s %s", holds ? "ok" : "not ok", name);
	if (!holds) {
		failed++;
		printf(" - ");
		va_start(ap, fmt);
		vprintf(fmt, ap);
		va_end(ap);
	}
	printf("\n");
	fflush(stdout);
	return holds;
}

void
tap_skip(const char *name, const char *why)
{
	printf("ok %s # skip %s\n", name, why);
	fflush(stdout);
}

int
tap_status(void)
{
	return failed == 0 ? 0 : 1;
}
