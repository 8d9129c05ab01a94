/* wal.h - inside db/: the frames of a write-ahead log, as SQLite reads them. */
#ifndef SAMDEPA_DB_WAL_H
#define SAMDEPA_DB_WAL_H

#include <stdint.h>

struct db;

enum {
	WAL_HEAD = 32, WAL_FRAME_HEAD = 24
};

/* Frames of the store's WAL that are committed; good inside the turn. */
uint32_t wal_frames(struct db *);
/* Frames of any WAL that SQLite would take: up to the last whole commit.
 * *page: bytes of a page; *pages: the store's size in pages after them. */
uint32_t wal_good(int fd, uint32_t *page, uint32_t *pages);
uint32_t wal_be32(const unsigned char *);

#endif
