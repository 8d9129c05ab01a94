#include "tui/say.h"

#include <stdbool.h>
#include <stdio.h>

#include "tui/lang.h"

static const struct {
	const char *word;
	const char *sentence;
} rcs[] = {
	[RC_OK] = { N_("Klart"), N_("Det gick bra.") },
	[RC_NOT_FOUND] = { N_("Finns inte"), N_("Det finns inte här.") },
	[RC_REFUSED] = { N_("Nej"), N_("Det går inte.") },
	[RC_INVALID] = { N_("Fel"), N_("Det som skrevs går inte att läsa.") },
	[RC_BUSY] = { N_("Upptaget"),
	    N_("Någon annan skriver just nu. Försök igen.") },
	[RC_DAMAGED] = { N_("Skadat"),
	    N_("Registret är skadat. Hämta den depåansvariga.") },
	[RC_NEWER] = { N_("Nyare"),
	    N_("Registret är gjort av en nyare version av programmet.") },
	[RC_OUTSIDE] = { N_("Stopp"),
	    N_("Disk, skrivare eller nät svarar inte. Inget är sparat.") },
};

static bool
known(enum rc rc)
{
	return (size_t)rc < sizeof rcs / sizeof *rcs;
}

const char *
say_rc(enum rc rc)
{
	return _(rcs[known(rc) ? rc : RC_OUTSIDE].word);
}

char *
say_err(enum rc rc, const struct err *err, char *out, size_t cap)
{
	if (err != NULL && err->why != WHY_NONE && err->why < WHY_COUNT) {
		const char *args[] = { err->arg[0], err->arg[1],
		    err->arg[2] };
		return lang_fill(out, cap, _(err_why_sentence(err->why)), args,
		    3);
	}
	snprintf(out, cap, "%s",
	    _(rcs[known(rc) ? rc : RC_OUTSIDE].sentence));
	return out;
}
