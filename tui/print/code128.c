#include "tui/print/code128.h"

#include <ctype.h>
#include <string.h>

enum { TO_C = 99, TO_B = 100, START_B = 104, START_C = 105, STOP = 106 };

#define SYMBOLS_MAX ((CODE128_BARS_MAX - 7) / 6)

/* Bar and space widths of each symbol (ISO/IEC 15417, table 1). */
static const char *const widths[] = {
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
	"411311", "113141", "114131", "311141", "411131", "211412", "211214",
	"211232", "2331112",
};

static size_t
digits(const char *s)
{
	size_t n = 0;

	while (isdigit((unsigned char)s[n]))
		n++;
	return n;
}

/* Symbols without check and stop; -1: does not fit or is no ASCII.  Set C
 * pays from four digits at either end and from six in the middle. */
static int
symbols(const char *text, int *out)
{
	int n = 0, set = 0;

	for (const char *s = text; *s != '\0'; ) {
		size_t run = digits(s);
		size_t pays = n == 0 || s[run] == '\0' ? 4 : 6;

		if (n + 2 > SYMBOLS_MAX || *s < 0x20 || *s > 0x7e)
			return -1;
		if (set == 'C' ? run >= 2 : run >= pays && run % 2 == 0) {
			if (set != 'C')
				out[n] = set == 0 ? START_C : TO_C;
			n += set != 'C';
			out[n++] = (s[0] - '0') * 10 + s[1] - '0';
			set = 'C';
			s += 2;
		} else {
			if (set != 'B')
				out[n] = set == 0 ? START_B : TO_B;
			n += set != 'B';
			out[n++] = *s - 0x20;
			set = 'B';
			s++;
		}
	}
	return n;
}

static void
add(struct code128 *code, int symbol)
{
	for (const char *w = widths[symbol]; *w != '\0'; w++) {
		code->width[code->bars++] = (unsigned char)(*w - '0');
		code->modules += *w - '0';
	}
}

int
code128_make(const char *text, struct code128 *code)
{
	int symbol[SYMBOLS_MAX + 2], check = 0;
	int n = symbols(text, symbol);

	memset(code, 0, sizeof *code);
	if (n <= 0 || n + 2 > SYMBOLS_MAX)
		return 0;
	for (int i = 0; i < n; i++) {
		check += symbol[i] * (i == 0 ? 1 : i);
		add(code, symbol[i]);
	}
	add(code, check % 103);
	add(code, STOP);
	return code->modules;
}
