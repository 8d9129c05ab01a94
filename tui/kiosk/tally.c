#include "tui/kiosk/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/case.h"
#include "db/custody.h"
#include "db/grown.h"
#include "db/order.h"
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

static const struct {
	enum style style;
	const char *word;
} hows[TALLY_HOWS] = {
	[TALLY_WAITS] = { ST_ALREADY_TEXT, N_("○ inte räknad") },
	[TALLY_RIGHT] = { ST_OK_TEXT, N_("✓ rätt") },
	[TALLY_MOVED] = { ST_OK_TEXT, N_("→ flyttas hit") },
	[TALLY_ARRIVED] = { ST_ALREADY_TEXT, N_("! dök upp") },
	[TALLY_LENT] = { ST_ALREADY_TEXT, N_("! är utlånad") },
	[TALLY_UNKNOWN] = { ST_NO_TEXT, N_("? okänd") },
};

static const struct {
	const char *label;
	enum style style;
	const char *word;	/* once it is chosen */
} settles[] = {
	[SETTLE_LOST] = { N_("? Saknas"), ST_NO_TEXT, N_("✗ saknas") },
	[SETTLE_ELSEWHERE] = { N_("→ Annan plats"), ST_OK_TEXT, "" },
	[SETTLE_RETURN] = { N_("← Återlämna"), ST_OK_TEXT,
	    N_("← återlämnas") },
	[SETTLE_CORRECT] = { N_("✎ Rätta antal"), ST_OK_TEXT,
	    N_("✓ rättas till") },
	[SETTLE_REGISTER] = { N_("+ Registrera"), ST_OK_TEXT, "" },
	[SETTLE_PARK] = { N_("… Parkera"), ST_ALREADY_TEXT,
	    N_("… parkeras") },
};

static bool
is_wrong_count(const struct tally_row *r)
{
	return r->seen >= 0 && r->seen != r->pieces;
}

enum settle
tally_choice(const struct tally_row *r, int i)
{
	switch (r->how) {
	case TALLY_WAITS:
		return i == 0 ? SETTLE_LOST : i == 1 ? SETTLE_ELSEWHERE :
		    SETTLE_NOT;
	case TALLY_UNKNOWN:
		return i == 0 ? SETTLE_REGISTER : i == 1 ? SETTLE_PARK :
		    SETTLE_NOT;
	case TALLY_LENT:
		return i == 0 ? SETTLE_RETURN : SETTLE_NOT;
	default:
		return i == 0 && is_wrong_count(r) ? SETTLE_CORRECT :
		    SETTLE_NOT;
	}
}

const char *
settle_label(enum settle s)
{
	return settles[s].label;
}

const char *
tally_word(const struct tally_row *r, char *out, size_t cap, enum style *st)
{
	const char *word = _(hows[r->how].word);

	*st = hows[r->how].style;
	if (r->settle != SETTLE_NOT) {
		*st = settles[r->settle].style;
		word = *settles[r->settle].word != '\0' ?
		    _(settles[r->settle].word) : "";
	}
	if (r->settle == SETTLE_ELSEWHERE)
		snprintf(out, cap, "→ %s", r->elsewhere_name);
	else if (r->settle == SETTLE_CORRECT)
		snprintf(out, cap, "%s %d", word, r->seen);
	else if (r->seen >= 0)
		snprintf(out, cap, "%s %d/%d", is_wrong_count(r) ? "!" : word,
		    r->seen, r->pieces);
	else
		snprintf(out, cap, "%s", word);
	if (is_wrong_count(r) && r->settle == SETTLE_NOT)
		*st = ST_ALREADY_TEXT;
	return out;
}

size_t
tally_count(const struct tally *t, enum tally_how how)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += t->row[i].how == how;
	return n;
}

size_t
tally_open(const struct tally *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += tally_choice(&t->row[i], 0) != SETTLE_NOT &&
		    t->row[i].settle == SETTLE_NOT;
	return n;
}

/* What was scanned and differs, then what is still to be found, then the
 * rest; a row that is settled keeps its place under the finger. */
void
tally_sort(struct tally *t)
{
	size_t at = 0;

	for (int rank = 0; rank < 3; rank++)
		for (size_t i = 0; i < t->n; i++) {
			const struct tally_row *r = &t->row[i];
			int mine = r->how == TALLY_WAITS ? 1 :
			    tally_choice(r, 0) != SETTLE_NOT ? 0 : 2;
			if (mine == rank)
				t->shown[at++] = i;
		}
}

static struct tally_row *
row_add(struct tally *t, const struct item *it, enum tally_how how)
{
	if (t->n == TALLY_MAX)
		return NULL;
	t->row = grown(t->row, t->n, &t->cap, sizeof *t->row);
	struct tally_row *r = &t->row[t->n++];
	*r = (struct tally_row){ .id = it->id, .how = how,
	    .pieces = it->lot ? it->in_stock : 0, .seen = -1 };
	snprintf(r->code, sizeof r->code, "%s", it->code);
	memcpy(r->name, it->name, sizeof r->name);
	return r;
}

static bool
expected(const struct item *it, void *arg)
{
	struct tally *t = arg;

	if (it->state == ITEM_IN_STOCK && row_add(t, it, TALLY_WAITS) == NULL)
		t->more = true;
	return !t->more;
}

void
tally_release(struct tally *t)
{
	free(t->row);
	memset(t, 0, sizeof *t);
}

void
tally_begin(struct kiosk *k, struct tally *t, int64_t place)
{
	struct err err = { .why = WHY_NONE };

	tally_release(t);
	enum rc rc = place_get(k->db, place, &t->place, &err);
	if (rc == RC_OK)
		rc = item_walk(k->db, &(struct item_filter){ .place = place },
		    expected, t, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		t->place.id = 0;
	else if (t->more)
		kiosk_say(k, SAY_INFO, false, _("Här står fler än %d saker: de "
		    "som inte visas blir inte saknade."), TALLY_MAX);
	tally_sort(t);
}

struct tally_row *
tally_see(struct kiosk *k, struct tally *t, int64_t id, bool *already)
{
	struct item it;
	struct custody c;
	struct err err = { .why = WHY_NONE };
	struct tally_row *r = NULL;

	for (size_t i = 0; i < t->n && r == NULL; i++)
		if (t->row[i].id == id)
			r = &t->row[i];
	*already = r != NULL && r->how != TALLY_WAITS;
	if (*already)
		return r;
	enum rc rc = item_get(k->db, id, &it, &err);
	if (rc == RC_OK)
		rc = custody_of(k->db, id, &c, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return NULL;
	if (r == NULL)
		r = row_add(t, &it, TALLY_WAITS);
	if (r == NULL) {
		kiosk_say(k, SAY_NO, false, "%s",
		    _("Högen är full. Avsluta den här först."));
		return NULL;
	}
	bool out = !it.lot && (it.state == ITEM_LENT ||
	    it.state == ITEM_IN_USE);
	r->how = out ? TALLY_LENT : !c.here ? TALLY_ARRIVED :
	    it.place == t->place.id ? TALLY_RIGHT : TALLY_MOVED;
	r->settle = SETTLE_NOT;
	snprintf(r->from, sizeof r->from, "%s", out ? it.holder_name :
	    it.place_name);
	return r;
}

struct tally_row *
tally_see_unknown(struct tally *t, const char *code)
{
	struct item none = { .id = 0 };

	for (size_t i = 0; i < t->n; i++)
		if (t->row[i].id == 0 && strncmp(t->row[i].code, code,
		    sizeof t->row[i].code - 1) == 0)
			return &t->row[i];
	struct tally_row *r = row_add(t, &none, TALLY_UNKNOWN);
	if (r != NULL)
		snprintf(r->code, sizeof r->code, "%.63s", code);
	return r;
}

void
tally_look(struct kiosk *k, struct tally *t)
{
	struct item it[2];
	size_t n;
	bool already;

	for (size_t i = 0; i < t->n; i++) {
		if (t->row[i].id != 0 || item_find(k->db, t->row[i].code, it,
		    2, &n, NULL) != RC_OK || n != 1)
			continue;
		memmove(&t->row[i], &t->row[i + 1], (--t->n - i) *
		    sizeof *t->row);
		i--;
		tally_see(k, t, it->id, &already);
	}
	tally_sort(t);
}

/* --- kept for its owner --- */

static int
by_id(const void *a, const void *b)
{
	const struct tally_row *const *x = a, *const *y = b;

	return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

/* One row: the step from the id before, how it is settled, and its figure: the
 * pieces that were counted, or the place where it stands. */
static size_t
row_write(const struct tally_row *r, int64_t *before, char *out, size_t cap)
{
	static const char marks[] = ".?>!=+p";
	int64_t step = r->id - *before;
	long long figure = r->settle == SETTLE_ELSEWHERE ?
	    (long long)r->elsewhere : r->seen;
	int n;

	*before = r->id;
	if (r->settle == SETTLE_NOT && figure < 0)
		n = snprintf(out, cap, " %lld", (long long)step);
	else
		n = snprintf(out, cap, " %lld%c%lld", (long long)step,
		    marks[r->settle], figure);
	return (size_t)n;
}

bool
tally_write(const struct tally *t, char *out, size_t cap)
{
	const struct tally_row **sorted = calloc(t->n + 1, sizeof *sorted);
	size_t n = 0, used, from;
	int64_t before = 0;

	if (sorted == NULL)
		abort();
	for (size_t i = 0; i < t->n; i++)
		if (t->row[i].id != 0 && (t->row[i].how != TALLY_WAITS ||
		    t->row[i].settle != SETTLE_NOT))
			sorted[n++] = &t->row[i];
	qsort(sorted, n, sizeof *sorted, by_id);
	used = from = (size_t)snprintf(out, cap, "%lld",
	    (long long)t->place.id);
	for (size_t i = 0; i < n && used + 48 < cap; i++)
		used += row_write(sorted[i], &before, out + used, cap - used);
	free(sorted);
	for (size_t i = 0; i < t->n && used + 80 < cap; i++)
		if (t->row[i].id == 0)
			used += (size_t)snprintf(out + used, cap - used,
			    "\n%c%s", t->row[i].settle == SETTLE_PARK ? 'p' :
			    '.', t->row[i].code);
	return used > from;
}

static struct tally_row *
row_of(struct tally *t, int64_t id)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->row[i].id == id)
			return &t->row[i];
	return NULL;
}

static void
row_read(struct kiosk *k, struct tally *t, int64_t id, char mark,
    long long figure)
{
	struct place place;
	struct tally_row *r = row_of(t, id);
	bool already;

	if (mark == '?' || mark == '>') {
		if (r == NULL || r->how != TALLY_WAITS)
			return;
		if (mark == '>' && place_get(k->db, figure, &place, NULL) !=
		    RC_OK)
			return;
		r->settle = mark == '?' ? SETTLE_LOST : SETTLE_ELSEWHERE;
		if (mark == '>') {
			r->elsewhere = place.id;
			memcpy(r->elsewhere_name, place.name,
			    sizeof r->elsewhere_name);
		}
		return;
	}
	r = tally_see(k, t, id, &already);
	if (r == NULL)
		return;
	if (r->pieces > 0 && figure >= 0)
		r->seen = (int32_t)figure;
	r->settle = mark == '!' && r->how == TALLY_LENT ? SETTLE_RETURN :
	    mark == '=' && is_wrong_count(r) ? SETTLE_CORRECT : SETTLE_NOT;
}

void
tally_read(struct kiosk *k, struct tally *t, const char *text)
{
	char *end;
	int64_t id = 0;

	tally_begin(k, t, strtoll(text, &end, 10));
	for (const char *p = end; t->place.id != 0 && *p == ' '; p = end) {
		long long step = strtoll(p, &end, 10), figure = -1;
		char mark = '.';
		if (end == p)
			break;
		if (*end != '\0' && strchr(".?>!=+p", *end) != NULL) {
			mark = *end;
			figure = strtoll(end + 1, &end, 10);
		}
		id += step;
		row_read(k, t, id, mark, figure);
	}
	for (const char *p = strchr(text, '\n'); t->place.id != 0 &&
	    p != NULL; p = strchr(p + 1, '\n')) {
		char code[64];
		snprintf(code, sizeof code, "%.*s", p[1] == '\0' ? 0 :
		    (int)strcspn(p + 2, "\n"), p + 2);
		struct tally_row *r = tally_see_unknown(t, code);
		if (r != NULL && p[1] == 'p')
			r->settle = SETTLE_PARK;
	}
	tally_sort(t);
}

/* --- the act --- */

static enum rc
difference(struct kiosk *k, const struct tally_row *r, const char *note,
    struct err *err)
{
	int64_t opened;

	return case_is_open(k->db, "difference", r->id) ? RC_OK :
	    case_open(k->db, "difference", r->id, 0, 0, note, &opened, err);
}

/* As many as were counted, of those that are on the shelf. */
static enum rc
correct(struct kiosk *k, const struct tally_row *r, struct err *err)
{
	struct item it;
	struct item_form f;

	enum rc rc = item_get(k->db, r->id, &it, err);
	if (rc != RC_OK)
		return rc;
	item_form_init(&f);
	f.count = it.count - it.in_stock + r->seen;
	return item_edit(k->db, r->id, &f, err);
}

static enum rc
seen_commit(struct kiosk *k, const struct tally *t,
    const struct tally_row *r, struct err *err)
{
	char note[200];
	const char *args[] = { t->place.name, r->from };

	enum rc rc = r->settle == SETTLE_RETURN ? order_return(k->db, r->id, 0,
	    -1, t->place.id, NULL, err) : RC_REFUSED;
	if (rc != RC_REFUSED)	/* else somebody else has taken it back */
		return rc;
	rc = custody_count(k->db, r->id, t->place.id, err);
	if (rc == RC_OK && r->settle == SETTLE_CORRECT) {
		rc = correct(k, r, err);
		if (rc != RC_REFUSED)	/* else promised, or not ours */
			return rc;
		rc = RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	if (r->how == TALLY_LENT)
		return difference(k, r, lang_fill(note, sizeof note,
		    _("Står på %1$s, men är utlånad till %2$s."), args, 2),
		    err);
	snprintf(note, sizeof note, "%s: %d/%d", t->place.name, r->seen,
	    r->pieces);
	return is_wrong_count(r) ? difference(k, r, note, err) : RC_OK;
}

/* What should stand here and was not found, unless it went elsewhere while the
 * rest was counted. */
static enum rc
missing_commit(struct kiosk *k, const struct tally *t,
    const struct tally_row *r, struct err *err)
{
	struct item it;

	enum rc rc = item_get(k->db, r->id, &it, err);
	if (rc != RC_OK || it.state != ITEM_IN_STOCK ||
	    it.place != t->place.id)
		return rc;
	if (r->settle == SETTLE_LOST)
		return item_lose(k->db, r->id, t->place.name, err);
	if (r->settle == SETTLE_ELSEWHERE)
		return item_shelve(k->db, r->id, r->elsewhere, err);
	return difference(k, r, t->place.name, err);
}

static enum rc
row_commit(struct kiosk *k, const struct tally *t, const struct tally_row *r,
    struct err *err)
{
	int64_t opened;

	if (r->how == TALLY_UNKNOWN)
		return case_open(k->db, "other", 0, 0, 0, r->code, &opened,
		    err);
	return r->how != TALLY_WAITS ? seen_commit(k, t, r, err) :
	    missing_commit(k, t, r, err);
}

enum rc
tally_commit(struct kiosk *k, const struct tally *t, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < t->n; i++)
		rc = row_commit(k, t, &t->row[i], err);
	return rc;
}
