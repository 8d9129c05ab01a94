/* samdepa: the kiosk. */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "db/clock.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/loop.h"
#include "tui/kiosk/replay.h"
#include "tui/lang.h"
#include "tui/say.h"
#include "tui/sink.h"

#define BUSY_MS		5000
#define EXIT_USAGE	2
#define EXIT_DAMAGED	3
#define EXIT_OUTSIDE	4
#define EXIT_BUSY	5

struct options {
	const char *config, *store, *lang, *keys, *dump, *record, *size;
};

static const struct option longs[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "store", required_argument, NULL, 's' },
	{ "lang", required_argument, NULL, 'l' },
	{ "keys", required_argument, NULL, 'k' },
	{ "dump", required_argument, NULL, 'd' },
	{ "record", required_argument, NULL, 'r' },
	{ "size", required_argument, NULL, 'z' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static void
usage(FILE *out)
{
	fprintf(out, "%s", _(
	    "samdepa [--store FIL] [--config FIL] [--lang sv|en]\n"
	    "        [--record FIL] [--keys FIL --dump FIL [--size BxH]]\n"
	    "\n"
	    "Kiosken: skanna vad som helst.\n"
	    "  --store FIL    depåns lager\n"
	    "  --config FIL   inställningar\n"
	    "  --lang sv|en   språk\n"
	    "  --record FIL   skriv ner allt som skrivs och skannas\n"
	    "  --keys FIL     spela upp en sådan fil utan terminal\n"
	    "  --dump FIL     och skriv skärmen hit; - är standard ut\n"
	    "  --size BxH     skärmens storlek då, annars 80x24\n"));
}

static void
complain(const char *text)
{
	char clean[1024];

	sink_clean(text, strlen(text), 1000, clean, sizeof clean);
	fprintf(stderr, "samdepa: %s\n", clean);
}

static int
exit_status(enum rc rc)
{
	return rc == RC_OK ? 0 : rc == RC_DAMAGED ? EXIT_DAMAGED :
	    rc == RC_OUTSIDE || rc == RC_NOT_FOUND ? EXIT_OUTSIDE :
	    rc == RC_BUSY ? EXIT_BUSY :
	    rc == RC_INVALID ? EXIT_USAGE : 1;
}

static int
give_up(enum rc rc, const struct err *err)
{
	char text[512];

	/* What stopped the start says more than its kind does. */
	bool alone = rc == RC_OUTSIDE && err->why == WHY_NONE &&
	    err->text[0] != '\0';
	say_err(rc, err, text, sizeof text);
	if (!alone)
		complain(text);
	if (err->text[0] != '\0' && err->why == WHY_NONE)
		complain(err->text);
	return exit_status(rc);
}

static bool
read_options(int argc, char **argv, struct options *o, int *status)
{
	int c;

	while ((c = getopt_long(argc, argv, "h", longs, NULL)) != -1)
		switch (c) {
		case 'c': o->config = optarg; break;
		case 's': o->store = optarg; break;
		case 'l': o->lang = optarg; lang_set(optarg); break;
		case 'k': o->keys = optarg; break;
		case 'd': o->dump = optarg; break;
		case 'r': o->record = optarg; break;
		case 'z': o->size = optarg; break;
		case 'h':
			usage(stdout);
			*status = 0;
			return false;
		case 'V':
			printf("samdepa %s\n", VERSION);
			*status = 0;
			return false;
		default:
			*status = EXIT_USAGE;
			return false;
		}
	*status = EXIT_USAGE;
	if (optind < argc || (o->keys == NULL) != (o->dump == NULL)) {
		usage(stderr);
		return false;
	}
	return true;
}

static enum rc
configure(struct kiosk *k, const struct options *o, struct err *err)
{
	static struct reader reader[READERS_MAX];
	size_t n = 0;
	enum rc rc = config_load(&k->cfg, o->config, err);

	if (rc != RC_OK)
		return rc;
	/* What is started from here goes by the same file. */
	if (o->config != NULL)
		setenv("SAMDEPA_CONFIG", o->config, 1);
	if (o->store != NULL) {
		if (strlen(o->store) >= sizeof k->cfg.store)
			return err_set(err, RC_INVALID, "--store: too long");
		snprintf(k->cfg.store, sizeof k->cfg.store, "%s", o->store);
	}
	if (o->lang != NULL)
		snprintf(k->cfg.language, sizeof k->cfg.language, "%s",
		    o->lang);
	lang_set(k->cfg.language);
	rc = readers_configured(&k->cfg, reader, &n, err);
	if (rc != RC_OK)
		return rc;
	readers_init(&k->readers, reader, n, kiosk_is_calm(k) ? 1000 : 200);
	return clock_check(err);
}

static enum rc
run(struct kiosk *k, const struct options *o, int *ended_by, struct err *err)
{
	int cols = 80, rows = 24;

	k->now_ms = o->keys != NULL ? 1000 : clock_mono_ms();
	if (o->keys == NULL) {
		FILE *record = NULL;
		enum rc rc = RC_OK;
		if (o->record != NULL)
			rc = replay_open(o->record, &record, err);
		if (rc == RC_OK)
			rc = term_open(&k->cfg, err);
		if (rc == RC_OK) {
			kiosk_start(k);
			*ended_by = loop_run(k, record);
			term_close();
		}
		if (record != NULL)
			fclose(record);
		return rc;
	}
	if (o->size != NULL && (sscanf(o->size, "%dx%d", &cols, &rows) != 2 ||
	    cols < 1 || rows < 1 || cols > 1000 || rows > 1000))
		return err_set(err, RC_INVALID, "--size: not like 80x24");
	enum rc rc = term_open_hidden(&k->cfg, rows, cols, err);
	if (rc != RC_OK)
		return rc;
	kiosk_start(k);
	return replay_run(k, o->keys, o->dump, err);
}

/* A PIN may stand in the memory: it is left in no file, and nobody else's
 * program may look. */
static void
keep_secrets(void)
{
	struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0);
}

int
main(int argc, char **argv)
{
	static struct kiosk kiosk;
	struct kiosk *k = &kiosk;
	struct options o = { .config = NULL };
	struct err err = { .why = WHY_NONE };
	int status, ended_by = 0;

	keep_secrets();
	lang_init();
	lang_set(NULL);
	if (!read_options(argc, argv, &o, &status))
		return status;
	paper_init(&k->paper);
	sync_job_init(&k->sync);
	k->wait_fd = -1;
	k->stack = calloc(STACK_MAX, sizeof *k->stack);
	if (k->stack == NULL)
		return give_up(RC_OUTSIDE, &err);
	enum rc rc = configure(k, &o, &err);
	if (rc != RC_OK)
		return give_up(rc, &err);
	rc = db_open(k->cfg.store, BUSY_MS, &k->db, &err);
	if (rc == RC_OK)
		rc = run(k, &o, &ended_by, &err);
	if (rc != RC_OK)
		status = give_up(rc, &err);
	else
		status = ended_by == SIGINT ? 128 + SIGINT : 0;
	if (k->db != NULL)
		db_close(k->db);
	free(k->stack);
	return status;
}
