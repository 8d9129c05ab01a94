#include "db/token.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "db/base45.h"
#include "db/text.h"

/* The record: version, key id, size of the depot's name, the name, ticket
 * number, digest, last day (numbers big-endian), signature over all before. */
#define VERSION_1	1
#define START		"SD1:"
#define NUMBER_SIZE	4
#define DAY_SIZE	2
#define HEAD_SIZE	(1 + TOKEN_KEY_ID + 1)
#define TAIL_SIZE	(NUMBER_SIZE + TOKEN_DIGEST + DAY_SIZE)
#define SIGNED_MAX	(HEAD_SIZE + CODE_SCOPE_MAX + TAIL_SIZE)
#define RECORD_MAX	(SIGNED_MAX + TOKEN_SIG)

_Static_assert(sizeof START + BASE45_SIZE(RECORD_MAX) <= TOKEN_TEXT_MAX,
    "a ticket's text fits");

/* What is signed begins with this, so that no other signature of the same key
 * is ever one for a ticket. */
static const char domain[] = "samdepa ticket 1";

void
token_key_id(const unsigned char pk[32], unsigned char out[TOKEN_KEY_ID])
{
	unsigned char hash[32];

	crypto_generichash(hash, sizeof hash, pk, 32, NULL, 0);
	memcpy(out, hash, TOKEN_KEY_ID);
}

static void
hash_int(crypto_generichash_state *state, int64_t value)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)value >> (56 - 8 * i));
	crypto_generichash_update(state, bytes, sizeof bytes);
}

/* With its size first, so that no two lists of texts look the same. */
static void
hash_text(crypto_generichash_state *state, const char *s)
{
	size_t n = strlen(s);

	hash_int(state, (int64_t)n);
	crypto_generichash_update(state, (const unsigned char *)s, n);
}

void
token_digest(const struct token_line *lines, size_t n,
    unsigned char out[TOKEN_DIGEST])
{
	crypto_generichash_state state;
	unsigned char hash[32];

	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	for (size_t i = 0; i < n; i++) {
		hash_text(&state, lines[i].code);
		hash_int(&state, lines[i].count);
		hash_int(&state, lines[i].era);
		hash_int(&state, lines[i].hop);
		hash_text(&state, lines[i].custodian);
	}
	crypto_generichash_final(&state, hash, sizeof hash);
	memcpy(out, hash, TOKEN_DIGEST);
}

/* Writes what is signed into out; gives its size. */
static size_t
pack(const struct token *t, unsigned char out[SIGNED_MAX])
{
	unsigned char *p = out;
	size_t name = strlen(t->depot);

	*p++ = VERSION_1;
	memcpy(p, t->key, TOKEN_KEY_ID);
	p += TOKEN_KEY_ID;
	*p++ = (unsigned char)name;
	memcpy(p, t->depot, name);
	p += name;
	for (int shift = 24; shift >= 0; shift -= 8)
		*p++ = (unsigned char)(t->number >> shift);
	memcpy(p, t->digest, TOKEN_DIGEST);
	p += TOKEN_DIGEST;
	*p++ = (unsigned char)(t->expires >> 8);
	*p++ = (unsigned char)t->expires;
	return (size_t)(p - out);
}

/* Reads a record of n bytes; false where its form is wrong. */
static bool
unpack(const unsigned char *p, size_t n, struct token *t)
{
	if (n < HEAD_SIZE)
		return false;
	size_t name = p[HEAD_SIZE - 1];
	if (name > CODE_SCOPE_MAX ||
	    n != HEAD_SIZE + name + TAIL_SIZE + TOKEN_SIG)
		return false;
	memset(t, 0, sizeof *t);
	memcpy(t->key, p + 1, TOKEN_KEY_ID);
	p += HEAD_SIZE;
	memcpy(t->depot, p, name);
	p += name;
	for (int i = 0; i < NUMBER_SIZE; i++)
		t->number = t->number << 8 | *p++;
	memcpy(t->digest, p, TOKEN_DIGEST);
	p += TOKEN_DIGEST;
	t->expires = p[0] << 8 | p[1];
	memcpy(t->sig, p + DAY_SIZE, TOKEN_SIG);
	return strlen(t->depot) == name && code_scope_ok(t->depot) &&
	    t->number > 0;
}

/* Puts the domain before the record that is signed; gives the size of both. */
static size_t
signed_text(const struct token *t,
    unsigned char out[sizeof domain + SIGNED_MAX])
{
	memcpy(out, domain, sizeof domain);
	return sizeof domain + pack(t, out + sizeof domain);
}

enum rc
token_make(const struct token *token, const unsigned char sk[64], char *out,
    size_t cap, struct err *err)
{
	unsigned char text[sizeof domain + RECORD_MAX];
	struct token t = *token;

	if (!code_scope_ok(t.depot) || t.number == 0 || t.expires < 0 ||
	    t.expires > UINT16_MAX)
		return err_set(err, RC_INVALID, "ticket out of bounds: %.8s %u,"
		    " day %d", t.depot, (unsigned)t.number, (int)t.expires);
	if (cap < sizeof START)
		return err_set(err, RC_INVALID, "no room for a ticket");
	token_key_id(sk + 32, t.key);
	size_t n = signed_text(&t, text);
	crypto_sign_detached(text + n, NULL, text, n, sk);
	n += TOKEN_SIG;
	enum rc rc = base45_encode(text + sizeof domain, n - sizeof domain,
	    out + sizeof START - 1, cap - (sizeof START - 1), err);
	if (rc == RC_OK)
		memcpy(out, START, sizeof START - 1);
	return rc;
}

enum rc
token_read(const char *text, size_t n, struct token *token, struct err *err)
{
	char upper[TOKEN_TEXT_MAX];
	unsigned char record[RECORD_MAX];
	struct token t;
	size_t size;

	/* No text of ours ends in a blank: its last character is below. */
	text = text_trim(text, &n);
	if (n > 3 && *text == ']') {
		n -= 3;
		text += 3;
	}
	if (n < sizeof START || n >= sizeof upper)
		return err_why(err, RC_INVALID, WHY_TICKET_FORM, NULL, NULL,
		    NULL);
	for (size_t i = 0; i < n; i++)
		upper[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ?
		    text[i] - 'a' + 'A' : text[i]);
	if (upper[0] == 'S' && upper[1] == 'D' && upper[2] > START[2] &&
	    upper[2] <= '9' && upper[3] == ':')
		return err_why(err, RC_INVALID, WHY_TICKET_VERSION, NULL, NULL,
		    NULL);
	if (memcmp(upper, START, sizeof START - 1) != 0 ||
	    base45_decode(upper + sizeof START - 1, n - (sizeof START - 1),
	    record, sizeof record, &size, NULL) != RC_OK)
		return err_why(err, RC_INVALID, WHY_TICKET_FORM, NULL, NULL,
		    NULL);
	if (size > 0 && record[0] > VERSION_1)
		return err_why(err, RC_INVALID, WHY_TICKET_VERSION, NULL, NULL,
		    NULL);
	if (size == 0 || record[0] != VERSION_1 || !unpack(record, size, &t))
		return err_why(err, RC_INVALID, WHY_TICKET_FORM, NULL, NULL,
		    NULL);
	*token = t;
	return RC_OK;
}

enum rc
token_verify(const struct token *token, const unsigned char pk[32],
    struct err *err)
{
	unsigned char text[sizeof domain + SIGNED_MAX], key[TOKEN_KEY_ID];

	token_key_id(pk, key);
	if (memcmp(key, token->key, sizeof key) != 0)
		return err_why(err, RC_REFUSED, WHY_TICKET_KEY, token->depot,
		    NULL, NULL);
	size_t n = signed_text(token, text);
	if (crypto_sign_verify_detached(token->sig, text, n, pk) != 0)
		return err_why(err, RC_REFUSED, WHY_TICKET_ALTERED,
		    token->depot, NULL, NULL);
	return RC_OK;
}
