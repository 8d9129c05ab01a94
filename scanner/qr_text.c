#include "scanner/qr_text.h"

#include <stdbool.h>
#include <string.h>

#include "scanner/qr_bits.h"
#include "scanner/qr_refine.h"
#include "scanner/text.h"

#define UNSAID     (-1)		/* no ECI: to be guessed */
#define ASCII      27
#define SHIFT_JIS  20
#define TIMING_MIN 0.5

enum mode { END, NUM, ALNUM, SPLIT, BYTES, FNC1, ECI = 7, KANJI, FNC1_SECOND };

struct reading {
	const uint8_t *data;
	size_t bits, at;	/* in data, in bits */
	int    version;
	bool   fnc1, bad;
	int    alphabet;	/* of bytes, from here on */
	int    run_alphabet;	/* of what is gathered */
	size_t run_n;
	char   run[QR_BYTES_MAX * 3];
	char  *out;
	size_t n, cap;
};

static unsigned
take(struct reading *r, int bits)
{
	unsigned v = 0;

	if (r->bits - r->at < (size_t)bits) {
		r->bad = true;
		return 0;
	}
	for (; bits > 0; bits--, r->at++)
		v = v << 1 | (r->data[r->at / 8] >> (7 - r->at % 8) & 1);
	return v;
}

/* The gathered bytes become text. */
static void
flush(struct reading *r)
{
	size_t room = r->cap - r->n, len = 0;

	if (r->run_n == 0 || r->bad)
		return;
	if (r->run_alphabet != UNSAID)
		len = text_from_eci(r->run_alphabet, r->run, r->run_n,
		    r->out + r->n, room);
	if (len == 0)
		len = text_to_utf8(r->run, r->run_n, r->out + r->n, room);
	r->bad = len == 0;
	r->n += len;
	r->run_n = 0;
}

static void
gather(struct reading *r, int alphabet, char c)
{
	/* Letters without an alphabet of their own go with what is unsaid. */
	if (alphabet == ASCII && r->run_n > 0 && r->run_alphabet == UNSAID)
		alphabet = UNSAID;
	if (alphabet != r->run_alphabet)
		flush(r);
	r->run_alphabet = alphabet;
	if (r->run_n == sizeof r->run)
		r->bad = true;
	else
		r->run[r->run_n++] = c;
}

static void
read_digits(struct reading *r, unsigned count)
{
	while (count > 0 && !r->bad) {
		int n = count >= 3 ? 3 : (int)count;
		unsigned v = take(r, 1 + 3 * n);
		for (unsigned unit = n == 3 ? 100 : n == 2 ? 10 : 1; unit > 0;
		    unit /= 10)
			gather(r, ASCII, (char)('0' + v / unit % 10));
		count -= (unsigned)n;
	}
}

/* FNC1 stands as '%' in these, and '%' itself as two. */
static void
read_alnum(struct reading *r, unsigned count)
{
	static const char letters[] =
	    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
	bool percent = false;

	while (count > 0 && !r->bad) {
		unsigned v = take(r, count > 1 ? 11 : 6);
		char pair[2] = { letters[v / 45 % 45], letters[v % 45] };
		for (int i = count > 1 ? 0 : 1; i < 2; i++) {
			if (percent && pair[i] != '%')
				gather(r, ASCII, '\x1d');
			bool held = r->fnc1 && pair[i] == '%' && !percent;
			if (!held)
				gather(r, ASCII, pair[i]);
			percent = held;
		}
		count -= count > 1 ? 2 : 1;
	}
	if (percent)
		gather(r, ASCII, '\x1d');
}

static void
read_kanji(struct reading *r, unsigned count)
{
	for (; count > 0 && !r->bad; count--) {
		unsigned v = take(r, 13);
		v = v / 0xc0 << 8 | v % 0xc0;
		v += v + 0x8140 <= 0x9ffc ? 0x8140 : 0xc140;
		gather(r, SHIFT_JIS, (char)(v >> 8));
		gather(r, SHIFT_JIS, (char)(v & 0xff));
	}
}

static void
read_eci(struct reading *r)
{
	unsigned v = take(r, 8);

	if ((v & 0x80) == 0)
		r->alphabet = (int)v;
	else if ((v & 0x40) == 0)
		r->alphabet = (int)((v & 0x3f) << 8 | take(r, 8));
	else
		r->alphabet = (int)((v & 0x1f) << 16 | take(r, 16));
}

/* How many bits say how many characters there are. */
static int
count_bits(const struct reading *r, enum mode mode)
{
	static const uint8_t bits[][3] = {
		[NUM] = { 10, 12, 14 }, [ALNUM] = { 9, 11, 13 },
		[BYTES] = { 8, 16, 16 }, [KANJI] = { 8, 10, 12 },
	};

	return bits[mode][r->version < 10 ? 0 : r->version < 27 ? 1 : 2];
}

/* One segment; false: there are no more. */
static bool
read_segment(struct reading *r)
{
	enum mode mode = r->bits - r->at < 4 ? END : (enum mode)take(r, 4);
	unsigned count;

	switch (mode) {
	case NUM:
		read_digits(r, take(r, count_bits(r, mode)));
		break;
	case ALNUM:
		read_alnum(r, take(r, count_bits(r, mode)));
		break;
	case KANJI:
		read_kanji(r, take(r, count_bits(r, mode)));
		break;
	case BYTES:
		count = take(r, count_bits(r, mode));
		for (; count > 0 && !r->bad; count--)
			gather(r, r->alphabet, (char)take(r, 8));
		break;
	case ECI:
		read_eci(r);
		break;
	case FNC1:
		r->fnc1 = true;
		break;
	case FNC1_SECOND:	/* with the industry: digits or a letter */
		r->fnc1 = true;
		count = take(r, 8);
		if (count < 100)
			gather(r, ASCII, (char)('0' + count / 10));
		gather(r, ASCII, (char)(count < 100 ? '0' + count % 10 :
		    count - 100));
		break;
	default:
		r->bad = r->bad || mode != END;
		return false;
	}
	return !r->bad;
}

size_t
qr_text_of_bytes(const uint8_t *data, size_t n, int version, char *out,
    size_t cap)
{
	static struct reading r;

	r = (struct reading){ .data = data, .bits = n * 8, .version = version,
		.alphabet = UNSAID, .run_alphabet = UNSAID, .out = out,
		.cap = cap };
	while (read_segment(&r))
		continue;
	flush(&r);
	return r.bad ? 0 : r.n;
}

/* The number of modules whose timing patterns lie best between the corners. */
static bool
map_lay(struct qr_map *map, const double x[4], const double y[4],
    const struct qr_view *view)
{
	struct qr_map best = { .n = 0 };
	double best_score = TIMING_MIN;

	for (int v = 1; v <= QR_VERSION_MAX; v++) {
		*map = (struct qr_map){ .n = 17 + 4 * v };
		memcpy(map->x, x, sizeof map->x);
		memcpy(map->y, y, sizeof map->y);
		if (!qr_map_update(map))
			return false;
		double score = qr_timing_score(map, view);
		if (score > best_score) {
			best_score = score;
			best = *map;
		}
	}
	*map = best;
	return best.n > 0;
}

size_t
qr_text(const struct grey *g, const double x[4], const double y[4], char *out,
    size_t cap)
{
	static struct qr_grid grid;
	static struct qr_form form;
	static uint8_t data[QR_BYTES_MAX];
	struct grey flat;
	struct qr_map map;
	size_t n = 0;

	if (!grey_flatten(&flat, g, 0))
		return 0;
	struct qr_view view = { &flat, 1, false };
	bool laid = map_lay(&map, x, y, &view);
	if (laid)
		qr_form_init(&form, (map.n - 17) / 4);
	for (int better = 0; laid && n == 0 && better < 3; better++) {
		if (better > 0)
			qr_refine(&map, &form, &view, better == 2);
		qr_grid_sample(&grid, &map, g, 1, false);
		qr_grid_decide(&grid, &form, QR_WAY_LOCAL);
		n = qr_bits(&grid, &form, data);
	}
	grey_release(&flat);
	return n > 0 ? qr_text_of_bytes(data, n, form.version, out, cap) : 0;
}
