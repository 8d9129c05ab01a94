#include "db/sync/head.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "db/sync/signed_line.h"

static const char what[] = "samdepa-head-1";

enum rc
head_write(const struct head *h, const unsigned char key[64], char *out,
    size_t *n, struct err *err)
{
	unsigned char *bytes = NULL;
	char hash[65], pk[65], seen_hash[65];
	json_t *seen = json_object();

	for (size_t i = 0; i < h->n_seen; i++)
		json_object_set_new(seen, h->seen[i].log, json_pack("[I, s]",
		    (json_int_t)h->seen[i].seq, sodium_bin2hex(seen_hash,
		    sizeof seen_hash, h->seen[i].hash, 32)));
	enum rc rc = signed_line_write(what, json_pack(
	    "{s:s, s:s, s:s, s:s, s:o, s:I, s:I, s:s}", "depot", h->depot,
	    "hash", sodium_bin2hex(hash, sizeof hash, h->hash, 32), "log",
	    h->log, "public", sodium_bin2hex(pk, sizeof pk, h->public_key, 32),
	    "seen", seen, "seq", (json_int_t)h->seq, "time",
	    (json_int_t)h->time, "version", h->version), key, &bytes, n, err);
	if (rc == RC_OK && *n > HEAD_MAX)
		rc = err_set(err, RC_INVALID, "%s: too long", what);
	if (rc == RC_OK)
		memcpy(out, bytes, *n);
	free(bytes);
	return rc;
}

static bool
seen_read(const json_t *seen, struct head *h)
{
	const char *log;
	json_t *row;

	if (!json_is_object(seen) || json_object_size(seen) > HEAD_SEEN_MAX)
		return false;
	json_object_foreach((json_t *)(uintptr_t)seen, log, row) {
		struct head_seen *s = &h->seen[h->n_seen++];

		if (strlen(log) >= sizeof s->log || json_array_size(row) != 2
		    || !json_is_integer(json_array_get(row, 0)) ||
		    !signed_line_hex_value(json_array_get(row, 1), s->hash,
		    32))
			return false;
		memcpy(s->log, log, strlen(log) + 1);
		s->seq = json_integer_value(json_array_get(row, 0));
		if (s->seq < 0)
			return false;
	}
	return true;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct head_seen *)a)->log,
	    ((const struct head_seen *)b)->log);
}

enum rc
head_read(const unsigned char *bytes, size_t n,
    const unsigned char public_key[32], struct head *h, struct err *err)
{
	unsigned char keys[1][32];
	json_t *j = NULL;

	memset(h, 0, sizeof *h);
	if (n > HEAD_MAX)
		return err_set(err, RC_INVALID, "%s: too long", what);
	memcpy(keys[0], public_key, 32);
	enum rc rc = signed_line_read(what, bytes, n,
	    (const unsigned char (*)[32])keys, 1, &j, NULL, err);
	if (rc != RC_OK)
		return rc;
	h->seq = json_integer_value(json_object_get(j, "seq"));
	h->time = json_integer_value(json_object_get(j, "time"));
	if (json_object_size(j) != 8 || h->seq < 1 || h->time < 0 ||
	    !json_is_integer(json_object_get(j, "time")) ||
	    !signed_line_text(j, "depot", h->depot, sizeof h->depot) ||
	    !signed_line_text(j, "log", h->log, sizeof h->log) ||
	    !signed_line_text(j, "version", h->version, sizeof h->version) ||
	    !signed_line_hex(j, "hash", h->hash, 32) ||
	    !signed_line_hex(j, "public", h->public_key, 32) ||
	    memcmp(h->public_key, public_key, 32) != 0 ||
	    !seen_read(json_object_get(j, "seen"), h))
		rc = err_set(err, RC_INVALID, "%s: values", what);
	json_decref(j);
	qsort(h->seen, h->n_seen, sizeof *h->seen, compare);
	return rc;
}
