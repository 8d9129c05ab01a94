#include "db/sync/signed_line.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/text.h"

#define SIG_HEX	(2 * crypto_sign_BYTES)

static void
sign_state(crypto_sign_state *st, const char *what, const void *line,
    size_t n)
{
	crypto_sign_init(st);
	crypto_sign_update(st, (const unsigned char *)what, strlen(what));
	crypto_sign_update(st, (const unsigned char *)"\n", 1);
	crypto_sign_update(st, line, n);
}

enum rc
signed_line_write(const char *what, json_t *json, const unsigned char key[64],
    unsigned char **bytes, size_t *n, struct err *err)
{
	unsigned char sig[crypto_sign_BYTES];
	crypto_sign_state st;
	char *line = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);

	json_decref(json);
	*bytes = NULL;
	if (line == NULL)
		return err_set(err, RC_INVALID, "%s: not writable", what);
	size_t len = strlen(line);
	sign_state(&st, what, line, len);
	crypto_sign_final_create(&st, sig, NULL, key);
	char *out = malloc(len + SIG_HEX + 3);
	if (out == NULL)
		abort();
	memcpy(out, line, len);
	out[len] = '\n';
	sodium_bin2hex(out + len + 1, SIG_HEX + 1, sig, sizeof sig);
	out[len + 1 + SIG_HEX] = '\n';
	free(line);
	*bytes = (unsigned char *)out;
	*n = len + SIG_HEX + 2;
	return RC_OK;
}

static bool
signed_by(const char *what, const unsigned char *line, size_t n,
    const unsigned char sig[crypto_sign_BYTES], const unsigned char key[32])
{
	unsigned char copy[crypto_sign_BYTES];
	crypto_sign_state st;

	memcpy(copy, sig, sizeof copy);
	sign_state(&st, what, line, n);
	return crypto_sign_final_verify(&st, copy, key) == 0;
}

enum rc
signed_line_read(const char *what, const unsigned char *bytes, size_t n,
    const unsigned char (*keys)[32], size_t n_keys, json_t **json,
    size_t *which, struct err *err)
{
	const unsigned char *end = memchr(bytes, '\n', n);
	unsigned char sig[crypto_sign_BYTES];
	json_error_t why;
	size_t key = 0, got = 0;

	*json = NULL;
	if (end == NULL || n - (size_t)(end - bytes) != SIG_HEX + 2 ||
	    bytes[n - 1] != '\n' || sodium_hex2bin(sig, sizeof sig,
	    (const char *)end + 1, SIG_HEX, NULL, &got, NULL) != 0 ||
	    got != sizeof sig)
		return err_set(err, RC_INVALID, "%s: form", what);
	/* Lower case alone: one statement has one form. */
	for (size_t i = 1; i <= SIG_HEX; i++)
		if (end[i] >= 'A' && end[i] <= 'F')
			return err_set(err, RC_INVALID, "%s: form", what);
	size_t len = (size_t)(end - bytes);
	while (key < n_keys && !signed_by(what, bytes, len, sig, keys[key]))
		key++;
	if (key == n_keys)
		return err_set(err, RC_INVALID, "%s: signature", what);
	json_t *j = json_loadb((const char *)bytes, len,
	    JSON_REJECT_DUPLICATES, &why);
	char *again = j == NULL ? NULL : json_dumps(j, JSON_COMPACT |
	    JSON_SORT_KEYS);
	bool same = again != NULL && strlen(again) == len &&
	    memcmp(again, bytes, len) == 0;
	free(again);
	if (!same || !json_is_object(j)) {
		json_decref(j);
		return err_set(err, RC_INVALID, "%s: not canonical", what);
	}
	if (which != NULL)
		*which = key;
	*json = j;
	return RC_OK;
}

bool
signed_line_hex_value(const json_t *value, unsigned char *out, size_t n)
{
	const char *hex = json_string_value(value);
	size_t got = 0;

	/* One value has one form: no capitals. */
	return hex != NULL && strlen(hex) == 2 * n &&
	    strspn(hex, "0123456789abcdef") == 2 * n && sodium_hex2bin(out, n,
	    hex, 2 * n, NULL, &got, NULL) == 0 && got == n;
}

bool
signed_line_hex(const json_t *object, const char *field, unsigned char *out,
    size_t n)
{
	return signed_line_hex_value(json_object_get(object, field), out, n);
}

bool
signed_line_text(const json_t *object, const char *field, char *out,
    size_t cap)
{
	const json_t *v = json_object_get(object, field);

	if (!json_is_string(v) || json_string_length(v) >= cap ||
	    text_clean(json_string_value(v), json_string_length(v), NULL,
	    NULL) != RC_OK)
		return false;
	snprintf(out, cap, "%s", json_string_value(v));
	return true;
}
