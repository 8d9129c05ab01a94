/* demo_data.h - the tables of assets/demo, compiled in. */
#ifndef SAMDEPA_TUI_CTL_DEMO_DATA_H
#define SAMDEPA_TUI_CTL_DEMO_DATA_H

#include <stddef.h>
#include <stdint.h>

enum demo_finish { NONE, WOOD, FABRIC, METAL, DEMO_FINISHES };

struct demo_category {
	const char *code, *name, *name_en;
	char zone;
	int  weight;
	enum demo_finish finish;
};

struct demo_thing {
	const char *category, *name;
	int32_t width, depth, height;	/* mm */
	int32_t kronor;			/* when new */
	int32_t lot;			/* most in a lot, 0: one by one */
	const char *restriction;
	int32_t months;			/* between inspections, 0: none */
};

extern const struct demo_category demo_categories[];
extern const size_t demo_category_count;
extern const struct demo_thing demo_things[];
extern const size_t demo_thing_count;

/* The category that a thing is of. */
const struct demo_category *demo_category_of(const struct demo_thing *);

/* The i-th thing of a category, or NULL past the last. */
const struct demo_thing *demo_thing_of(const char *category, uint32_t i);

/* The i-th colour of a finish, round and round; "" where it has none. */
const char *demo_colour(enum demo_finish, uint32_t i);

#endif
