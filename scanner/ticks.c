#include "scanner/ticks.h"

#include <time.h>

static int64_t
now_us(clockid_t clock)
{
	struct timespec t = { 0 };

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t
ticks_cpu_us(void)
{
	return now_us(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t
ticks_cpu_ms(void)
{
	return ticks_cpu_us() / 1000;
}

int64_t
ticks_us(void)
{
	return now_us(CLOCK_MONOTONIC);
}

int64_t
ticks_ms(void)
{
	return ticks_us() / 1000;
}
