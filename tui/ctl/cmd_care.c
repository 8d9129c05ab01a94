/* cmd_care.c - samdepactl check, backup, restore, rebuild. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/mirror.h"
#include "db/nightly.h"
#include "db/store.h"
#include "tui/ctl/args.h"
#include "tui/ctl/command.h"
#include "tui/ctl/erase_tell.h"
#include "tui/ctl/out.h"
#include "tui/ctl/progress.h"
#include "tui/lang.h"

static json_t *
check_record(const struct store_check *check)
{
	json_t *o = json_object(), *logs = json_array();
	json_t *problems = json_array();

	for (size_t i = 0; i < check->n_logs; i++) {
		json_t *log = json_object();
		out_set(log, "log", out_string(check->logs[i].name));
		out_set(log, "seq", json_integer(check->logs[i].seq));
		out_set(log, "hash", out_string(check->logs[i].hash));
		json_array_append_new(logs, log);
	}
	for (size_t i = 0; i < check->n_problems; i++)
		json_array_append_new(problems,
		    out_string(check->problems[i]));
	out_set(o, "ok", json_boolean(check->ok));
	out_set(o, "state_hash", out_string(check->state_hash));
	out_set(o, "logs", logs);
	out_set(o, "problems", problems);
	return o;
}

static void
check_text(const struct store_check *check)
{
	char seq[24];

	for (size_t i = 0; i < check->n_problems; i++)
		out_text(check->problems[i]);
	for (size_t i = 0; i < check->n_logs; i++) {
		snprintf(seq, sizeof seq, "%lld",
		    (long long)check->logs[i].seq);
		out_say(_("Logg %1$s, %2$s händelser: %3$s"),
		    check->logs[i].name, seq, check->logs[i].hash);
	}
	out_say(_("Läget: %1$s"), check->state_hash, NULL, NULL);
	out_text(check->ok ? _("Allt stämmer.") : _("Registret är skadat."));
}

enum rc
cmd_check(struct ctl *ctl, struct err *err)
{
	struct store_check *check = calloc(1, sizeof *check);

	if (check == NULL)
		abort();
	enum rc rc = store_check(ctl->db, check, progress_begin(), err);
	progress_end();
	if (rc == RC_OK || (rc == RC_DAMAGED && check->n_problems > 0)) {
		if (ctl->json)
			out_made(ctl, check_record(check), "ok");
		else
			check_text(check);
	}
	free(check);
	return rc;
}

static void
show_file(struct ctl *ctl, const char *file)
{
	json_t *o = json_object();

	out_set(o, "file", out_string(file));
	out_made(ctl, o, "file");
}

static enum rc
read_keep(struct ctl *ctl, struct nightly_keep *keep)
{
	const char *text = arg(ctl, FLAG_KEEP);
	int32_t *const part[] = { &keep->daily, &keep->weekly,
	    &keep->monthly };
	char words[64], *rest = words;

	if (text == NULL)
		return RC_OK;
	snprintf(words, sizeof words, "%s", text);
	for (int i = 0; i < 3; i++) {
		char *word = strsep(&rest, ",");
		int64_t n;

		if (word == NULL || !args_integer(word, i == 0, 1000, &n) ||
		    (i == 2 && rest != NULL))
			return ctl_say(ctl, RC_INVALID, _("--keep: ”%1$s” är "
			    "inte tre tal som 7,4,12."), text, NULL, NULL);
		*part[i] = (int32_t)n;
	}
	return RC_OK;
}

static enum rc
backup_tonight(struct ctl *ctl, struct err *err)
{
	struct nightly_keep keep = NIGHTLY_KEEP;
	struct nightly_report report;

	enum rc rc = read_keep(ctl, &keep);
	if (rc != RC_OK)
		return rc;
	rc = nightly_backup(ctl->db, ctl->word[0], &keep, progress_begin(),
	    &report, err);
	progress_end();
	if (rc == RC_OK) {
		json_t *o = json_object();

		out_set(o, "file", out_string(report.file));
		out_set(o, "kept", json_integer(report.kept));
		out_set(o, "removed", json_integer(report.removed));
		out_set(o, "away", erase_tell(&report.erased));
		out_made(ctl, o, "file");
	}
	return rc;
}

enum rc
cmd_backup(struct ctl *ctl, struct err *err)
{
	if (arg_on(ctl, FLAG_NIGHTLY))
		return backup_tonight(ctl, err);
	enum rc rc = store_backup(ctl->db, ctl->word[0], progress_begin(),
	    err);

	progress_end();
	if (rc == RC_OK)
		show_file(ctl, ctl->word[0]);
	return rc;
}

/* A store that opens is put aside by its administrator alone; one that does
 * not open by whoever may write beside it. */
static enum rc
may_restore(struct ctl *ctl, struct err *err)
{
	struct err other;

	if (ctl_open(ctl, &other) != RC_OK)
		return RC_OK;
	enum rc rc = ctl_sign_in(ctl, err);
	db_close(ctl->db);
	ctl->db = NULL;
	return rc;
}

/* Where it ends is for a person to judge: nobody else knows what was
 * confirmed after a mirror was pulled out. */
static enum rc
restore_mirror(struct ctl *ctl, struct err *err)
{
	struct mirror_end_of end;
	char seq[24], time[CLOCK_LOCAL_MAX];
	enum rc rc = mirror_restore(ctl->word[0], ctl->store,
	    arg_on(ctl, FLAG_LOST) ? MIRROR_LACKS : arg_on(ctl, FLAG_WHOLE) ?
	    MIRROR_IS_WHOLE : MIRROR_AS_FOUND, &end, err);

	if (rc != RC_OK)
		return rc;
	snprintf(seq, sizeof seq, "%lld", (long long)end.seq);
	ctl_note(end.whole ? _("Speglingen slutar %1$s, med händelse %2$s, och "
	    "allt i den gäller. Bekräftades något efter det, lägg tillbaka den "
	    "en gång till med --lost.") : _("Speglingen slutar %1$s, med "
	    "händelse %2$s. Den var inte aktuell: sakerna väntar på att "
	    "skannas. Vet du att inget bekräftades efter det, lägg tillbaka den "
	    "en gång till med --whole."), clock_format_local(end.time, time),
	    seq, NULL);
	return RC_OK;
}

enum rc
cmd_restore(struct ctl *ctl, struct err *err)
{
	struct stat st;
	enum rc rc = may_restore(ctl, err);

	if (rc != RC_OK)
		return rc;
	if (stat(ctl->word[0], &st) == 0 && S_ISDIR(st.st_mode))
		rc = restore_mirror(ctl, err);
	else
		rc = store_restore(ctl->word[0], ctl->store, err);
	if (rc == RC_OK)
		show_file(ctl, ctl->store);
	/* A backup that is not there is nothing that the depot refuses. */
	return rc == RC_NOT_FOUND ? RC_OUTSIDE : rc;
}

enum rc
cmd_rebuild(struct ctl *ctl, struct err *err)
{
	struct store_size size;

	enum rc rc = store_rebuild(ctl->db, progress_begin(), err);
	progress_end();
	if (rc == RC_OK)
		rc = store_size(ctl->db, &size, err);
	if (rc == RC_OK) {
		json_t *o = json_object();
		out_set(o, "events", json_integer(size.events));
		out_made(ctl, o, "events");
	}
	return rc;
}
