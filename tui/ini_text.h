/* ini_text.h - a text file of NAME = VALUE lines and [SECTIONS], read by inih,
 * with the line that is wrong named. */
#ifndef SAMDEPA_TUI_INI_TEXT_H
#define SAMDEPA_TUI_INI_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "db/err.h"

#define INI_FAULT_SIZE 200

/* One pair; section is "" before the first.  False: fault, of INI_FAULT_SIZE
 * bytes, says what is wrong with it. */
typedef bool ini_pair_fn(const char *section, const char *name,
    const char *value, char *fault, void *arg);

/* Gives each pair of the n bytes of any content to fn.  RC_INVALID: err.text
 * is "FILE:LINE: what is wrong", file being named so. */
enum rc ini_text_parse(const char *file, const char *text, size_t n,
    ini_pair_fn *fn, void *arg, struct err *) MUST_CHECK;

/* The same from the file at path.  RC_NOT_FOUND: there is none; RC_OUTSIDE: it
 * cannot be read. */
enum rc ini_text_read(const char *path, ini_pair_fn *fn, void *arg,
    struct err *) MUST_CHECK;

#endif
