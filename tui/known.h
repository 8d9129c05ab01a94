/* known.h - how old what we know of another depot is, in words.  told is a
 * time as sync_told gives it, 0: nothing is known.  Each gives out. */
#ifndef SAMDEPA_TUI_KNOWN_H
#define SAMDEPA_TUI_KNOWN_H

#include <stddef.h>
#include <stdint.h>

/* When: "02:41 i natt", "14:10 i dag", "i går 16:20", "för 3 dagar sedan",
 * "aldrig". */
char *known_time(int64_t told, char *out, size_t cap);
/* The same as a phrase beside what is free: "läget 02:41 i natt". */
char *known_words(int64_t told, char *out, size_t cap);
/* Where there is no room, at most six cells: "02:41", "i går", "3 dgr",
 * "okänt". */
char *known_short(int64_t told, char *out, size_t cap);

#endif
