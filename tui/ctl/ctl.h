/* ctl.h - a run of samdepactl: what was asked, on which store, by whom.  A
 * command is a function in a cmd_ file and a row in commands.def. */
#ifndef SAMDEPA_TUI_CTL_CTL_H
#define SAMDEPA_TUI_CTL_CTL_H

#include "db/db.h"
#include "tui/config.h"

enum flag {
#define FLAG(id, name, arg, sv) FLAG_##id,
#include "tui/ctl/flags.def"
#undef FLAG
	FLAGS
};

enum need {
	NEED_NOTHING,		/* works without a store and configuration */
	NEED_STORE,		/* ctl.db is open */
	NEED_ACTOR,		/* and ctl.actor says who acts */
};

struct given {			/* a flag as it was given */
	enum flag flag;
	const char *value;	/* "" where the flag takes none */
};

struct ctl {
	const struct command *cmd;
	struct config cfg;
	enum rc cfg_rc;		/* RC_OK, or why cfg has only defaults */
	struct err cfg_err;
	const char *store;	/* the file */
	bool   json;
	struct db *db;		/* NULL where the command needs none */
	struct actor actor;
	char **word;		/* the arguments that are no flags */
	int    n_words;
	struct given *given;
	int    n_given;
	char   said[640];	/* a sentence of the command's own, or "" */
};

/* Opens ctl->store; and finds who acts, refusing whom the command's row does
 * not let.  main does both as the row says: for commands that make a store. */
enum rc ctl_open(struct ctl *, struct err *) MUST_CHECK;
enum rc ctl_sign_in(struct ctl *, struct err *) MUST_CHECK;

/* Returns rc, and has this sentence (translated, %1$s to %3$s) said instead
 * of the one that rc and err have. */
enum rc ctl_say(struct ctl *, enum rc rc, const char *sentence, const char *a,
    const char *b, const char *c);
/* A remark on standard error, with the same fillings. */
void ctl_note(const char *sentence, const char *a, const char *b,
    const char *c);

#endif
