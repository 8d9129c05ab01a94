/* slip_record.c - a slip as bytes: each is read within what there is. */
#include <sodium.h>
#include <string.h>

#include "db/base45.h"
#include "db/db.h"
#include "db/query.h"
#include "db/slip.h"
#include "db/token.h"

#define SEQ_MASK ((INT64_C(1) << LOG_SHIFT) - 1)
#define SLIP_VERSION 1

static const char start[] = "SD2:";

struct cursor {
	unsigned char *p, *end;
	bool ok;
};

static void
put_number(struct cursor *c, int64_t value)
{
	uint64_t v = (uint64_t)value;

	do {
		if (c->p == c->end) {
			c->ok = false;
			return;
		}
		*c->p++ = (unsigned char)((v & 127) | (v > 127 ? 128 : 0));
		v >>= 7;
	} while (v != 0);
}

static int64_t
get_number(struct cursor *c, int64_t max)
{
	uint64_t v = 0;
	int shift = 0;
	unsigned char byte;

	do {
		if (c->p == c->end || shift > 56) {
			c->ok = false;
			return 0;
		}
		byte = *c->p++;
		v |= (uint64_t)(byte & 127) << shift;
		shift += 7;
	} while (byte & 128);
	/* One number has one form. */
	if (v > (uint64_t)max || (byte == 0 && shift > 7))
		c->ok = false;
	return c->ok ? (int64_t)v : 0;
}

static void
put_text(struct cursor *c, const char *text)
{
	size_t n = strlen(text);

	put_number(c, (int64_t)n);
	if (!c->ok || (size_t)(c->end - c->p) < n) {
		c->ok = false;
		return;
	}
	memcpy(c->p, text, n);
	c->p += n;
}

/* Letters that names and labels have, and nothing else. */
static void
get_text(struct cursor *c, char *out, size_t cap)
{
	size_t n = (size_t)get_number(c, (int64_t)cap - 1);

	if (!c->ok || (size_t)(c->end - c->p) < n) {
		c->ok = false;
		return;
	}
	memcpy(out, c->p, n);
	out[n] = '\0';
	c->p += n;
	if (n == 0 || strspn(out, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != n)
		c->ok = false;
}

static void
item_put(struct cursor *c, const struct manifest_item *it)
{
	put_text(c, it->log);
	put_number(c, it->seq);
	put_number(c, it->era);
	put_number(c, it->hop);
	put_number(c, it->dispatch);
	put_text(c, it->code);
}

static void
item_get_from(struct cursor *c, struct manifest_item *it)
{
	get_text(c, it->log, sizeof it->log);
	it->seq = get_number(c, SEQ_MASK);
	it->era = get_number(c, INT32_MAX);
	it->hop = get_number(c, INT32_MAX);
	it->dispatch = get_number(c, SEQ_MASK);
	get_text(c, it->code, sizeof it->code);
	c->ok = c->ok && it->seq > 0 && it->dispatch > 0;
}

enum rc
slip_write(struct manifest *s, const unsigned char secret[64],
    const unsigned char public_key[32], char *out, struct err *err)
{
	unsigned char record[SLIP_RECORD_MAX];
	struct cursor c = { record, record + sizeof record - 64, true };

	token_key_id(public_key, s->key);
	*c.p++ = SLIP_VERSION;
	memcpy(c.p, s->key, sizeof s->key);
	c.p += sizeof s->key;
	put_text(&c, s->from);
	put_text(&c, s->to);
	put_text(&c, s->number);
	put_number(&c, (int64_t)s->n);
	for (size_t i = 0; i < s->n; i++)
		item_put(&c, &s->item[i]);
	if (!c.ok)
		return err_why(err, RC_INVALID, WHY_TOO_MUCH, NULL, NULL, NULL);
	crypto_sign_detached(c.p, NULL, record, (size_t)(c.p - record),
	    secret);
	c.p += 64;
	memcpy(out, start, sizeof start);
	return base45_encode(record, (size_t)(c.p - record), out +
	    sizeof start - 1, SLIP_TEXT_MAX - sizeof start, err);
}

enum rc
slip_read(const char *text, size_t n, struct manifest *s,
    unsigned char record[SLIP_RECORD_MAX], size_t *signed_n,
    unsigned char sig[64], struct err *err)
{
	size_t len = 0;

	memset(s, 0, sizeof *s);
	while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
		n--;
	if (n <= sizeof start - 1 || n >= SLIP_TEXT_MAX ||
	    memcmp(text, start, sizeof start - 1) != 0 ||
	    base45_decode(text + sizeof start - 1, n - (sizeof start - 1),
	    record, SLIP_RECORD_MAX, &len, NULL) != RC_OK || len < 64 + 16 ||
	    record[0] != SLIP_VERSION)
		return err_why(err, RC_INVALID, WHY_SLIP_FORM, NULL, NULL,
		    NULL);
	struct cursor c = { record + 1, record + len - 64, true };
	memcpy(s->key, c.p, sizeof s->key);
	c.p += sizeof s->key;
	get_text(&c, s->from, sizeof s->from);
	get_text(&c, s->to, sizeof s->to);
	get_text(&c, s->number, sizeof s->number);
	s->n = (size_t)get_number(&c, SLIP_ITEMS);
	for (size_t i = 0; c.ok && i < s->n; i++)
		item_get_from(&c, &s->item[i]);
	if (!c.ok || s->n == 0 || c.p != c.end)
		return err_why(err, RC_INVALID, WHY_SLIP_FORM, NULL, NULL,
		    NULL);
	*signed_n = len - 64;
	memcpy(sig, record + len - 64, 64);
	return RC_OK;
}
