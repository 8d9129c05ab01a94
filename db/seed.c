#include <string.h>

#include <sodium.h>

#include "db/seed.h"

static unsigned char key[randombytes_SEEDBYTES];
static uint64_t drawn;

static const char *
seed_name(void)
{
	return "seed";
}

/* Each draw has a stream of its own: the seed with the draw's number. */
static void
seed_buf(void *buf, size_t size)
{
	memcpy(key + 8, &drawn, sizeof drawn);
	drawn++;
	randombytes_buf_deterministic(buf, size, key);
}

static uint32_t
seed_random(void)
{
	uint32_t r;

	seed_buf(&r, sizeof r);
	return r;
}

static randombytes_implementation repeating = {
	.implementation_name = seed_name,
	.random = seed_random,
	.buf = seed_buf,
};

void
seed_begin(uint64_t seed)
{
	memset(key, 0, sizeof key);
	memcpy(key, &seed, sizeof seed);
	drawn = 0;
	randombytes_set_implementation(&repeating);
}

void
seed_end(void)
{
	randombytes_set_implementation(&randombytes_sysrandom_implementation);
}
