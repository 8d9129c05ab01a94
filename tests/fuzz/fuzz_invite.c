/* An invitation of any text, and of any record under a right sum.  What is
 * read is the same text again when it is written. */
#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "db/base45.h"
#include "db/sync/invite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
text(const char *s, size_t n)
{
	struct invite in;
	char again[INVITE_TEXT_MAX];

	if (invite_read(s, n, &in, NULL) != RC_OK)
		return;
	assert(in.expires >= 0 && strlen(in.depot) > 0);
	assert(invite_write(&in, again, NULL) == RC_OK);
	assert(strlen(again) <= n && memmem(s, n, again, strlen(again)) !=
	    NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	unsigned char record[600], sum[16];
	char s[INVITE_TEXT_MAX] = "SDI1:";

	text((const char *)data, n);
	if (n == 0 || n > sizeof record - 5)
		return 0;
	record[0] = 1;	/* the version that there is */
	memcpy(record + 1, data, n);
	crypto_generichash(sum, sizeof sum, record, n + 1, NULL, 0);
	memcpy(record + 1 + n, sum, 4);
	if (base45_encode(record, n + 5, s + 5, sizeof s - 5, NULL) == RC_OK)
		text(s, strlen(s));
	return 0;
}
