#include <string.h>

#include "tui/ctl/demo_data.h"

const struct demo_category demo_categories[] = {
#define CATEGORY(code, sv, en, zone, weight, finish) \
	{ code, sv, en, zone, weight, finish },
#include "assets/demo/categories.def"
#undef CATEGORY
};
const size_t demo_category_count =
    sizeof demo_categories / sizeof *demo_categories;

const struct demo_thing demo_things[] = {
#define THING(category, name, w, d, h, kronor, lot, restriction, months) \
	{ category, name, w, d, h, kronor, lot, restriction, months },
#include "assets/demo/things.def"
#undef THING
};
const size_t demo_thing_count = sizeof demo_things / sizeof *demo_things;

static const struct {
	enum demo_finish finish;
	const char *name;
} colours[] = {
#define COLOUR(finish, name) { finish, name },
#include "assets/demo/colours.def"
#undef COLOUR
};

const struct demo_category *
demo_category_of(const struct demo_thing *thing)
{
	size_t i = 0;

	while (i + 1 < demo_category_count &&
	    strcmp(demo_categories[i].code, thing->category) != 0)
		i++;
	return &demo_categories[i];
}

const struct demo_thing *
demo_thing_of(const char *category, uint32_t i)
{
	for (size_t t = 0; t < demo_thing_count; t++)
		if (strcmp(demo_things[t].category, category) == 0 && i-- == 0)
			return &demo_things[t];
	return NULL;
}

const char *
demo_colour(enum demo_finish finish, uint32_t i)
{
	const size_t n = sizeof colours / sizeof *colours;
	uint32_t of = 0;

	for (size_t c = 0; c < n; c++)
		if (colours[c].finish == finish)
			of++;
	if (of == 0)
		return "";
	i %= of;
	for (size_t c = 0; c < n; c++)
		if (colours[c].finish == finish && i-- == 0)
			return colours[c].name;
	return "";
}
