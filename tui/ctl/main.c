/* samdepactl: reads the command line, opens the store, runs the command. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/staff.h"
#include "db/text.h"
#include "tui/ctl/args.h"
#include "tui/ctl/command.h"
#include "tui/ctl/exit.h"
#include "tui/ctl/out.h"
#include "tui/lang.h"
#include "tui/say.h"
#include "tui/sink.h"

#define BUSY_MS	10000		/* how long a command waits for its turn */

/* A store must never become descriptor 1: what is closed gets an end that
 * cannot be written to, so that out_finish notices. */
static void
guard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) == -1 &&
		    open("/dev/null", O_RDONLY) != fd)
			_exit(4);
}

static void
complain(const char *text)
{
	char clean[1024];

	sink_clean(text, strlen(text), 1000, clean, sizeof clean);
	fprintf(stderr, "samdepactl: %s\n", clean);
}

enum rc
ctl_say(struct ctl *ctl, enum rc rc, const char *sentence, const char *a,
    const char *b, const char *c)
{
	const char *args[] = { a, b, c };

	lang_fill(ctl->said, sizeof ctl->said, sentence, args, 3);
	return rc;
}

void
ctl_note(const char *sentence, const char *a, const char *b, const char *c)
{
	const char *args[] = { a, b, c };
	char line[1024];

	complain(lang_fill(line, sizeof line, sentence, args, 3));
}

enum rc
ctl_open(struct ctl *ctl, struct err *err)
{
	enum rc rc = db_open(ctl->store, BUSY_MS, &ctl->db, err);

	/* A file that is not there is nothing that the depot refuses. */
	return rc == RC_NOT_FOUND ? RC_OUTSIDE : rc;
}

enum rc
ctl_sign_in(struct ctl *ctl, struct err *err)
{
	const char *as = arg(ctl, FLAG_AS);

	enum rc rc = staff_actor(ctl->db, as, &ctl->actor, err);
	/* Who is not of the staff is a visitor; a card must be known. */
	if (as == NULL && rc == RC_NOT_FOUND &&
	    ctl->cmd->role == ROLE_VISITOR) {
		ctl->actor = (struct actor){ .role = ROLE_VISITOR };
		rc = RC_OK;
	}
	if (rc == RC_OK && ctl->actor.role < ctl->cmd->role)
		return err_why(err, RC_REFUSED, WHY_ROLE,
		    role_label(ctl->cmd->role), ctl->cmd->name, NULL);
	return rc;
}

/* A word of the command line; GS may stand in what a GS1 label carries, and is
 * refused later anywhere else. */
static enum rc
check_word(const char *word, struct err *err)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && *word != '\0') {
		size_t n = strcspn(word, "\x1d");
		rc = text_clean(word, n, NULL, err);
		word += n + (word[n] != '\0');
	}
	return rc;
}

static enum rc
check_words(struct ctl *ctl, int argc, char **argv)
{
	char nth[16];
	struct err err;

	for (int i = 1; i < argc; i++) {
		size_t n = strlen(argv[i]);
		snprintf(nth, sizeof nth, "%d", i);
		if (n > ARG_MAX_BYTES)
			return ctl_say(ctl, RC_INVALID,
			    _("Ord nummer %1$s är för långt."), nth, NULL,
			    NULL);
		if (check_word(argv[i], &err) != RC_OK) {
			char why[256];
			return ctl_say(ctl, RC_INVALID,
			    _("Ord nummer %1$s: %2$s"), nth, say_err(
			    RC_INVALID, &err, why, sizeof why), NULL);
		}
	}
	return RC_OK;
}

static enum rc
run(struct ctl *ctl, struct err *err)
{
	enum rc rc = RC_OK;

	ctl->cfg_rc = config_load(&ctl->cfg, NULL, &ctl->cfg_err);
	if (ctl->cfg_rc != RC_OK && ctl->cmd->need != NEED_NOTHING) {
		*err = ctl->cfg_err;
		return ctl->cfg_rc;
	}
	if (ctl->store == NULL)
		ctl->store = ctl->cfg.store;
	if (ctl->cmd->need != NEED_NOTHING) {
		rc = clock_check(err);
		if (rc == RC_OK)
			rc = ctl_open(ctl, err);
	}
	if (rc == RC_OK && ctl->cmd->need == NEED_ACTOR)
		rc = ctl_sign_in(ctl, err);
	if (rc == RC_OK)
		rc = ctl->cmd->run(ctl, err);
	return rc;
}

static enum rc
dispatch(struct ctl *ctl, int argc, char **argv, struct err *err)
{
	bool help = false, version = false;
	int used;

	enum rc rc = check_words(ctl, argc, argv);
	if (rc == RC_OK)
		rc = args_parse_global(ctl, argc, argv, &used, &help,
		    &version);
	if (rc != RC_OK)
		return rc;
	if (version) {
		out_text("samdepactl " VERSION);
		return RC_OK;
	}
	argc -= used;
	argv += used;
	if (argc == 0 && help) {
		help_all();
		return RC_OK;
	}
	if (argc == 0)
		return ctl_say(ctl, RC_INVALID, _("Säg vad som ska göras: "
		    "samdepactl --help räknar upp det."), NULL, NULL, NULL);
	ctl->cmd = command_find(argc, argv, &used);
	if (ctl->cmd == NULL && command_is_group(argv[0]) &&
	    (argc == 1 || argv[1][0] == '-')) {
		help_group(argv[0]);
		return help || argc > 1 ? RC_OK : ctl_say(ctl, RC_INVALID,
		    _("Säg vad som ska göras med %1$s."), argv[0], NULL, NULL);
	}
	if (ctl->cmd == NULL)
		return ctl_say(ctl, RC_INVALID,
		    _("Kommandot ”%1$s” finns inte. samdepactl --help räknar "
		    "upp dem."), argv[0], NULL, NULL);
	/* getopt skips the first word, the command's last one. */
	rc = args_parse(ctl, argc - used + 1, argv + used - 1, &help);
	if (rc != RC_OK)
		return rc;
	if (help) {
		help_command(ctl->cmd);
		return RC_OK;
	}
	return run(ctl, err);
}

/* One line: the command's own sentence, or the reason's, or the kind of
 * failure with what the log would say. */
static void
explain(const struct ctl *ctl, enum rc rc, const struct err *err)
{
	char line[1024];

	if (ctl->said[0] != '\0') {
		complain(ctl->said);
		return;
	}
	say_err(rc, err, line, sizeof line);
	if (err->why == WHY_NONE && err->text[0] != '\0') {
		size_t n = strlen(line);
		snprintf(line + n, sizeof line - n, " (%s)", err->text);
	}
	complain(line);
}

int
main(int argc, char **argv)
{
	struct ctl ctl = { 0 };
	struct err err = { 0 }, out_err;

	guard_descriptors();
	signal(SIGPIPE, SIG_IGN);
	lang_init();
	lang_set(NULL);
	enum rc rc = dispatch(&ctl, argc, argv, &err);
	if (rc != RC_OK)
		explain(&ctl, rc, &err);
	enum rc out = out_finish(&out_err);
	if (out != RC_OK && rc == RC_OK) {
		/* Who stopped reading, as head does, need not be told. */
		if (errno != EPIPE)
			ctl_note(_("Svaret gick inte att skriva ut: %1$s"),
			    out_err.text, NULL, NULL);
		rc = out;
	}
	if (ctl.db != NULL)
		db_close(ctl.db);
	free(ctl.given);
	return exit_status(rc);
}
