#include "tui/depot_rules.h"

#include <stdio.h>
#include <string.h>

#include "tui/lang.h"

enum rc
depot_rules_read(const struct config *cfg, struct rules *rules,
    struct err *err)
{
	struct config standard;
	enum rc rc = RC_OK;

	memset(rules, 0, sizeof *rules);
	if (cfg->rules[0] == '\0')
		return RC_OK;
	rc = rules_read(rules, cfg->rules, err);
	if (rc == RC_OK)
		return RC_OK;
	memset(rules, 0, sizeof *rules);
	config_init(&standard);
	return rc == RC_NOT_FOUND && strcmp(cfg->rules, standard.rules) == 0 ?
	    RC_OK : rc == RC_NOT_FOUND ? RC_OUTSIDE : rc;
}

const char *
depot_rules_say(const char *sv, const char *en)
{
	return strcmp(lang_code(), "en") == 0 && *en != '\0' ? en : sv;
}

void
depot_rules_fact(const struct rule_facts *f, enum rule_condition what,
    char *out, size_t cap)
{
	const char *words = f->word[what];

	if (rule_condition_is_number(what)) {
		if (f->number[what] == RULE_UNKNOWN)
			snprintf(out, cap, "%s", what == RULE_LENGTH ?
			    _("för gott") : _("okänt"));
		else
			snprintf(out, cap, "%lld",
			    (long long)f->number[what]);
		return;
	}
	snprintf(out, cap, "%.*s", (int)strcspn(words, "\n"), words);
	size_t n = strcspn(words, "\n"), more = strcspn(words + n +
	    (words[n] == '\n'), "\n");
	if (words[n] == '\n' && what != RULE_CATEGORY)
		snprintf(out, cap, "%.*s (%.*s)", (int)n, words, (int)more,
		    words + n + 1);
	if (*words == '\0')
		snprintf(out, cap, "%s", _("okänt"));
}
