/* cmd_doctor.c - samdepactl doctor: what is wrong, and what to do about it.
 * Every check runs, whatever the ones before it found. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/code.h"
#include "db/history.h"
#include "db/store.h"
#include "tui/ctl/command.h"
#include "tui/ctl/doctor.h"
#include "tui/ctl/probe.h"
#include "tui/depot_rules.h"
#include "tui/lang.h"
#include "tui/papers.h"
#include "tui/say.h"

static const struct column columns[] = {
	{ "mark", "", NULL },
	{ "check", N_("Vad"), NULL },
	{ "found", N_("Läge"), NULL },
	{ "advice", N_("Gör så här"), NULL },
	{ 0 },
};

void
doctor_finding(struct doctor *d, const char *check, enum rc rc,
    const char *found, const char *advice)
{
	json_t *o = json_object();

	out_set(o, "check", out_string(check));
	out_set(o, "ok", json_boolean(rc == RC_OK));
	out_set(o, "found", out_string(found));
	out_set(o, "advice", out_string(rc == RC_OK ? "" : advice));
	json_array_append_new(d->checks, o);
	if (rc == RC_OK)
		return;
	if (d->wrong++ == 0)
		d->worst = rc;
}

/* The same with the failure's own sentence as what was found. */
static void
failing(struct doctor *d, const char *check, enum rc rc,
    const struct err *err, const char *advice)
{
	char found[640];

	if (err->why == WHY_NONE && err->text[0] != '\0')
		snprintf(found, sizeof found, "%s", err->text);
	else
		say_err(rc, err, found, sizeof found);
	doctor_finding(d, check, rc, found, advice);
}

static void
check_config(struct doctor *d)
{
	const char *file = getenv("SAMDEPA_CONFIG");

	if (file == NULL || *file == '\0')
		file = CONFIG_FILE;
	if (d->ctl->cfg_rc != RC_OK)
		failing(d, _("inställningar"), d->ctl->cfg_rc,
		    &d->ctl->cfg_err, _("Rätta raden som står här. Tills dess "
		    "startar inget annat."));
	else
		doctor_finding(d, _("inställningar"), RC_OK,
		    access(file, F_OK) == 0 ? file :
		    _("ingen fil: standardvärden"), "");
}

static void
check_clock(struct doctor *d)
{
	char now[CLOCK_LOCAL_MAX];
	struct err err;

	enum rc rc = clock_check(&err);
	if (rc != RC_OK) {
		failing(d, _("klocka"), rc, &err,
		    _("Rätta SAMDEPA_NOW, eller ta bort den."));
		return;
	}
	rc = (d->ctl->db != NULL ? db_clock_is_wrong(d->ctl->db) :
	    clock_is_wrong(clock_now(), 0)) ? RC_OUTSIDE : RC_OK;
	doctor_finding(d, _("klocka"), rc, clock_format_local(clock_now(), now),
	    _("Ställ datorns klocka: den går efter det som redan har hänt."));
}

static const char *
store_advice(enum rc rc)
{
	switch (rc) {
	case RC_DAMAGED:
		return _("Kör samdepactl check. Lägg tillbaka den senaste "
		    "säkerhetskopian med samdepactl restore.");
	case RC_NEWER:
		return _("Uppgradera programmet.");
	case RC_BUSY:
		return _("Vänta och försök igen.");
	default:
		return _("Gör ett register med samdepactl init, eller säg var "
		    "det ligger med store i inställningarna.");
	}
}

static void
check_store(struct doctor *d)
{
	struct ctl *ctl = d->ctl;
	struct store_size size;
	struct err err = { 0 };
	char found[640], number[24];

	enum rc rc = ctl_open(ctl, &err);
	if (rc == RC_OK)
		rc = store_size(ctl->db, &size, &err);
	if (rc != RC_OK) {
		failing(d, _("register"), rc, &err, store_advice(rc));
		return;
	}
	snprintf(number, sizeof number, "%lld", (long long)size.items);
	const char *args[] = { ctl->store, db_depot_name(ctl->db), number };
	lang_fill(found, sizeof found, _("%1$s: %2$s, %3$s föremål"), args, 3);
	rc = db_is_readonly(ctl->db) ? RC_OUTSIDE : RC_OK;
	doctor_finding(d, _("register"), rc, found,
	    _("Filen går bara att läsa: kör "
	    "som den som äger den, eller ändra dess rättigheter."));
}

static void
check_actor(struct doctor *d)
{
	struct err err = { 0 };

	if (d->ctl->db == NULL)
		return;
	enum rc rc = ctl_sign_in(d->ctl, &err);
	if (rc == RC_OK && d->ctl->actor.id == 0)
		doctor_finding(d, _("du"), RC_REFUSED,
		    _(role_label(ROLE_VISITOR)),
		    _("Be en administratör: samdepactl staff add NAMN --login "
		    "ANVÄNDARE. Eller säg --as TJÄNSTEKORT."));
	else if (rc == RC_OK)
		doctor_finding(d, _("du"), RC_OK,
		    _(role_label(d->ctl->actor.role)), "");
	else
		failing(d, _("du"), rc, &err, _("Säg --as TJÄNSTEKORT."));
}

static void
check_printer(struct doctor *d, enum print_use use)
{
	const char *printer = papers_printer(&d->ctl->cfg, use), *advice;
	struct err err = { 0 };
	enum paper paper = PAPER_UNKNOWN;
	char what[96], found[640];
	const char *args[] = { papers_use(use), printer, "" };

	lang_fill(what, sizeof what, _("skrivare för %1$s"), args, 1);
	enum rc rc = print_ready(printer, &paper, &err);
	if (rc != RC_OK) {
		args[2] = papers_fault(&err, &advice);
		doctor_finding(d, what, rc, lang_fill(found, sizeof found,
		    "%2$s: %3$s", args, 3), advice);
		return;
	}
	args[2] = paper == PAPER_OUT ? _("papper slut") : paper == PAPER_LOW ?
	    _("papper snart slut") : "";
	doctor_finding(d, what, paper == PAPER_OUT ? RC_OUTSIDE : RC_OK,
	    lang_fill(found, sizeof found, *args[2] != '\0' ? "%2$s: %3$s" :
	    "%2$s", args, 3), _("Lägg i papper."));
}

static void
check_printers(struct doctor *d)
{
	for (int i = 0; i < USE_COUNT; i++)
		if (papers_has_own(&d->ctl->cfg, (enum print_use)i))
			check_printer(d, (enum print_use)i);
}

/* Papers that wait; somebody must decide on those that may be printed. */
static void
check_waiting(struct doctor *d)
{
	static struct job job[JOBS_MAX];
	struct err err = { 0 };
	char found[200], waits[24], unsure[24];
	const char *args[] = { waits, unsure };
	size_t n = 0, doubt = 0;

	if (d->ctl->db == NULL || job_list(d->ctl->db, NULL, job, JOBS_MAX, &n,
	    &err) != RC_OK || n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		doubt += job[i].state == JOB_UNSURE;
	snprintf(waits, sizeof waits, "%zu", n - doubt);
	snprintf(unsure, sizeof unsure, "%zu", doubt);
	doctor_finding(d, _("utskrifter"), doubt > 0 ? RC_REFUSED : RC_OK,
	    lang_fill(found, sizeof found, _("%1$s väntar, %2$s är kanske "
	    "utskrivna"), args, 2), _("Kiosken, Skrivare: skriv ut igen, eller "
	    "kasta."));
}

/* Whether what is printed is read back: a label, made as for the printer and
 * kept.  Where the printer itself is at fault, its own line says so. */
static void
check_readback(struct doctor *d, const char *printer)
{
	const struct db *db = d->ctl->db;
	struct print_result res = { 0 };
	struct label label = { 0 };
	struct err err = { 0 };
	char found[640];
	const char *args[] = { label.code, printer };

	enum rc rc = code_format(CODE_ITEM, db != NULL ? db_depot(db) :
	    "TEST1", 123456, label.code, &err);
	if (rc == RC_OK)
		rc = print_try(printer, &label, &res, &err);
	if (rc == RC_REFUSED)
		failing(d, _("provetikett"), rc, &err, _("Ange en skrivare med "
		    "bredare etiketter eller papper: label_printer i "
		    "inställningarna."));
	else if (rc == RC_OK && res.unread == WHY_NONE)
		doctor_finding(d, _("provetikett"), RC_OK, lang_fill(found,
		    sizeof found, _("%1$s för %2$s: streckkod och QR-kod "
		    "lästes tillbaka"), args, 2), "");
	else if (rc == RC_OK)
		doctor_finding(d, _("provetikett"), RC_OUTSIDE,
		    res.unread == WHY_READER_MISSING ?
		    _("samdepa-scan fattas: det som skrivs ut läses inte "
		    "tillbaka") : _("samdepa-scan svarade inte: det som skrivs "
		    "ut läses inte tillbaka"),
		    _("Lägg samdepa-scan bredvid samdepactl, eller i sökvägen "
		    "(PATH)."));
}

/* One that does not speak as it should; or a device, as its reader tells. */
static void
check_reader(struct doctor *d, const struct reader *r)
{
	static struct probe probe;
	struct err err = { 0 };
	char name[80], found[640], advice[400] = "";
	const char *args[] = { r->name, probe.what };

	snprintf(name, sizeof name, "%s", reader_word(r));
	enum rc rc = probe_reader(r, &probe, &err);
	if (rc != RC_OK) {
		failing(d, name, rc, &err, reader_is_device(r) ?
		    _("Prova den för sig med samdepa-scan, som ska finnas "
		    "bredvid samdepactl.") :
		    _("Prova kommandot för scanner i inställningarna för sig: "
		    "det ska börja med raden samdepa-scan 1."));
		return;
	}
	if (probe.device == PROBE_GONE) {
		reader_advice(r, probe.what, advice, sizeof advice);
		args[1] = reader_fault(probe.what);
		rc = advice[0] != '\0' ? RC_OUTSIDE : RC_OK;
	}
	doctor_finding(d, name, rc, lang_fill(found, sizeof found,
	    probe.what[0] != '\0' ? "%1$s: %2$s" : "%1$s", args, 2), advice);
}

static void
check_readers(struct doctor *d)
{
	static struct reader reader[READERS_MAX];
	struct err err = { 0 };
	size_t n = 0;

	if (d->ctl->cfg_rc != RC_OK)
		return;
	enum rc rc = readers_configured(&d->ctl->cfg, reader, &n, &err);
	if (rc != RC_OK)
		failing(d, _("läsare"), rc, &err, _("Rätta inställningarna. "
		    "Tills dess startar inte kiosken."));
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		check_reader(d, &reader[i]);
	const char *args[] = { d->ctl->cfg.elsewhere };
	char found[900];
	if (rc == RC_OK && *args[0] != '\0')
		doctor_finding(d, _("läsare"), RC_OK, lang_fill(found,
		    sizeof found, _("%1$s hör till depåns egen plats och "
		    "används inte över SSH; en som skriver fungerar"), args,
		    1), "");
	else if (rc == RC_OK && n == 0)
		doctor_finding(d, _("läsare"), RC_OK,
		    _("ingen inställd; en som skriver behöver ingen"), "");
}

static void
check_rules(struct doctor *d)
{
	static struct rules rules;
	const struct config *cfg = &d->ctl->cfg;
	struct err err = { 0 };
	char found[640], number[24];
	const char *args[] = { cfg->rules, number };

	if (d->ctl->cfg_rc != RC_OK)
		return;
	enum rc rc = depot_rules_read(cfg, &rules, &err);
	if (rc != RC_OK) {
		failing(d, _("regler"), rc, &err, _("Rätta filen, och pröva "
		    "den med samdepactl rules --check. Tills dess svarar "
		    "personer."));
		return;
	}
	snprintf(number, sizeof number, "%zu", rules.n);
	doctor_finding(d, _("regler"), RC_OK, rules.n == 0 ?
	    _("inga: personer svarar på beställningar") :
	    lang_fill(found, sizeof found, _("%1$s: %2$s regler"), args, 2),
	    "");
}

static void
show(struct doctor *d)
{
	struct out_list list;
	json_t *row;
	size_t i;

	if (d->ctl->json) {
		json_t *o = json_object();
		out_set(o, "ok", json_boolean(d->wrong == 0));
		out_set(o, "checks", json_incref(d->checks));
		out_made(d->ctl, o, "ok");
		return;
	}
	out_begin(&list, d->ctl, columns);
	json_array_foreach(d->checks, i, row) {
		out_set(row, "mark", out_string(json_is_true(
		    json_object_get(row, "ok")) ? "✓" : "✗"));
		out_row(&list, json_incref(row));
	}
	out_end(&list);
}

enum rc
cmd_doctor(struct ctl *ctl, struct err *err)
{
	struct doctor d = { .ctl = ctl, .checks = json_array(),
	    .worst = RC_OK };
	char wrong[16];

	(void)err;
	check_config(&d);
	check_store(&d);
	check_clock(&d);
	check_actor(&d);
	check_printers(&d);
	check_waiting(&d);
	check_readback(&d, ctl->cfg.label_printer[0] != '\0' ?
	    ctl->cfg.label_printer : ctl->cfg.printer);
	check_readers(&d);
	if (ctl->db != NULL) {
		doctor_sync(&d);
		doctor_copies(&d);
	}
	check_rules(&d);
	show(&d);
	json_decref(d.checks);
	snprintf(wrong, sizeof wrong, "%d", d.wrong);
	return d.wrong == 0 ? RC_OK : ctl_say(ctl, d.worst,
	    _("%1$s att rätta till."), wrong, NULL, NULL);
}
