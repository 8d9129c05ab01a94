/* A row is known again by its code.  One without a code gets a further code
 * made of its name, its category and how many such rows stood before it, so
 * that the same file again finds what it made. */
#include "tui/ctl/import_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/ctl/out.h"
#include "tui/lang.h"

const struct import_field import_item_fields[] = {
	[CODE] = { "code", "kod|etikett|label|inventarienummer|"
	    "inventarienr|asset tag id|asset tag|tag", false },
	[NAME] = { "name", "namn|benämning|titel|title|item name", true },
	[CATEGORY] = { "category", "kategori", true },
	[COUNT] = { "count", "antal|quantity|qty|mängd", false },
	[LOT] = { "lot", "parti", false },
	[CONDITION] = { "condition", "skick", false },
	[WIDTH] = { "width", "bredd|bredd mm|bredd (mm)", false },
	[DEPTH] = { "depth", "djup|djup mm|djup (mm)", false },
	[HEIGHT] = { "height", "höjd|höjd mm|höjd (mm)", false },
	[VALUE] = { "value", "värde|pris|kostnad|cost|valuation|"
	    "purchase cost", false },
	[OWNER] = { "owner", "ägare|kommun|organisation", false },
	[RESPONSIBLE] = { "responsible", "ansvarig|ansvarig enhet", false },
	[PLACE] = { "place", "plats|location|placering", false },
	[RESTRICTION] = { "restriction", "begränsning|begränsningar", false },
	[INSPECT] = { "inspect_by", "besiktigas senast|besiktning", false },
	[NOTE] = { "note", "anteckning|beskrivning|description|notes",
	    false },
	[CODES] = { "codes", "koder|streckkod|barcode|ean", false },
	[STATE] = { "state", "läge", false },
	[OUTCOME] = { "outcome", "utfall", false },
	{ 0 },
};

/* --- codes --- */

/* The next of the codes in a cell, between commas or semicolons. */
static const char *
next_code(const char *p, char *out, size_t cap)
{
	p += strspn(p, ",; ");
	size_t n = strcspn(p, ",;");
	if (n == 0)
		return NULL;
	snprintf(out, cap, "%.*s", (int)n, p);
	return p + n;
}

static void
read_codes(struct import *im, int field, struct import_row *r)
{
	char text[CSV_FIELD_MAX + 1];
	struct code code;
	struct err err;

	for (const char *p = import_text(im, field); (p = next_code(p, text,
	    sizeof text)) != NULL;) {
		enum rc rc = code_parse(text, strlen(text), &code, &err);
		if (rc == RC_OK && code.kind != CODE_ITEM &&
		    code.kind != CODE_FOREIGN)
			rc = err_why(&err, RC_INVALID, WHY_CODE_NOT_ITEM,
			    code.text, NULL, NULL);
		if (rc != RC_OK) {
			/* Only faults of the text come from there. */
			if (import_failed(im, field, rc, &err) != RC_OK)
				abort();
		} else if (field == CODE && r->code[0] == '\0') {
			memcpy(r->code, code.text, sizeof r->code);
			if (code.kind == CODE_ITEM)
				memcpy(r->label, code.text, sizeof r->label);
		} else if (r->n_more == IMPORT_CODES_MAX) {
			import_fault(im, field, _("Föremålet har för många "
			    "koder."), NULL, NULL);
			return;
		} else {
			memcpy(r->more[r->n_more++], code.text,
			    sizeof r->more[0]);
		}
	}
}

/* FNV-1a: the same everywhere and for ever, as the code stays in the store. */
static uint64_t
fingerprint(uint64_t h, const char *text)
{
	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return (h ^ 0xff) * UINT64_C(0x100000001b3);
}

static void
make_code(struct import *im, struct import_row *r)
{
	char nth[24];
	uint64_t h = fingerprint(fingerprint(UINT64_C(0xcbf29ce484222325),
	    import_text(im, NAME)), import_text(im, CATEGORY));

	snprintf(r->code, sizeof r->code, "like\t%016llx",
	    (unsigned long long)h);
	json_t *before = json_object_get(im->seen, r->code);
	json_int_t n = json_integer_value(before) + 1;
	if (json_object_set_new(im->seen, r->code, json_integer(n)) != 0)
		abort();
	snprintf(nth, sizeof nth, "%lld", (long long)n);
	snprintf(r->code, sizeof r->code, "CSV-%016llX",
	    (unsigned long long)fingerprint(h, nth));
}

/* --- what a cell names --- */

/* Whether it was looked up before: its number, -1 if not. */
static int64_t
cached(struct import *im, const char *kind, const char *text)
{
	char key[CSV_FIELD_MAX + 32];

	snprintf(key, sizeof key, "%s\t%s", kind, text);
	json_t *v = json_object_get(im->cache, key);
	return v == NULL ? -1 : json_integer_value(v);
}

static void
cache(struct import *im, const char *kind, const char *text, int64_t id)
{
	char key[CSV_FIELD_MAX + 32];

	snprintf(key, sizeof key, "%s\t%s", kind, text);
	if (json_object_set_new(im->cache, key, json_integer(id)) != 0)
		abort();
}

/* A place that is not there is made, unless the text is a code. */
static enum rc
read_place(struct import *im, struct import_row *r, struct err *err)
{
	const char *text = import_line(im, PLACE, 63);
	struct db *db = im->ctl->db;
	struct place place = { 0 };
	struct code code;

	if (text == NULL)
		return RC_OK;
	r->form.place = cached(im, "place", text);
	if (r->form.place != -1)
		return RC_OK;
	enum rc rc = word_place(im->ctl, text, &place, err);
	if (rc == RC_NOT_FOUND && (code_parse(text, strlen(text), &code,
	    err) != RC_OK || code.kind != CODE_PLACE)) {
		snprintf(place.name, sizeof place.name, "%s", text);
		rc = place_set(db, &place, &place.id, err);
		if (rc == RC_OK)
			json_array_append_new(im->new_places,
			    out_string(text));
	}
	if (rc != RC_OK)
		return import_failed(im, PLACE, rc, err);
	r->form.place = place.id;
	cache(im, "place", text, place.id);
	return RC_OK;
}

static enum rc
read_responsible(struct import *im, struct import_row *r, struct err *err)
{
	const char *text = import_text(im, RESPONSIBLE);
	struct unit unit;

	if (*text == '\0')
		return RC_OK;
	r->form.responsible = cached(im, "unit", text);
	if (r->form.responsible != -1)
		return RC_OK;
	enum rc rc = word_unit(im->ctl, text, &unit, err);
	if (rc != RC_OK)
		return import_failed(im, RESPONSIBLE, rc, err);
	r->form.responsible = unit.id;
	cache(im, "unit", text, unit.id);
	return RC_OK;
}

static enum rc
read_owner(struct import *im, struct import_row *r, struct err *err)
{
	const char *text = import_text(im, OWNER);

	if (*text == '\0')
		return RC_OK;
	r->form.owner = r->owner;
	enum rc rc = word_organisation(im->ctl, text, r->owner, err);
	return rc == RC_OK ? rc : import_failed(im, OWNER, rc, err);
}

static enum rc
read_category(struct import *im, struct import_row *r, struct err *err)
{
	const char *text = import_line(im, CATEGORY, 63);
	char key[CSV_FIELD_MAX + 32];

	if (text == NULL)
		return RC_OK;
	r->form.category = r->category;
	snprintf(key, sizeof key, "category\t%s", text);
	json_t *known = json_object_get(im->cache, key);
	if (known != NULL) {
		snprintf(r->category, sizeof r->category, "%s",
		    json_string_value(known));
		return RC_OK;
	}
	enum rc rc = category_ensure(im->ctl->db, text, r->category, err);
	if (rc != RC_OK)
		return import_failed(im, CATEGORY, rc, err);
	if (json_object_set_new(im->cache, key, json_string(r->category)) != 0)
		abort();
	return RC_OK;
}

/* Names or Swedish words, between commas; written as names. */
static void
read_restriction(struct import *im, struct import_row *r)
{
	static const char *const names[][2] = {
#define RESTRICTION(name, sv, kinds) { name, sv },
#include "db/restrictions.def"
#undef RESTRICTION
	};
	const char *p = import_text(im, RESTRICTION);
	size_t n = 0;

	if (*p == '\0')
		return;
	while (*p != '\0') {
		p += strspn(p, ",; ");
		size_t len = strcspn(p, ",;"), i;
		for (i = 0; i < sizeof names / sizeof *names; i++)
			if ((strlen(names[i][0]) == len &&
			    strncmp(names[i][0], p, len) == 0) ||
			    (strlen(names[i][1]) == len &&
			    strncmp(names[i][1], p, len) == 0))
				break;
		if (i == sizeof names / sizeof *names) {
			import_fault(im, RESTRICTION, _("Begränsningen "
			    "”%1$s” är okänd."), p, NULL);
			return;
		}
		if (n + strlen(names[i][0]) + 2 < sizeof r->restriction)
			n += (size_t)snprintf(r->restriction + n,
			    sizeof r->restriction - n, "%s%s",
			    n > 0 ? "," : "", names[i][0]);
		p += len;
	}
	r->form.restriction = r->restriction;
}

/* --- the row --- */

static void
read_values(struct import *im, struct import_row *r)
{
	const char *condition = import_text(im, CONDITION);
	const char *lot = import_text(im, LOT);

	r->form.name = import_line(im, NAME, 127);
	r->form.note = import_line(im, NOTE, 255);
	import_whole(im, COUNT, 1, 100000, &r->form.count);
	import_whole(im, WIDTH, 0, 100000, &r->form.width);
	import_whole(im, DEPTH, 0, 100000, &r->form.depth);
	import_whole(im, HEIGHT, 0, 100000, &r->form.height);
	import_money(im, VALUE, &r->form.value);
	import_day(im, INSPECT, &r->form.inspect_by);
	if (*condition != '\0' && (r->form.condition =
	    condition_from(condition)) < 0)
		import_fault(im, CONDITION, _("”%1$s” är inget skick: "
		    "nyskick, bra, slitet eller trasigt."), condition, NULL);
	if (strcmp(lot, "1") == 0 || strcmp(lot, "ja") == 0 ||
	    strcmp(lot, "yes") == 0 || strcmp(lot, "true") == 0)
		r->form.lot = 1;
}

enum rc
import_row_read(struct import *im, struct import_row *r, struct err *err)
{
	memset(r, 0, sizeof *r);
	item_form_init(&r->form);
	read_values(im, r);
	read_restriction(im, r);
	read_codes(im, CODE, r);
	read_codes(im, CODES, r);
	if (r->code[0] == '\0')
		make_code(im, r);
	enum rc rc = read_category(im, r, err);
	if (rc == RC_OK)
		rc = read_place(im, r, err);
	if (rc == RC_OK)
		rc = read_responsible(im, r, err);
	if (rc == RC_OK)
		rc = read_owner(im, r, err);
	int line = import_seen(im, "code", r->code);
	if (line != 0) {
		char text[16];
		snprintf(text, sizeof text, "%d", line);
		import_fault(im, CODE, _("Koden %1$s står redan på rad %2$s."),
		    r->code, text);
	}
	return rc;
}
