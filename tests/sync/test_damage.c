/* Everything that one depot takes from another, cut at every byte and with
 * bits of every byte turned: it is refused.  What is text may be the same
 * again; nothing may be something else. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/log/event.h"
#include "db/slip.h"
#include "db/sync/head.h"
#include "db/sync/invite.h"
#include "db/sync/segment.h"
#include "db/sync/signed_line.h"
#include "tests/lib/tap.h"

#define EVENTS 6

static unsigned char public_key[32], key[64];
static struct err err;

static void
must(enum rc rc, const char *what)
{
	if (rc == RC_OK)
		return;
	printf("Bail out! %s: %d %s\n", what, rc, err.text);
	exit(1);
}

/* Something that was read: what its reader made of it, to be compared. */
struct made {
	unsigned char bytes[4096];
	size_t n;
};

static void
note(struct made *m, const void *bytes, size_t n)
{
	if (n > sizeof m->bytes - m->n)
		n = sizeof m->bytes - m->n;
	memcpy(m->bytes + m->n, bytes, n);
	m->n += n;
}

struct thing {
	const char *name;
	/* Reads bytes that are exactly so long. */
	enum rc (*read)(const unsigned char *, size_t, struct made *);
	unsigned char *bytes;
	size_t n;
	bool text;	/* its own blanks may be cut off */
	size_t packed, packed_end;	/* here bytes may say the same another
					   way */
};

/* Counts what was taken for something else.  The copy is as long as it says,
 * so that a sanitizer sees a step beyond. */
static bool
refused(const struct thing *t, const unsigned char *bytes, size_t n,
    const struct made *right, int *same)
{
	static struct made made;
	unsigned char *copy = malloc(n > 0 ? n : 1);

	if (copy == NULL)
		abort();
	memcpy(copy, bytes, n);
	made.n = 0;
	enum rc rc = t->read(copy, n, &made);
	free(copy);
	if (rc != RC_OK)
		return made.n == 0 || t->text;
	bool equal = made.n == right->n && memcmp(made.bytes, right->bytes,
	    made.n) == 0;
	*same += equal;
	return equal;
}

static void
damage(struct thing *t)
{
	static struct made right;
	unsigned char *bytes = malloc(t->n + 1);
	char name[80];
	size_t wrong = t->n + 2;
	int same = 0;

	if (bytes == NULL)
		abort();
	right.n = 0;
	must(t->read(t->bytes, t->n, &right), t->name);
	for (size_t n = 0; n < t->n && wrong > t->n; n++)
		if (!refused(t, t->bytes, n, &right, &same))
			wrong = n;
	snprintf(name, sizeof name, "cut-%s", t->name);
	tap_ok(wrong > t->n && same <= t->text, name, "at byte %zu", wrong);

	memcpy(bytes, t->bytes, t->n);
	same = 0;
	for (size_t i = 0; i < t->n && wrong > t->n; i++)
		for (int bit = 0; bit < 9; bit++) {
			int before = same;

			bytes[i] ^= (unsigned char)(bit < 8 ? 1 << bit : 255);
			if (!refused(t, bytes, t->n, &right, &same) ||
			    (same > before && !t->text && (i < t->packed ||
			    i >= t->packed_end)))
				wrong = i;
			bytes[i] = t->bytes[i];
		}
	snprintf(name, sizeof name, "turned-%s", t->name);
	tap_ok(wrong > t->n, name, "byte %zu", wrong);
	printf("# %s: %zu bytes, %d ways to say the same\n", t->name, t->n,
	    same);

	bool all = true;
	for (int c = 0; c < 256; c++) {
		bytes[t->n] = (unsigned char)c;
		all = refused(t, bytes, t->n + 1, &right, &same) && all;
	}
	snprintf(name, sizeof name, "longer-%s", t->name);
	tap_ok(all, name, "one byte more was taken");
	free(bytes);
	free(t->bytes);
}

/* --- a segment --- */

static enum rc
event_note(const struct segment_event *e, void *arg, struct err *why)
{
	(void)why;
	note(arg, &e->seq, sizeof e->seq);
	note(arg, e->kind, strlen(e->kind));
	note(arg, e->body, e->n);
	note(arg, e->hash, sizeof e->hash);
	return RC_OK;
}

static enum rc
segment_try(const unsigned char *bytes, size_t n, struct made *made)
{
	struct segment_head h;

	return segment_read(bytes, n, public_key, &h, NULL, event_note, made,
	    &err);
}

static void
segment_make(struct thing *t)
{
	static const unsigned char zero[32];
	static const char log[] = "YST1-K3X9A2";
	struct segment_writer *w = NULL;
	struct segment_event e = { .kind = "shelve" };
	struct segment_head head;
	unsigned char sig[64];

	must(segment_begin(log, 1, zero, &w, &err), "begin");
	for (e.seq = 1; e.seq <= EVENTS; e.seq++) {
		char body[80];

		e.n = (size_t)snprintf(body, sizeof body, "{\"item\":\"YST1-"
		    "K3X9A2.%d\",\"place\":\"YST1-K3X9A2.9\"}", (int)e.seq);
		e.body = body;
		e.act_seq = e.seq;
		e.time = 1790000000 + e.seq;
		event_hash(e.hash, log, e.seq, e.act_seq, e.time, e.actor,
		    e.kind, e.body, e.n, e.hash);
		must(segment_add(w, &e, &err), "add");
	}
	must(segment_end(w, key, sig, &head, &t->bytes, &t->n, &err), "end");
	segment_free(w);
	t->packed = (size_t)((unsigned char *)memchr(t->bytes, '\n', t->n) -
	    t->bytes) + 1;
	t->packed_end = t->n - 64;
}

/* --- signed lines --- */

static enum rc
head_try(const unsigned char *bytes, size_t n, struct made *made)
{
	static struct head h;
	enum rc rc = head_read(bytes, n, public_key, &h, &err);

	if (rc == RC_OK)
		note(made, bytes, n);
	return rc;
}

static void
head_make(struct thing *t)
{
	static struct head h = { .depot = "YST1", .log = "YST1-K3X9A2",
	    .version = "0.1", .seq = 1234, .time = 1790000000, .n_seen = 2,
	    .seen = { { .log = "SKU1-AAAAAA", .seq = 5 },
	    { .log = "TRB1-BBBBBB", .seq = 77 } } };

	memcpy(h.public_key, public_key, 32);
	t->bytes = malloc(HEAD_MAX);
	if (t->bytes == NULL)
		abort();
	must(head_write(&h, key, (char *)t->bytes, &t->n, &err), "head");
}

static enum rc
registry_try(const unsigned char *bytes, size_t n, struct made *made)
{
	static struct registry r;
	unsigned char keys[2][32];

	memset(keys[0], 7, 32);
	memcpy(keys[1], public_key, 32);
	enum rc rc = registry_read(bytes, n, (const unsigned char (*)[32])keys,
	    2, &r, &err);
	if (rc == RC_OK)
		note(made, bytes, n);
	return rc;
}

static void
registry_make(struct thing *t)
{
	static struct registry r = { .version = 3, .n_coordinators = 1, .n = 2,
	    .depot = { { .code = "TRB1", .name = "Trelleborgs depå",
	    .organisation = "TRB", .log = "TRB1-BBBBBB", .closed = true,
	    .closed_seq = 9 }, { .code = "YST1", .name = "Ystads depå",
	    .organisation = "YST", .log = "YST1-K3X9A2" } } };

	memcpy(r.coordinator[0], public_key, 32);
	must(registry_write(&r, key, &t->bytes, &t->n, &err), "registry");
}

static enum rc
answer_try(const unsigned char *bytes, size_t n, struct made *made)
{
	struct registry_depot d;
	enum rc rc = invite_answer_read("TRB1", public_key, bytes, n, &d,
	    &err);

	if (rc == RC_OK)
		note(made, bytes, n);
	return rc;
}

static void
answer_make(struct thing *t)
{
	char hex[65];

	must(signed_line_write("samdepa-join-1", json_pack("{s:s, s:s, s:s, "
	    "s:s}", "log", "TRB1-BBBBBB", "name", "Trelleborgs depå",
	    "organisation", "TRB", "public", sodium_bin2hex(hex, sizeof hex,
	    public_key, 32)), key, &t->bytes, &t->n, &err), "answer");
}

/* --- texts on paper --- */

static enum rc
invite_try(const unsigned char *bytes, size_t n, struct made *made)
{
	struct invite in;
	enum rc rc = invite_read((const char *)bytes, n, &in, &err);

	if (rc == RC_OK)
		note(made, &in, sizeof in);
	return rc;
}

static void
invite_make_text(struct thing *t)
{
	struct invite in = { .depot = "TRB1", .hub = "file:/mnt/nav",
	    .expires = 21000 };

	memcpy(in.coordinator, public_key, 32);
	memset(in.seed, 3, 32);
	t->bytes = malloc(INVITE_TEXT_MAX);
	if (t->bytes == NULL)
		abort();
	must(invite_write(&in, (char *)t->bytes, &err), "invitation");
	t->n = strlen((char *)t->bytes);
}

/* Form and signature, as slip_verify asks for them. */
static enum rc
slip_try(const unsigned char *bytes, size_t n, struct made *made)
{
	static struct manifest s;
	unsigned char record[1600], sig[64];
	size_t signed_n = 0;
	enum rc rc = slip_read((const char *)bytes, n, &s, record, &signed_n,
	    sig, &err);

	if (rc == RC_OK && crypto_sign_verify_detached(sig, record, signed_n,
	    public_key) != 0)
		rc = RC_REFUSED;
	if (rc == RC_OK)
		note(made, &s, sizeof s);
	return rc;
}

static void
slip_make(struct thing *t)
{
	static struct manifest s = { .from = "YST1", .to = "TRB1", .number =
	    "YST1-17", .n = 2, .item = { { .log = "YST1-K3X9A2", .seq = 4,
	    .hop = 2, .dispatch = 99, .code = "I-YST1-000004-X" },
	    { .log = "SKU1-AAAAAA", .seq = 700, .era = 1, .hop = 3,
	    .dispatch = 100, .code = "GAMMAL-17" } } };

	t->bytes = malloc(SLIP_TEXT_MAX);
	if (t->bytes == NULL)
		abort();
	must(slip_write(&s, key, public_key, (char *)t->bytes, &err), "slip");
	t->n = strlen((char *)t->bytes);
}

int
main(void)
{
	static const unsigned char seed[32] = { 1, 2, 3 };
	struct thing things[] = {
		{ .name = "segment", .read = segment_try },
		{ .name = "head", .read = head_try },
		{ .name = "registry", .read = registry_try },
		{ .name = "join-answer", .read = answer_try },
		{ .name = "invitation", .read = invite_try, .text = true },
		{ .name = "slip", .read = slip_try, .text = true },
	};
	void (*const make[])(struct thing *) = { segment_make, head_make,
	    registry_make, answer_make, invite_make_text, slip_make };

	if (sodium_init() < 0)
		return 2;
	crypto_sign_seed_keypair(public_key, key, seed);
	for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
		make[i](&things[i]);
		damage(&things[i]);
	}
	return tap_status();
}
