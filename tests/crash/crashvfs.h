/* crashvfs.h - a SQLite VFS in which things go wrong.  Once installed it is
 * the default of this process, and the store's own code runs on it unchanged.
 *
 * Every write, sync, truncate and unlink of a database, a journal or a WAL is
 * an operation, and so is every crashvfs_idle().  At the one that it is armed
 * for:
 *
 *   kill   the process dies, perhaps in the middle of a write; the operating
 *          system keeps what it was given;
 *   power  the process dies and what had not been synced is kept or lost:
 *          nothing of it, all of it, the first so many operations of each
 *          file, or each 512-byte sector in any state that it has had since
 *          the last sync; a file's size and its name likewise, so that an
 *          unlink that was not synced may not have been;
 *   eio    that operation fails, the later ones work;
 *   full   from that one on nothing can be written until crashvfs_heal().
 *
 * Syncs reach no disk: what is durable is what this module remembers. */
#ifndef SAMDEPA_TESTS_CRASHVFS_H
#define SAMDEPA_TESTS_CRASHVFS_H

#include <stdbool.h>

enum crash_mode {
	CRASH_NONE, CRASH_KILL, CRASH_POWER, CRASH_EIO, CRASH_FULL,
	CRASH_MODE_COUNT
};

const char *crash_mode_name(enum crash_mode);

void crashvfs_install(void);

/* Counts from nothing again; at 0 nothing happens.  Files that are open, or
 * opened later, are taken to be durable as they are then. */
void crashvfs_arm(enum crash_mode, long at, unsigned seed);

/* Operations since then, and whether it came to the one armed for. */
long crashvfs_count(void);
bool crashvfs_fired(void);

/* A moment in which the program waits for a person. */
void crashvfs_idle(void);

/* The disk has room again. */
void crashvfs_heal(void);

#endif
