#include "tui/factors.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "db/text.h"
#include "tui/ini_text.h"

#define AMOUNT_MAX	INT64_C(100000000000)	/* hundredths */
#define SHARE_MAX	100			/* percent */
#define SHARES		"share"			/* the section of them */

/* Until the file says otherwise: what is taken over was not bought new, and
 * every tenth thing that is lent would have been. */
static const int32_t shares[ORDER_KIND_COUNT] = {
	[ORDER_TAKEOVER] = 100, [ORDER_LOAN] = 10, [ORDER_RENTAL] = 10,
};

static void
factors_init(struct factors *f)
{
	f->n = 0;
	memcpy(f->share, shares, sizeof f->share);
}

/* A number of hundredths from 0 to max; false: fault says so. */
static bool
read_number(const char *name, const char *value, int64_t max, int64_t *out,
    char *fault)
{
	struct err err;

	if (text_hundredths(value, strlen(value), out, &err) == RC_OK &&
	    *out >= 0 && *out <= max)
		return true;
	snprintf(fault, INI_FAULT_SIZE, "%.40s: not a number from 0 to %lld",
	    name, (long long)(max / 100));
	return false;
}

static bool
read_share(struct factors *f, const char *name, const char *value,
    char *fault)
{
	int kind = order_kind_from(name);
	int64_t percent;

	if (kind < 0) {
		snprintf(fault, INI_FAULT_SIZE, "unknown kind of order: %.60s",
		    name);
		return false;
	}
	if (!read_number(name, value, SHARE_MAX * 100, &percent, fault))
		return false;
	f->share[kind] = (int32_t)(percent / 100);
	return true;
}

/* The row of a section, begun where it is new; NULL: too many, too long. */
static struct factor *
row_of(struct factors *f, const char *section, char *fault)
{
	if (f->n > 0 && strcmp(f->factor[f->n - 1].category, section) == 0)
		return &f->factor[f->n - 1];
	if (factors_find(f, section, section) != NULL) {
		snprintf(fault, INI_FAULT_SIZE, "[%.60s] is there twice",
		    section);
		return NULL;
	}
	struct factor *row = &f->factor[f->n];
	if (f->n == FACTORS_MAX || strlen(section) >= sizeof row->category) {
		snprintf(fault, INI_FAULT_SIZE, f->n == FACTORS_MAX ?
		    "more than %d sections" : "a name of more than %d bytes",
		    f->n == FACTORS_MAX ? FACTORS_MAX :
		    (int)sizeof row->category - 1);
		return NULL;
	}
	f->n++;
	*row = (struct factor){ .co2e = -1, .price = -1 };
	snprintf(row->category, sizeof row->category, "%s", section);
	return row;
}

static bool
on_pair(const char *section, const char *name, const char *value,
    char *fault, void *arg)
{
	struct factors *f = arg;
	int64_t year;

	if (*section == '\0') {
		snprintf(fault, INI_FAULT_SIZE, "it belongs to no [category]");
		return false;
	}
	if (strcmp(section, SHARES) == 0)
		return read_share(f, name, value, fault);
	struct factor *row = row_of(f, section, fault);
	if (row == NULL)
		return false;
	if (strcmp(name, "co2e_kg") == 0)
		return read_number(name, value, AMOUNT_MAX, &row->co2e,
		    fault);
	if (strcmp(name, "kronor") == 0)
		return read_number(name, value, AMOUNT_MAX, &row->price,
		    fault);
	if (strcmp(name, "year") == 0) {
		if (!read_number(name, value, 300000, &year, fault))
			return false;
		row->year = (int32_t)(year / 100);
		return true;
	}
	if (strcmp(name, "source") == 0 &&
	    strlen(value) < sizeof row->source) {
		snprintf(row->source, sizeof row->source, "%s", value);
		return true;
	}
	snprintf(fault, INI_FAULT_SIZE, strcmp(name, "source") == 0 ?
	    "%.60s: too long" : "unknown: %.60s", name);
	return false;
}

enum rc
factors_parse(struct factors *f, const char *file, const char *text, size_t n,
    struct err *err)
{
	factors_init(f);
	enum rc rc = ini_text_parse(file, text, n, on_pair, f, err);
	if (rc != RC_OK)	/* nothing of what is wrong is used */
		factors_init(f);
	return rc;
}

enum rc
factors_read(const struct config *cfg, struct factors *f, struct err *err)
{
	struct config standard;

	factors_init(f);
	if (cfg->factors[0] == '\0')
		return RC_OK;
	enum rc rc = ini_text_read(cfg->factors, on_pair, f, err);
	if (rc == RC_OK)
		return RC_OK;
	factors_init(f);
	config_init(&standard);
	return rc == RC_NOT_FOUND &&
	    strcmp(cfg->factors, standard.factors) == 0 ? RC_OK :
	    rc == RC_NOT_FOUND ? RC_OUTSIDE : rc;
}

const struct factor *
factors_find(const struct factors *f, const char *code, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->factor[i].category, code) == 0 ||
		    strcasecmp(f->factor[i].category, name) == 0)
			return &f->factor[i];
	return NULL;
}

void
factors_add(const struct factors *f, const struct factor *row,
    enum order_kind kind, int64_t pieces, int64_t value, struct saving *s)
{
	int32_t share = f->share[kind];

	if (share == 0)
		return;
	if (row != NULL && row->co2e >= 0)
		s->co2e += pieces * row->co2e * share / 100;
	else
		s->uncounted += pieces;
	if (row != NULL && row->price >= 0)
		value = pieces * row->price;
	s->price += value * share / 100;
}
