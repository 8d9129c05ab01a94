#include "tui/kiosk/need_rows.h"

#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/search.h"
#include "db/unit.h"
#include "tui/kiosk/thing.h"
#include "tui/lang.h"
#include "tui/sink.h"

#define CATEGORIES_MAX	2000
#define WORDS_MAX	50

static struct need_row *
add(struct need_rows *rows, int64_t id, const char *code, const char *name)
{
	static struct need_row spare;	/* where there is no room */
	struct need_row *r = rows->n < NEED_ROWS_MAX ?
	    &rows->row[rows->n++] : &spare;

	r->id = id;
	r->right[0] = '\0';
	snprintf(r->code, sizeof r->code, "%.39s", code);
	snprintf(r->name, sizeof r->name, "%.127s", name);
	return r;
}

static enum rc
add_words(struct kiosk *k, struct need_rows *rows, const char *words,
    struct err *err)
{
	static struct item item[WORDS_MAX];
	struct search found = { .n = 0 };
	char name[128], n[16];
	const char *args[] = { words, n };

	enum rc rc = search_items(k->db, words, item, WORDS_MAX, &found, err);
	if (rc != RC_OK || found.n == 0)
		return rc;
	if (found.tier == SEARCH_MEANT)
		args[0] = found.meant;
	snprintf(n, sizeof n, found.n == WORDS_MAX ? "%zu+" : "%zu", found.n);
	struct need_row *r = add(rows, 0, "", lang_fill(name, sizeof name,
	    found.tier == SEARCH_MEANT ? _("Menade du ”%1$s”?") :
	    _("Allt som heter ”%1$s”"), args, 1));
	lang_fill(r->right, sizeof r->right, _n("%2$s träff", "%2$s träffar",
	    (int)found.n), args, 2);
	return rc;
}

static void
put_first(struct need_rows *rows, struct need_row *r)
{
	struct need_row was = rows->row[0];

	rows->row[0] = *r;
	*r = was;
}

enum rc
need_rows_what(struct kiosk *k, struct need_rows *rows, const char *words,
    struct err *err)
{
	static struct category page[NEED_ROWS_MAX];
	bool english = strcmp(lang_code(), "en") == 0;
	size_t got = NEED_ROWS_MAX;
	enum rc rc = *words != '\0' ? add_words(k, rows, words, err) : RC_OK;

	for (size_t skip = 0; rc == RC_OK && got == NEED_ROWS_MAX &&
	    skip < CATEGORIES_MAX; skip += got) {
		rc = category_list(k->db, skip, page, NEED_ROWS_MAX, &got,
		    err);
		for (size_t i = 0; rc == RC_OK && i < got; i++) {
			const struct category *c = &page[i];
			char n[16];
			const char *args[] = { n };
			if (strcasestr(c->name, words) == NULL &&
			    strcasestr(c->name_en, words) == NULL)
				continue;
			struct need_row *r = add(rows, 0, c->code, english &&
			    c->name_en[0] != '\0' ? c->name_en : c->name);
			snprintf(n, sizeof n, "%d", c->in_stock);
			lang_fill(r->right, sizeof r->right,
			    _("%1$s inne nu"), args, 1);
			/* Its very name: that is what is meant. */
			if (strcasecmp(r->name, words) == 0)
				put_first(rows, r);
		}
	}
	return rc;
}

static void
add_day(struct need_rows *rows, const char *name, int32_t day)
{
	struct need_row *r = add(rows, day, "", name);
	char text[CLOCK_DAY_MAX];

	snprintf(r->right, sizeof r->right, "%s",
	    clock_format_day(day, text));
}

void
need_rows_from(struct need_rows *rows)
{
	int32_t today = clock_today();

	add_day(rows, _("I dag"), today);
	add_day(rows, _("I morgon"), today + 1);
	add_day(rows, _("Nästa måndag"), today + 7 - clock_weekday(today));
	add(rows, NEED_OTHER_DAY, "", _("En annan dag"));
}

void
need_rows_until(struct need_rows *rows, int32_t start)
{
	int32_t month;

	if (clock_parse_day("+1m", 3, start, &month, NULL) != RC_OK)
		month = start + 30;
	add_day(rows, _("En vecka"), start + 7);
	add_day(rows, _("Två veckor"), start + 14);
	add_day(rows, _("En månad"), month);
	add(rows, 0, "", _("För gott"));
	add(rows, NEED_OTHER_DAY, "", _("Till en annan dag"));
}

enum rc
need_rows_unit(struct kiosk *k, struct need_rows *rows, const char *words,
    struct err *err)
{
	static struct unit unit[NEED_ROWS_MAX];
	size_t n = 0;
	enum rc rc = unit_list(k->db, words, 0, unit, NEED_ROWS_MAX, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct need_row *r = add(rows, unit[i].id, "", unit[i].name);
		snprintf(r->right, sizeof r->right, "%s",
		    unit[i].organisation);
	}
	return rc;
}

void
need_draw_row(const struct need_row *r, struct area a, bool selected)
{
	int y = a.y + (a.h >= 3), right = a.w >= 50 ? 18 : 14;

	draw_text(y, a.x + 1, a.w - right - 3, selected ? ST_SELECTED :
	    ST_STRONG, r->name);
	draw_right(y, a.x + a.w - right - 1, right, selected ? ST_SELECTED :
	    ST_DIM, r->right);
}

/* "✓ 12 lediga", "✗ bara 2 lediga". */
static const char *
free_words(const struct guide_group *g, int32_t wanted, char *out, size_t cap)
{
	char n[16];
	const char *args[] = { n };

	snprintf(n, sizeof n, g->pieces >= GUIDE_MANY ? "%d+" : "%d",
	    g->pieces);
	return lang_fill(out, cap, g->got < wanted ?
	    _n("✗ bara %1$s ledig", "✗ bara %1$s lediga", g->pieces) :
	    _n("✓ %1$s ledig", "✓ %1$s lediga", g->pieces), args, 1);
}

static void
where_words(const struct guide_group *g, char *out, size_t cap)
{
	if (g->like.remote)
		thing_known(g->like.depot, g->like.told, KNOWN_COLS, out,
		    cap);
	else
		snprintf(out, cap, "%s", g->unsized ? _("mått okänt") :
		    _("här"));
}

void
need_draw_group(const struct guide_group *g, int32_t wanted, struct area a,
    bool selected)
{
	char text[64], where[64];
	bool enough = g->got >= wanted, high = a.h >= 3;
	enum style dim = selected ? ST_SELECTED : ST_DIM;
	const struct item *it = &g->like;

	where_words(g, where, sizeof where);
	free_words(g, wanted, text, sizeof text);
	int right = sink_width(text) + 1, beside = sink_width(where) + 2;
	int w = a.w - right - 2 - (high ? 0 : beside);
	draw_text(a.y, a.x + 1, w, selected ? ST_SELECTED : enough ?
	    ST_STRONG : ST_DIM, it->name);
	draw_right(a.y, a.x + a.w - right - 1, right, selected ?
	    ST_SELECTED : enough ? ST_OK_TEXT : ST_NO_TEXT, text);
	if (!high) {
		draw_text(a.y, a.x + 2 + w, beside, dim, where);
		return;
	}
	int n = draw_text(a.y + 1, a.x + 1, a.w / 2, dim, where);
	if (it->width > 0 || it->depth > 0 || it->height > 0)
		draw_textf(a.y + 1, a.x + 1 + n, a.w - n - 2, dim,
		    " · %d × %d × %d cm", it->width / 10, it->depth / 10,
		    it->height / 10);
}
