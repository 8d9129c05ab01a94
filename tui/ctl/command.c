#include "tui/ctl/command.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "tui/ctl/out.h"
#include "tui/lang.h"
#include "tui/sink.h"

static const struct command commands[] = {
#define COMMAND(id, name, need, role, min, max, words, flags, help, more, ex) \
	{ name, cmd_##id, need, ROLE_##role, min, max, words, flags, help, \
	    more, ex },
#include "tui/ctl/commands.def"
#undef COMMAND
};

#define COMMANDS (sizeof commands / sizeof *commands)

static const struct {
	const char *id, *name, *arg, *text;
} flags[FLAGS] = {
#define FLAG(id, name, arg, sv) [FLAG_##id] = { #id, name, arg, sv },
#include "tui/ctl/flags.def"
#undef FLAG
};

/* Hyphens do not matter: take-over is takeover. */
static const struct command *
find_name(const char *typed)
{
	char plain[64];
	size_t n = 0;

	for (; *typed != '\0' && n + 1 < sizeof plain; typed++)
		if (*typed != '-')
			plain[n++] = *typed;
	plain[n] = '\0';
	for (size_t i = 0; i < COMMANDS && *typed == '\0'; i++)
		if (strcmp(commands[i].name, plain) == 0)
			return &commands[i];
	return NULL;
}

const struct command *
command_find(int argc, char **argv, int *used)
{
	const struct command *cmd = NULL;
	char both[128];

	if (argc >= 2 && snprintf(both, sizeof both, "%s %s", argv[0],
	    argv[1]) < (int)sizeof both)
		cmd = find_name(both);
	*used = cmd != NULL ? 2 : 1;
	return cmd != NULL || argc < 1 ? cmd : find_name(argv[0]);
}

static bool
in_group(const struct command *cmd, const char *word)
{
	size_t n = strlen(word);

	return strncmp(cmd->name, word, n) == 0 && cmd->name[n] == ' ';
}

bool
command_is_group(const char *word)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (in_group(&commands[i], word))
			return true;
	return false;
}

const struct command *
command_at(size_t i)
{
	return i < COMMANDS ? &commands[i] : NULL;
}

/* Whether the word of n letters in a row's flags is this id: dry-run is
 * DRY_RUN. */
static bool
is_id(const char *id, const char *word, size_t n)
{
	if (strlen(id) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (id[i] != (word[i] == '-' ? '_' :
		    toupper((unsigned char)word[i])))
			return false;
	return true;
}

bool
flag_is_global(enum flag flag)
{
	return flag <= FLAG_VERSION;
}

bool
command_takes(const struct command *cmd, enum flag flag, bool *must)
{
	*must = false;
	if (flag_is_global(flag))
		return true;
	for (const char *p = cmd->flags; *p != '\0';) {
		size_t n = strcspn(p, " !");
		if (is_id(flags[flag].id, p, n)) {
			*must = p[n] == '!';
			return true;
		}
		p += n;
		p += strspn(p, " !");
	}
	return false;
}

const char *
flag_name(enum flag flag)
{
	return flags[flag].name;
}

/* _() of "" would be the catalogue's head. */
static const char *
translated(const char *msgid)
{
	return *msgid == '\0' ? "" : _(msgid);
}

const char *
flag_arg(enum flag flag)
{
	return translated(flags[flag].arg);
}

/* A line of help: the left part, and the right one beside or below it. */
static void
help_line(const char *left, const char *right)
{
	char line[512];
	int width = sink_width(left);

	if (width > 26) {
		snprintf(line, sizeof line, "  %s", left);
		out_text(line);
		left = "";
		width = 0;
	}
	for (const char *next = NULL; *right != '\0'; right = next) {
		size_t n = sink_wrap(right, 50, &next);
		snprintf(line, sizeof line, "  %s%*s%.*s", left, 27 - width,
		    "", (int)n, right);
		out_text(line);
		left = "";
		width = 0;
	}
}

static void
help_paragraph(const char *text)
{
	char line[512];

	for (const char *next = NULL; *text != '\0'; text = next) {
		size_t n = sink_wrap(text, 78, &next);
		snprintf(line, sizeof line, "%.*s", (int)n, text);
		out_text(line);
	}
}

static void
help_flag(enum flag flag)
{
	char left[96];
	const char *arg = flag_arg(flag);

	snprintf(left, sizeof left, "--%s%s%s", flags[flag].name,
	    *arg != '\0' ? " " : "", arg);
	help_line(left, _(flags[flag].text));
}

void
help_all(void)
{
	out_say(_("Användning: samdepactl [--store FIL] [--lang sv|en] "
	    "[--as TJÄNSTEKORT] KOMMANDO …"), NULL, NULL, NULL);
	out_text("");
	out_text(_("Kommandon:"));
	for (size_t i = 0; i < COMMANDS; i++)
		help_line(commands[i].name, _(commands[i].help));
	out_text("");
	out_text(_("Flaggor som går till alla kommandon:"));
	for (int f = 0; flag_is_global((enum flag)f); f++)
		help_flag((enum flag)f);
	out_text("");
	help_paragraph(_("samdepactl KOMMANDO --help säger mer. Dagar skrivs "
	    "2026-12-24, 24/12, fredag, imorgon, +14 (dagar), +2v eller +1m."));
}

void
help_group(const char *word)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (in_group(&commands[i], word))
			help_line(commands[i].name, _(commands[i].help));
}

static void
help_synopsis(const struct command *cmd)
{
	char line[2048];
	bool must;

	int n = snprintf(line, sizeof line, "%s samdepactl %s%s%s",
	    _("Användning:"), cmd->name, *cmd->words != '\0' ? " " : "",
	    translated(cmd->words));
	for (int f = FLAG_VERSION + 1; f < FLAGS; f++) {
		if (!command_takes(cmd, (enum flag)f, &must) ||
		    n + 128 > (int)sizeof line)
			continue;
		const char *arg = flag_arg((enum flag)f);
		n += snprintf(line + n, 128, " %s--%s%s%s%s",
		    must ? "" : "[", flags[f].name, *arg != '\0' ? " " : "",
		    arg, must ? "" : "]");
	}
	help_paragraph(line);
}

void
help_command(const struct command *cmd)
{
	char line[512];
	bool must;

	help_synopsis(cmd);
	out_text("");
	snprintf(line, sizeof line, "%s.", _(cmd->help));
	help_paragraph(line);
	if (*cmd->more != '\0')
		help_paragraph(_(cmd->more));
	out_text("");
	out_text(_("Flaggor:"));
	for (int f = FLAG_VERSION + 1; f < FLAGS; f++)
		if (command_takes(cmd, (enum flag)f, &must))
			help_flag((enum flag)f);
	for (int f = 0; flag_is_global((enum flag)f); f++)
		if (f != FLAG_VERSION)
			help_flag((enum flag)f);
	if (*cmd->example == '\0')
		return;
	out_text("");
	out_text(_("Exempel:"));
	for (const char *p = cmd->example; *p != '\0';) {
		size_t n = strcspn(p, "\n");
		snprintf(line, sizeof line, "  samdepactl %s %.*s", cmd->name,
		    (int)n, p);
		out_text(line);
		p += n + (p[n] == '\n');
	}
}
