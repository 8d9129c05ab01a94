/* cmd_erase.c - samdepactl forget, redact: people and texts, to the last byte. */
#include "tui/ctl/args.h"
#include "tui/ctl/command.h"
#include "tui/ctl/erase_tell.h"
#include "tui/lang.h"

json_t *
erase_tell(const struct erase_report *r)
{
	json_t *array = json_array();

	for (int i = 0; i < r->n_away; i++) {
		ctl_note(_("%1$s gick inte att nå, och har det kvar. Den "
		    "rensas den natt då den är tillbaka."), r->away[i], NULL,
		    NULL);
		json_array_append_new(array, out_string(r->away[i]));
	}
	return array;
}

static enum rc
settle(struct ctl *ctl, json_t *o, const char *key, struct err *err)
{
	struct erase_report report;
	enum rc rc = erase_settle(ctl->db, &report, err);

	out_set(o, "copies", json_integer(report.copies));
	out_set(o, "away", erase_tell(&report));
	if (rc == RC_OK)
		out_made(ctl, o, key);
	else
		json_decref(o);
	return rc;
}

/* A name that is no member's of the staff may be a contact's. */
enum rc
cmd_forget(struct ctl *ctl, struct err *err)
{
	const char *word = ctl->word[0];
	struct staff staff = { 0 };
	struct err other;
	int contacts = 0;
	bool known = word_person(ctl, word, &staff, &other) == RC_OK ||
	    staff.id != 0;

	enum rc rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = erase_contacts(ctl->db, known ? staff.name : word, &contacts,
	    err);
	if (rc == RC_OK && known)
		rc = staff_forget(ctl->db, staff.id, err);
	else if (rc == RC_OK && contacts == 0)
		rc = err_why(err, RC_NOT_FOUND, WHY_NO_STAFF, word, NULL,
		    NULL);
	rc = act_end(ctl->db, rc, err);
	if (rc != RC_OK)
		return rc;
	ctl->said[0] = '\0';
	json_t *o = json_object();
	out_set(o, "name", out_string(known ? staff.name : word));
	out_set(o, "forgotten", json_true());
	out_set(o, "contacts", json_integer(contacts));
	return settle(ctl, o, "name", err);
}

enum rc
cmd_redact(struct ctl *ctl, struct err *err)
{
	int64_t thing = 0;
	int n = 0;
	enum rc rc = word_thing(ctl, ctl->word[0], &thing, err);

	if (rc != RC_OK)
		return rc;
	rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = erase_texts(ctl->db, thing, &n, err);
	if (rc == RC_OK && n == 0)
		rc = err_why(err, RC_REFUSED, WHY_NO_TEXTS, ctl->word[0], NULL,
		    NULL);
	if (arg_on(ctl, FLAG_DRY_RUN))
		act_dry_run(ctl->db);
	rc = act_end(ctl->db, rc, err);
	if (rc != RC_OK)
		return rc;
	ctl->said[0] = '\0';
	json_t *o = json_object();
	out_set(o, "texts", json_integer(n));
	if (!arg_on(ctl, FLAG_DRY_RUN))
		return settle(ctl, o, "texts", err);
	out_made(ctl, o, "texts");
	return RC_OK;
}
