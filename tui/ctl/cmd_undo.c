/* cmd_undo.c - samdepactl undo: takes back an act. */
#include <string.h>

#include "db/history.h"
#include "tui/ctl/args.h"
#include "tui/ctl/command.h"
#include "tui/ctl/out.h"
#include "tui/lang.h"

enum rc
cmd_undo(struct ctl *ctl, struct err *err)
{
	const char *word = ctl->n_words > 0 ? ctl->word[0] : "last";
	int64_t act;
	enum rc rc = RC_OK;

	if (strcmp(word, "last") == 0)
		rc = undo_last(ctl->db, ctl->actor.id, &act, err);
	else if (!args_integer(word, 1, INT64_MAX, &act))
		return ctl_say(ctl, RC_INVALID, _("”%1$s” är inget nummer på "
		    "en handling. history visar dem."), word, NULL, NULL);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = undo_act(ctl->db, act, err);
	rc = act_end(ctl->db, rc, err);
	if (rc != RC_OK)
		return rc;
	json_t *o = json_object();
	out_set(o, "act", json_integer(act));
	out_set(o, "undone", json_true());
	out_made(ctl, o, "act");
	return RC_OK;
}
