/* note.h - inside db/: free texts, kept beside the log under a salted hash. */
#ifndef SAMDEPA_DB_NOTE_H
#define SAMDEPA_DB_NOTE_H

#include "db/db.h"

#define NOTE_ID	33	/* 32 hex digits and a NUL */
#define NOTE_SALT 16

/* Stores the text (at most 255 bytes) and gives its id for the event's body;
 * NULL or "" gives "". */
enum rc note_store(struct db *, const char *text, char id[NOTE_ID],
    struct err *) MUST_CHECK;
/* The id that a text of n bytes has with this salt. */
void note_name(const unsigned char salt[NOTE_SALT], const char *text, size_t n,
    char id[NOTE_ID]);

#endif
