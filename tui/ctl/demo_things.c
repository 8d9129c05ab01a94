/* demo_things.c - what comes in. */
#include <stdio.h>

#include "tui/ctl/demo_data.h"
#include "tui/ctl/demo_world.h"

#define PICK_TRIES	30
#define NEAR		256
#define KEPT		20	/* the first things stay on the shelf, for
				   whoever tries the program on them */

static const char *const notes[] = {
	"Repa på skivan", "Nyckel saknas", "Nya hjul monterade",
	"Skruvas isär för transport", "Två hyllplan följer med",
	"Lagad i egen verkstad", "Står i originalkartong",
	"Sliten på höger sida, syns inte mot vägg",
	"Fjärrkontroll ligger i påse på baksidan", "Köpt begagnad",
};

/* A category by how common it is, then one of its things. */
static const struct demo_thing *
thing_pick(struct demo *d)
{
	const struct demo_category *category = demo_categories;
	const struct demo_thing *thing;
	uint32_t kinds = 0;
	int total = 0;

	for (size_t i = 0; i < demo_category_count; i++)
		total += demo_categories[i].weight;
	for (int at = demo_between(d, 0, total - 1); at >= category->weight;
	    category++)
		at -= category->weight;
	while (demo_thing_of(category->code, kinds) != NULL)
		kinds++;
	thing = demo_thing_of(category->code, demo_random(d, kinds));
	return thing;
}

/* An article number for use within an organisation (prefix 20), so that it is
 * no real article's. */
static void
ean_write(const struct demo_thing *thing, char out[14])
{
	int sum = 0;

	snprintf(out, 14, "20%010d", (int)(4110000 + (thing - demo_things)));
	for (int i = 0; i < 12; i++)
		sum += (out[i] - '0') * (i % 2 == 0 ? 1 : 3);
	out[12] = (char)('0' + (10 - sum % 10) % 10);
	out[13] = '\0';
}

static enum condition
condition_pick(struct demo *d)
{
	uint32_t at = demo_random(d, 100);

	if (at < 15)
		return CONDITION_AS_NEW;
	if (at < 68)
		return CONDITION_GOOD;
	return at < 97 ? CONDITION_WORN : CONDITION_BROKEN;
}

/* How things came: from which unit, what they are worth, what is known. */
static void
origin_pick(struct demo *d, const struct demo_thing *thing,
    struct item_form *form)
{
	static const int kept[] = { 90, 60, 30, 5 };	/* per cent of new */

	form->owner = db_organisation(d->db);
	if (demo_chance(d, 450)) {
		const struct unit *unit = demo_unit(d);

		form->owner = unit->organisation;
		if (demo_chance(d, 400))
			form->responsible = unit->id;
	}
	form->condition = condition_pick(d);
	form->value = (int64_t)thing->kronor * kept[form->condition];
	if (demo_chance(d, 80))
		form->note = notes[demo_random(d,
		    sizeof notes / sizeof *notes)];
	if (thing->months > 0)		/* one in fifteen is too late by now */
		form->inspect_by = d->today + demo_between(d,
		    -thing->months * 2, thing->months * 28);
}

static enum rc
one_more(struct demo *d)
{
	const struct demo_thing *thing = thing_pick(d);
	struct demo_item *item = &d->item[d->n_items];
	const char *colour = demo_colour(demo_category_of(thing)->finish,
	    demo_random(d, 5));
	char name[128], old[32], ean[14];
	struct item_form form;
	int codes = 0;

	item_form_init(&form);
	snprintf(name, sizeof name, "%s%s%s", thing->name,
	    colour[0] != '\0' ? ", " : "", colour);
	form.name = name;
	form.category = thing->category;
	form.width = thing->width;
	form.depth = thing->depth;
	form.height = thing->height;
	if (thing->restriction[0] != '\0')
		form.restriction = thing->restriction;
	if (thing->lot > 0) {
		form.lot = 1;
		form.count = demo_between(d, (thing->lot + 2) / 3, thing->lot);
		form.count = form.count < 2 ? 2 : form.count;
	}
	origin_pick(d, thing, &form);
	if (demo_chance(d, 220)) {
		snprintf(old, sizeof old, "%s-%04d-%06d", form.owner,
		    demo_between(d, 2006, 2023), (int)d->n_items + 1);
		form.codes[codes++] = old;
	}
	if (demo_chance(d, 150)) {
		ean_write(thing, ean);
		form.codes[codes++] = ean;
	}
	item->thing = (uint16_t)(thing - demo_things);
	item->count = (uint16_t)(form.count > 0 ? form.count : 1);
	item->next = form.condition == CONDITION_BROKEN ? DEMO_AWAY :
	    DEMO_FREE;
	if (demo_chance(d, 960))	/* the others wait to be put away */
		form.place = demo_place(d, item);
	d->n_items++;
	return item_register(d->db, &form, &item->id, d->err);
}

enum rc
demo_register(struct demo *d)
{
	enum rc rc = demo_deed(d, ROLE_WORKER);
	uint64_t life = d->random;

	/* what the n-th thing is, is told by the seed and n alone */
	d->random = d->seed ^ (uint64_t)(d->n_items + 1) *
	    UINT64_C(0x8ebc6af09c88c6e3);
	if (rc == RC_OK)
		rc = one_more(d);
	d->random = life;
	return rc;
}

/* Any thing; in a great depot one near the last, round by round: the pages of
 * its store are then written once for many loans, not once for each. */
static int64_t
candidate(struct demo *d)
{
	if (d->items < DEMO_GREAT)
		return demo_random(d, (uint32_t)d->n_items);
	return (d->near + demo_random(d, NEAR)) % d->n_items;
}

int64_t
demo_pick(struct demo *d)
{
	int tries = PICK_TRIES;

	d->near += 2;
	while (d->n_items > 0 && tries-- > 0) {
		int64_t i = candidate(d);
		const struct demo_item *item = &d->item[i];

		if (i < KEPT && d->items > 10 * KEPT)
			continue;
		if (item->next == DEMO_FREE)
			return i;
		d->near += tries == 0 ? NEAR : 0;
	}
	return -1;
}
