/* cmd_mirror.c - samdepactl mirror: the store on a second disk too. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/mirror.h"
#include "tui/ctl/command.h"
#include "tui/ctl/out.h"
#include "tui/ctl/progress.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"
#include "tui/say.h"

static const struct column columns[] = {
	{ "folder", N_("Mapp"), NULL },
	{ "state", N_("Läge"), NULL },
	{ "since", N_("Sedan"), local_word },
	{ "problem", N_("Fel"), NULL },
	{ 0 },
};

static const char *
state_word(const struct mirror_state *s)
{
	if (!s->on)
		return N_("ingen spegling");
	if (s->stale == 0)
		return N_("aktuell");
	return s->renew ? N_("måste göras om: samdepactl mirror MAPP") :
	    N_("inte aktuell");
}

static enum rc
show(struct ctl *ctl, struct err *err)
{
	struct mirror_state s;
	char problem[640] = "";

	enum rc rc = mirror_state(ctl->db, &s, err);
	if (rc != RC_OK)
		return rc;
	const char *args[] = { s.folder };
	if (s.problem != WHY_NONE)
		lang_fill(problem, sizeof problem,
		    _(err_why_sentence(s.problem)), args, 1);
	json_t *o = json_object();
	out_set(o, "on", json_boolean(s.on));
	out_set(o, "folder", out_string_or_null(s.folder));
	out_set(o, "current", json_boolean(s.on && s.stale == 0));
	out_set(o, "state", out_string(_(state_word(&s))));
	out_set(o, "since", out_time(s.stale));
	out_set(o, "problem", out_string_or_null(problem));
	out_thing(ctl, o, columns);
	return RC_OK;
}

enum rc
cmd_mirror(struct ctl *ctl, struct err *err)
{
	const char *word = ctl->n_words > 0 ? ctl->word[0] : "status";
	enum rc rc = RC_OK;

	if (strcmp(word, "status") == 0)
		return show(ctl, err);
	if (ctl->actor.role < ROLE_ADMIN)
		return err_why(err, RC_REFUSED, WHY_ROLE,
		    role_label(ROLE_ADMIN), ctl->cmd->name, NULL);
	if (strcmp(word, "off") == 0) {
		rc = mirror_off(ctl->db, err);
		return rc == RC_OK ? show(ctl, err) : rc;
	}
	if (mirror_same_disk(ctl->db, word))
		ctl_note(_("%1$s ligger på samma disk som registret: går den "
		    "sönder är båda borta."), word, NULL, NULL);
	rc = mirror_on(ctl->db, word, progress_begin(), err);
	progress_end();
	return rc == RC_OK ? show(ctl, err) : rc;
}
