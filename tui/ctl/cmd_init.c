/* cmd_init.c - samdepactl init: an empty store and its first administrator. */
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/staff.h"
#include "tui/ctl/args.h"
#include "tui/ctl/command.h"
#include "tui/ctl/out.h"
#include "tui/lang.h"

#define NAME_BYTES 96

/* Whoever runs this.  A number without an account is a name, too. */
static void
os_user(char out[40])
{
	const struct passwd *pw = getpwuid(geteuid());

	if (pw != NULL)
		snprintf(out, 40, "%s", pw->pw_name);
	else
		snprintf(out, 40, "%lu", (unsigned long)geteuid());
}

/* Nothing half made is left behind. */
static void
remove_store(const char *store)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
	char path[CONFIG_TEXT_MAX + 8];

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(path, sizeof path, "%s%s", store, ends[i]);
		unlink(path);
	}
}

static enum rc
first_administrator(struct ctl *ctl, struct staff *staff, struct err *err)
{
	char login[40];

	os_user(login);
	enum rc rc = ctl_open(ctl, err);
	if (rc == RC_OK)
		rc = staff_add(ctl->db, login, ROLE_ADMIN, NULL, login, staff,
		    err);
	if (rc != RC_OK)
		remove_store(ctl->store);
	return rc;
}

enum rc
cmd_init(struct ctl *ctl, struct err *err)
{
	const char *organisation = arg(ctl, FLAG_ORGANISATION);
	const char *depot = arg(ctl, FLAG_DEPOT);
	const char *eq = strchr(organisation, '=');
	char code[NAME_BYTES];
	struct staff staff;

	if (eq == NULL || eq == organisation || eq[1] == '\0' ||
	    (size_t)(eq - organisation) >= sizeof code)
		return ctl_say(ctl, RC_INVALID, _("--organisation ska ha "
		    "formen KOD=Namn: ”%1$s”."), organisation, NULL, NULL);
	if (strlen(ctl->store) >= CONFIG_TEXT_MAX)
		return err_set(err, RC_INVALID, "name of the store too long");
	snprintf(code, sizeof code, "%.*s", (int)(eq - organisation),
	    organisation);
	enum rc rc = db_init(ctl->store, depot, arg(ctl, FLAG_NAME), code,
	    eq + 1, err);
	if (rc == RC_OK)
		rc = first_administrator(ctl, &staff, err);
	if (rc != RC_OK)
		return rc;
	json_t *o = json_object();
	out_set(o, "depot", out_string(depot));
	out_set(o, "store", out_string(ctl->store));
	out_set(o, "organisation", out_string(code));
	out_set(o, "administrator", out_string(staff.name));
	out_set(o, "badge", out_string_or_null(staff.badge));
	out_made(ctl, o, "depot");
	return RC_OK;
}
