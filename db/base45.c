#include "db/base45.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

enum rc
base45_encode(const unsigned char *in, size_t n, char *out, size_t cap,
    struct err *err)
{
	if (n > cap || BASE45_SIZE(n) >= cap)
		return err_set(err, RC_INVALID, "base45 of %zu bytes: no room",
		    n);
	for (; n >= 2; n -= 2, in += 2) {
		unsigned v = in[0] * 256u + in[1];
		*out++ = alphabet[v % 45];
		*out++ = alphabet[v / 45 % 45];
		*out++ = alphabet[v / 2025];
	}
	if (n == 1) {
		*out++ = alphabet[*in % 45];
		*out++ = alphabet[*in / 45];
	}
	*out = '\0';
	return RC_OK;
}

/* The value of the one to three characters at text, or -1. */
static long
group_value(const char *text, size_t n)
{
	long value = 0;

	while (n-- > 0) {
		const char *at = text[n] != '\0' ?
		    strchr(alphabet, text[n]) : NULL;
		if (at == NULL)
			return -1;
		value = value * 45 + (at - alphabet);
	}
	return value;
}

enum rc
base45_decode(const char *text, size_t n, unsigned char *out, size_t cap,
    size_t *len, struct err *err)
{
	size_t used = 0;

	if (n % 3 == 1)
		return err_set(err, RC_INVALID, "base45: cut off");
	while (n > 0) {
		size_t group = n >= 3 ? 3 : 2;
		long v = group_value(text, group);
		if (v < 0 || v > (group == 3 ? 0xFFFF : 0xFF))
			return err_set(err, RC_INVALID, "base45: bad group");
		if (cap - used < group - 1)
			return err_set(err, RC_INVALID, "base45: too long");
		if (group == 3)
			out[used++] = (unsigned char)(v >> 8);
		out[used++] = (unsigned char)(v & 0xFF);
		text += group;
		n -= group;
	}
	*len = used;
	return RC_OK;
}
