#include "tui/place_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS		"0123456789"
#define DIGITS_MAX	6

/* The end of the part that begins at s: a number, a capital letter, or what
 * is neither. */
static size_t
part_length(const char *s)
{
	size_t n = strspn(s, DIGITS);

	if (n > 0)
		return n;
	if (*s >= 'A' && *s <= 'Z')
		return 1;
	while (s[n] != '\0' && strchr(DIGITS, s[n]) == NULL &&
	    (s[n] < 'A' || s[n] > 'Z'))
		n++;
	return n;
}

static bool
part_init(struct place_part *p, const char *a, size_t an, const char *b,
    size_t bn)
{
	*p = (struct place_part){ .width = (int)an };
	if (an == bn && memcmp(a, b, an) == 0) {
		memcpy(p->text, a, an);
		return true;
	}
	if (strspn(a, DIGITS) >= an && strspn(b, DIGITS) >= bn &&
	    an <= DIGITS_MAX && bn <= DIGITS_MAX) {
		p->first = (int32_t)strtol(a, NULL, 10);
		p->last = (int32_t)strtol(b, NULL, 10);
	} else if (an == 1 && bn == 1 && *a >= 'A' && *a <= 'Z' &&
	    *b >= 'A' && *b <= 'Z') {
		p->letter = true;
		p->first = *a;
		p->last = *b;
	}
	return p->last > p->first;
}

bool
place_run_init(struct place_run *r, const char *from, const char *to)
{
	const char *a = from, *b = *to != '\0' ? to : from;

	*r = (struct place_run){ .n = 1 };
	if (*from == '\0' || strlen(from) >= PLACE_NAME_SIZE ||
	    strlen(to) >= PLACE_NAME_SIZE)
		return false;
	if (a == b) {
		memcpy(r->part[r->parts++].text, from, strlen(from) + 1);
		return true;
	}
	while (*a != '\0' && *b != '\0' && r->parts < PLACE_PARTS_MAX) {
		struct place_part *p = &r->part[r->parts++];
		size_t an = part_length(a), bn = part_length(b);
		if (!part_init(p, a, an, b, bn))
			return false;
		if (p->text[0] == '\0')
			r->n *= (size_t)(p->last - p->first + 1);
		if (r->n > PLACE_RUN_MAX)
			return false;
		a += an;
		b += bn;
	}
	return *a == '\0' && *b == '\0';
}

bool
place_run_parse(struct place_run *r, const char *text)
{
	const char *dots = strstr(text, "..");
	char from[PLACE_NAME_SIZE];

	if (dots == NULL)
		return place_run_init(r, text, "");
	if ((size_t)(dots - text) >= sizeof from || dots[2] == '\0')
		return false;
	snprintf(from, sizeof from, "%.*s", (int)(dots - text), text);
	return place_run_init(r, from, dots + 2);
}

void
place_run_name(const struct place_run *r, size_t i,
    char out[PLACE_NAME_SIZE])
{
	int32_t value[PLACE_PARTS_MAX] = { 0 };
	size_t used = 0;

	for (size_t p = r->parts; p-- > 0;) {
		size_t many = (size_t)(r->part[p].last - r->part[p].first + 1);
		if (r->part[p].text[0] != '\0')
			continue;
		value[p] = r->part[p].first + (int32_t)(i % many);
		i /= many;
	}
	out[0] = '\0';
	for (size_t p = 0; p < r->parts && used < PLACE_NAME_SIZE; p++) {
		const struct place_part *part = &r->part[p];
		int n = part->text[0] != '\0' ? snprintf(out + used,
		    PLACE_NAME_SIZE - used, "%s", part->text) : part->letter ?
		    snprintf(out + used, PLACE_NAME_SIZE - used, "%c",
		    (char)value[p]) : snprintf(out + used,
		    PLACE_NAME_SIZE - used, "%0*d", part->width, value[p]);
		used += (size_t)n;
	}
}

enum rc
place_run_make(struct db *db, const struct place_run *r, struct place *out,
    size_t *made, struct err *err)
{
	char name[PLACE_NAME_SIZE];
	enum rc rc = RC_OK;

	*made = 0;
	for (size_t i = 0; rc == RC_OK && i < r->n; i++) {
		struct place p = { .id = 0 };
		int64_t id;

		place_run_name(r, i, name);
		rc = place_find(db, name, &out[i], err);
		if (rc != RC_NOT_FOUND)
			continue;
		memcpy(p.name, name, sizeof p.name);
		rc = place_set(db, &p, &id, err);
		if (rc == RC_OK)
			rc = place_get(db, id, &out[i], err);
		*made += rc == RC_OK;
	}
	return rc;
}
