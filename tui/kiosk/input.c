#include "tui/kiosk/input.h"

#include <stdio.h>
#include <string.h>

#include "tui/sink.h"

#define ESC_WAIT_MS	60	/* a lone Esc, or a sequence that broke off */
#define PREFIX_WAIT_MS	1000
#define PASTE_WAIT_MS	1000	/* a paste whose end never comes */
#define ALT_WAIT_MS	100	/* between the digits of Alt+029 */
#define GS		'\x1d'	/* in GS1 labels */
#define LONG_AGO_MS	(-1000)

enum { GROUND, ESC, CSI, LINUX_F, SS3, STRING, STRING_ESC, X10, PASTE };

struct out {			/* where events go */
	input_fn *fn;
	void *arg;
	int64_t now_ms;
};

void
input_init(struct input_reader *r, const char *prefix, int gap_ms)
{
	memset(r, 0, sizeof *r);
	r->gap_ms = gap_ms;
	r->cr_ms = LONG_AGO_MS;
	burst_reset(&r->run, LONG_AGO_MS);
	r->prefix_n = strlen(prefix) < sizeof r->prefix ? strlen(prefix) : 0;
	memcpy(r->prefix, prefix, r->prefix_n);
	keymap_init(&r->keys);
}

static struct pace
pace_of(const struct burst *b)
{
	return (struct pace){ b->letters, burst_mean_ms(b),
	    (int)b->gap_max_ms };
}

static void
send_key(const struct out *o, enum key key)
{
	struct input in = { .kind = INPUT_KEY, .key = key };

	o->fn(&in, o->arg);
}

/* Whether what came belongs to a code, and spoils it. */
static bool
spoils(struct input_reader *r, int64_t now_ms)
{
	if (r->in_scan)
		r->run.bad = true;
	/* With a prefix, what comes without it is typed, however fast. */
	return r->in_scan ||
	    (r->prefix_n == 0 && burst_spoil(&r->run, now_ms));
}

static void
run_key(struct input_reader *r, const struct out *o, enum key key)
{
	if (spoils(r, o->now_ms))
		return;
	burst_reset(&r->run, o->now_ms);
	send_key(o, key);
}

/* A control key waits a moment: what follows at once makes it part of a
 * code, and a code must press no keys. */
static void
flush_held(struct input_reader *r, const struct out *o)
{
	int key = r->held;

	r->held = 0;
	if (key > 0)
		run_key(r, o, (enum key)key);
}

static void
add_letter(struct input_reader *r, const struct out *o, const char *s,
    size_t n)
{
	bool spoilt = r->held != 0 &&
	    o->now_ms - r->held_ms <= BURST_TOGETHER_MS;

	if (spoilt)
		r->held = 0;
	flush_held(r, o);
	if (r->in_scan)
		burst_append(&r->run, s, n, o->now_ms);
	else
		burst_add(&r->run, s, n, o->now_ms);
	r->run.bad = r->run.bad || spoilt;
	if (r->in_scan)
		return;
	struct input in = { .kind = INPUT_TEXT,
	    .first = r->run.letters == 1 };
	memcpy(in.text, s, n);
	o->fn(&in, o->arg);
}

static void
send_scan(struct input_reader *r, const struct out *o)
{
	struct input in = { .kind = INPUT_UNTYPE };
	struct burst *b = &r->run;

	if (!r->in_scan)
		o->fn(&in, o->arg);
	in.kind = b->bad ? INPUT_BAD_SCAN : INPUT_SCAN;
	b->text[b->n] = '\0';
	in.scan = b->text;
	in.n = b->n;
	in.pace = pace_of(b);
	bool any = b->letters > 0 || b->bad;
	r->in_scan = false;
	if (any)
		o->fn(&in, o->arg);
	burst_reset(b, o->now_ms);
}

static void
terminator(struct input_reader *r, const struct out *o, char c)
{
	bool after_cr = o->now_ms - r->cr_ms <= BURST_TOGETHER_MS;

	flush_held(r, o);
	r->cr_ms = c == '\r' ? o->now_ms : LONG_AGO_MS;
	if (c == '\n' && after_cr)
		return;
	if (r->in_scan || (r->prefix_n == 0 &&
	    burst_is_scan(&r->run, r->gap_ms, o->now_ms))) {
		send_scan(r, o);
		return;
	}
	struct input in = { .kind = INPUT_KEY,
	    .key = c == '\t' ? K_TAB : K_ENTER, .pace = pace_of(&r->run) };
	burst_reset(&r->run, o->now_ms);
	o->fn(&in, o->arg);
}

static void
control(struct input_reader *r, const struct out *o, unsigned char c)
{
	if (spoils(r, o->now_ms))
		return;
	flush_held(r, o);
	if (c == 0x7f || c == 0x08) {
		run_key(r, o, K_BACKSPACE);
		return;
	}
	r->held = c == 0x0c ? K_CTRL_L : c == 0x11 ? K_CTRL_Q :
	    c == 0x15 ? K_CTRL_U : -1;
	r->held_ms = o->now_ms;
}

/* GS belongs to the code that comes, and is no letter for any field.  (With a
 * prefix, a GS in front of that is nobody's.) */
static void
gs(struct input_reader *r, const struct out *o)
{
	if (r->in_scan)
		burst_append(&r->run, (const char[]){ GS }, 1, o->now_ms);
	else if (r->held != 0 || r->prefix_n > 0)
		control(r, o, GS);
	else
		burst_mark(&r->run, GS, o->now_ms);
}

/* Some readers type a control character as Alt and three digits. */
static void
alt_digit(struct input_reader *r, const struct out *o, char c)
{
	if (o->now_ms - r->alt_ms > ALT_WAIT_MS)
		r->alt_n = 0;
	r->alt_ms = o->now_ms;
	r->alt[r->alt_n++] = c;
	if (r->alt_n < sizeof r->alt)
		return;
	r->alt_n = 0;
	if (memcmp(r->alt, "029", sizeof r->alt) == 0)
		gs(r, o);
	else
		(void)spoils(r, o->now_ms);
}

/* Something else came before the third digit. */
static void
alt_end(struct input_reader *r, const struct out *o)
{
	if (r->alt_n > 0)
		(void)spoils(r, o->now_ms);
	r->alt_n = 0;
}

static void
mouse(const char *seq, const struct out *o)
{
	int b, x, y;
	char end;

	if (sscanf(seq, "\033[<%5d;%5d;%5d%c", &b, &x, &y, &end) != 4 ||
	    b < 0 || x < 1 || y < 1 || (end != 'M' && end != 'm'))
		return;
	struct input in = { .kind = end == 'm' ? INPUT_RELEASE : INPUT_PRESS,
	    .y = y - 1, .x = x - 1 };
	if ((b & 64) != 0) {
		in.kind = INPUT_WHEEL;
		in.turn = (b & 1) != 0 ? 1 : -1;
	} else if ((b & 32) != 0) {
		in.kind = INPUT_DRAG;
	} else if ((b & 3) != 0) {
		return;		/* other buttons than the first */
	}
	o->fn(&in, o->arg);
}

static void
end_sequence(struct input_reader *r, const struct out *o)
{
	r->state = GROUND;
	r->seq[r->seq_n] = '\0';
	if (strncmp(r->seq, "\033[<", 3) == 0) {
		mouse(r->seq, o);
		return;
	}
	if (strcmp(r->seq, "\033[200~") == 0) {
		r->state = PASTE;
		r->seq_n = 0;
		return;
	}
	if (strcmp(r->seq, "\033[M") == 0) {
		r->state = X10;
		r->skip = 3;
		return;
	}
	enum key key = keymap_find(&r->keys, r->seq);
	if (key != K_NONE)
		run_key(r, o, key);
	else
		(void)spoils(r, o->now_ms);
}

/* A byte of an escape sequence; false: it belongs to no sequence. */
static void
sequence(struct input_reader *r, const struct out *o, unsigned char c)
{
	r->seq_ms = o->now_ms;
	if (c == 0x1b && r->state != STRING) {
		if (r->state == ESC)
			run_key(r, o, K_ESC);
		r->state = ESC;
		r->seq_n = 1;
		return;
	}
	if (r->seq_n < sizeof r->seq - 1)
		r->seq[r->seq_n++] = (char)c;
	switch (r->state) {
	case ESC:
		r->state = c == '[' ? CSI : c == 'O' ? SS3 :
		    c == ']' || c == 'P' || c == '_' || c == '^' ? STRING :
		    GROUND;
		if (r->state == GROUND && c >= '0' && c <= '9')
			alt_digit(r, o, (char)c);
		else if (r->state == GROUND)
			(void)spoils(r, o->now_ms);
		break;
	case CSI:
		if (c == '[' && r->seq_n == 3)
			r->state = LINUX_F;
		else if (c >= 0x40 && c <= 0x7e)
			end_sequence(r, o);
		else if (c < 0x20 || c > 0x7e)
			r->state = GROUND;
		break;
	case LINUX_F:
	case SS3:
		end_sequence(r, o);
		break;
	case STRING:
		if (c == 0x07)
			r->state = GROUND;
		else if (c == 0x1b)
			r->state = STRING_ESC;
		break;
	case STRING_ESC:
		r->state = c == '\\' ? GROUND : STRING;
		break;
	}
}

/* Pasted text is nobody's scan and nobody's typing: it is passed over. */
static void
paste(struct input_reader *r, char c, int64_t now_ms)
{
	static const char end[] = "\033[201~";

	r->seq_ms = now_ms;
	if (c == end[r->seq_n])
		r->seq_n++;
	else
		r->seq_n = c == end[0] ? 1 : 0;
	if (end[r->seq_n] == '\0')
		r->state = GROUND;
}

/* Bytes of letters, until one is whole. */
static void
letter(struct input_reader *r, const struct out *o, char c)
{
	unsigned char u = (unsigned char)c;
	uint32_t cp;
	int cells;

	if (r->letter_n == 0)
		r->letter_len = u < 0x80 ? 1 : u >= 0xf0 ? 4 :
		    u >= 0xe0 ? 3 : u >= 0xc0 ? 2 : 1;
	r->letter[r->letter_n++] = c;
	if (r->letter_n < r->letter_len)
		return;
	size_t n = r->letter_n;
	r->letter_n = 0;
	size_t took = sink_decode(r->letter, n, &cp);
	if (took != n || !sink_printable(cp, &cells)) {
		if (!spoils(r, o->now_ms))
			r->run.bad = r->run.letters > 0;
		return;
	}
	add_letter(r, o, r->letter, n);
}

/* Whether c is taken as part of the prefix.  What began like one and was
 * none is typed text after all. */
static bool
in_prefix(struct input_reader *r, const struct out *o, char c)
{
	if (r->prefix_n == 0 || r->in_scan)
		return false;
	if (c == r->prefix[r->prefix_at]) {
		r->seq_ms = o->now_ms;
		if (++r->prefix_at == r->prefix_n) {
			r->prefix_at = 0;
			burst_reset(&r->run, o->now_ms);
			r->in_scan = true;
		}
		return true;
	}
	size_t n = r->prefix_at;
	r->prefix_at = 0;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)r->prefix[i] >= 0x20)
			letter(r, o, r->prefix[i]);
	return false;
}

static void
byte(struct input_reader *r, const struct out *o, char c)
{
	unsigned char u = (unsigned char)c;

	if (r->state == PASTE) {
		paste(r, c, o->now_ms);
	} else if (r->state == X10) {
		if (--r->skip == 0)
			r->state = GROUND;
	} else if (r->state != GROUND) {
		sequence(r, o, u);
	} else if (in_prefix(r, o, c)) {
		return;
	} else if (r->letter_n > 0 && (u & 0xc0) != 0x80) {
		r->letter_n = 0;	/* the letter broke off */
		(void)spoils(r, o->now_ms);
		byte(r, o, c);
	} else if (u == 0x1b) {
		flush_held(r, o);
		r->state = ESC;
		r->seq[0] = c;
		r->seq_n = 1;
		r->seq_ms = o->now_ms;
	} else {
		alt_end(r, o);
		if (u == '\r' || u == '\n' || u == '\t')
			terminator(r, o, c);
		else if (c == GS)
			gs(r, o);
		else if (u < 0x20 || u == 0x7f)
			control(r, o, u);
		else
			letter(r, o, c);
	}
}

void
input_feed(struct input_reader *r, const char *bytes, size_t n,
    int64_t now_ms, input_fn *fn, void *arg)
{
	struct out o = { fn, arg, now_ms };

	input_tick(r, now_ms, fn, arg);
	for (size_t i = 0; i < n; i++)
		byte(r, &o, bytes[i]);
}

int64_t
input_deadline(const struct input_reader *r)
{
	int64_t at = -1;

	if (r->state != GROUND)
		at = r->seq_ms + (r->state == PASTE ? PASTE_WAIT_MS :
		    ESC_WAIT_MS);
	if (r->held != 0 && (at < 0 || r->held_ms + ESC_WAIT_MS < at))
		at = r->held_ms + ESC_WAIT_MS;
	if (r->in_scan && (at < 0 || r->run.last_ms + PREFIX_WAIT_MS < at))
		at = r->run.last_ms + PREFIX_WAIT_MS;
	return at;
}

void
input_tick(struct input_reader *r, int64_t now_ms, input_fn *fn, void *arg)
{
	struct out o = { fn, arg, now_ms };

	if (r->held != 0 && now_ms >= r->held_ms + ESC_WAIT_MS)
		flush_held(r, &o);
	if (r->state != GROUND && now_ms >= r->seq_ms +
	    (r->state == PASTE ? PASTE_WAIT_MS : ESC_WAIT_MS)) {
		bool lone = r->state == ESC;
		r->state = GROUND;
		if (lone)
			run_key(r, &o, K_ESC);
	}
	/* A scanner without a terminator: what it sent is the code. */
	if (r->in_scan && now_ms >= r->run.last_ms + PREFIX_WAIT_MS)
		send_scan(r, &o);
}
