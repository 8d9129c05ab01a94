/* doctor_sync.c - what is wrong with sync: each trouble is a row of one table,
 * and a line for whoever looks after the depot. */
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/lives.h"
#include "db/sync_state.h"
#include "tui/ctl/doctor.h"
#include "tui/lang.h"

#define DAY_S		86400
#define REPORT_MAX	16384

struct look {
	struct sync_state state;
	struct lives_health health;
	size_t  hubs;
	int64_t now, stale_s;	/* after so long a sync is an old one */
	char    complaint[512];	/* the first of the last report, or "" */
	char    found[640];	/* filled by the row that is wrong */
};

static bool __attribute__((format(printf, 2, 3)))
found(struct look *l, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(l->found, sizeof l->found, fmt, ap);
	va_end(ap);
	return true;
}

/* A number in a sentence that has %1$s, and a word in %2$s. */
static bool
found_n(struct look *l, const char *sentence, int64_t n, const char *word)
{
	char number[24];
	const char *const args[] = { number, word };

	snprintf(number, sizeof number, "%lld", (long long)n);
	lang_fill(l->found, sizeof l->found, sentence, args, 2);
	return true;
}

static bool
synced(const struct look *l)
{
	return l->hubs > 0 && l->state.last_ok > 0;
}

/* --- the rows --- */

static bool
ended(struct look *l)
{
	return l->health.ended &&
	    found(l, "%s", _("det här registret är avslutat"));
}

static bool
no_hub(struct look *l)
{
	return l->hubs == 0 && found(l, "%s", _("inget nav"));
}

static bool
not_reached(struct look *l)
{
	return l->hubs > 0 && l->state.problem[0] != '\0' && found(l, "%s",
	    l->complaint[0] != '\0' ? l->complaint : l->state.problem);
}

static bool
never(struct look *l)
{
	return l->hubs > 0 && l->state.last_ok == 0 &&
	    l->state.problem[0] == '\0' &&
	    found(l, "%s", _("har aldrig synkat"));
}

static bool
old(struct look *l)
{
	char day[32];

	return synced(l) && l->now - l->state.last_ok > l->stale_s && found_n(l,
	    _("senast %2$s; %1$s händelser väntar på att skickas"),
	    l->state.waiting, lang_minute(l->state.last_ok, day, sizeof day));
}

static bool
not_member(struct look *l)
{
	return synced(l) && l->health.joined && !l->health.member &&
	    !l->health.ended && found(l, "%s",
	    _("depån är inte med i gruppen ännu"));
}

static bool
two_lives(struct look *l)
{
	return l->state.two_lives && found(l, "%s",
	    _("två register säger sig vara den här depån: en kopierad disk"));
}

static bool
suspended(struct look *l)
{
	return l->health.suspended > 0 && found_n(l, _("%1$s föremål måste "
	    "ses innan de lovas bort igen"), l->health.suspended,
	    NULL);
}

static bool
horizon(struct look *l)
{
	char day[CLOCK_DAY_MAX];

	if (l->health.horizon <= clock_today())
		return false;
	return found_n(l, _("inget lovas bort före %2$s: något kan "
	    "ha gått förlorat"), 0,
	    clock_format_day(l->health.horizon, day));
}

static bool
behind(struct look *l)
{
	return l->health.behind[0] != '\0' && found_n(l, _("%1$s händelser ur "
	    "loggen %2$s fattas: andra har sett dem"), l->health.behind_by,
	    l->health.behind);
}

static bool
unknown(struct look *l)
{
	return l->health.unknown > 0 && found_n(l, _("%1$s händelser kommer "
	    "från en nyare version"), l->health.unknown, NULL);
}

/* What the last sync said though it went through. */
static bool
complained(struct look *l)
{
	return synced(l) && l->state.problem[0] == '\0' &&
	    !l->state.two_lives && l->health.behind[0] == '\0' &&
	    (l->health.member || !l->health.joined) &&
	    l->complaint[0] != '\0' && found(l, "%s", l->complaint);
}

/* Where the computer has systemd: somebody's nightly timer. */
static bool
no_timer(struct look *l)
{
	static const char *const wants[] = {
		"/etc/systemd/system/*.wants/samdepa-sync@*.timer",
		"/run/systemd/system/*.wants/samdepa-sync@*.timer",
	};
	bool there = access("/run/systemd/system", F_OK) != 0;

	for (size_t i = 0; !there && i < sizeof wants / sizeof *wants; i++) {
		glob_t g;

		there = glob(wants[i], GLOB_NOSORT, NULL, &g) == 0;
		globfree(&g);
	}
	return l->hubs > 0 && !there && found(l, "%s",
	    _("ingen nattlig synkning är påslagen"));
}

static const struct {
	const char *check;	/* msgids */
	bool (*wrong)(struct look *);
	enum rc rc;		/* RC_OK: told, and nothing is wrong */
	const char *advice;
} rows[] = {
	{ N_("synkning"), ended, RC_REFUSED, N_("Arbeta i det register som "
	    "tog över. Det här får bara läsas.") },
	{ N_("synkning"), no_hub, RC_REFUSED, N_("Lägg till navet med "
	    "samdepactl hub add URL.") },
	{ N_("synkning"), not_reached, RC_OUTSIDE, N_("Rätta det, och kör "
	    "samdepactl sync.") },
	{ N_("synkning"), never, RC_OUTSIDE, N_("Kör samdepactl sync.") },
	{ N_("synkning"), old, RC_OUTSIDE, N_("Kör samdepactl sync, och se "
	    "efter att den körs på natten.") },
	{ N_("grupp"), not_member, RC_REFUSED, N_("Be samordnaren köra "
	    "samdepactl sync, och gör det sedan här.") },
	{ N_("två register"), two_lives, RC_REFUSED, N_("samdepactl depot "
	    "show visar båda. Samordnaren avslutar det ena med samdepactl "
	    "depot retire DEPÅ --log LOGG.") },
	{ N_("återställning"), suspended, RC_REFUSED, N_("Räkna hyllorna: "
	    "samdepactl count PLATS FÖREMÅL…, eller skanna dem i kiosken.") },
	{ N_("återställning"), horizon, RC_OK, "" },
	{ N_("loggar"), behind, RC_OUTSIDE, N_("Synka igen. Hjälper det inte "
	    "har navet tappat dem: be den depån synka.") },
	{ N_("loggar"), unknown, RC_REFUSED, N_("Uppgradera Samdepå; de läses "
	    "in då.") },
	{ N_("synkning"), complained, RC_OUTSIDE, N_("Kör samdepactl sync "
	    "igen. Säger den samma sak: tala med samordnaren.") },
	{ N_("nattlig synkning"), no_timer, RC_REFUSED, N_("Kör sudo systemctl "
	    "enable --now samdepa-sync@$USER.timer") },
};

/* --- what they look at --- */

/* The first line that begins with "! ". */
static void
last_complaint(struct db *db, struct look *l)
{
	static char text[REPORT_MAX];
	int64_t time;

	if (sync_report_last(db, text, sizeof text, &time, NULL) != RC_OK)
		return;
	for (char *line = strtok(text, "\n"); line != NULL;
	    line = strtok(NULL, "\n"))
		if (strncmp(line, "! ", 2) == 0) {
			snprintf(l->complaint, sizeof l->complaint, "%s",
			    line + 2);
			return;
		}
}

/* Nothing is wrong with sync itself: how old the knowledge is. */
static void
well(struct doctor *d, struct look *l)
{
	char when[32];

	if (!l->health.joined && l->hubs == 0)
		found(l, "%s", _("ingen: depån står för sig själv"));
	else
		found_n(l, _("läget %2$s; %1$s händelser väntar på natten"),
		    l->state.waiting, lang_minute(l->state.last_ok, when,
		    sizeof when));
	doctor_finding(d, _("synkning"), RC_OK, l->found, "");
}

void
doctor_sync(struct doctor *d)
{
	static char urls[16][512];
	struct look l = { .now = clock_now(),
	    .stale_s = (int64_t)d->ctl->cfg.sync_stale_days * DAY_S };
	struct err err = { 0 };
	const char *sync_itself = N_("synkning");
	bool told = false;	/* that there is something with it */
	enum rc rc = sync_state_get(d->ctl->db, &l.state, &err);

	if (rc == RC_OK)
		rc = lives_health(d->ctl->db, &l.health, &err);
	if (rc == RC_OK)
		rc = sync_hubs(d->ctl->db, urls, 16, &l.hubs, &err);
	if (rc != RC_OK)
		return;		/* the store's own line says it */
	last_complaint(d->ctl->db, &l);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].wrong == no_hub && !l.health.joined)
			continue;
		if (rows[i].wrong(&l)) {
			told = told || strcmp(rows[i].check, sync_itself) == 0;
			doctor_finding(d, _(rows[i].check), rows[i].rc,
			    l.found, rows[i].advice[0] == '\0' ? "" :
			    _(rows[i].advice));
		}
		if (l.health.ended)
			break;	/* nothing else matters */
	}
	if (!told)
		well(d, &l);
}
