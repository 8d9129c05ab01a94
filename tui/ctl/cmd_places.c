/* cmd_places.c - samdepactl organisation, unit, place, category: who borrows,
 * where things stand, what they are called. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/item.h"
#include "db/text.h"
#include "tui/ctl/command.h"
#include "tui/ctl/each.h"
#include "tui/ctl/paper.h"
#include "tui/ctl/row.h"
#include "tui/labels.h"
#include "tui/lang.h"
#include "tui/place_run.h"

/* The words to look for in names, NULL for all. */
static enum rc
words(struct ctl *ctl, char out[256])
{
	size_t n = 0;

	out[0] = '\0';
	for (int i = 0; i < ctl->n_words; i++) {
		int more = snprintf(out + n, 256 - n, "%s%s", n > 0 ? " " : "",
		    ctl->word[i]);
		if (more < 0 || n + (size_t)more >= 256)
			return ctl_say(ctl, RC_INVALID, _("Så mycket går inte "
			    "att söka på."), NULL, NULL, NULL);
		n += (size_t)more;
	}
	return RC_OK;
}

/* A list command; what differs is the kind of thing. */
#define LIST(kind)							\
	static bool							\
	show_##kind(const struct kind *thing, void *list)		\
	{								\
		out_row(list, row_##kind(thing));			\
		return true;						\
	}								\
									\
	enum rc								\
	cmd_##kind##_list(struct ctl *ctl, struct err *err)		\
	{								\
		struct out_list list;					\
		char text[256];						\
									\
		enum rc rc = words(ctl, text);				\
		if (rc != RC_OK)					\
			return rc;					\
		out_begin(&list, ctl, kind##_columns);			\
		rc = each_##kind(ctl->db, *text != '\0' ? text : NULL,	\
		    show_##kind, &list, err);				\
		out_end(&list);						\
		return rc;						\
	}
LIST(organisation)
LIST(unit)
LIST(place)
LIST(category)
LIST(staff)

/* Puts a flag's value into a field of cap bytes; not given: it stays. */
static enum rc
put(const char *value, char *field, size_t cap, struct err *err)
{
	return value == NULL ? RC_OK : text_copy(field, cap, value, err);
}
#define PUT(field, value) \
	if (rc == RC_OK) \
		rc = put(value, field, sizeof field, err)

enum rc
cmd_organisation_add(struct ctl *ctl, struct err *err)
{
	struct organisation o = { 0 };
	enum rc rc = RC_OK;

	PUT(o.code, ctl->word[0]);
	PUT(o.name, arg(ctl, FLAG_NAME));
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = organisation_set(ctl->db, &o, err);
	rc = act_end(ctl->db, rc, err);
	if (rc == RC_OK)
		out_made(ctl, row_organisation(&o), "code");
	return rc;
}

/* What there is by that code, else by that name, else a new one. */
static enum rc
unit_now(struct ctl *ctl, struct unit *u, struct err *err)
{
	const char *code = arg(ctl, FLAG_CODE);

	memset(u, 0, sizeof *u);
	enum rc rc = word_unit(ctl, code != NULL ? code : ctl->word[0], u,
	    err);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
cmd_unit_add(struct ctl *ctl, struct err *err)
{
	const char *kind = arg(ctl, FLAG_KIND);
	struct unit u;
	int64_t id;

	if (kind != NULL && (kind = unit_kind_from(kind)) == NULL)
		return ctl_say(ctl, RC_INVALID, _("--kind: ”%1$s” är inte "
		    "school, preschool, office, care eller other."),
		    arg(ctl, FLAG_KIND), NULL, NULL);
	enum rc rc = unit_now(ctl, &u, err);
	PUT(u.name, ctl->word[0]);
	PUT(u.code, arg(ctl, FLAG_CODE));
	if (rc == RC_OK && arg(ctl, FLAG_ORGANISATION) != NULL)
		rc = word_organisation(ctl, arg(ctl, FLAG_ORGANISATION),
		    u.organisation, err);
	PUT(u.kind, kind);
	PUT(u.address, arg(ctl, FLAG_ADDRESS));
	PUT(u.hours, arg(ctl, FLAG_HOURS));
	PUT(u.posting, arg(ctl, FLAG_POSTING));
	PUT(u.contact, arg(ctl, FLAG_CONTACT));
	PUT(u.phone, arg(ctl, FLAG_PHONE));
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = unit_set(ctl->db, &u, &id, err);
	rc = act_end(ctl->db, rc, err);
	if (rc == RC_OK)
		rc = unit_get(ctl->db, id, &u, err);
	if (rc == RC_OK)
		out_made(ctl, row_unit(&u), "code");
	return rc;
}

static enum rc
print_places(struct ctl *ctl, const struct place *place, size_t n,
    struct err *err)
{
	struct label *labels = calloc(n, sizeof *labels);
	struct print_result res;

	if (labels == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		label_place(ctl->db, &place[i], &labels[i]);
	enum rc rc = print_labels(arg(ctl, FLAG_OUT), labels, n, 0, &res,
	    err);
	if (rc == RC_OK)
		paper_note(&res);
	free(labels);
	return rc;
}

/* What was made, on paper too where that is asked for. */
static enum rc
show_places(struct ctl *ctl, const struct place *place, size_t n, bool list,
    struct err *err)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, row_place(&place[i]));
	if (list)
		out_made_all(ctl, json_incref(array), "code");
	else
		out_made(ctl, json_incref(json_array_get(array, 0)), "code");
	json_decref(array);
	return arg(ctl, FLAG_OUT) != NULL ? print_places(ctl, place, n, err) :
	    RC_OK;
}

static enum rc
add_places(struct ctl *ctl, struct err *err)
{
	static struct place place[PLACE_RUN_MAX];
	struct place_run run;
	size_t made;

	if (arg(ctl, FLAG_CODE) != NULL || !place_run_parse(&run,
	    ctl->word[0]))
		return ctl_say(ctl, RC_INVALID, _("”%1$s” är ingen rad av "
		    "platser, som A-01-1..A-04-3: högst 480, utan --code."),
		    ctl->word[0], NULL, NULL);
	enum rc rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = place_run_make(ctl->db, &run, place, &made, err);
	rc = act_end(ctl->db, rc, err);
	return rc == RC_OK ? show_places(ctl, place, run.n, true, err) : rc;
}

enum rc
cmd_place_move(struct ctl *ctl, struct err *err)
{
	struct place from, to;
	size_t n = 0;
	char count[24];

	enum rc rc = word_place(ctl, ctl->word[0], &from, err);
	if (rc == RC_OK)
		rc = word_place(ctl, ctl->word[1], &to, err);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = item_shelve_all(ctl->db, from.id, to.id, &n, err);
	rc = act_end(ctl->db, rc, err);
	if (rc != RC_OK)
		return rc;
	json_t *o = json_object();
	snprintf(count, sizeof count, "%zu", n);
	out_set(o, "moved", out_string(count));
	out_set(o, "place", out_string(to.code));
	out_made(ctl, o, "moved");
	return RC_OK;
}

enum rc
cmd_place_add(struct ctl *ctl, struct err *err)
{
	const char *code = arg(ctl, FLAG_CODE);
	struct place p = { 0 };
	int64_t id;

	if (strstr(ctl->word[0], "..") != NULL)
		return add_places(ctl, err);
	enum rc rc = word_place(ctl, code != NULL ? code : ctl->word[0], &p,
	    err);
	if (rc == RC_NOT_FOUND)
		rc = RC_OK;
	PUT(p.name, ctl->word[0]);
	PUT(p.code, code);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = place_set(ctl->db, &p, &id, err);
	rc = act_end(ctl->db, rc, err);
	if (rc == RC_OK)
		rc = place_get(ctl->db, id, &p, err);
	return rc == RC_OK ? show_places(ctl, &p, 1, false, err) : rc;
}

enum rc
cmd_category_add(struct ctl *ctl, struct err *err)
{
	const char *code = arg(ctl, FLAG_CODE);
	struct category c = { 0 };

	enum rc rc = category_find(ctl->db, code != NULL ? code :
	    ctl->word[0], &c, err);
	if (rc == RC_NOT_FOUND)
		rc = RC_OK;
	PUT(c.name, ctl->word[0]);
	PUT(c.code, code);
	PUT(c.name_en, arg(ctl, FLAG_NAME_EN));
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = category_set(ctl->db, &c, err);
	rc = act_end(ctl->db, rc, err);
	if (rc == RC_OK)
		rc = category_find(ctl->db, c.code[0] != '\0' ? c.code :
		    c.name, &c, err);
	if (rc == RC_OK)
		out_made(ctl, row_category(&c), "code");
	return rc;
}
