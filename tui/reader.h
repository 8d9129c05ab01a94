/* reader.h - the readers that the configuration names (tui/readers.def), and
 * how each is started. */
#ifndef SAMDEPA_TUI_READER_H
#define SAMDEPA_TUI_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/config.h"
#include "tui/program.h"

#define READERS_MAX	16	/* at one kiosk */

enum reader_kind {
#define READER(option, flag, stares, word) READER_##option,
#include "tui/readers.def"
#undef READER
	READER_KINDS
};

struct reader {
	enum reader_kind kind;
	char name[CONFIG_TEXT_MAX];	/* the device, or the whole command */
};

/* What to start: argv[0] goes to execvp().  It points into itself and into
 * the reader that it was made from. */
struct reader_command {
	char program[PROGRAM_PATH_MAX];
	const char *argv[8];
};

/* All that cfg names, in its order; *n of them.  RC_INVALID: more than
 * READERS_MAX, or the same one twice. */
enum rc readers_configured(const struct config *cfg,
    struct reader out[READERS_MAX], size_t *n, struct err *) MUST_CHECK;

void reader_command(const struct reader *, struct reader_command *out);

/* "kamera", translated; its option's name; whether it is a device that
 * samdepa-scan opens; whether it reads by itself. */
const char *reader_word(const struct reader *);
const char *reader_option(const struct reader *);
bool reader_is_device(const struct reader *);
bool reader_stares(const struct reader *);

/* The words for what samdepa-scan says of a device that delivers nothing,
 * translated; text itself where it is not known.  And what to do about it,
 * "" where nothing is wrong; fills out and returns it. */
const char *reader_fault(const char *text);
char *reader_advice(const struct reader *, const char *text, char *out,
    size_t cap);

/* Its name in one short word: "video0" of /dev/video0, "read.sh" of
 * "/opt/read.sh --fast". */
void reader_short(const struct reader *, char *out, size_t cap);

#endif
