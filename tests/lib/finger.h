/* finger.h - a hand that only taps, as flow.h is one that types: at the large
 * buttons and the keypad.  What does not hold is remembered in the flow. */
#ifndef SAMDEPA_TESTS_FINGER_H
#define SAMDEPA_TESTS_FINGER_H

#include "tests/lib/flow.h"

/* The lowest place where text stands with blanks around it; false: none. */
bool finger_find(const struct flow *, const char *text, int *y, int *x);
/* Taps it, and waits until that is seen. */
void finger_tap(struct flow *, const char *text);
/* The same of a button on any page of the bar or of Home. */
void finger_reach(struct flow *, const char *text);
/* Letter by letter on the keypad that is up. */
void finger_write(struct flow *, const char *text);

#endif
