#include "tui/ctl/args.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/sync_state.h"
#include "db/text.h"
#include "tui/ctl/command.h"
#include "tui/lang.h"

#define FIRST 256		/* a flag's value for getopt: no letter's */

/* The long options that getopt shall know: a command's, or the global ones. */
static void
fill_options(const struct command *cmd, struct option out[FLAGS + 1])
{
	bool must;
	int n = 0;

	for (int f = 0; f < FLAGS; f++) {
		if (cmd == NULL ? !flag_is_global((enum flag)f) :
		    !command_takes(cmd, (enum flag)f, &must))
			continue;
		out[n++] = (struct option){ .name = flag_name((enum flag)f),
		    .has_arg = *flag_arg((enum flag)f) != '\0' ?
		    required_argument : no_argument, .val = FIRST + f };
	}
	out[n] = (struct option){ 0 };
}

static enum rc
bad_flag(struct ctl *ctl, int c, char *const *argv)
{
	const char *word = argv[optind - 1];

	if (c == ':')
		return ctl_say(ctl, RC_INVALID,
		    _("Flaggan %1$s behöver ett värde."), word, NULL, NULL);
	return ctl_say(ctl, RC_INVALID, _("Flaggan %1$s finns inte här."),
	    word, NULL, NULL);
}

/* Keeps a flag; the global ones take effect at once. */
static void
take_flag(struct ctl *ctl, enum flag flag, const char *value, bool *help,
    bool *version)
{
	switch (flag) {
	case FLAG_HELP:
		*help = true;
		break;
	case FLAG_VERSION:
		*version = true;
		break;
	case FLAG_JSON:
		ctl->json = true;
		break;
	case FLAG_STORE:
		ctl->store = value;
		break;
	case FLAG_LANG:
		lang_set(value);
		/* FALLTHROUGH */
	default:
		ctl->given[ctl->n_given++] = (struct given){ flag, value };
	}
}

static enum rc
parse(struct ctl *ctl, const struct command *cmd, int argc, char **argv,
    bool *help, bool *version)
{
	struct option options[FLAGS + 1];
	int c;

	fill_options(cmd, options);
	struct given *more = realloc(ctl->given,
	    (size_t)(ctl->n_given + argc + 1) * sizeof *more);
	if (more == NULL)
		abort();
	ctl->given = more;
	opterr = 0;
	optind = 0;
	/* Before the command, '+' stops at it. */
	while ((c = getopt_long(argc, argv, cmd == NULL ? "+:h" : ":h",
	    options, NULL)) != -1) {
		if (c == 'h')
			*help = true;
		else if (c == '?' || c == ':')
			return bad_flag(ctl, c, argv);
		else
			take_flag(ctl, (enum flag)(c - FIRST),
			    optarg != NULL ? optarg : "", help, version);
	}
	const char *lang = arg(ctl, FLAG_LANG);
	if (lang != NULL && strcmp(lang, "sv") != 0 && strcmp(lang, "en") != 0)
		return ctl_say(ctl, RC_INVALID,
		    _("Språket ”%1$s” finns inte. Välj sv eller en."), lang,
		    NULL, NULL);
	return RC_OK;
}

enum rc
args_parse_global(struct ctl *ctl, int argc, char **argv, int *used,
    bool *help, bool *version)
{
	enum rc rc = parse(ctl, NULL, argc, argv, help, version);

	*used = optind;
	return rc;
}

static enum rc
check_given(struct ctl *ctl)
{
	bool must;

	for (int f = 0; f < FLAGS; f++)
		if (command_takes(ctl->cmd, (enum flag)f, &must) && must &&
		    !arg_on(ctl, (enum flag)f))
			return ctl_say(ctl, RC_INVALID,
			    _("Flaggan --%1$s måste anges."),
			    flag_name((enum flag)f), NULL, NULL);
	if (ctl->n_words < ctl->cmd->min)
		return ctl_say(ctl, RC_INVALID, _("Här saknas något: %1$s."),
		    *ctl->cmd->words != '\0' ? _(ctl->cmd->words) : "", NULL,
		    NULL);
	if (ctl->cmd->max >= 0 && ctl->n_words > ctl->cmd->max)
		return ctl_say(ctl, RC_INVALID, _("”%1$s” är ett ord för "
		    "mycket."), ctl->word[ctl->cmd->max], NULL, NULL);
	return RC_OK;
}

enum rc
args_parse(struct ctl *ctl, int argc, char **argv, bool *help)
{
	bool version = false;

	enum rc rc = parse(ctl, ctl->cmd, argc, argv, help, &version);
	if (rc != RC_OK || *help)
		return rc;
	ctl->word = argv + optind;
	ctl->n_words = argc - optind;
	return check_given(ctl);
}

const char *
arg(const struct ctl *ctl, enum flag flag)
{
	for (int i = ctl->n_given - 1; i >= 0; i--)
		if (ctl->given[i].flag == flag)
			return ctl->given[i].value;
	return NULL;
}

const char *
arg_nth(const struct ctl *ctl, enum flag flag, int n)
{
	for (int i = 0; i < ctl->n_given; i++)
		if (ctl->given[i].flag == flag && n-- == 0)
			return ctl->given[i].value;
	return NULL;
}

bool
arg_on(const struct ctl *ctl, enum flag flag)
{
	return flag == FLAG_JSON ? ctl->json : arg(ctl, flag) != NULL;
}

bool
args_integer(const char *text, int64_t min, int64_t max, int64_t *out)
{
	char *end;

	errno = 0;
	long long n = strtoll(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || n < min || n > max ||
	    strspn(text, "-0123456789") != strlen(text))
		return false;
	*out = n;
	return true;
}

/* Refuses a flag's value: what it should be fills %3$s. */
static enum rc
bad_value(struct ctl *ctl, enum flag flag, const char *what)
{
	return ctl_say(ctl, RC_INVALID, _("--%1$s: ”%2$s” är inte %3$s."),
	    flag_name(flag), arg(ctl, flag), what);
}

enum rc
arg_number(struct ctl *ctl, enum flag flag, int64_t min, int64_t max,
    int64_t *out)
{
	const char *text = arg(ctl, flag);
	const char *args[2];
	char low[24], high[24], what[96];

	if (text == NULL || args_integer(text, min, max, out))
		return RC_OK;
	snprintf(low, sizeof low, "%lld", (long long)min);
	snprintf(high, sizeof high, "%lld", (long long)max);
	args[0] = low;
	args[1] = high;
	return bad_value(ctl, flag, lang_fill(what, sizeof what,
	    _("ett tal från %1$s till %2$s"), args, 2));
}

enum rc
arg_int(struct ctl *ctl, enum flag flag, int32_t min, int32_t max,
    int32_t *out)
{
	int64_t n = *out;

	enum rc rc = arg_number(ctl, flag, min, max, &n);
	*out = (int32_t)n;
	return rc;
}

enum rc
arg_day(struct ctl *ctl, enum flag flag, int32_t *out)
{
	const char *text = arg(ctl, flag);
	struct err err;

	if (text == NULL || clock_parse_day(text, strlen(text), clock_today(),
	    out, &err) == RC_OK)
		return RC_OK;
	return bad_value(ctl, flag, _("ett datum"));
}

enum rc
arg_money(struct ctl *ctl, enum flag flag, int64_t *out)
{
	const char *text = arg(ctl, flag);
	struct err err;

	if (text == NULL || (text_hundredths(text, strlen(text), out, &err) ==
	    RC_OK && *out >= 0))
		return RC_OK;
	return bad_value(ctl, flag, _("ett belopp"));
}

enum rc
arg_condition(struct ctl *ctl, enum flag flag, int *out)
{
	const char *text = arg(ctl, flag);

	if (text == NULL)
		return RC_OK;
	*out = condition_from(text);
	return *out >= 0 ? RC_OK : bad_value(ctl, flag,
	    _("ett skick: nyskick, bra, slitet eller trasigt"));
}

enum rc
arg_kind(struct ctl *ctl, enum order_kind *out)
{
	const char *text = arg(ctl, FLAG_KIND);

	if (text == NULL)
		return RC_OK;
	int kind = order_kind_from(text);
	if (kind < 0)
		return bad_value(ctl, FLAG_KIND,
		    _("loan, rental, takeover eller move"));
	*out = (enum order_kind)kind;
	return RC_OK;
}

enum rc
arg_why(struct ctl *ctl, const char **out)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
	const char *text = arg(ctl, FLAG_WHY);

	if (text == NULL)
		return RC_OK;
	*out = text;
	/* What is written in the log stays there: no names, no sentences. */
	return *text != '\0' && text[strspn(text, letters)] == '\0' &&
	    strlen(text) < 24 ? RC_OK : bad_value(ctl, FLAG_WHY,
	    _("ett kort ord av a–z, som need, event, shortage, other"));
}

enum rc
arg_unit(struct ctl *ctl, enum flag flag, int64_t *id, struct err *err)
{
	struct unit unit;

	if (arg(ctl, flag) == NULL)
		return RC_OK;
	enum rc rc = word_unit(ctl, arg(ctl, flag), &unit, err);
	if (rc == RC_OK)
		*id = unit.id;
	return rc;
}

enum rc
arg_place(struct ctl *ctl, enum flag flag, int64_t *id, struct err *err)
{
	struct place place;

	if (arg(ctl, flag) == NULL)
		return RC_OK;
	enum rc rc = word_place(ctl, arg(ctl, flag), &place, err);
	if (rc == RC_OK)
		*id = place.id;
	return rc;
}

enum rc
arg_owner(struct ctl *ctl, enum flag flag, char buf[16], const char **out,
    struct err *err)
{
	if (arg(ctl, flag) == NULL)
		return RC_OK;
	*out = buf;
	return word_organisation(ctl, arg(ctl, flag), buf, err);
}

/* A depot that nobody knows has nothing, and that is not what was meant. */
enum rc
arg_depot(struct ctl *ctl, const char **depot, struct err *err)
{
	const char *code = arg(ctl, FLAG_DEPOT);

	if (code == NULL)
		return RC_OK;
	*depot = code;
	if (strcmp(code, db_depot(ctl->db)) == 0 ||
	    depot_is_other(ctl->db, code))
		return RC_OK;
	return depot_others(ctl->db) ?
	    err_why(err, RC_NOT_FOUND, WHY_NO_DEPOT, code, NULL, NULL) :
	    ctl_say(ctl, RC_NOT_FOUND, _("Här finns bara depå %1$s."),
	    db_depot(ctl->db), NULL, NULL);
}

enum rc
arg_whose(struct ctl *ctl, const char **depot, struct err *err)
{
	bool all = arg_on(ctl, FLAG_ALL_DEPOTS);

	if (all && arg(ctl, FLAG_DEPOT) != NULL)
		return ctl_say(ctl, RC_INVALID, _("Säg --depot eller "
		    "--all-depots, inte båda."), NULL, NULL, NULL);
	*depot = all ? NULL : db_depot(ctl->db);
	return arg_depot(ctl, depot, err);
}
