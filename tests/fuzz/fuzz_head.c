/* Signed lines of any bytes: heads, registries, answers to an invitation.  The
 * first byte says which, and whether they are signed first, so that what they
 * say is looked at at all.  What is read is the same bytes again when it is
 * written. */
#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "db/sync/head.h"
#include "db/sync/invite.h"
#include "db/sync/registry.h"

static unsigned char public_key[32], key[64];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
head(const unsigned char *bytes, size_t n)
{
	static struct head h;
	char again[HEAD_MAX];
	size_t len = 0;

	if (head_read(bytes, n, public_key, &h, NULL) != RC_OK)
		return;
	assert(h.n_seen <= HEAD_SEEN_MAX && h.seq > 0 && h.time >= 0);
	for (size_t i = 0; i < h.n_seen; i++)
		assert(h.seen[i].seq >= 0 && (i == 0 ||
		    strcmp(h.seen[i - 1].log, h.seen[i].log) < 0));
	assert(head_write(&h, key, again, &len, NULL) == RC_OK);
	assert(len == n && memcmp(again, bytes, n) == 0);
}

static void
registry(const unsigned char *bytes, size_t n)
{
	static struct registry r;
	unsigned char keys[1][32], *again = NULL;
	size_t len = 0;

	memcpy(keys[0], public_key, 32);
	if (registry_read(bytes, n, (const unsigned char (*)[32])keys, 1, &r,
	    NULL) != RC_OK)
		return;
	assert(r.version > 0 && r.n <= REGISTRY_DEPOTS);
	assert(registry_write(&r, key, &again, &len, NULL) == RC_OK);
	assert(len == n && memcmp(again, bytes, n) == 0);
	free(again);
}

static void
answer(const unsigned char *bytes, size_t n)
{
	struct registry_depot d;

	if (invite_answer_read("TRB1", public_key, bytes, n, &d, NULL) !=
	    RC_OK)
		return;
	assert(strcmp(d.code, "TRB1") == 0);
	assert(strncmp(d.log, "TRB1-", 5) == 0 && !d.closed);
}

/* The line with its signature, the caller's to free. */
static unsigned char *
sign(const char *what, const uint8_t *line, size_t n, size_t *len)
{
	unsigned char sig[64], *out = malloc(n + 131);
	crypto_sign_state st;

	if (out == NULL)
		abort();
	crypto_sign_init(&st);
	crypto_sign_update(&st, (const unsigned char *)what, strlen(what));
	crypto_sign_update(&st, (const unsigned char *)"\n", 1);
	crypto_sign_update(&st, line, n);
	crypto_sign_final_create(&st, sig, NULL, key);
	memcpy(out, line, n);
	out[n] = '\n';
	sodium_bin2hex((char *)out + n + 1, 129, sig, sizeof sig);
	out[n + 129] = '\n';
	*len = n + 130;
	return out;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const unsigned char seed[32] = { 1, 2, 3 };
	static const char *const what[] = { "samdepa-head-1",
	    "samdepa-registry-1", "samdepa-join-1" };
	static void (*const read[])(const unsigned char *, size_t) = { head,
	    registry, answer };
	unsigned char *bytes;
	size_t len = 0;

	if (n == 0)
		return 0;
	if (sodium_init() < 0)
		abort();
	crypto_sign_seed_keypair(public_key, key, seed);
	unsigned which = data[0] % 3;
	if (data[0] & 128) {
		read[which](data + 1, n - 1);
		return 0;
	}
	bytes = sign(what[which], data + 1, n - 1, &len);
	read[which](bytes, len);
	free(bytes);
	return 0;
}
