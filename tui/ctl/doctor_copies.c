/* doctor_copies.c - samdepactl doctor: the mirror and the nightly backup. */
#include <stdio.h>

#include "db/clock.h"
#include "db/mirror.h"
#include "db/nightly.h"
#include "tui/ctl/doctor.h"
#include "tui/lang.h"

static void
check_mirror(struct doctor *d)
{
	struct mirror_state s;
	struct err err = { 0 };
	char since[CLOCK_LOCAL_MAX], found[640], line[700];

	enum rc rc = mirror_state(d->ctl->db, &s, &err);
	if (rc != RC_OK || !s.on)
		return;		/* not everybody has one */
	if (s.stale == 0) {
		doctor_finding(d, _("spegling"), RC_OK, s.folder, "");
		return;
	}
	clock_format_local(s.stale, since);
	const char *args[] = { s.folder };
	lang_fill(found, sizeof found, _(err_why_sentence(s.problem)), args, 1);
	snprintf(line, sizeof line, "%s %s", since, found);
	doctor_finding(d, _("spegling"), RC_OUTSIDE, line, s.renew ?
	    _("Kör samdepactl mirror MAPP: den görs om medan andra arbetar.") :
	    _("Sätt tillbaka disken: speglingen hinner i kapp av sig själv."));
}

static void
check_backup(struct doctor *d)
{
	int64_t last;
	struct err err = { 0 };
	char found[CLOCK_LOCAL_MAX];

	if (nightly_last(d->ctl->db, &last, &err) != RC_OK)
		return;
	doctor_finding(d, _("säkerhetskopia"),
	    clock_now() - last > NIGHTLY_LATE_S ? RC_OUTSIDE : RC_OK,
	    clock_format_local(last, found),
	    _("Den borde ha gjorts i natt. Kör samdepactl backup --nightly "
	    "MAPP och se vad den säger."));
}

void
doctor_copies(struct doctor *d)
{
	check_mirror(d);
	check_backup(d);
}
