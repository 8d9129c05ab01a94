/* bars_itf.c - interleaved 2 of 5 (ISO/IEC 16390): the bars of a pair are its
 * first digit, the spaces its second. */
#include "scanner/bars_kind.h"

/* The pairs 00 to 99. */
static const char *const pair[] = {
	"1111222211", "1211212112", "1112212112", "1212212111", "1111222112",
	"1211222111", "1112222111", "1111212212", "1211212211", "1112212211",
	"2111121221", "2211111122", "2112111122", "2212111121", "2111121122",
	"2211121121", "2112121121", "2111111222", "2211111221", "2112111221",
	"1121121221", "1221111122", "1122111122", "1222111121", "1121121122",
	"1221121121", "1122121121", "1121111222", "1221111221", "1122111221",
	"2121121211", "2221111112", "2122111112", "2222111111", "2121121112",
	"2221121111", "2122121111", "2121111212", "2221111211", "2122111211",
	"1111221221", "1211211122", "1112211122", "1212211121", "1111221122",
	"1211221121", "1112221121", "1111211222", "1211211221", "1112211221",
	"2111221211", "2211211112", "2112211112", "2212211111", "2111221112",
	"2211221111", "2112221111", "2111211212", "2211211211", "2112211211",
	"1121221211", "1221211112", "1122211112", "1222211111", "1121221112",
	"1221221111", "1122221111", "1121211212", "1221211211", "1122211211",
	"1111122221", "1211112122", "1112112122", "1212112121", "1111122122",
	"1211122121", "1112122121", "1111112222", "1211112221", "1112112221",
	"2111122211", "2211112112", "2112112112", "2212112111", "2111122112",
	"2211122111", "2112122111", "2111112212", "2211112211", "2112112211",
	"1121122211", "1221112112", "1122112112", "1222112111", "1121122112",
	"1221122111", "1122122111", "1121112212", "1221112211", "1122112211",
};
static const char *const begin[] = { "1111" };
static const char *const end[] = { "211" };

/* Wide bars are two to three times as wide as narrow ones. */
#define WAYS 3
#define SETS(table, n) { \
	{ .pattern = table, .patterns = n, .dark = true, .wide = 2 }, \
	{ .pattern = table, .patterns = n, .dark = true, .wide = 2.5f }, \
	{ .pattern = table, .patterns = n, .dark = true, .wide = 3 } }

static struct charset pair_set[WAYS] = SETS(pair, 100);
static struct charset begin_set[WAYS] = SETS(begin, 1);
static struct charset end_set[WAYS] = SETS(end, 1);

static void
itf_layout(struct layout *l, int n, int way)
{
	layout_add(l, &begin_set[way], 1);
	layout_add(l, &pair_set[way], n);
	layout_add(l, &end_set[way], 1);
}

static bool
itf_text(const struct layout *l, const uint8_t *pattern, struct code *c)
{
	c->len = 0;
	for (int i = 1; i < l->chars - 1; i++) {
		c->text[c->len++] = (char)('0' + pattern[i] / 10);
		c->text[c->len++] = (char)('0' + pattern[i] % 10);
	}
	return true;
}

const struct bars_kind bars_itf = {
	.symbology = SYM_I25, .n_min = 3, .n_max = 31, .ways = WAYS,
	.layout = itf_layout, .text = itf_text,
	.score_min = 0.94f, .low_min = 0.9f, .quiet_min = 1.4f,
};
