/* cmd_commands.c - samdepactl commands: what the program can, for the shell's
 * completion and the manual pages. */
#include <stdio.h>

#include "tui/ctl/command.h"
#include "tui/ctl/out.h"
#include "tui/lang.h"

static const struct column columns[] = {
	{ "command", N_("Kommando"), NULL },
	{ "help", N_("Vad"), NULL },
	{ 0 },
};

static json_t *
flags_of(const struct command *cmd)
{
	json_t *array = json_array();
	char name[40];
	bool must;

	for (int f = 0; f < FLAGS; f++)
		if (command_takes(cmd, (enum flag)f, &must) &&
		    f != FLAG_VERSION) {
			snprintf(name, sizeof name, "--%s",
			    flag_name((enum flag)f));
			json_array_append_new(array, json_string(name));
		}
	return array;
}

static enum rc
one_command(struct ctl *ctl)
{
	char buf[1024];
	int used;
	const struct command *cmd = command_find(ctl->n_words, ctl->word,
	    &used);

	if (cmd == NULL || used != ctl->n_words)
		return ctl_say(ctl, RC_NOT_FOUND,
		    _("Kommandot ”%1$s” finns inte."),
		    ctl->word[ctl->n_words - 1], NULL, NULL);
	json_t *flags = flags_of(cmd), *flag;
	size_t i;
	if (ctl->json) {
		json_t *o = json_object();
		out_set(o, "command", out_string(cmd->name));
		out_set(o, "help", out_string(_(cmd->help)));
		out_set(o, "flags", json_incref(flags));
		out_made(ctl, o, "command");
	} else {
		json_array_foreach(flags, i, flag)
			out_text(out_value(flag, buf, sizeof buf));
	}
	json_decref(flags);
	return RC_OK;
}

enum rc
cmd_commands(struct ctl *ctl, struct err *err)
{
	struct out_list list;
	const struct command *cmd;

	(void)err;
	if (ctl->n_words > 0)
		return one_command(ctl);
	out_begin(&list, ctl, columns);
	for (size_t i = 0; (cmd = command_at(i)) != NULL; i++) {
		json_t *o = json_object();
		out_set(o, "command", out_string(cmd->name));
		out_set(o, "help", out_string(_(cmd->help)));
		out_row(&list, o);
	}
	out_end(&list);
	return RC_OK;
}
