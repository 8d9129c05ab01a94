#include "tui/kiosk/burst.h"

#include <string.h>

#define BREAK_MS	150	/* wedges pause up to 126 ms inside a code */

void
burst_reset(struct burst *b, int64_t now_ms)
{
	b->n = 0;
	b->letters = b->gaps = 0;
	b->gap_sum_ms = b->gap_max_ms = 0;
	b->bad = false;
	b->last_ms = now_ms;
}

static void
note_gap(struct burst *b, int64_t now_ms)
{
	int64_t gap = now_ms - b->last_ms;

	b->gaps++;
	b->gap_sum_ms += gap;
	if (gap > b->gap_max_ms)
		b->gap_max_ms = gap;
	b->last_ms = now_ms;
}

static void
keep(struct burst *b, const char *bytes, size_t n)
{
	if (b->n + n >= sizeof b->text) {
		b->bad = true;
		return;
	}
	memcpy(b->text + b->n, bytes, n);
	b->n += n;
}

void
burst_append(struct burst *b, const char *letter, size_t n, int64_t now_ms)
{
	if (b->letters > 0)
		note_gap(b, now_ms);
	b->last_ms = now_ms;
	b->letters++;
	keep(b, letter, n);
}

void
burst_add(struct burst *b, const char *letter, size_t n, int64_t now_ms)
{
	if (b->n == 0 || now_ms - b->last_ms >= BREAK_MS)
		burst_reset(b, now_ms);
	burst_append(b, letter, n, now_ms);
}

void
burst_mark(struct burst *b, char c, int64_t now_ms)
{
	if (now_ms - b->last_ms >= BREAK_MS)
		burst_reset(b, now_ms);
	if (b->letters > 0)
		note_gap(b, now_ms);
	b->last_ms = now_ms;
	keep(b, &c, 1);
}

bool
burst_spoil(struct burst *b, int64_t now_ms)
{
	if (b->letters < BURST_LETTERS_MIN - 1 ||
	    now_ms - b->last_ms > BURST_TOGETHER_MS)
		return false;
	b->bad = true;
	b->last_ms = now_ms;
	return true;
}

bool
burst_is_scan(struct burst *b, int gap_ms, int64_t now_ms)
{
	if (b->letters < BURST_LETTERS_MIN || now_ms - b->last_ms >= BREAK_MS)
		return false;
	note_gap(b, now_ms);
	return b->gap_sum_ms - b->gap_max_ms <
	    (int64_t)gap_ms * (b->gaps - 1);
}

int
burst_mean_ms(const struct burst *b)
{
	int n = b->gaps - 1;

	return n < 1 ? 0 :
	    (int)((b->gap_sum_ms - b->gap_max_ms + n - 1) / n);
}
