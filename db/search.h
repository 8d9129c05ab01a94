/* search.h - finding things by words, at every keystroke. */
#ifndef SAMDEPA_DB_SEARCH_H
#define SAMDEPA_DB_SEARCH_H

#include "db/item.h"

enum search_tier { SEARCH_NONE, SEARCH_CODE, SEARCH_EXACT, SEARCH_INSIDE,
	SEARCH_MEANT };

struct search {
	enum search_tier tier;	/* how it was found */
	char   meant[64];	/* SEARCH_MEANT: the word that was searched */
	size_t n;		/* items given */
};

/* Fills out with at most cap items whose words begin with the words typed
 * (all of them), else have them inside, else are spelt alike. */
enum rc search_items(struct db *, const char *words, struct item *out,
    size_t cap, struct search *, struct err *) MUST_CHECK;

#endif
