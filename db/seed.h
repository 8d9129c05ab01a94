/* seed.h - random numbers that repeat: for a demo store alone, whose keys
 * anyone can then guess. */
#ifndef SAMDEPA_DB_SEED_H
#define SAMDEPA_DB_SEED_H

#include <stdint.h>

/* From now on this process draws keys, salts and names from seed, the same
 * ones for the same seed in the same order. */
void seed_begin(uint64_t seed);

/* From the operating system again. */
void seed_end(void);

#endif
