/* place_run.h - the names of many places at once: "A-01-1" to "A-04-3" is
 * A-01-1, A-01-2, A-01-3, A-02-1 and so on.  The parts in which the two differ
 * are numbers, as wide as in the first, or capital letters; the last part
 * turns fastest. */
#ifndef SAMDEPA_TUI_PLACE_RUN_H
#define SAMDEPA_TUI_PLACE_RUN_H

#include <stdbool.h>

#include "db/unit.h"

#define PLACE_RUN_MAX	480	/* places */
#define PLACE_NAME_SIZE	64
#define PLACE_PARTS_MAX	16

struct place_run {
	size_t n;		/* how many places */
	size_t parts;
	struct place_part {
		char text[PLACE_NAME_SIZE];	/* "": it is counted */
		bool letter;
		int  width;		/* digits, zeros before them */
		int32_t first, last;
	} part[PLACE_PARTS_MAX];
};

/* to may be "": one place.  False: the two do not make a run, or one of more
 * than PLACE_RUN_MAX. */
bool place_run_init(struct place_run *, const char *from, const char *to);
/* The same of "FROM..TO", or of one name. */
bool place_run_parse(struct place_run *, const char *text);

/* The name of the i-th. */
void place_run_name(const struct place_run *, size_t i,
    char out[PLACE_NAME_SIZE]);

/* Makes those that are not there yet, inside an act; out has room for run->n,
 * *made of them are new. */
enum rc place_run_make(struct db *, const struct place_run *,
    struct place *out, size_t *made, struct err *) MUST_CHECK;

#endif
