/* bars_39.c - Code 39 (ISO/IEC 16388).  The gap behind a character counts as
 * a part of it. */
#include "scanner/bars_kind.h"

static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
static const char *const letter[] = {
	"1112212111", "2112111121", "1122111121", "2122111111", "1112211121",
	"2112211111", "1122211111", "1112112121", "2112112111", "1122112111",
	"2111121121", "1121121121", "2121121111", "1111221121", "2111221111",
	"1121221111", "1111122121", "2111122111", "1121122111", "1111222111",
	"2111111221", "1121111221", "2121111211", "1111211221", "2111211211",
	"1121211211", "1111112221", "2111112211", "1121112211", "1111212211",
	"2211111121", "1221111121", "2221111111", "1211211121", "2211211111",
	"1221211111", "1211112121", "2211112111", "1221112111", "1212121111",
	"1212111211", "1211121211", "1112121211",
};
static const char *const begin[] = { "1211212111" };
static const char *const end[] = { "121121211" };

static struct charset letter_set[WIDE_WAYS] = WIDE_SETS(letter, 43);
static struct charset begin_set[WIDE_WAYS] = WIDE_SETS(begin, 1);
static struct charset end_set[WIDE_WAYS] = WIDE_SETS(end, 1);

static void
code39_layout(struct layout *l, int n, int way)
{
	layout_add(l, &begin_set[way], 1);
	layout_add(l, &letter_set[way], n);
	layout_add(l, &end_set[way], 1);
}

static bool
code39_text(const struct layout *l, const uint8_t *pattern, struct code *c)
{
	c->len = 0;
	for (int i = 1; i < l->chars - 1; i++)
		c->text[c->len++] = letters[pattern[i]];
	return true;
}

const struct bars_kind bars_code39 = {
	.symbology = SYM_CODE39, .n_min = 1, .n_max = FIT_CHARS_MAX - 2,
	.ways = WIDE_WAYS, .layout = code39_layout, .text = code39_text,
	.score_min = 0.93f, .low_min = 0.75f,
};
