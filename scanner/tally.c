#include "scanner/tally.h"

#include <stdlib.h>
#include <string.h>

#define GONE_FRAMES	30
#define GONE_MS		2000
#define GONE_MS_FRAMES	12
#define SHORT_BY	2	/* characters: UPC-A has one less than EAN-13 */

/* UPC-A is EAN-13 with a 0 first. */
static bool
same_code(const struct code *a, const struct code *b)
{
	size_t a0 = a->symbology == SYM_EAN13 && a->text[0] == '0';
	size_t b0 = b->symbology == SYM_EAN13 && b->text[0] == '0';
	enum symbology as = a0 == 1 ? SYM_UPCA : a->symbology;
	enum symbology bs = b0 == 1 ? SYM_UPCA : b->symbology;

	return as == bs && a->len - a0 == b->len - b0 &&
	    memcmp(a->text + a0, b->text + b0, b->len - b0) == 0;
}

static struct entry *
entry_find(struct tally *t, const struct code *c)
{
	for (int i = 0; i < t->n; i++) {
		if (same_code(&t->entries[i].code, c))
			return &t->entries[i];
	}
	return NULL;
}

static struct entry *
entry_new(struct tally *t)
{
	struct entry *oldest = &t->entries[0];

	if (t->n < TALLY_MAX)
		return &t->entries[t->n++];
	for (int i = 1; i < t->n; i++)
		if (t->entries[i].seen_frame < oldest->seen_frame)
			oldest = &t->entries[i];
	return oldest;
}

/* Good enough by itself. */
static bool
is_strong(const struct code *c)
{
	const struct symbology_info *s = &symbology_info[c->symbology];
	return c->len >= s->len_min && c->quality >=
	    (c->reader == READER_BARS ? s->rows_min : s->quality_min);
}

static bool
is_inside(double x, double y, const struct area *a)
{
	return x >= a->x0 && x <= a->x1 && y >= a->y0 && y <= a->y1;
}

static bool
same_place(const struct area *a, const struct area *b)
{
	return is_inside((a->x0 + a->x1) / 2, (a->y0 + a->y1) / 2, b) ||
	    is_inside((b->x0 + b->x1) / 2, (b->y0 + b->y1) / 2, a);
}

/* Bars are no other code's bars: a poor reading of parts of them is none. */
static bool
is_within_strong(const struct tally *t, const struct entry *e)
{
	if (e->code.symbology == SYM_QRCODE)
		return false;
	for (int i = 0; i < t->n; i++) {
		const struct entry *s = &t->entries[i];
		if (s != e && s->strong && s->believed &&
		    s->code.area.x1 > s->code.area.x0 &&
		    same_place(&s->code.area, &e->code.area))
			return true;
	}
	return false;
}

static bool
is_agreed(const struct tally *t, const struct entry *e)
{
	if (is_within_strong(t, e))
		return false;
	uint64_t passes = e->readings >= 3 ? e->passes : e->frame_passes;
	bool two_passes = (passes & (passes - 1)) != 0;
	return two_passes && e->quality_sum >=
	    symbology_info[e->code.symbology].quality_sum_min;
}

/* zbar's text gives way to the one that our reader is sure of; and a part of
 * some bars, read as something short, to what all of them say. */
static bool
gives_way(const struct entry *e, const struct entry *sure)
{
	size_t len = e->code.len, sure_len = sure->code.len;

	if (sure_len > len + SHORT_BY)
		return true;
	return sure->read_by[READER_BARS] && !e->read_by[READER_BARS] &&
	    len <= sure_len + SHORT_BY;
}

static void
overrule(struct tally *t, int64_t frame)
{
	for (int i = 0; i < t->n; i++) {
		const struct entry *sure = &t->entries[i];
		if (!sure->strong || sure->overruled ||
		    sure->read_frame != frame ||
		    sure->code.symbology == SYM_QRCODE)
			continue;
		for (int j = 0; j < t->n; j++) {
			struct entry *e = &t->entries[j];
			if (e->told || e->code.symbology == SYM_QRCODE ||
			    e->read_frame != frame ||
			    !same_place(&e->code.area, &sure->code.area) ||
			    !gives_way(e, sure))
				continue;
			e->overruled = true;
			e->believed = false;
		}
	}
}

/* Where another code has been told and is still seen, one look is not enough:
 * with time, one of many frames shows something else there. */
static bool
is_beside_told(const struct tally *t, const struct entry *e)
{
	for (int i = 0; i < t->n; i++) {
		const struct entry *s = &t->entries[i];
		if (s->told && s != e && e->read_frame - s->seen_frame <
		    GONE_MS_FRAMES && e->code.symbology != SYM_QRCODE &&
		    same_place(&s->code.area, &e->code.area))
			return (e->passes & (e->passes - 1)) == 0 ||
			    s->read_frame == e->read_frame;
	}
	return false;
}

bool
tally_add(struct tally *t, const struct code *c, int pass, int64_t frame,
    int64_t ms)
{
	struct entry *e = entry_find(t, c);

	if (e == NULL) {
		e = entry_new(t);
		*e = (struct entry){ .code = *c };
	}
	uint64_t bit = UINT64_C(1) << pass;
	if ((e->passes & bit) == 0)
		e->quality_sum += c->quality;
	if (e->read_frame != frame)
		e->frame_passes = 0;
	e->passes |= bit;
	e->frame_passes |= bit;
	e->readings++;
	e->code.area = c->area;
	e->read_frame = e->seen_frame = frame;
	e->seen_ms = ms;
	e->read_by[c->reader] = true;
	e->strong = e->strong || is_strong(c);
	bool before = e->believed;
	e->believed = !e->overruled && (before || (e->strong ?
	    !is_beside_told(t, e) : is_agreed(t, e)));
	overrule(t, frame);
	return e->believed && !before;
}

void
tally_forget(struct tally *t, int64_t frame, int64_t ms)
{
	int kept = 0;

	for (int i = 0; i < t->n; i++) {
		int64_t frames = frame - t->entries[i].seen_frame;
		int64_t gone_ms = ms - t->entries[i].seen_ms;
		if (frames >= GONE_FRAMES ||
		    (frames >= GONE_MS_FRAMES && gone_ms >= GONE_MS))
			continue;
		if (kept != i)
			t->entries[kept] = t->entries[i];
		kept++;
	}
	t->n = kept;
}

static int
by_top(const void *a, const void *b)
{
	const struct entry *const *ea = a, *const *eb = b;
	double ya = (*ea)->code.area.y0, yb = (*eb)->code.area.y0;
	return (ya > yb) - (ya < yb);
}

static int
by_left(const void *a, const void *b)
{
	const struct entry *const *ea = a, *const *eb = b;
	double xa = (*ea)->code.area.x0, xb = (*eb)->code.area.x0;
	return (xa > xb) - (xa < xb);
}

/* A code belongs to the row of the topmost one if its middle lies beside
 * that one, or that one's middle beside it. */
static bool
same_row(const struct area *first, const struct area *a)
{
	double middle = (a->y0 + a->y1) / 2;
	double first_middle = (first->y0 + first->y1) / 2;
	return (middle >= first->y0 && middle <= first->y1) ||
	    (first_middle >= a->y0 && first_middle <= a->y1);
}

int
tally_take(struct tally *t, const struct entry **out, int cap)
{
	int n = 0;

	for (int i = 0; i < t->n && n < cap; i++) {
		struct entry *e = &t->entries[i];
		if (!e->believed || e->told)
			continue;
		e->told = true;
		out[n++] = e;
	}
	qsort(out, (size_t)n, sizeof *out, by_top);
	for (int row = 0; row < n;) {
		int end = row + 1;
		while (end < n && same_row(&out[row]->code.area,
		    &out[end]->code.area))
			end++;
		qsort(out + row, (size_t)(end - row), sizeof *out, by_left);
		row = end;
	}
	return n;
}
