/* demo_base.c - who and where. */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/pin.h"
#include "tui/ctl/demo.h"
#include "tui/ctl/demo_data.h"
#include "tui/ctl/demo_world.h"

static const char zones[DEMO_ZONES + 1] = "ABCDEFGHJ";

static const struct organisation organisations[] = {
	{ .code = "TRB", .name = "Trelleborgs kommun" },
	{ .code = "YST", .name = "Ystads kommun" },
	{ .code = "SKU", .name = "Skurups kommun" },
};

static const struct unit units[] = {
#define UNIT(org, who, sort, where, open, codes, person, number) \
	{ .organisation = org, .name = who, .kind = sort, .address = where, \
	  .hours = open, .posting = codes, .contact = person, \
	  .phone = number },
#include "assets/demo/units.def"
#undef UNIT
};

static const struct {
	const char *name;
	enum role role;
} people[DEMO_STAFF - 1] = {
	{ "Birgitta Holmgren", ROLE_STAFF },
	{ "Amina Yusuf", ROLE_WORKER },
	{ "Kalle Bergdahl", ROLE_WORKER },
};

/* The user of the operating system is the administrator; init may have added
 * them already. */
static enum rc
administrator(struct demo *d, struct staff *who)
{
	const struct passwd *user = getpwuid(getuid());
	const char *login = user != NULL ? user->pw_name : "root";
	enum rc rc = staff_find(d->db, login, who, d->err);

	if (rc == RC_NOT_FOUND)
		rc = staff_add(d->db, login, ROLE_ADMIN, NULL, login, who,
		    d->err);
	if (rc == RC_OK && who->badge[0] == '\0')
		rc = staff_set_badge(d->db, who->id, NULL, d->err);
	return rc;
}

static enum rc
staff_make(struct demo *d)
{
	char hash[PIN_HASH_MAX];
	struct staff who;
	enum rc rc = pin_hash(DEMO_PIN, hash, d->err);

	for (int i = 0; rc == RC_OK && i < DEMO_STAFF; i++) {
		if (i == 0)
			rc = administrator(d, &who);
		else
			rc = staff_add(d->db, people[i - 1].name,
			    people[i - 1].role, NULL, NULL, &who, d->err);
		if (rc == RC_OK && i > 0 && who.badge[0] == '\0')
			rc = staff_set_badge(d->db, who.id, NULL, d->err);
		if (rc == RC_OK)
			rc = staff_set_pin(d->db, who.id, hash, d->err);
		d->staff[i].id = who.id;
		d->staff[i].role = who.role;
		memcpy(d->staff[i].name, who.name, sizeof who.name);
	}
	return rc;
}

static enum rc
places_make(struct demo *d)
{
	static const char *const others[] = {
		"Mottagning", "Utlämning", "Lastkaj", "Verkstad", "Karantän",
	};
	struct place place = { 0 };
	int64_t id;
	enum rc rc = RC_OK;

	d->n_bins = (int32_t)(d->items / 200);
	d->n_bins = d->n_bins < 12 ? 12 : d->n_bins > 2000 ? 2000 : d->n_bins;
	d->place = calloc((size_t)(DEMO_ZONES * d->n_bins), sizeof *d->place);
	if (d->place == NULL)
		return err_set(d->err, RC_OUTSIDE, "no memory for places");
	for (int32_t i = 0; rc == RC_OK && i < DEMO_ZONES * d->n_bins; i++) {
		int32_t bin = i % d->n_bins;

		snprintf(place.name, sizeof place.name, "%c-%02d-%d",
		    zones[i / d->n_bins], bin / 4 + 1, bin % 4 + 1);
		rc = demo_deed(d, ROLE_STAFF);
		if (rc == RC_OK)
			rc = place_set(d->db, &place, &d->place[i], d->err);
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		snprintf(place.name, sizeof place.name, "%s", others[i]);
		if (rc == RC_OK)
			rc = place_set(d->db, &place, &id, d->err);
	}
	return rc;
}

enum rc
demo_base(struct demo *d)
{
	enum rc rc = staff_make(d);

	if (rc == RC_OK)
		rc = demo_deed(d, ROLE_STAFF);
	for (size_t i = 0; i < sizeof organisations / sizeof *organisations;
	    i++)
		if (rc == RC_OK)
			rc = organisation_set(d->db, &organisations[i],
			    d->err);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		d->unit[i] = units[i];
		if (rc == RC_OK)
			rc = unit_set(d->db, &units[i], &d->unit[i].id,
			    d->err);
		d->n_units = i + 1;
	}
	for (size_t i = 0; i < demo_category_count; i++) {
		const struct demo_category *from = &demo_categories[i];
		struct category category = { 0 };

		snprintf(category.code, sizeof category.code, "%s",
		    from->code);
		snprintf(category.name, sizeof category.name, "%s",
		    from->name);
		snprintf(category.name_en, sizeof category.name_en, "%s",
		    from->name_en);
		if (rc == RC_OK)
			rc = category_set(d->db, &category, d->err);
	}
	return rc == RC_OK ? places_make(d) : rc;
}

int64_t
demo_place(struct demo *d, const struct demo_item *item)
{
	char zone = demo_category_of(&demo_things[item->thing])->zone;
	int32_t at = (int32_t)(strchr(zones, zone) - zones);

	return d->place[at * d->n_bins + demo_between(d, 0, d->n_bins - 1)];
}

const struct unit *
demo_unit(struct demo *d)
{
	return &d->unit[demo_random(d, (uint32_t)d->n_units)];
}
