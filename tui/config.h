/* config.h - the configuration file.  Each option is one row in
 * tui/options.def; an unknown key or a bad value is an error that names
 * file and line. */
#ifndef SAMDEPA_TUI_CONFIG_H
#define SAMDEPA_TUI_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "db/err.h"

#define CONFIG_TEXT_MAX	512
#define CONFIG_FILE	"/etc/samdepa/samdepa.conf"

#define CONFIG_SEAT_MAX	32

struct config {
	char seat[CONFIG_SEAT_MAX];	/* "": the depot's own */
	/* Over SSH: the readers of the configuration that the depot's own seat
	 * has and this one has not, which are then empty below; "" none. */
	char elsewhere[CONFIG_TEXT_MAX];
#define OPT_TEXT(name, value, text)			char name[CONFIG_TEXT_MAX];
#define OPT_SIZE(name, text)				char name[16];
#define OPT_WORD(name, words, value, text)		char name[16];
#define OPT_NUMBER(name, min, max, value, unit, text)	int name;
#include "tui/options.def"
#undef OPT_TEXT
#undef OPT_SIZE
#undef OPT_WORD
#undef OPT_NUMBER
};

struct config_row {		/* an option as people read it */
	const char *name;
	const char *text;	/* a msgid */
	const char *unit;	/* a msgid, "" for none */
	char value[CONFIG_TEXT_MAX];
	char standard[CONFIG_TEXT_MAX];
};

/* All options at their defaults. */
void config_init(struct config *);

/* What stands under "[seat NAME]" goes before the rest for the seat that
 * $SAMDEPA_SEAT names, or else the user; any option may stand there but store.
 * A $SAMDEPA_SEAT that is not there is RC_INVALID.
 *
 * Defaults, then the file at path; NULL: $SAMDEPA_CONFIG, else CONFIG_FILE,
 * which alone may be missing.  Then $SAMDEPA_STORE over store, if set.
 * RC_INVALID: err.text is "FILE:LINE: what is wrong"; RC_OUTSIDE: cannot
 * be read. */
enum rc config_load(struct config *, const char *path, struct err *)
    MUST_CHECK;

/* The same from text, n bytes of any content; file is named in errors. */
enum rc config_parse(struct config *, const char *file, const char *text,
    size_t n, struct err *) MUST_CHECK;

/* Option number i as it stands; RC_NOT_FOUND past the last. */
enum rc config_row(const struct config *, size_t i, struct config_row *row)
    MUST_CHECK;

/* The text of a prefix option with "^B" as control characters, "^^" as '^';
 * returns its bytes. */
size_t config_unescape(const char *text, char *out, size_t cap);

/* A size as "2.3x4.7", width and height in millimetres from 0.5 to 50, in
 * thousandths of them; false: it is none. */
bool config_size(const char *text, int *w_um, int *h_um);

#endif
