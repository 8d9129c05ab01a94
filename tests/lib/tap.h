/* tap.h - results that tests/run.sh counts: a line "ok NAME" for each thing
 * that holds, "not ok NAME - why" for each that does not. */
#ifndef SAMDEPA_TESTS_TAP_H
#define SAMDEPA_TESTS_TAP_H

#include <stdbool.h>

/* Prints the line for name and gives holds back; fmt says what was seen
 * instead and is printed only on failure. */
bool tap_ok(bool holds, const char *name, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Says that name cannot be tried here, and why. */
void tap_skip(const char *name, const char *why);

/* What main returns: 0 if everything held. */
int tap_status(void);

#endif
