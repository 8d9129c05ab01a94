#include "tui/config.h"

#include <errno.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/ini_text.h"
#include "tui/lang.h"

enum type { TEXT, WORD, NUMBER, SIZE };

static const struct option {
	const char *name;
	enum type type;
	size_t at, size;	/* in struct config */
	int min, max, number;
	const char *words, *value, *unit, *text;
} options[] = {
#define AT(n)	offsetof(struct config, n), sizeof ((struct config *)0)->n
#define OPT_TEXT(n, v, t)	{ #n, TEXT, AT(n), 0, 0, 0, "", v, "", t },
#define OPT_WORD(n, w, v, t)	{ #n, WORD, AT(n), 0, 0, 0, w, v, "", t },
#define OPT_SIZE(n, t)	{ #n, SIZE, AT(n), 0, 0, 0, "", "", "mm", t },
#define OPT_NUMBER(n, lo, hi, v, u, t) \
	{ #n, NUMBER, AT(n), lo, hi, v, "", "", u, t },
#include "tui/options.def"
#undef OPT_TEXT
#undef OPT_WORD
#undef OPT_SIZE
#undef OPT_NUMBER
};

#define OPTIONS (sizeof options / sizeof *options)

static void
set_text(struct config *cfg, const struct option *o, const char *value)
{
	snprintf((char *)cfg + o->at, o->size, "%s", value);
}

static void
set_number(struct config *cfg, const struct option *o, int value)
{
	memcpy((char *)cfg + o->at, &value, sizeof value);
}

void
config_init(struct config *cfg)
{
	memset(cfg, 0, sizeof *cfg);
	for (size_t i = 0; i < OPTIONS; i++)
		if (options[i].type == NUMBER)
			set_number(cfg, &options[i], options[i].number);
		else
			set_text(cfg, &options[i], options[i].value);
}

static bool
is_word_of(const char *words, const char *value)
{
	char bar[24];

	if (*value == '\0' || strlen(value) > 15 || strchr(value, '|') != NULL)
		return false;
	snprintf(bar, sizeof bar, "|%s|", value);
	return strstr(words, bar) != NULL;
}

/* Thousandths of a millimetre; -1: not from 0.5 to 50 with a point and at
 * most three figures behind it.  *text goes on to what follows. */
static int
read_um(const char **text)
{
	const char *p = *text;
	int um = 0, unit = 1000, whole = 0;

	for (; *p >= '0' && *p <= '9' && whole < 2; p++, whole++)
		um = um * 10 + (*p - '0');
	um *= 1000;
	if (whole > 0 && *p == '.')
		for (p++; *p >= '0' && *p <= '9' && unit > 1; p++) {
			unit /= 10;
			um += (*p - '0') * unit;
		}
	*text = p;
	return whole > 0 && um >= 500 && um <= 50000 ? um : -1;
}

bool
config_size(const char *text, int *w_um, int *h_um)
{
	*w_um = read_um(&text);
	if (*w_um < 0 || *text++ != 'x')
		return false;
	*h_um = read_um(&text);
	return *h_um > 0 && *text == '\0';
}

/* Sets the option from text; false, with the fault said, where it cannot. */
static bool
assign(struct config *cfg, const struct option *o, const char *value,
    char *fault, size_t cap)
{
	if (o->type == TEXT) {
		if (strlen(value) >= o->size) {
			snprintf(fault, cap, "%s: too long", o->name);
			return false;
		}
		set_text(cfg, o, value);
		return true;
	}
	if (o->type == WORD) {
		if (!is_word_of(o->words, value)) {
			snprintf(fault, cap, "%s: not one of %s", o->name,
			    o->words);
			return false;
		}
		set_text(cfg, o, value);
		return true;
	}
	if (o->type == SIZE) {
		int w_um, h_um;
		if (*value != '\0' && (strlen(value) >= o->size ||
		    !config_size(value, &w_um, &h_um))) {
			snprintf(fault, cap, "%s: not a width and height in "
			    "mm like 2.3x4.7", o->name);
			return false;
		}
		set_text(cfg, o, value);
		return true;
	}
	char *end;
	errno = 0;
	long n = strtol(value, &end, 10);
	if (end == value || *end != '\0' || errno != 0 || n < o->min ||
	    n > o->max) {
		snprintf(fault, cap, "%s: not a number from %d to %d %s",
		    o->name, o->min, o->max, o->unit);
		return false;
	}
	set_number(cfg, o, (int)n);
	return true;
}

struct reading {		/* of one file */
	struct config *cfg, other;	/* other: of the seats that are not ours */
	char seat[CONFIG_SEAT_MAX];	/* ours */
	bool own[OPTIONS];	/* options that our seat says itself */
};

/* The seat's name in "seat NAME", NULL where it is no such section. */
static const char *
seat_of(const char *section)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
	const char *name = section + 5;

	if (strncmp(section, "seat ", 5) != 0 || *name == '\0' ||
	    strlen(name) >= CONFIG_SEAT_MAX ||
	    name[strspn(name, letters)] != '\0')
		return NULL;
	return name;
}

static bool
on_pair(const char *section, const char *name, const char *value,
    char *fault, void *arg)
{
	struct reading *r = arg;
	const char *seat = *section != '\0' ? seat_of(section) : NULL;
	bool ours = seat != NULL && strcmp(seat, r->seat) == 0;

	if (*section != '\0' && seat == NULL) {
		snprintf(fault, INI_FAULT_SIZE, "not [seat NAME] with at most "
		    "%d of a-z A-Z 0-9 _ -: [%.60s]", CONFIG_SEAT_MAX - 1,
		    section);
		return false;
	}
	if (seat != NULL && strcmp(name, "store") == 0) {
		snprintf(fault, INI_FAULT_SIZE, "store: not for a seat alone");
		return false;
	}
	if (ours)
		snprintf(r->cfg->seat, sizeof r->cfg->seat, "%s", seat);
	for (size_t i = 0; i < OPTIONS; i++)
		if (strcmp(options[i].name, name) == 0) {
			r->own[i] |= ours;
			return assign(seat == NULL || ours ? r->cfg :
			    &r->other, &options[i], value, fault,
			    INI_FAULT_SIZE);
		}
	snprintf(fault, INI_FAULT_SIZE, "unknown option: %.60s", name);
	return false;
}

/* Whose seat it is: what the environment says, else the user's. */
static void
reading_init(struct reading *r, struct config *cfg)
{
	const char *seat = getenv("SAMDEPA_SEAT");

	*r = (struct reading){ .cfg = cfg };
	config_init(cfg);
	if (seat == NULL || *seat == '\0') {
		struct passwd *user = getpwuid(getuid());
		seat = user != NULL ? user->pw_name : "";
	}
	if (strlen(seat) < sizeof r->seat)
		snprintf(r->seat, sizeof r->seat, "%s", seat);
}

/* The depot's readers are not where somebody sits who came by SSH: they stay
 * with the seat that has them. */
static void
leave_readers(struct reading *r)
{
	static const char *const readers[] = { "camera", "serial_scanner",
	    "hid_scanner", "scanner" };
	char *out = r->cfg->elsewhere;
	const char *ssh = getenv("SSH_CONNECTION");

	if (ssh == NULL || *ssh == '\0')
		return;
	for (size_t i = 0; i < OPTIONS; i++)
		for (size_t j = 0; j < sizeof readers / sizeof *readers; j++) {
			char *value = (char *)r->cfg + options[i].at;
			if (strcmp(options[i].name, readers[j]) != 0 ||
			    r->own[i] || *value == '\0')
				continue;
			size_t n = strlen(out);
			snprintf(out + n, sizeof r->cfg->elsewhere - n,
			    "%s%.120s", n > 0 ? " " : "", value);
			*value = '\0';
		}
}

enum rc
config_parse(struct config *cfg, const char *file, const char *text, size_t n,
    struct err *err)
{
	struct reading r;

	reading_init(&r, cfg);
	return ini_text_parse(file, text, n, on_pair, &r, err);
}

enum rc
config_load(struct config *cfg, const char *path, struct err *err)
{
	bool may_lack = false;
	const char *seat = getenv("SAMDEPA_SEAT");
	struct reading r;

	reading_init(&r, cfg);
	if (path == NULL)
		path = getenv("SAMDEPA_CONFIG");
	if (path == NULL || *path == '\0') {
		path = CONFIG_FILE;
		may_lack = true;
	}
	enum rc rc = ini_text_read(path, on_pair, &r, err);
	if (rc == RC_NOT_FOUND)
		rc = may_lack ? RC_OK : RC_OUTSIDE;
	if (rc == RC_OK && seat != NULL && *seat != '\0' &&
	    cfg->seat[0] == '\0')
		return err_set(err, RC_INVALID, "SAMDEPA_SEAT: %.100s has no "
		    "[seat %.40s] with an option", path, seat);
	if (rc == RC_OK)
		leave_readers(&r);
	const char *store = getenv("SAMDEPA_STORE");
	if (rc == RC_OK && store != NULL && *store != '\0') {
		if (strlen(store) >= sizeof cfg->store)
			return err_set(err, RC_INVALID,
			    "SAMDEPA_STORE:1: too long");
		snprintf(cfg->store, sizeof cfg->store, "%s", store);
	}
	return rc;
}

enum rc
config_row(const struct config *cfg, size_t i, struct config_row *row)
{
	if (i >= OPTIONS)
		return RC_NOT_FOUND;
	const struct option *o = &options[i];
	*row = (struct config_row){ .name = o->name, .text = o->text,
	    .unit = o->unit };
	if (o->type == NUMBER) {
		int n;
		memcpy(&n, (const char *)cfg + o->at, sizeof n);
		snprintf(row->value, sizeof row->value, "%d", n);
		snprintf(row->standard, sizeof row->standard, "%d", o->number);
	} else {
		snprintf(row->value, sizeof row->value, "%s",
		    (const char *)cfg + o->at);
		snprintf(row->standard, sizeof row->standard, "%s", o->value);
	}
	return RC_OK;
}

size_t
config_unescape(const char *text, char *out, size_t cap)
{
	size_t n = 0;

	for (const char *p = text; *p != '\0' && n + 1 < cap; p++) {
		char c = *p;
		if (c == '^' && p[1] == '^')
			p++;
		else if (c == '^' && p[1] >= '@' && p[1] <= '_')
			c = (char)(*++p & 0x1f);
		out[n++] = c;
	}
	if (cap > 0)
		out[n] = '\0';
	return n;
}
