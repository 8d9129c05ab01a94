#include "tui/print/lpstat.h"

#include <stdio.h>
#include <string.h>

#include "tui/print/clean.h"

struct said {			/* of the queue */
	bool runs, known, stopped, refuses;
	char why[96];		/* the line below the state, "" none */
	enum paper paper;
};

/* Moves past a word that the line begins with; false: it does not. */
static bool
take(const char **s, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*s, word, n) != 0)
		return false;
	*s += n;
	return true;
}

/* A reason is a keyword, with how grave it is behind it. */
static bool
has_reason(const char *list, const char *reason)
{
	size_t n = strlen(reason);

	for (const char *s = list; (s = strstr(s, reason)) != NULL; s += n)
		if ((s == list || s[-1] == ' ') && strchr(" -", s[n]) != NULL)
			return true;
	return false;
}

static void
take_line(const char *line, const char *queue, struct said *said)
{
	const char *s = line;

	if (strcmp(line, "scheduler is running") == 0)
		said->runs = true;
	else if (take(&s, "\tAlerts: "))
		said->paper = has_reason(s, "media-empty") ? PAPER_OUT :
		    has_reason(s, "media-low") ? PAPER_LOW : said->paper;
	else if (take(&s, "printer ") && take(&s, queue) && take(&s, " ")) {
		said->known = take(&s, "is idle.") ||
		    take(&s, "now printing ");
		said->stopped = !said->known && take(&s, "disabled since ");
		said->known |= said->stopped;
	} else if (s = line, take(&s, queue))
		said->refuses |= take(&s, " not accepting requests ");
}

enum rc
lpstat_read(const char *text, size_t n, const char *queue, enum paper *paper,
    struct err *err)
{
	struct said said = { .paper = PAPER_UNKNOWN };
	bool below = false;	/* the line before named the queue's state */

	for (size_t at = 0; at < n; ) {
		const char *end = memchr(text + at, '\n', n - at);
		size_t len = end != NULL ? (size_t)(end - text) - at : n - at;
		char line[400];

		snprintf(line, sizeof line, "%.*s", (int)(len < sizeof line ?
		    len : sizeof line - 1), text + at);
		if (below && line[0] == '\t' && line[1] != '\t')
			clean_copy(said.why, sizeof said.why, line + 1);
		below = said.stopped;
		take_line(line, queue, &said);
		below = !below && said.stopped;
		at += len + 1;
	}
	clean_text(said.why);
	*paper = said.paper;
	if (!said.known)
		return err_why(err, RC_OUTSIDE, said.runs ? WHY_CUPS_QUEUE :
		    WHY_CUPS_DOWN, queue, NULL, NULL);
	if (said.stopped || said.refuses)
		return err_why(err, RC_OUTSIDE, said.stopped ?
		    WHY_CUPS_STOPPED : WHY_CUPS_REFUSES, queue, said.why,
		    NULL);
	return RC_OK;
}
