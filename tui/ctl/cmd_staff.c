/* cmd_staff.c - samdepactl staff: who may act. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/pin.h"
#include "tui/ctl/command.h"
#include "tui/ctl/row.h"
#include "tui/ctl/secret.h"
#include "tui/lang.h"

static enum rc
show_person(struct ctl *ctl, int64_t id, const char *key, struct err *err)
{
	struct staff staff;

	enum rc rc = staff_get(ctl->db, id, &staff, err);
	if (rc == RC_OK)
		out_made(ctl, row_staff(&staff), key);
	return rc;
}

static enum rc
read_role(struct ctl *ctl, enum role *role)
{
	const char *text = arg(ctl, FLAG_ROLE);

	for (int i = ROLE_VISITOR + 1; text != NULL && i < ROLE_COUNT; i++)
		if (strcmp(text, role_name((enum role)i)) == 0 ||
		    strcmp(text, role_label((enum role)i)) == 0) {
			*role = (enum role)i;
			return RC_OK;
		}
	return text == NULL ? RC_OK : ctl_say(ctl, RC_INVALID,
	    _("--role: ”%1$s” är inte worker, staff eller administrator."),
	    text, NULL, NULL);
}

enum rc
cmd_staff_add(struct ctl *ctl, struct err *err)
{
	enum role role = ROLE_WORKER;
	struct staff staff;

	enum rc rc = read_role(ctl, &role);
	if (rc == RC_OK)
		rc = staff_add(ctl->db, ctl->word[0], role, arg(ctl,
		    FLAG_BADGE), arg(ctl, FLAG_LOGIN), &staff, err);
	return rc == RC_OK ? show_person(ctl, staff.id, "badge", err) : rc;
}

enum rc
cmd_staff_disable(struct ctl *ctl, struct err *err)
{
	struct staff staff;

	enum rc rc = word_person(ctl, ctl->word[0], &staff, err);
	if (rc == RC_OK)
		rc = staff_disable(ctl->db, staff.id,
		    !arg_on(ctl, FLAG_ENABLE), err);
	return rc == RC_OK ? show_person(ctl, staff.id, "name", err) : rc;
}

enum rc
cmd_staff_badge(struct ctl *ctl, struct err *err)
{
	struct staff staff;

	enum rc rc = word_person(ctl, ctl->word[0], &staff, err);
	if (rc == RC_OK)
		rc = staff_set_badge(ctl->db, staff.id, arg(ctl, FLAG_BADGE),
		    err);
	return rc == RC_OK ? show_person(ctl, staff.id, "badge", err) : rc;
}

static enum rc
read_pin(struct ctl *ctl, char *pin, size_t cap)
{
	char again[32] = "";
	bool read, same = true;

	if (isatty(STDIN_FILENO)) {
		read = secret_ask(_("Ny pinkod:"), pin, cap) &&
		    secret_ask(_("En gång till:"), again, sizeof again);
		same = strcmp(pin, again) == 0;
		explicit_bzero(again, sizeof again);
	} else {
		read = secret_ask("", pin, cap);
	}
	if (!read)
		return ctl_say(ctl, RC_INVALID,
		    _("Det kom ingen pinkod på standard in."), NULL, NULL,
		    NULL);
	return same ? RC_OK : ctl_say(ctl, RC_REFUSED,
	    _("De två pinkoderna är inte lika."), NULL, NULL, NULL);
}

enum rc
cmd_staff_pin(struct ctl *ctl, struct err *err)
{
	char pin[32] = "", hash[PIN_HASH_MAX];
	struct staff staff;

	enum rc rc = word_person(ctl, ctl->word[0], &staff, err);
	if (rc == RC_OK && staff.id != ctl->actor.id &&
	    ctl->actor.role < ROLE_ADMIN)
		rc = err_why(err, RC_REFUSED, WHY_ROLE,
		    role_label(ROLE_ADMIN), ctl->cmd->name, NULL);
	if (rc == RC_OK)
		rc = read_pin(ctl, pin, sizeof pin);
	if (rc == RC_OK)
		rc = pin_hash(pin, hash, err);
	explicit_bzero(pin, sizeof pin);
	if (rc == RC_OK)
		rc = staff_set_pin(ctl->db, staff.id, hash, err);
	return rc == RC_OK ? show_person(ctl, staff.id, "name", err) : rc;
}
