/* keys.h - the key events of a scanner that types (Linux's evdev), made into
 * scans, as a US keyboard would mean them, whatever layout the system has. */
#ifndef SAMDEPA_SCANNER_KEYS_H
#define SAMDEPA_SCANNER_KEYS_H

#include <linux/input.h>

#include "scanner/gather.h"

struct keys {
	struct gather gather;
	unsigned      held;	/* Shift, Ctrl, Alt: a bit for each key */
	unsigned      alt_code;	/* typed on the keypad while Alt is held */
	int           alt_digits;
	bool          lost;	/* until the next SYN_REPORT */
};

/* What comes of the next event.  A character may be typed as its number on
 * the keypad while Alt is held, up to 127 or with a leading 0 up to 255 (a
 * byte of CP1252).  After SYN_DROPPED the scan is spoilt.  Start with all
 * zeros; gather_pause(&k->gather) when nothing comes. */
enum gathered keys_event(struct keys *k, const struct input_event *e);

#endif
