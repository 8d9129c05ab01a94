#include "scanner/ticks.h"

#include <time.h>

static int64_t
now(clockid_t clock)
{
	struct timespec t = { 0 };

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t
ticks_cpu_ms(void)
{
	return now(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t
ticks_ms(void)
{
	return now(CLOCK_MONOTONIC);
}
