/* command.h - the table of commands, and what it says of itself. */
#ifndef SAMDEPA_TUI_CTL_COMMAND_H
#define SAMDEPA_TUI_CTL_COMMAND_H

#include <stddef.h>

#include "tui/ctl/ctl.h"

struct command {
	const char *name;	/* "lend", "staff add" */
	enum rc (*run)(struct ctl *, struct err *);
	enum need need;
	enum role role;		/* the least that may; a visitor: anyone */
	int min, max;		/* arguments; max -1: any number */
	const char *words;	/* the arguments' names, a msgid */
	const char *flags;	/* ids, '!' behind what must be given */
	const char *help;	/* one line, a msgid */
	const char *more;	/* some more, a msgid, "" for none */
	const char *example;	/* a line of arguments, or several */
};

#define COMMAND(id, name, need, role, min, max, words, flags, help, more, ex) \
	enum rc cmd_##id(struct ctl *, struct err *);
#include "tui/ctl/commands.def"
#undef COMMAND

/* The command that argv[0] (or it and argv[1]: "staff add") names; *used says
 * how many words that took.  A hyphen inside does not matter: take-over.
 * NULL: none. */
const struct command *command_find(int argc, char **argv, int *used);
/* Whether some commands' first word is this one: "staff". */
bool command_is_group(const char *word);
/* The i-th command, NULL past the last. */
const struct command *command_at(size_t i);

/* Whether the command takes the flag; *must where it must be given. */
bool command_takes(const struct command *, enum flag, bool *must);
const char *flag_name(enum flag);
const char *flag_arg(enum flag);	/* a msgid, "" for none */
/* The flags that every command takes. */
bool flag_is_global(enum flag);

/* Writes help to standard output: all commands; those whose first word this
 * is; one command. */
void help_all(void);
void help_group(const char *word);
void help_command(const struct command *);

#endif
