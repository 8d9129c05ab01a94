#include "db/gtin.h"

#include <stdio.h>
#include <string.h>

static bool
digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return n > 0;
}

/* Weights 3, 1, 3 ... from the right, the check digit's own being 1. */
bool
gtin_check_ok(const char *s, size_t n)
{
	int sum = 0, any = 0;

	if (!digits(s, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		sum += (s[i] - '0') * ((n - i) % 2 == 0 ? 3 : 1);
		any |= s[i] - '0';
	}
	return any != 0 && sum % 10 == 0;
}

bool
gtin_read(const char *s, size_t n, char out[GTIN_SIZE])
{
	if ((n != 8 && n != 12 && n != 13 && n != 14) || !gtin_check_ok(s, n))
		return false;
	memset(out, '0', GTIN_SIZE - 1);
	memcpy(out + GTIN_SIZE - 1 - n, s, n);
	out[GTIN_SIZE - 1] = '\0';
	return true;
}

/* The last of the six digits says which zeros were left out. */
bool
gtin_read_upce(const char *s, size_t n, char out[GTIN_SIZE])
{
	char full[13];

	if (n != 8 || !digits(s, n) || s[0] > '1')
		return false;
	switch (s[6]) {
	case '0':
	case '1':
	case '2':
		snprintf(full, sizeof full, "%.3s%c0000%.3s%c", s, s[6], s + 3,
		    s[7]);
		break;
	case '3':
		snprintf(full, sizeof full, "%.4s00000%.2s%c", s, s + 4, s[7]);
		break;
	case '4':
		snprintf(full, sizeof full, "%.5s00000%c%c", s, s[5], s[7]);
		break;
	default:
		snprintf(full, sizeof full, "%.6s0000%c%c", s, s[6], s[7]);
		break;
	}
	return gtin_read(full, 12, out);
}

/* The digits that the four ways of leaving zeros out keep, tried one after the
 * other. */
bool
gtin_to_upce(const char *gtin, char out[GTIN_SIZE])
{
	const char *u = gtin + 2;
	char again[GTIN_SIZE];
	const char tries[4][8] = {
		{ u[0], u[1], u[2], u[8], u[9], u[10], u[3], u[11] },
		{ u[0], u[1], u[2], u[3], u[9], u[10], '3', u[11] },
		{ u[0], u[1], u[2], u[3], u[4], u[10], '4', u[11] },
		{ u[0], u[1], u[2], u[3], u[4], u[5], u[10], u[11] },
	};

	if (memcmp(gtin, "00", 2) != 0)
		return false;
	for (size_t i = 0; i < 4; i++)
		if (gtin_read_upce(tries[i], 8, again) &&
		    strcmp(again, gtin) == 0) {
			memcpy(out, tries[i], 8);
			out[8] = '\0';
			return true;
		}
	return false;
}
