#include "scanner/qr_bits.h"

#include <stdbool.h>

/* Per level (in the order of the format: M, L, H, Q) and version: how many
 * blocks, and how many bytes of each check the others (table 9). */
static const uint8_t blocks_of[4][QR_VERSION_MAX] = {
	{ 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
	    17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43,
	    45, 47, 49 },
	{ 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9,
	    9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24,
	    25 },
	{ 1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25,
	    25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66,
	    70, 74, 77, 81 },
	{ 1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20,
	    23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59,
	    62, 65, 68 },
};
static const uint8_t checks_of[4][QR_VERSION_MAX] = {
	{ 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28,
	    26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
	    28, 28, 28, 28, 28, 28 },
	{ 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28,
	    30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30,
	    30, 30, 30, 30, 30, 30 },
	{ 17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28,
	    28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
	    30, 30, 30, 30, 30, 30 },
	{ 13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28,
	    28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30,
	    30, 30, 30, 30, 30, 30 },
};

/* The format whose 15 bits, in both places, are most like those seen. */
static unsigned
format_of(const struct qr_grid *g, const struct qr_form *f)
{
	unsigned best = 0;
	int best_same = -1;

	for (unsigned format = 0; format < 32; format++) {
		unsigned bits = qr_form_format(format);
		int same = 0;
		for (int i = 0; i < 30; i++)
			same += g->dark[qr_form_format_at(f, i / 15, i % 15)] ==
			    (bits >> i % 15 & 1);
		if (same > best_same) {
			best_same = same;
			best = format;
		}
	}
	return best;
}

/* Whether the mask turns the module at column x, row y around (table 10). */
static bool
is_masked(unsigned mask, int x, int y)
{
	switch (mask) {
	case 0: return (x + y) % 2 == 0;
	case 1: return y % 2 == 0;
	case 2: return x % 3 == 0;
	case 3: return (x + y) % 3 == 0;
	case 4: return (y / 2 + x / 3) % 2 == 0;
	case 5: return x * y % 2 + x * y % 3 == 0;
	case 6: return (x * y % 2 + x * y % 3) % 2 == 0;
	default: return ((x + y) % 2 + x * y % 3) % 2 == 0;
	}
}

/* All bytes in the order in which they are laid: two columns at a time from
 * the right, up and down in turn, the timing column left out. */
static size_t
lay(const struct qr_grid *g, const struct qr_form *f, unsigned mask,
    uint8_t out[QR_BYTES_MAX])
{
	size_t bits = 0;
	bool up = true;

	for (int right = f->n - 1; right > 0; right -= 2, up = !up) {
		if (right == 6)
			right = 5;
		for (int i = 0; i < 2 * f->n; i++) {
			int x = right - i % 2;
			int y = up ? f->n - 1 - i / 2 : i / 2;
			int at = y * f->n + x;
			if (f->role[at] != QR_DATA || bits / 8 >= QR_BYTES_MAX)
				continue;
			bool one = (g->dark[at] != 0) != is_masked(mask, x, y);
			out[bits / 8] = (uint8_t)(out[bits / 8] << 1 | one);
			bits++;
		}
	}
	return bits / 8;
}

/* a times the generator's root in GF(256) modulo 0x11d. */
static unsigned
times_root(unsigned a)
{
	return a << 1 ^ (a & 0x80 ? 0x11d : 0);
}

/* Whether the bytes, as a polynomial, are 0 at the first checks powers of the
 * root: then no byte of the block is wrong. */
static bool
block_checks(const uint8_t *p, size_t n, size_t checks)
{
	for (size_t power = 0; power < checks; power++) {
		unsigned value = 0;
		for (size_t i = 0; i < n; i++) {
			for (size_t k = 0; k < power; k++)
				value = times_root(value);
			value ^= p[i];
		}
		if (value != 0)
			return false;
	}
	return true;
}

size_t
qr_bits(const struct qr_grid *grid, const struct qr_form *form,
    uint8_t out[QR_BYTES_MAX])
{
	static uint8_t laid[QR_BYTES_MAX];
	unsigned format = format_of(grid, form);
	size_t blocks = blocks_of[format >> 3][form->version - 1];
	size_t checks = checks_of[format >> 3][form->version - 1];
	size_t total = lay(grid, form, format & 7, laid);
	size_t data = total - blocks * checks, least = data / blocks;
	size_t longer = blocks - data % blocks, used = 0;

	for (size_t b = 0; b < blocks; b++) {
		uint8_t block[256];
		size_t n = 0;
		for (size_t i = 0; i < least; i++)
			block[n++] = laid[i * blocks + b];
		if (b >= longer)	/* the last ones have a byte more */
			block[n++] = laid[least * blocks + b - longer];
		for (size_t i = 0; i < n; i++)
			out[used++] = block[i];
		for (size_t i = 0; i < checks; i++)
			block[n++] = laid[data + i * blocks + b];
		if (!block_checks(block, n, checks))
			return 0;
	}
	return used;
}
