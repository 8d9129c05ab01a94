#include "db/sync/segment.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>

#include "db/log/event.h"

#define LEVEL		9
#define WINDOW_LOG	23	/* 8 MiB: no frame may ask for more */
#define HEAD_LINE_MAX	400
#define COUNT_MAX	(SEGMENT_MAX / 16)

static const char prefix[] = "samdepa-segment-1\n";

/* --- the header line --- */

static int
head_line(const struct segment_head *h, char out[HEAD_LINE_MAX])
{
	char before[65], hash[65];

	sodium_bin2hex(before, sizeof before, h->before, 32);
	sodium_bin2hex(hash, sizeof hash, h->hash, 32);
	return snprintf(out, HEAD_LINE_MAX, "{\"before\":\"%s\",\"count\":%lld,"
	    "\"first\":%lld,\"hash\":\"%s\",\"last\":%lld,\"log\":\"%s\"}\n",
	    before, (long long)(h->last - h->first + 1), (long long)h->first,
	    hash, (long long)h->last, h->log);
}

static bool
log_name_ok(const char *log)
{
	size_t n = strlen(log);

	return n > 0 && n < SEGMENT_LOG_MAX && strspn(log, "ABCDEFGHIJKLMNOP"
	    "QRSTUVWXYZ0123456789-") == n && log[0] != '-';
}

/* What is written again from what was read must be the very same line. */
static enum rc
head_line_read(const char *line, size_t n, struct segment_head *h,
    struct err *err)
{
	char before[65] = "", hash[65] = "", again[HEAD_LINE_MAX], text[HEAD_LINE_MAX];
	long long count, first, last;

	memset(h, 0, sizeof *h);
	if (n >= sizeof text)
		return err_set(err, RC_INVALID, "segment: header too long");
	memcpy(text, line, n);
	text[n] = '\0';
	if (sscanf(text, "{\"before\":\"%64[0-9a-f]\",\"count\":%lld,\"first\":"
	    "%lld,\"hash\":\"%64[0-9a-f]\",\"last\":%lld,\"log\":\"%23[A-Z0-9-]"
	    "\"}", before, &count, &first, hash, &last, h->log) != 6 ||
	    sodium_hex2bin(h->before, 32, before, 64, NULL, NULL, NULL) != 0 ||
	    sodium_hex2bin(h->hash, 32, hash, 64, NULL, NULL, NULL) != 0)
		return err_set(err, RC_INVALID, "segment: header form");
	h->first = first;
	h->last = last;
	if (first < 1 || last < first || last >= INT64_C(1) << LOG_SHIFT ||
	    last - first >= COUNT_MAX || count != last - first + 1 ||
	    !log_name_ok(h->log) || head_line(h, again) != (int)n ||
	    memcmp(again, line, n) != 0)
		return err_set(err, RC_INVALID, "segment: header values");
	return RC_OK;
}

void
segment_name(const struct segment_head *h, char out[120])
{
	char hash[65];

	sodium_bin2hex(hash, sizeof hash, h->hash, 32);
	snprintf(out, 120, "logs/%s/%lld-%lld-%.16s.seg", h->log,
	    (long long)h->first, (long long)h->last, hash);
}

/* A whole number as it is written once, and what comes after it. */
static bool
number(const char **p, const char *end, char after, int64_t *out)
{
	bool minus = *p < end && **p == '-';
	int64_t v = 0;
	const char *start;

	*p += minus;
	for (start = *p; *p < end && **p >= '0' && **p <= '9'; (*p)++) {
		if (v > (INT64_MAX - 9) / 10)
			return false;
		v = v * 10 + (**p - '0');
	}
	if (*p == start || (*start == '0' && (*p - start > 1 || minus)) ||
	    *p >= end || **p != after)
		return false;
	(*p)++;
	*out = minus ? -v : v;
	return true;
}

/* A hub may list ten thousand of them. */
enum rc
segment_name_read(const char *name, struct segment_head *h,
    char hash16[17], struct err *err)
{
	const char *end = name + strlen(name);
	const char *p = strncmp(name, "logs/", strlen("logs/")) == 0 ? name +
	    strlen("logs/") : end;
	const char *slash = strchr(p, '/');
	size_t n = 0;

	memset(h, 0, sizeof *h);
	if (slash != NULL && (n = (size_t)(slash - p)) < sizeof h->log) {
		memcpy(h->log, p, n);
		p = slash + 1;
	}
	if (slash == NULL || n >= sizeof h->log || !log_name_ok(h->log) ||
	    !number(&p, end, '-', &h->first) ||
	    !number(&p, end, '-', &h->last) || h->first < 1 ||
	    h->last < h->first || h->last >= INT64_C(1) << LOG_SHIFT ||
	    strspn(p, "0123456789abcdef") != 16 || strcmp(p + 16, ".seg") != 0)
		return err_set(err, RC_INVALID, "not a segment's name");
	memcpy(hash16, p, 16);
	hash16[16] = '\0';
	return RC_OK;
}

/* --- writing --- */

struct segment_writer {
	struct segment_head head;
	char  *plain;
	size_t n, cap;
};

enum rc
segment_begin(const char *log, int64_t first, const unsigned char before[32],
    struct segment_writer **out, struct err *err)
{
	struct segment_writer *w;

	*out = NULL;
	if (!log_name_ok(log) || first < 1)
		return err_set(err, RC_INVALID, "segment: log \"%s\"", log);
	w = calloc(1, sizeof *w);
	if (w == NULL)
		abort();
	snprintf(w->head.log, sizeof w->head.log, "%s", log);
	w->head.first = first;
	w->head.last = first - 1;
	memcpy(w->head.before, before, 32);
	memcpy(w->head.hash, before, 32);
	*out = w;
	return RC_OK;
}

enum rc
segment_add(struct segment_writer *w, const struct segment_event *e,
    struct err *err)
{
	char head[160];
	int n = snprintf(head, sizeof head, "[%lld,%lld,%lld,%lld,\"%s\",",
	    (long long)e->seq, (long long)e->act_seq, (long long)e->time,
	    (long long)e->actor, e->kind);
	size_t more = (size_t)n + e->n + 2;

	if (e->seq != w->head.last + 1)
		return err_set(err, RC_INVALID, "segment: event out of turn");
	if (w->n + more > SEGMENT_MAX || e->seq - w->head.first >= COUNT_MAX)
		return err_set(err, RC_REFUSED, "segment: full");
	if (w->n + more > w->cap) {
		w->cap = (w->n + more) * 2 + 4096;
		w->plain = realloc(w->plain, w->cap);
		if (w->plain == NULL)
			abort();
	}
	memcpy(w->plain + w->n, head, (size_t)n);
	memcpy(w->plain + w->n + n, e->body, e->n);
	memcpy(w->plain + w->n + (size_t)n + e->n, "]\n", 2);
	w->n += more;
	w->head.last = e->seq;
	memcpy(w->head.hash, e->hash, 32);
	return RC_OK;
}

/* What is signed: a word for what it is, and the header line. */
static size_t
signed_text(const struct segment_head *h, char out[HEAD_LINE_MAX + 32])
{
	size_t n = sizeof prefix - 1;

	memcpy(out, prefix, n);
	return n + (size_t)head_line(h, out + n);
}

enum rc
segment_end(struct segment_writer *w, const unsigned char *key,
    unsigned char sig[64], struct segment_head *head, unsigned char **bytes,
    size_t *n, struct err *err)
{
	char text[HEAD_LINE_MAX + 32];
	size_t len = signed_text(&w->head, text);
	size_t line = len - (sizeof prefix - 1);
	size_t bound = ZSTD_compressBound(w->n);

	*bytes = NULL;
	if (w->n == 0)
		return err_set(err, RC_INVALID, "segment: empty");
	unsigned char *out = malloc(line + bound + 64);
	if (out == NULL)
		abort();
	memcpy(out, text + sizeof prefix - 1, line);
	size_t packed = ZSTD_compress(out + line, bound, w->plain, w->n,
	    LEVEL);
	if (ZSTD_isError(packed)) {
		free(out);
		return err_set(err, RC_OUTSIDE, "zstd: %s",
		    ZSTD_getErrorName(packed));
	}
	if (key != NULL)
		crypto_sign_detached(sig, NULL, (unsigned char *)text, len,
		    key);
	memcpy(out + line + packed, sig, 64);
	*head = w->head;
	*bytes = out;
	*n = line + packed + 64;
	return RC_OK;
}

void
segment_free(struct segment_writer *w)
{
	if (w == NULL)
		return;
	free(w->plain);
	free(w);
}

/* --- reading --- */

/* Exactly one frame, that says how much it holds and holds that. */
static enum rc
inflate(const unsigned char *packed, size_t n, char **plain, size_t *len,
    struct err *err)
{
	unsigned long long size = ZSTD_getFrameContentSize(packed, n);
	ZSTD_DCtx *ctx;
	size_t got;

	*plain = NULL;
	if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR
	    || size == 0 || size > SEGMENT_MAX || size > n * SEGMENT_RATIO ||
	    ZSTD_findFrameCompressedSize(packed, n) != n)
		return err_set(err, RC_INVALID, "segment: packed size");
	ctx = ZSTD_createDCtx();
	*plain = malloc(size);
	if (ctx == NULL || *plain == NULL)
		abort();
	ZSTD_DCtx_setParameter(ctx, ZSTD_d_windowLogMax, WINDOW_LOG);
	got = ZSTD_decompressDCtx(ctx, *plain, size, packed, n);
	ZSTD_freeDCtx(ctx);
	*len = (size_t)size;
	return got == size ? RC_OK : err_set(err, RC_INVALID,
	    "segment: does not unpack");
}

/* [seq,act_seq,time,actor,"kind",{body}] between p and end. */
static bool
event_line(const char *p, const char *end, struct segment_event *e)
{
	const char *quote;

	if (p >= end || *p++ != '[' || !number(&p, end, ',', &e->seq) ||
	    !number(&p, end, ',', &e->act_seq) ||
	    !number(&p, end, ',', &e->time) ||
	    !number(&p, end, ',', &e->actor) || p >= end || *p++ != '"')
		return false;
	quote = memchr(p, '"', (size_t)(end - p));
	if (quote == NULL || quote == p || (size_t)(quote - p) >=
	    sizeof e->kind || end - quote < 5 || quote[1] != ',' ||
	    quote[2] != '{' || end[-1] != ']' || end[-2] != '}')
		return false;
	memcpy(e->kind, p, (size_t)(quote - p));
	e->kind[quote - p] = '\0';
	if (strspn(e->kind, "abcdefghijklmnopqrstuvwxyz_") !=
	    (size_t)(quote - p))
		return false;
	e->body = quote + 2;
	e->n = (size_t)(end - 1 - e->body);
	return e->act_seq > 0 && e->act_seq <= e->seq &&
	    e->n <= EVENT_BODY_MAX;
}

/* Goes through the lines: first with each NULL, when the chain is made, which
 * must end where the header says, and its hashes are left in hashes; then
 * calling back with what has been verified. */
static enum rc
walk(const struct segment_head *h, const char *plain, size_t n,
    unsigned char (*hashes)[32], enum rc (*each)(const struct segment_event *,
    void *, struct err *), void *arg, struct err *err)
{
	const unsigned char *before = h->before;
	const char *p = plain, *end = plain + n;
	int64_t seq = h->first;
	enum rc rc = RC_OK;

	for (; rc == RC_OK && p < end; seq++) {
		struct segment_event e;
		const char *line = memchr(p, '\n', (size_t)(end - p));

		memset(&e, 0, sizeof e);
		if (line == NULL || seq > h->last || !event_line(p, line, &e) ||
		    e.seq != seq)
			return err_set(err, RC_INVALID, "segment: event %lld"
			    " is not of its form", (long long)seq);
		unsigned char *hash = hashes[seq - h->first];
		if (each == NULL)
			event_hash(before, h->log, e.seq, e.act_seq, e.time,
			    e.actor, e.kind, e.body, e.n, hash);
		memcpy(e.hash, hash, 32);
		if (each != NULL)
			rc = each(&e, arg, err);
		before = hash;
		p = line + 1;
	}
	if (rc == RC_OK && (seq != h->last + 1 ||
	    memcmp(before, h->hash, 32) != 0))
		rc = err_set(err, RC_INVALID, "segment: the chain is broken");
	return rc;
}

/* Verifies all of it before anything is called back. */
static enum rc
walk_twice(const struct segment_head *h, const char *plain, size_t n,
    enum rc (*each)(const struct segment_event *, void *, struct err *),
    void *arg, struct err *err)
{
	unsigned char (*hashes)[32] = calloc((size_t)(h->last - h->first + 1),
	    sizeof *hashes);

	if (hashes == NULL)
		abort();
	enum rc rc = walk(h, plain, n, hashes, NULL, NULL, err);
	if (rc == RC_OK && each != NULL)
		rc = walk(h, plain, n, hashes, each, arg, err);
	free(hashes);
	return rc;
}

enum rc
segment_read(const unsigned char *bytes, size_t n,
    const unsigned char public_key[32], struct segment_head *h,
    unsigned char *sig, enum rc (*each)(const struct segment_event *, void *,
    struct err *), void *arg, struct err *err)
{
	const unsigned char *line = memchr(bytes, '\n', n < HEAD_LINE_MAX ? n :
	    HEAD_LINE_MAX);
	char text[HEAD_LINE_MAX + 32], *plain = NULL;
	size_t len = 0;

	memset(h, 0, sizeof *h);
	if (line == NULL || n > SEGMENT_MAX + 2 * HEAD_LINE_MAX)
		return err_set(err, RC_INVALID, "segment: no header");
	size_t head = (size_t)(line + 1 - bytes);
	enum rc rc = head_line_read((const char *)bytes, head, h, err);
	if (rc != RC_OK)
		return rc;
	if (n < head + 64 + 1)
		return err_set(err, RC_INVALID, "segment: cut short");
	size_t what = signed_text(h, text);
	if (crypto_sign_verify_detached(bytes + n - 64, (unsigned char *)text,
	    what, public_key) != 0)
		return err_set(err, RC_INVALID, "segment: signature");
	rc = inflate(bytes + head, n - head - 64, &plain, &len, err);
	if (rc == RC_OK && sig != NULL)
		memcpy(sig, bytes + n - 64, 64);
	if (rc == RC_OK)
		rc = walk_twice(h, plain, len, each, arg, err);
	free(plain);
	return rc;
}
