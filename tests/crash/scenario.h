/* scenario.h - what is done to a store while things go wrong, and how it is
 * judged afterwards. */
#ifndef SAMDEPA_TESTS_SCENARIO_H
#define SAMDEPA_TESTS_SCENARIO_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

#include "tests/crash/crashvfs.h"

/* How the store is run: as it is, or as it must not be. */
enum setup {
	SETUP_REAL,		/* as the store opens itself */
	SETUP_CHECKPOINTS,	/* the same, a checkpoint after every act */
	SETUP_WAL_NORMAL,	/* planted: loses what was acknowledged */
	SETUP_DELETE_FULL,	/* planted: the same */
	SETUP_COUNT
};

enum {
	ACKS_MAX = 64,
	EXIT_STUCK = 7,		/* an act failed again after the fault */
	EXIT_COUNTED = 0
};

/* One act that the program told its person was done. */
struct ack {
	int64_t event;		/* its last event, or -1: count holds */
	int64_t count;		/* operations in all, in the last ack */
	unsigned char hash[32];
};

/* Makes the store that every run begins with: path, then a closed file. */
void scenario_prepare(const char *path);

/* In a child: opens the store at path on the crash VFS, which is armed, does
 * the acts and writes an ack to fd after each.  Does not return. */
_Noreturn void scenario_play(const char *path, enum setup, enum crash_mode,
    long at, unsigned seed, int fd);

/* Opens it as anyone would and looks for what was acknowledged; why (of cap
 * bytes) says what is wrong.  *lost counts acknowledged acts that are gone. */
bool scenario_judge(const char *path, const struct ack *, size_t n,
    int *lost, char *why, size_t cap);

#endif
