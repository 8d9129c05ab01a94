#include "tui/print/cp858.h"

#include <stdint.h>
#include <string.h>

#include "tui/print/clean.h"

/* The upper half, 0x80 to 0xff. */
static const uint16_t page[128] = {
	0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7,
	0x00ea, 0x00eb, 0x00e8, 0x00ef, 0x00ee, 0x00ec, 0x00c4, 0x00c5,
	0x00c9, 0x00e6, 0x00c6, 0x00f4, 0x00f6, 0x00f2, 0x00fb, 0x00f9,
	0x00ff, 0x00d6, 0x00dc, 0x00f8, 0x00a3, 0x00d8, 0x00d7, 0x0192,
	0x00e1, 0x00ed, 0x00f3, 0x00fa, 0x00f1, 0x00d1, 0x00aa, 0x00ba,
	0x00bf, 0x00ae, 0x00ac, 0x00bd, 0x00bc, 0x00a1, 0x00ab, 0x00bb,
	0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00c1, 0x00c2, 0x00c0,
	0x00a9, 0x2563, 0x2551, 0x2557, 0x255d, 0x00a2, 0x00a5, 0x2510,
	0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x00e3, 0x00c3,
	0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x00a4,
	0x00f0, 0x00d0, 0x00ca, 0x00cb, 0x00c8, 0x0000, 0x00cd, 0x00ce,
	0x00cf, 0x2518, 0x250c, 0x2588, 0x2584, 0x00a6, 0x00cc, 0x2580,
	0x00d3, 0x00df, 0x00d4, 0x00d2, 0x00f5, 0x00d5, 0x00b5, 0x00fe,
	0x00de, 0x00da, 0x00db, 0x00d9, 0x00fd, 0x00dd, 0x00af, 0x00b4,
	0x00ad, 0x00b1, 0x2017, 0x00be, 0x00b6, 0x00a7, 0x00f7, 0x00b8,
	0x00b0, 0x00a8, 0x00b7, 0x00b9, 0x00b3, 0x00b2, 0x25a0, 0x00a0,
};

/* What stands in for letters and signs that the page lacks. */
static const struct {
	const char *letters;
	const char *plain;
} stand_ins[] = {
	{ "‐‑‒–—―−", "-" }, { "‘’‚‛′", "'" }, { "“”„‟″", "\"" },
	{ "…", "..." }, { "•◦", "\xfa" }, { "€", "EUR" }, { "™", "TM" },
	{ "≤", "<=" }, { "≥", ">=" }, { "→", "->" }, { "←", "<-" },
	{ "Œ", "OE" }, { "œ", "oe" }, { "☐", "[ ]" }, { "✓☑", "x" },
	{ "ĀĂĄǍ", "A" }, { "āăąǎ", "a" }, { "ĆĈĊČ", "C" }, { "ćĉċč", "c" },
	{ "ĎĐ", "D" }, { "ďđ", "d" }, { "ĒĔĖĘĚ", "E" }, { "ēĕėęě", "e" },
	{ "ĜĞĠĢ", "G" }, { "ĝğġģ", "g" }, { "ĤĦ", "H" }, { "ĥħ", "h" },
	{ "ĨĪĬĮİ", "I" }, { "ĩīĭįı", "i" }, { "Ĵ", "J" }, { "ĵ", "j" },
	{ "Ķ", "K" }, { "ķ", "k" }, { "ĹĻĽŁ", "L" }, { "ĺļľł", "l" },
	{ "ŃŅŇ", "N" }, { "ńņň", "n" }, { "ŌŎŐ", "O" }, { "ōŏő", "o" },
	{ "ŔŖŘ", "R" }, { "ŕŗř", "r" }, { "ŚŜŞŠȘ", "S" }, { "śŝşšș", "s" },
	{ "ŢŤȚ", "T" }, { "ţťț", "t" }, { "ŨŪŬŮŰŲ", "U" },
	{ "ũūŭůűų", "u" }, { "Ŵ", "W" }, { "ŵ", "w" }, { "ŶŸ", "Y" },
	{ "ŷ", "y" }, { "ŹŻŽ", "Z" }, { "źżž", "z" },
};

static const char *
stand_in(uint32_t c)
{
	for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins; i++) {
		const char *s = stand_ins[i].letters;
		uint32_t letter;

		while ((letter = clean_next(&s)) != 0)
			if (letter == c)
				return stand_ins[i].plain;
	}
	return c == 0x202f || (c >= 0x2000 && c <= 0x200a) ? " " : "?";
}

size_t
cp858_put(char *out, size_t cap, const char *s)
{
	size_t n = 0;
	uint32_t c;

	while ((c = clean_next(&s)) != 0) {
		char one[2] = { 0, 0 };
		const char *put = one;

		if (c >= 0x20 && c < 0x7f)
			one[0] = (char)c;
		else if (c == 0xa0)
			one[0] = ' ';
		else
			for (int i = 0; i < 128 && one[0] == 0; i++)
				if (page[i] == c)
					one[0] = (char)(0x80 + i);
		if (one[0] == 0)
			put = stand_in(c);
		size_t len = strlen(put);
		if (n + len >= cap)
			break;
		memcpy(out + n, put, len);
		n += len;
	}
	out[n] = '\0';
	return n;
}
