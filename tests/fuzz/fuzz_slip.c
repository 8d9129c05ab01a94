/* A dispatch's slip of any text, and of any record.  What is read says the
 * same when it is written and read again. */
#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "db/base45.h"
#include "db/slip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
text(const char *s, size_t n)
{
	static const unsigned char seed[32] = { 1, 2, 3 };
	static struct manifest slip, again;
	unsigned char record[1600], sig[64], pk[32], key[64];
	char out[SLIP_TEXT_MAX];
	size_t signed_n = 0;

	if (slip_read(s, n, &slip, record, &signed_n, sig, NULL) != RC_OK)
		return;
	assert(signed_n > 0 && signed_n + 64 <= sizeof record);
	assert(slip.n > 0 && slip.n <= SLIP_ITEMS);
	crypto_sign_seed_keypair(pk, key, seed);
	assert(slip_write(&slip, key, pk, out, NULL) == RC_OK);
	assert(slip_read(out, strlen(out), &again, record, &signed_n, sig,
	    NULL) == RC_OK);
	assert(crypto_sign_verify_detached(sig, record, signed_n, pk) == 0);
	assert(memcmp(&again, &slip, sizeof slip) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const unsigned char nobody[64];
	unsigned char record[1600];
	char s[SLIP_TEXT_MAX] = "SD2:";

	if (sodium_init() < 0)
		abort();
	text((const char *)data, n);
	if (n == 0 || n > sizeof record - 65)
		return 0;
	record[0] = 1;	/* the version that there is */
	memcpy(record + 1, data, n);
	memcpy(record + 1 + n, nobody, sizeof nobody);
	if (base45_encode(record, n + 65, s + 4, sizeof s - 4, NULL) == RC_OK)
		text(s, strlen(s));
	return 0;
}
