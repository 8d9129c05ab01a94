/* factors.h - what a thing that is used again saves: the depot's own table of
 * how much a new one would have cost the climate and the purse, each with its
 * source and year.  assets/factors.conf says how the file is written. */
#ifndef SAMDEPA_TUI_FACTORS_H
#define SAMDEPA_TUI_FACTORS_H

#include "db/order.h"
#include "tui/config.h"

#define FACTORS_MAX 400

struct factor {
	char    category[40];	/* code or name */
	int64_t co2e;		/* that making a new one gives, hundredths of
				 * a kilogram; -1: not known */
	int64_t price;		/* of a new one, hundredths of a krona; -1 */
	char    source[160];
	int32_t year;		/* of the source, 0 unsaid */
};

struct factors {
	size_t  n;
	struct factor factor[FACTORS_MAX];
	int32_t share[ORDER_KIND_COUNT];	/* percent of a new one that a
						 * piece handed out counts as */
};

struct saving {
	int64_t co2e, price;	/* hundredths of a kilogram, of a krona */
	int64_t uncounted;	/* pieces whose co2e is not known */
};

/* Read anew each time.  No file where none is said: the shares alone.
 * RC_INVALID: err.text is "FILE:LINE: what is wrong". */
enum rc factors_read(const struct config *, struct factors *, struct err *)
    MUST_CHECK;

/* The same from text, n bytes of any content; file is named in errors. */
enum rc factors_parse(struct factors *, const char *file, const char *text,
    size_t n, struct err *) MUST_CHECK;

/* The row for a category with this code and this name, or NULL. */
const struct factor *factors_find(const struct factors *, const char *code,
    const char *name);

/* Adds what so many pieces, handed out as kind, save.  value: of all of them,
 * hundredths of a krona, 0 unknown: it stands in for a price that f (may be
 * NULL) does not have. */
void factors_add(const struct factors *, const struct factor *f,
    enum order_kind kind, int64_t pieces, int64_t value, struct saving *);

#endif
