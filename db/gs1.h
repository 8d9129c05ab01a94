/* gs1.h - GS1 element strings: what a label says beside or instead of a number,
 * as pairs of an application identifier and its value (gs1_ai.def). */
#ifndef SAMDEPA_DB_GS1_H
#define SAMDEPA_DB_GS1_H

#include <stdbool.h>
#include <stddef.h>

#define GS1_GS		'\x1d'	/* what FNC1 is read as */
#define GS1_PAIRS_MAX	16
#define GS1_VALUE_MAX	90
#define GS1_NAME_MAX	256	/* bytes of a name, its NUL included */

struct gs1 {
	size_t n;
	struct gs1_pair {
		char ai[5], value[GS1_VALUE_MAX + 1];
	} pair[GS1_PAIRS_MAX];
};

/* Each takes the n bytes at s apart and is false where they are not well formed
 * to the last byte: an identifier that there is not, a wrong length, character,
 * date or check digit, twice the same with two values.  *g is then of no use.
 *
 * gs1_read reads what a label carries, FNC1 being GS: 01 07310865004703 21 A GS
 * 10 B; one in front and one at the end are allowed.  gs1_read_brackets reads
 * what stands below it for people: (01)07310865004703(21)A(10)B, blanks between
 * forgiven; a '(' in a value stands as "\(". */
bool gs1_read(const char *s, size_t n, struct gs1 *g);
bool gs1_read_brackets(const char *s, size_t n, struct gs1 *g);

/* Adds one pair, if its value is right. */
bool gs1_add(struct gs1 *g, const char *ai, const char *value, size_t n);

/* The value of ai, or NULL. */
const char *gs1_value(const struct gs1 *g, const char *ai);

/* What the pairs name, in one form whatever the label's order and other pairs:
 * (8004)..., a GIAI; (8003)..., a GRAI; (01)...(21)..., a GTIN and serial
 * number; (00)..., an SSCC; (8018)... or (8017)..., a GSRN; a GTIN alone as its
 * 14 digits; and where nothing of these is there, all pairs.  *one: it names
 * one thing and not a kind.  False: it would be longer than GS1_NAME_MAX. */
bool gs1_name(const struct gs1 *g, char out[GS1_NAME_MAX], bool *one);

#endif
