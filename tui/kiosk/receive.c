#include "tui/kiosk/receive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/case.h"
#include "db/sync_state.h"
#include "db/unit.h"
#include "tui/kiosk/thing.h"
#include "tui/lang.h"

size_t
receive_count(const struct receive *s, enum came came)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->line[i].came == came;
	return n;
}

static void
say(struct kiosk *k, enum outcome o, const char *sentence, const char *a,
    const char *b)
{
	char said[400];
	const char *args[] = { a, b };

	kiosk_say(k, o, false, "%s", lang_fill(said, sizeof said, sentence,
	    args, 2));
}

/* --- the lines --- */

static struct receive_line *
line_add(struct receive *s, int64_t item, int slip, int at)
{
	struct receive_line *l = &s->line[s->n];

	if (s->n == RECEIVE_MAX)
		return NULL;
	*l = (struct receive_line){ .item = item, .slip = slip, .at = at,
	    .condition = -1 };
	s->n++;
	return l;
}

static void
line_name(struct kiosk *k, struct receive_line *l)
{
	struct item item;

	if (l->item == 0 || item_get(k->db, l->item, &item, NULL) != RC_OK)
		return;
	memcpy(l->code, item.code, sizeof l->code);
	memcpy(l->name, item.name, sizeof l->name);
}

bool
receive_slip(struct kiosk *k, struct receive *s, const char *text)
{
	struct manifest *m = &s->slip[s->slips];
	struct err err = { .why = WHY_NONE };
	char name[96];
	bool waits;

	for (size_t i = 0; i < s->slips; i++)
		if (strcmp(s->text[i], text) == 0) {
			say(k, SAY_ALREADY, _("Följesedel %1$s är redan med."),
			    s->slip[i].number, "");
			return true;
		}
	if (s->slips == RECEIVE_SLIPS) {
		say(k, SAY_NO, _("Avsluta först det som är skannat, med F9."),
		    "", "");
		return false;
	}
	enum rc rc = slip_verify(k->db, text, m, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return false;
	int slip = (int)s->slips++;
	snprintf(s->text[slip], sizeof s->text[slip], "%s", text);
	for (size_t i = 0; rc == RC_OK && i < m->n; i++) {
		struct receive_line *l = line_add(s, 0, slip, (int)i);
		if (l == NULL)
			break;
		rc = slip_item(k->db, m, i, &l->item, &waits, &err);
		memcpy(l->code, m->item[i].code, sizeof l->code);
		line_name(k, l);
		l->came = waits ? CAME_WAITS : CAME_BEFORE;
	}
	depot_name(k->db, m->from, name, sizeof name);
	if (kiosk_fail(k, rc, &err) == RC_OK)
		say(k, SAY_OK, receive_count(s, CAME_WAITS) > 0 ?
		    _("Följesedel %1$s från %2$s. Skanna det som kom.") :
		    _("Allt på följesedel %1$s är redan mottaget."),
		    m->number, name);
	return rc == RC_OK;
}

static void
came(struct kiosk *k, struct receive_line *l)
{
	const char *what = l->name[0] != '\0' ? l->name : l->code;

	if (l->came != CAME_WAITS) {
		say(k, SAY_ALREADY, l->came == CAME_NOW ?
		    _("%1$s är redan med.") : _("%1$s är redan mottagen."),
		    what, "");
		return;
	}
	l->came = CAME_NOW;
	say(k, SAY_OK, l->slip >= 0 ? "%1$s" : l->bound ?
	    _("%1$s, på väg hit.") :
	    _("%1$s dök upp: ingen har skickat den hit."), what, "");
}

/* One that is on no slip: on its way here, or it turned up. */
void
receive_item(struct kiosk *k, struct receive *s, int64_t item, int *line)
{
	struct custody c;
	struct err err = { .why = WHY_NONE };
	struct receive_line *l = NULL;

	*line = -1;
	for (size_t i = 0; i < s->n && l == NULL; i++)
		if (s->line[i].item == item)
			l = &s->line[i];
	if (l == NULL) {
		if (kiosk_fail(k, custody_of(k->db, item, &c, &err), &err) !=
		    RC_OK)
			return;
		if (c.ours && c.here && !c.suspended) {
			struct receive_line here = { .item = item };
			line_name(k, &here);
			say(k, SAY_ALREADY, _("%1$s är redan här."),
			    here.name, "");
			return;
		}
		l = line_add(s, item, -1, -1);
		if (l == NULL) {
			say(k, SAY_NO, _("Högen är full. Avsluta den här "
			    "först."), "", "");
			return;
		}
		l->bound = strcmp(c.bound, db_depot(k->db)) == 0;
		line_name(k, l);
	}
	came(k, l);
	*line = (int)(l - s->line);
}

void
receive_scan(struct kiosk *k, struct receive *s, const char *code, int *line)
{
	struct item item[2];
	size_t n = 0;

	/* What the slip says needs no log. */
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->line[i].code, code) == 0) {
			came(k, &s->line[i]);
			*line = (int)i;
			return;
		}
	*line = -1;
	if (item_find(k->db, code, item, 2, &n, NULL) == RC_OK && n == 1)
		receive_item(k, s, item[0].id, line);
	else
		*line = -2;
}

/* --- the act --- */

struct sum {
	int received, arrived, missing;
};

/* What came broken is a case, for someone to say what becomes of it. */
static enum rc
graded(struct kiosk *k, const struct receive_line *l, int64_t item,
    bool grade, struct err *err)
{
	int64_t opened;
	enum rc rc = RC_OK;

	if (grade && l->condition >= 0) {
		rc = item_grade(k->db, item, (enum condition)l->condition, "",
		    err);
		if (rc == RC_REFUSED && err->why == WHY_SAME_ALREADY)
			rc = RC_OK;
	}
	if (rc == RC_OK && l->condition == CONDITION_BROKEN)
		rc = case_open(k->db, "damage", item, 0, 0, "", &opened, err);
	return rc;
}

static enum rc
line_do(struct kiosk *k, struct receive *s, const struct receive_line *l,
    int64_t place, struct sum *sum, struct err *err)
{
	const struct manifest *m = l->slip >= 0 ? &s->slip[l->slip] : NULL;
	int64_t item = l->item;
	struct custody c;
	enum rc rc;

	if (l->came == CAME_BEFORE)
		return RC_OK;
	if (l->came == CAME_WAITS) {
		sum->missing++;
		return slip_missing(k->db, m, (size_t)l->at, err);
	}
	if (m != NULL) {
		rc = slip_receive(k->db, m, (size_t)l->at, place,
		    l->condition, &item, err);
		sum->received++;
		return rc == RC_OK ? graded(k, l, item, false, err) : rc;
	}
	rc = custody_of(k->db, item, &c, err);
	if (rc != RC_OK)
		return rc;
	bool bound = strcmp(c.bound, db_depot(k->db)) == 0;
	rc = bound ? custody_receive(k->db, item, NULL, place, l->condition,
	    err) : custody_arrive(k->db, item, place, err);
	*(bound ? &sum->received : &sum->arrived) += 1;
	return rc == RC_OK ? graded(k, l, item, !bound, err) : rc;
}

/* "2 saker är mottagna. 1 kom inte: det står under Att åtgärda." */
static void
say_done(struct kiosk *k, const struct sum *sum)
{
	char things[48], part[200], said[480] = "";
	const struct { int n; const char *one, *many; } parts[] = {
		{ sum->received, N_("%1$s är mottagen."),
		    N_("%1$s är mottagna.") },
		{ sum->arrived, N_("%1$s dök upp och är uppskriven."),
		    N_("%1$s dök upp och är uppskrivna.") },
		{ sum->missing, N_("%1$s kom inte: det står nu under Att "
		    "åtgärda."), N_("%1$s kom inte: de står nu under Att "
		    "åtgärda.") },
	};

	for (int i = 0; i < 3; i++) {
		const char *args[] = { things };
		size_t used = strlen(said);
		if (parts[i].n == 0)
			continue;
		thing_count(parts[i].n, things, sizeof things);
		lang_fill(part, sizeof part, _n(parts[i].one, parts[i].many,
		    parts[i].n), args, 1);
		snprintf(said + used, sizeof said - used, "%s%s",
		    used > 0 ? " " : "", part);
	}
	/* What was received has left the other depot for good. */
	kiosk_say(k, sum->missing > 0 ? SAY_INFO : SAY_OK,
	    sum->received == 0, "%s", said);
}

bool
receive_done(struct kiosk *k, struct receive *s, int64_t place)
{
	struct sum sum = { .received = 0 };
	struct err err = { .why = WHY_NONE };

	if (receive_count(s, CAME_NOW) == 0) {
		say(k, SAY_NO, _("Skanna först det som kom."), "", "");
		return false;
	}
	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		for (size_t i = 0; rc == RC_OK && i < s->n; i++)
			rc = line_do(k, s, &s->line[i], place, &sum, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return false;
	say_done(k, &sum);
	memset(s, 0, sizeof *s);
	return true;
}

/* --- kept for its owner --- */

bool
receive_write(const struct receive *s, char *out, size_t cap)
{
	size_t used = 0;

	if (s->n == 0)
		return false;
	for (size_t i = 0; i < s->slips && used < cap; i++)
		used += (size_t)snprintf(out + used, cap - used, "slip %s\n",
		    s->text[i]);
	for (size_t i = 0; i < s->n && used < cap; i++)
		if (s->line[i].came == CAME_NOW)
			used += (size_t)snprintf(out + used, cap - used,
			    "came %s\n", s->line[i].code);
	return used < cap;
}

void
receive_read(struct kiosk *k, struct receive *s, const char *text)
{
	char line[SLIP_TEXT_MAX + 8];
	int at;

	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		if (n > 5 && n < sizeof line) {
			memcpy(line, text, n);
			line[n] = '\0';
			if (strncmp(line, "slip ", 5) == 0)
				(void)receive_slip(k, s, line + 5);
			else
				receive_scan(k, s, line + 5, &at);
		}
		text += n + (text[n] == '\n');
	}
}
