/* vt_keys.h - what a terminal of the xterm family sends for a key. */
#ifndef SAMDEPA_TESTS_VT_KEYS_H
#define SAMDEPA_TESTS_VT_KEYS_H

#include <stddef.h>

/* Fills bytes with what the key of that name sends and gives how many; a
 * name that is in no table is sent as it stands, "C-x" as the control. */
size_t vt_key_bytes(const char *name, char *bytes, size_t cap);

/* Undoes \e \r \n \t \b \\ and \xHH in place; gives the length. */
size_t vt_unescape(char *text);

#endif
