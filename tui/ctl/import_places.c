/* import_places.c - units, places and staff from a file. */
#include <stdio.h>
#include <string.h>

#include "tui/ctl/import.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"

/* Copies a field's value where the row has one. */
static void
take(struct import *im, int field, char *out, size_t cap)
{
	const char *text = import_line(im, field, cap - 1);

	if (text != NULL)
		snprintf(out, cap, "%s", text);
}
#define TAKE(field, member) take(im, field, member, sizeof member)

/* The same thing twice in a file is a slip. */
static void
once(struct import *im, int field)
{
	int line = import_has(im, field) ? import_seen(im,
	    im->fields[field].name, import_text(im, field)) : 0;

	if (line != 0) {
		char text[16];
		snprintf(text, sizeof text, "%d", line);
		import_fault(im, field, _("”%1$s” står redan på rad %2$s."),
		    import_text(im, field), text);
	}
}

/* What was, and what is: takes both over. */
static enum imported
compare(bool found, json_t *was, json_t *now)
{
	enum imported done = !found ? IMPORT_MADE : json_equal(was, now) ?
	    IMPORT_SAME : IMPORT_CHANGED;

	json_decref(was);
	json_decref(now);
	return done;
}

/* --- units --- */

enum { U_CODE, U_NAME, U_ORGANISATION, U_KIND, U_ADDRESS, U_HOURS, U_POSTING,
	U_CONTACT, U_PHONE };

static const struct import_field unit_fields[] = {
	[U_CODE] = { "code", "kod", false },
	[U_NAME] = { "name", "namn|enhet|unit", true },
	[U_ORGANISATION] = { "organisation", "kommun|organization", false },
	[U_KIND] = { "kind", "slag|typ|type", false },
	[U_ADDRESS] = { "address", "adress", false },
	[U_HOURS] = { "hours", "öppettider", false },
	[U_POSTING] = { "posting", "kontering", false },
	[U_CONTACT] = { "contact", "kontakt|kontaktperson", false },
	[U_PHONE] = { "phone", "telefon", false },
	{ 0 },
};

static enum rc
read_unit(struct import *im, struct unit *u, struct err *err)
{
	const char *kind = import_text(im, U_KIND);
	enum rc rc = RC_OK;

	TAKE(U_CODE, u->code);
	TAKE(U_NAME, u->name);
	TAKE(U_ADDRESS, u->address);
	TAKE(U_HOURS, u->hours);
	TAKE(U_POSTING, u->posting);
	TAKE(U_CONTACT, u->contact);
	TAKE(U_PHONE, u->phone);
	once(im, U_CODE);
	once(im, U_NAME);
	if (*kind != '\0' && unit_kind_from(kind) == NULL)
		import_fault(im, U_KIND, _("”%1$s” är ingen sorts enhet: "
		    "school, preschool, office, care, other."), kind, NULL);
	else if (*kind != '\0')
		snprintf(u->kind, sizeof u->kind, "%s", unit_kind_from(kind));
	if (import_has(im, U_ORGANISATION)) {
		rc = word_organisation(im->ctl, import_text(im,
		    U_ORGANISATION), u->organisation, err);
		if (rc != RC_OK)
			rc = import_failed(im, U_ORGANISATION, rc, err);
	}
	return rc;
}

static enum rc
put_unit(struct import *im, enum imported *done, struct err *err)
{
	struct db *db = im->ctl->db;
	struct unit u = { 0 }, now;
	int64_t id;

	enum rc found = word_unit(im->ctl, import_has(im, U_CODE) ?
	    import_text(im, U_CODE) : import_text(im, U_NAME), &u, err);
	if (found != RC_OK)
		memset(&u, 0, sizeof u);
	const struct unit was = u;
	enum rc rc = read_unit(im, &u, err);
	if (rc != RC_OK || im->row_bad)
		return rc;
	rc = unit_set(db, &u, &id, err);
	if (rc == RC_OK)
		rc = unit_get(db, id, &now, err);
	if (rc != RC_OK)
		return import_failed(im, U_NAME, rc, err);
	*done = compare(found == RC_OK, row_unit(&was), row_unit(&now));
	return RC_OK;
}

const struct import_kind import_units = { "units", unit_fields, put_unit };

/* --- places --- */

enum { P_CODE, P_NAME };

static const struct import_field place_fields[] = {
	[P_CODE] = { "code", "kod", false },
	[P_NAME] = { "name", "namn|plats|place|location", true },
	{ 0 },
};

static enum rc
put_place(struct import *im, enum imported *done, struct err *err)
{
	struct db *db = im->ctl->db;
	struct place p = { 0 }, now;
	int64_t id;

	enum rc found = word_place(im->ctl, import_has(im, P_CODE) ?
	    import_text(im, P_CODE) : import_text(im, P_NAME), &p, err);
	if (found != RC_OK)
		memset(&p, 0, sizeof p);
	const struct place was = p;
	TAKE(P_CODE, p.code);
	TAKE(P_NAME, p.name);
	once(im, P_CODE);
	once(im, P_NAME);
	if (im->row_bad)
		return RC_OK;
	enum rc rc = place_set(db, &p, &id, err);
	if (rc == RC_OK)
		rc = place_get(db, id, &now, err);
	if (rc != RC_OK)
		return import_failed(im, P_NAME, rc, err);
	*done = compare(found == RC_OK, row_place(&was), row_place(&now));
	return RC_OK;
}

const struct import_kind import_places = { "places", place_fields,
    put_place };

/* --- staff --- */

enum { S_NAME, S_ROLE, S_BADGE, S_LOGIN };

static const struct import_field staff_fields[] = {
	[S_NAME] = { "name", "namn", true },
	[S_ROLE] = { "role", "roll|behörighet", false },
	[S_BADGE] = { "badge", "tjänstekort|kort", false },
	[S_LOGIN] = { "login", "användare|user", false },
	{ 0 },
};

static enum role
read_role(struct import *im)
{
	const char *text = import_text(im, S_ROLE);

	for (int i = ROLE_VISITOR + 1; i < ROLE_COUNT; i++)
		if (strcmp(text, role_name((enum role)i)) == 0 ||
		    strcmp(text, role_label((enum role)i)) == 0)
			return (enum role)i;
	if (*text != '\0')
		import_fault(im, S_ROLE, _("”%1$s” är ingen behörighet: "
		    "worker, staff eller administrator."), text, NULL);
	return ROLE_WORKER;
}

/* Someone by that badge, login or name is there already; what a file says of
 * them is not put over what an administrator decided. */
static bool
is_there(struct import *im, enum role role)
{
	static const int keys[] = { S_BADGE, S_LOGIN, S_NAME };
	struct staff s;
	struct err err;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (!import_has(im, keys[i]) || word_person(im->ctl,
		    import_text(im, keys[i]), &s, &err) != RC_OK)
			continue;
		if (strcmp(s.name, import_text(im, S_NAME)) != 0)
			import_fault(im, keys[i], _("”%1$s” hör redan till "
			    "%2$s."), import_text(im, keys[i]), s.name);
		else if (import_has(im, S_ROLE) && s.role != role)
			import_fault(im, S_ROLE, _("%1$s finns redan med en "
			    "annan behörighet."), s.name, NULL);
		return true;
	}
	return false;
}

static enum rc
put_staff(struct import *im, enum imported *done, struct err *err)
{
	const char *name = import_line(im, S_NAME, 63);
	const char *badge = import_line(im, S_BADGE, 39);
	const char *login = import_line(im, S_LOGIN, 39);
	enum role role = read_role(im);
	struct staff s;

	once(im, S_NAME);
	once(im, S_BADGE);
	once(im, S_LOGIN);
	if (im->row_bad || is_there(im, role))
		return RC_OK;
	enum rc rc = staff_add(im->ctl->db, name, role, badge, login, &s,
	    err);
	if (rc != RC_OK)
		return import_failed(im, S_BADGE, rc, err);
	*done = IMPORT_MADE;
	return RC_OK;
}

const struct import_kind import_staff = { "staff", staff_fields, put_staff };
