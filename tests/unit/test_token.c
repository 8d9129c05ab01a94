/* A ticket's text: made, read, altered, foreign, and its size as a QR. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <qrencode.h>
#include <sodium.h>

#include "db/base45.h"
#include "db/token.h"

static unsigned char pk[32], sk[64], other_pk[32], other_sk[64];

static int
keys(void **state)
{
	unsigned char seed[32];

	(void)state;
	if (sodium_init() < 0)
		return -1;
	memset(seed, 7, sizeof seed);
	crypto_sign_seed_keypair(pk, sk, seed);
	memset(seed, 8, sizeof seed);
	crypto_sign_seed_keypair(other_pk, other_sk, seed);
	return 0;
}

static struct token
sample(void)
{
	struct token t = { .depot = "YST1", .number = 4711, .expires = 20812 };
	struct token_line lines[] = {
		{ "I-YST1-004217-K", 1, 0, 3, "YST1" },
		{ "I-YST1-000018-A", 12, 1, 0, "TRB2" },
	};

	token_digest(lines, 2, t.digest);
	return t;
}

static void
test_round_trip(void **state)
{
	struct token in = sample(), out;
	char text[TOKEN_TEXT_MAX], again[TOKEN_TEXT_MAX];

	(void)state;
	assert_int_equal(token_make(&in, sk, text, sizeof text, NULL), RC_OK);
	assert_int_equal(token_make(&in, sk, again, sizeof again, NULL),
	    RC_OK);
	assert_string_equal(text, again);
	assert_int_equal(strncmp(text, "SD1:", 4), 0);
	assert_int_equal(token_read(text, strlen(text), &out, NULL), RC_OK);
	assert_string_equal(out.depot, "YST1");
	assert_int_equal(out.number, 4711);
	assert_int_equal(out.expires, 20812);
	assert_memory_equal(out.digest, in.digest, TOKEN_DIGEST);
	assert_int_equal(token_verify(&out, pk, NULL), RC_OK);
}

static void
test_readers(void **state)
{
	struct token in = sample(), out;
	char text[TOKEN_TEXT_MAX], read[TOKEN_TEXT_MAX + 16];

	(void)state;
	/* Many, since a blank or a lower-case letter may stand anywhere. */
	for (in.number = 1; in.number <= 200; in.number++) {
		assert_int_equal(token_make(&in, sk, text, sizeof text, NULL),
		    RC_OK);
		int n = snprintf(read, sizeof read, " ]Q1%s\r\n", text);
		for (int i = 0; i < n; i++)
			if (read[i] >= 'A' && read[i] <= 'Z' && i > 3)
				read[i] = (char)(read[i] | 0x20);
		assert_int_equal(token_read(read, (size_t)n, &out, NULL),
		    RC_OK);
		assert_int_equal(token_verify(&out, pk, NULL), RC_OK);
		assert_int_equal(out.number, in.number);
	}
}

/* Every character changed to every other: never accepted. */
static void
test_altered(void **state)
{
	static const char set[] =
	    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
	struct token t = sample(), out;
	char text[TOKEN_TEXT_MAX], bad[TOKEN_TEXT_MAX];
	int form = 0, key = 0, altered = 0, newer = 0;

	(void)state;
	assert_int_equal(token_make(&t, sk, text, sizeof text, NULL), RC_OK);
	for (size_t i = 0; text[i] != '\0'; i++)
		for (size_t j = 0; j < sizeof set - 1; j += 4) {
			struct err err = { 0 };
			strcpy(bad, text);
			if (bad[i] == set[j])
				continue;
			bad[i] = set[j];
			enum rc rc = token_read(bad, strlen(bad), &out, &err);
			if (rc == RC_OK)
				rc = token_verify(&out, pk, &err);
			assert_int_not_equal(rc, RC_OK);
			form += err.why == WHY_TICKET_FORM;
			newer += err.why == WHY_TICKET_VERSION;
			key += err.why == WHY_TICKET_KEY;
			altered += err.why == WHY_TICKET_ALTERED;
		}
	assert_true(form > 0 && newer > 0 && key > 0 && altered > 0);
}

static void
test_foreign_key(void **state)
{
	struct token t = sample(), out;
	char text[TOKEN_TEXT_MAX];
	struct err err = { 0 };

	(void)state;
	assert_int_equal(token_make(&t, other_sk, text, sizeof text, NULL),
	    RC_OK);
	assert_int_equal(token_read(text, strlen(text), &out, NULL), RC_OK);
	assert_int_equal(token_verify(&out, pk, &err), RC_REFUSED);
	assert_int_equal(err.why, WHY_TICKET_KEY);
	/* Claiming to be of our key does not help. */
	token_key_id(pk, out.key);
	assert_int_equal(token_verify(&out, pk, &err), RC_REFUSED);
	assert_int_equal(err.why, WHY_TICKET_ALTERED);
}

/* A signature of the bare record, without the domain, is none of a ticket. */
static void
test_domain(void **state)
{
	struct token t = sample(), out;
	unsigned char record[128];
	char text[TOKEN_TEXT_MAX];
	size_t n;

	(void)state;
	assert_int_equal(token_make(&t, sk, text, sizeof text, NULL), RC_OK);
	assert_int_equal(base45_decode(text + 4, strlen(text) - 4, record,
	    sizeof record, &n, NULL), RC_OK);
	crypto_sign_detached(record + n - 64, NULL, record, n - 64, sk);
	assert_int_equal(base45_encode(record, n, text + 4, sizeof text - 4,
	    NULL), RC_OK);
	assert_int_equal(token_read(text, strlen(text), &out, NULL), RC_OK);
	assert_int_equal(token_verify(&out, pk, NULL), RC_REFUSED);
}

static void
test_bounds(void **state)
{
	struct token t = sample(), out = { .number = 5 };
	char text[TOKEN_TEXT_MAX];

	(void)state;
	assert_int_equal(token_make(&t, sk, text, 148, NULL), RC_INVALID);
	assert_int_equal(token_make(&t, sk, text, 3, NULL), RC_INVALID);
	t.number = 0;
	assert_int_equal(token_make(&t, sk, text, sizeof text, NULL),
	    RC_INVALID);
	t = sample();
	t.expires = 65536;
	assert_int_equal(token_make(&t, sk, text, sizeof text, NULL),
	    RC_INVALID);
	t.expires = -1;
	assert_int_equal(token_make(&t, sk, text, sizeof text, NULL),
	    RC_INVALID);
	t = sample();
	strcpy(t.depot, "yst");
	assert_int_equal(token_make(&t, sk, text, sizeof text, NULL),
	    RC_INVALID);
	static const char *const bad[] = { "", "SD1:", "SD2:BB8", "SD1:BB8",
		"SD1:BB", "]Q1", "SD1:000000000000000000000000000000000000",
		"https://samdepa.se/" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(token_read(bad[i], strlen(bad[i]), &out,
		    NULL), RC_INVALID);
	char endless[1000] = "SD1:";
	memset(endless + 4, 'A', sizeof endless - 4);
	assert_int_equal(token_read(endless, sizeof endless, &out, NULL),
	    RC_INVALID);
	assert_int_equal(out.number, 5);
}

static void
test_digest(void **state)
{
	struct token_line a[2] = { { "AB", 1, 0, 3, "YST1" },
		{ "C", 2, 0, 0, "" } }, b[2];
	unsigned char da[TOKEN_DIGEST], db[TOKEN_DIGEST];

	(void)state;
	token_digest(a, 2, da);
	for (int i = 0; i < 7; i++) {
		memcpy(b, a, sizeof a);
		switch (i) {
		case 0: b[0].custodian = "YST1C"; b[1].code = ""; break;
		case 1: b[0].count = 2; break;
		case 2: b[0].era = 1; break;
		case 3: b[0].hop = 4; break;
		case 4: b[0].custodian = "YST"; break;
		case 5: b[0] = a[1]; b[1] = a[0]; break;
		case 6: b[1].count = -2; break;
		}
		token_digest(b, 2, db);
		assert_memory_not_equal(da, db, TOKEN_DIGEST);
	}
	token_digest(a, 1, db);
	assert_memory_not_equal(da, db, TOKEN_DIGEST);
	token_digest(a, 2, db);
	assert_memory_equal(da, db, TOKEN_DIGEST);
}

static int
qr_version(const char *text, QRecLevel level)
{
	QRcode *qr = QRcode_encodeString(text, 0, level, QR_MODE_8, 1);

	assert_non_null(qr);
	int version = qr->version;
	QRcode_free(qr);
	return version;
}

static void
test_qr_size(void **state)
{
	struct token t = sample();
	char text[TOKEN_TEXT_MAX];

	(void)state;
	t.number = UINT32_MAX;
	t.expires = 65535;
	assert_int_equal(token_make(&t, sk, text, sizeof text, NULL), RC_OK);
	assert_int_equal(strlen(text), 148);
	assert_in_range(qr_version(text, QR_ECLEVEL_Q), 1, 8);
	assert_in_range(qr_version(text, QR_ECLEVEL_L), 1, 5);
	strcpy(t.depot, "ABCDEFGH");
	assert_int_equal(token_make(&t, sk, text, sizeof text, NULL), RC_OK);
	assert_int_equal(strlen(text), TOKEN_TEXT_MAX - 1);
	assert_in_range(qr_version(text, QR_ECLEVEL_Q), 1, 8);
	assert_in_range(qr_version(text, QR_ECLEVEL_L), 1, 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_readers),
		cmocka_unit_test(test_altered),
		cmocka_unit_test(test_foreign_key),
		cmocka_unit_test(test_domain),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_qr_size),
	};

	return cmocka_run_group_tests(tests, keys, NULL);
}
