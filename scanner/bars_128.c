/* bars_128.c - Code 128 (ISO/IEC 15417). */
#include "scanner/bars_kind.h"

#define GS '\x1d'

/* What the values from 96 on mean; some differ between the code sets. */
enum {
	FNC3 = 96, FNC2, SHIFT, CODE_C, CODE_B, CODE_A, FNC1
};

static const char *const value[] = {
	"212222", "222122", "222221", "121223", "121322", "131222", "122213",
	"122312", "132212", "221213", "221312", "231212", "112232", "122132",
	"122231", "113222", "123122", "123221", "223211", "221132", "221231",
	"213212", "223112", "312131", "311222", "321122", "321221", "312212",
	"322112", "322211", "212123", "212321", "232121", "111323", "131123",
	"131321", "112313", "132113", "132311", "211313", "231113", "231311",
	"112133", "112331", "132131", "113123", "113321", "133121", "313121",
	"211331", "231131", "213113", "213311", "213131", "311123", "311321",
	"331121", "312113", "312311", "332111", "314111", "221411", "431111",
	"111224", "111422", "121124", "121421", "141122", "141221", "112214",
	"112412", "122114", "122411", "142112", "142211", "241211", "221114",
	"413111", "241112", "134111", "111242", "121142", "121241", "114212",
	"124112", "124211", "411212", "421112", "421211", "212141", "214121",
	"412121", "111143", "111341", "131141", "114113", "114311", "411113",
	"411311", "113141", "114131", "311141", "411131",
};
static const char *const start[] = { "211412", "211214", "211232" };
static const char *const stop[] = { "2331112" };

static struct charset value_set = {
	.pattern = value, .patterns = 103, .dark = true };
static struct charset start_set = {
	.pattern = start, .patterns = 3, .dark = true };
static struct charset stop_set = {
	.pattern = stop, .patterns = 1, .dark = true };

/* What has been said so far. */
struct speech {
	struct code *c;
	char         set;		/* 'A', 'B', 'C' */
	bool         shift, high, high_once;
};

static void
say(struct speech *s, int latin1)
{
	struct code *c = s->c;

	if (latin1 < 128) {
		c->text[c->len++] = (char)latin1;
	} else {			/* as UTF-8 */
		c->text[c->len++] = (char)(0xc0 | latin1 >> 6);
		c->text[c->len++] = (char)(0x80 | (latin1 & 0x3f));
	}
}

/* One that stands in this code set alone: 0 to 95. */
static void
say_value(struct speech *s, int v)
{
	char set = s->set;

	if (set == 'C') {
		say(s, '0' + v / 10);
		say(s, '0' + v % 10);
		return;
	}
	if (s->shift)
		set = set == 'A' ? 'B' : 'A';
	s->shift = false;
	say(s, (set == 'A' && v >= 64 ? v - 64 : v + 32) +
	    (s->high != s->high_once ? 128 : 0));
	s->high_once = false;
}

/* Two of FNC4 in a row change the upper half of Latin-1 for the lower until
 * the next two; one does so for one character. */
static void
fnc4(struct speech *s)
{
	if (s->high_once)
		s->high = !s->high;
	s->high_once = !s->high_once;
}

/* The one at place 1 says that it is GS1 data, at place 2 that it is some
 * industry's; further on it ends a field. */
static void
fnc1(struct speech *s, int place)
{
	const struct symbology_info *info = &symbology_info[SYM_CODE128];

	if (place > 2)
		s->c->text[s->c->len++] = GS;
	else
		s->c->aim = place == 1 ? info->aim_gs1 : info->aim_app;
}

static void
say_function(struct speech *s, int v, int place)
{
	if (v == FNC1) {
		fnc1(s, place);
	} else if (s->set == 'C') {
		s->set = v == CODE_B ? 'B' : 'A';
	} else if (v == CODE_C) {
		s->set = 'C';
	} else if (v == SHIFT) {
		s->shift = true;
	} else if (v == (s->set == 'A' ? CODE_A : CODE_B)) {
		fnc4(s);
	} else if (v == CODE_A || v == CODE_B) {
		s->set = v == CODE_A ? 'A' : 'B';
	}				/* FNC2, FNC3: for the reader */
}

static void
code128_layout(struct layout *l, int n, int way)
{
	(void)way;
	layout_add(l, &start_set, 1);
	layout_add(l, &value_set, n);
	layout_add(l, &stop_set, 1);
}

static bool
code128_text(const struct layout *l, const uint8_t *pattern, struct code *c)
{
	struct speech s = { .c = c, .set = (char)('A' + pattern[0]) };
	int n = l->chars - 3, sum = 103 + pattern[0];

	c->len = 0;
	for (int i = 1; i <= n; i++)
		sum += i * pattern[i];
	if (sum % 103 != pattern[n + 1])
		return false;
	for (int i = 1; i <= n; i++) {
		int v = pattern[i];
		if (v < (s.set == 'C' ? 100 : 96))
			say_value(&s, v);
		else
			say_function(&s, v, i);
	}
	return c->len > 0;
}

/* n counts the check character too. */
const struct bars_kind bars_code128 = {
	.symbology = SYM_CODE128, .n_min = 2, .n_max = FIT_CHARS_MAX - 2,
	.ways = 1, .layout = code128_layout, .text = code128_text,
	.score_min = 0.92f, .low_min = 0.6f,
};
