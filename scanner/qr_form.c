#include "scanner/qr_form.h"

#include <stdlib.h>
#include <string.h>

static void
set(struct qr_form *f, int x, int y, enum qr_role role)
{
	if (x >= 0 && y >= 0 && x < f->n && y < f->n)
		f->role[y * f->n + x] = (uint8_t)role;
}

/* Rings around a middle: dark where the distance is one of the bits. */
static void
rings(struct qr_form *f, int x, int y, int reach, unsigned dark)
{
	for (int dy = -reach; dy <= reach; dy++)
		for (int dx = -reach; dx <= reach; dx++) {
			int ax = abs(dx), ay = abs(dy);
			unsigned d = (unsigned)(ax > ay ? ax : ay);
			set(f, x + dx, y + dy,
			    dark >> d & 1 ? QR_DARK : QR_LIGHT);
		}
}

/* The remainder of the division of value, shifted, in GF(2). */
static unsigned
bch(unsigned value, unsigned generator, int bits)
{
	unsigned top = 1U << bits, v = value << bits;

	for (int i = 31; i >= bits; i--)
		if (v >> i & 1)
			v ^= generator << (i - bits);
	return (v & (top - 1)) | value << bits;
}

static void
write_version(struct qr_form *f)
{
	unsigned bits = bch((unsigned)f->version, 0x1f25, 12);

	for (int i = 0; i < 18; i++) {
		enum qr_role role = bits >> i & 1 ? QR_DARK : QR_LIGHT;
		set(f, f->n - 11 + i % 3, i / 3, role);
		set(f, i / 3, f->n - 11 + i % 3, role);
	}
}

static void
place_aligns(struct qr_form *f)
{
	int v = f->version, last = f->n - 7;

	f->aligns = v == 1 ? 0 : v / 7 + 2;
	if (v == 1)
		return;
	int gaps = f->aligns - 1;
	/* even, and rounded up, but for one version */
	int step = v == 32 ? 26 : (4 * v + 2 * gaps + 3) / (2 * gaps) * 2;
	for (int i = gaps; i > 0; i--)
		f->align[i] = last - (gaps - i) * step;
	f->align[0] = 6;
}

int
qr_form_has_align(const struct qr_form *f, int i, int j)
{
	int last = f->aligns - 1;

	return i >= 0 && j >= 0 && i <= last && j <= last &&
	    !((i == 0 && j == 0) || (i == 0 && j == last) ||
	    (i == last && j == 0));
}

int
qr_form_format_at(const struct qr_form *f, int copy, int bit)
{
	int n = f->n;

	if (copy == 0 && bit < 8)
		return (bit < 6 ? bit : bit + 1) * n + 8;
	if (copy == 0)
		return 8 * n + (bit == 8 ? 7 : 14 - bit);
	return bit < 8 ? 8 * n + n - 1 - bit : (n - 15 + bit) * n + 8;
}

unsigned
qr_form_format(unsigned format)
{
	return bch(format, 0x537, 10) ^ 0x5412;
}

void
qr_form_init(struct qr_form *f, int version)
{
	int n = 17 + 4 * version;

	f->version = version;
	f->n = n;
	memset(f->role, QR_DATA, (size_t)n * (size_t)n);
	place_aligns(f);
	for (int i = 8; i < n - 8; i++) {
		set(f, i, 6, i % 2 == 0 ? QR_DARK : QR_LIGHT);
		set(f, 6, i, i % 2 == 0 ? QR_DARK : QR_LIGHT);
	}
	for (int j = 0; j < f->aligns; j++)
		for (int i = 0; i < f->aligns; i++)
			if (qr_form_has_align(f, i, j))
				rings(f, f->align[i], f->align[j], 2, 0x5);
	rings(f, 3, 3, 4, 0xb);
	rings(f, n - 4, 3, 4, 0xb);
	rings(f, 3, n - 4, 4, 0xb);
	for (int i = 0; i < 15; i++) {
		f->role[qr_form_format_at(f, 0, i)] = QR_FORMAT;
		f->role[qr_form_format_at(f, 1, i)] = QR_FORMAT;
	}
	set(f, 8, n - 8, QR_DARK);
	if (version >= 7)
		write_version(f);
}
