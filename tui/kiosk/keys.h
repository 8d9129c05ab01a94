/* keys.h - the keys that mean something, and what terminals send for them. */
#ifndef SAMDEPA_TUI_KIOSK_KEYS_H
#define SAMDEPA_TUI_KIOSK_KEYS_H

#include <stddef.h>

enum key {
	K_NONE,
#define KEY(id, name, cap, a, b) K_##id,
#include "tui/kiosk/keys.def"
#undef KEY
	K_COUNT
};

#define KEY_SEQ_MAX	48	/* bytes of an escape sequence, with its NUL */
#define KEYMAP_MAX	96

struct keymap {
	struct { char seq[KEY_SEQ_MAX]; enum key key; } row[KEYMAP_MAX];
	size_t n;
};

/* The sequences that terminals commonly send. */
void keymap_init(struct keymap *);

/* One more, from terminfo; what is no escape sequence, too long or one too
 * many is left out. */
void keymap_add(struct keymap *, const char *seq, enum key key);

/* The key of an escape sequence, with or without modifiers; K_NONE: none. */
enum key keymap_find(const struct keymap *, const char *seq);

/* A key's name in key files, and back (K_NONE: no such key). */
const char *key_word(enum key key);
enum key key_from_name(const char *name);

/* Its terminfo capability, "" for none. */
const char *key_capability(enum key key);

#endif
