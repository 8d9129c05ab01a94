/* A segment of any bytes.  The first byte says how far in they begin: at the
 * door; behind the signature, as a header line and what is packed; or as the
 * parts of events that a depot with a good key writes.  What is read is what
 * was written, or nothing is. */
#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/log/event.h"
#include "db/sync/segment.h"

#define EVENTS_MAX 16

static unsigned char public_key[32], key[64];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct seen {
	struct segment_event event[EVENTS_MAX];
	int64_t n, next;
};

static enum rc
each(const struct segment_event *e, void *arg, struct err *err)
{
	struct seen *s = arg;
	bool written = s->n > 0;

	(void)err;
	assert(s->next == 0 || e->seq == s->next);
	assert(e->act_seq > 0 && e->act_seq <= e->seq);
	assert(e->n >= 2 && e->n <= EVENT_BODY_MAX && e->body[0] == '{' &&
	    e->body[e->n - 1] == '}');
	if (written) {
		const struct segment_event *w = &s->event[e->seq - 1];

		assert(e->seq <= s->n && e->time == w->time && e->actor ==
		    w->actor && e->act_seq == w->act_seq && e->n == w->n);
		assert(strcmp(e->kind, w->kind) == 0 && memcmp(e->body,
		    w->body, e->n) == 0 && memcmp(e->hash, w->hash, 32) == 0);
	}
	s->next = e->seq + 1;
	return RC_OK;
}

static enum rc
read_it(const unsigned char *bytes, size_t n, struct seen *s)
{
	struct segment_head h;
	unsigned char sig[64];
	enum rc rc = segment_read(bytes, n, public_key, &h, sig, each, s,
	    NULL);

	assert(rc == RC_OK || rc == RC_INVALID);
	assert(rc == RC_OK || s->next == 0);
	assert(rc != RC_OK || s->next == h.last + 1);
	return rc;
}

/* A header line, and what is packed behind it, under a good signature. */
static void
behind_signature(const uint8_t *data, size_t n)
{
	static const char prefix[] = "samdepa-segment-1\n";
	const uint8_t *line = memchr(data, '\n', n);
	struct seen s = { .n = 0 };
	char text[600];

	if (line == NULL || line - data > 500)
		return;
	size_t head = (size_t)(line + 1 - data), what = sizeof prefix - 1;
	unsigned char *bytes = malloc(n + 64);
	if (bytes == NULL)
		abort();
	memcpy(text, prefix, what);
	memcpy(text + what, data, head);
	memcpy(bytes, data, n);
	crypto_sign_detached(bytes + n, NULL, (unsigned char *)text, what +
	    head, key);
	(void)!read_it(bytes, n + 64, &s);
	free(bytes);
}

/* Lines "KIND BODY" as events; time and actor out of the line before. */
static void
written(const uint8_t *data, size_t n)
{
	static const unsigned char zero[32];
	const uint8_t *end = data + n;
	struct segment_writer *w = NULL;
	struct segment_head head;
	unsigned char sig[64], *bytes = NULL, hash[32] = { 0 };
	struct seen s = { .n = 0 };
	size_t len;

	assert(segment_begin("YST1-K3X9A2", 1, zero, &w, NULL) == RC_OK);
	while (data < end && s.n < EVENTS_MAX) {
		struct segment_event *e = &s.event[s.n];
		const uint8_t *line = memchr(data, '\n', (size_t)(end - data));
		const uint8_t *stop = line == NULL ? end : line;
		const uint8_t *space = memchr(data, ' ', (size_t)(stop - data));

		if (space == NULL || (size_t)(space - data) >= sizeof e->kind
		    || memchr(data, '\0', (size_t)(space - data)) != NULL)
			break;
		memcpy(e->kind, data, (size_t)(space - data));
		e->body = (const char *)space + 1;
		e->n = (size_t)(stop - space - 1);
		e->seq = e->act_seq = ++s.n;
		e->time = s.n == 1 ? 1 : INT64_MAX / (int64_t)(s.n * s.n);
		e->actor = s.n % 2 == 0 ? -s.n : s.n;
		event_hash(hash, "YST1-K3X9A2", e->seq, e->act_seq, e->time,
		    e->actor, e->kind, e->body, e->n, hash);
		memcpy(e->hash, hash, 32);
		assert(segment_add(w, e, NULL) == RC_OK);
		data = line == NULL ? end : line + 1;
	}
	if (s.n > 0) {
		assert(segment_end(w, key, sig, &head, &bytes, &len, NULL) ==
		    RC_OK);
		(void)!read_it(bytes, len, &s);
	}
	free(bytes);
	segment_free(w);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const unsigned char seed[32] = { 1, 2, 3 };
	struct seen s = { .n = 0 };
	char name[200], hash16[17];
	struct segment_head h;

	if (n == 0)
		return 0;
	if (sodium_init() < 0)
		abort();
	crypto_sign_seed_keypair(public_key, key, seed);
	switch (data[0] % 4) {
	case 0:
		(void)!read_it(data + 1, n - 1, &s);
		break;
	case 1:
		behind_signature(data + 1, n - 1);
		break;
	case 2:
		written(data + 1, n - 1);
		break;
	case 3:
		snprintf(name, sizeof name, "%.*s", (int)(n - 1),
		    (const char *)data + 1);
		assert(segment_name_read(name, &h, hash16, NULL) != RC_OK ||
		    strlen(name) < 120);
		break;
	}
	return 0;
}
