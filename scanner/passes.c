#include "scanner/passes.h"

#include <assert.h>
#include <math.h>

#include "scanner/qr_scan.h"
#include "scanner/ticks.h"

#define STEPS_MAX  3
#define SURE_TIMES 3		/* the quality that is believed */
#define SPARSE_SIDE 400		/* pixels */
#define WORKED	    1.2		/* costs a picture of several steps, a side */
#define OVER_US	    8000	/* the time that a last pass may be over */

enum size {
	SIZE_SMALL, SIZE_MEDIUM, SIZE_LARGE
};

enum read {
	READ_ZBAR, READ_BARS, READ_QR
};

struct step {
	bool (*run)(struct grey *to, const struct grey *from, int arg);
	int  arg;
};

struct pass {
	enum size   size;
	struct step steps[STEPS_MAX];
	enum read   read;
};

static const struct pass passes[] = {
#define STEP(name, arg) { grey_##name, arg },
#define PASS(size, steps) { SIZE_##size, { steps }, READ_ZBAR },
#define BARS(size, steps) { SIZE_##size, { steps }, READ_BARS },
#define QR(size) { SIZE_##size, { { NULL, 0 } }, READ_QR },
#include "scanner/passes.def"
#undef QR
#undef PASS
#undef BARS
#undef STEP
};

static enum size
size_of(const struct grey *g)
{
	int longest = g->w > g->h ? g->w : g->h;
	return longest <= 480 ? SIZE_SMALL : longest <= 1600 ? SIZE_MEDIUM :
	    SIZE_LARGE;
}

/* The nth pass for this size; NULL: there are not so many. */
static const struct pass *
pass_at(enum size size, int nth)
{
	for (size_t i = 0; i < sizeof passes / sizeof *passes; i++)
		if (passes[i].size == size && nth-- == 0)
			return &passes[i];
	return NULL;
}

int
passes_count(const struct grey *picture)
{
	int n = 0;

	while (pass_at(size_of(picture), n) != NULL)
		n++;
	return n;
}

int
passes_bars(const struct grey *picture)
{
	int n = 0;

	while (pass_at(size_of(picture), n)->read != READ_BARS)
		n++;
	return n;
}

/* Turns a point about the middle of a picture from_w x from_h into the
 * picture as it was before the step. */
static void
point_back(double *x, double *y, const struct step *s, const struct grey *to,
    const struct grey *from)
{
	if (s->run != grey_rotate) {
		*x = *x * from->w / to->w;
		*y = *y * from->h / to->h;
		return;
	}
	double a = s->arg * M_PI / 180;
	double dx = *x - to->w / 2.0, dy = *y - to->h / 2.0;
	*x = dx * cos(a) + dy * sin(a) + from->w / 2.0;
	*y = -dx * sin(a) + dy * cos(a) + from->h / 2.0;
}

static struct area
area_back(struct area a, const struct step *s, const struct grey *to,
    const struct grey *from)
{
	double x[4] = { a.x0, a.x1, a.x0, a.x1 };
	double y[4] = { a.y0, a.y0, a.y1, a.y1 };

	for (int i = 0; i < 4; i++) {
		point_back(&x[i], &y[i], s, to, from);
		a.x0 = i == 0 || x[i] < a.x0 ? x[i] : a.x0;
		a.x1 = i == 0 || x[i] > a.x1 ? x[i] : a.x1;
		a.y0 = i == 0 || y[i] < a.y0 ? y[i] : a.y0;
		a.y1 = i == 0 || y[i] > a.y1 ? y[i] : a.y1;
	}
	return a;
}

/* Reads the picture as it is after the steps. */
static int
steps_read(struct decoder *d, const struct grey *picture,
    const struct pass *p, struct care care, struct code *codes)
{
	struct grey view[STEPS_MAX + 1] = { *picture };
	int n = 0, found = 0;

	while (n < STEPS_MAX && p->steps[n].run != NULL &&
	    p->steps[n].run(&view[n + 1], &view[n], p->steps[n].arg))
		n++;
	if (n == STEPS_MAX || p->steps[n].run == NULL)
		found = p->read == READ_BARS ?
		    decoder_bars(d, &view[n], care, codes, CODES_MAX) :
		    decoder_scan(d, &view[n], codes, CODES_MAX);
	for (int i = 0; i < found; i++)
		for (int s = n; s > 0; s--)
			codes[i].area = area_back(codes[i].area,
			    &p->steps[s - 1], &view[s], &view[s - 1]);
	for (int s = 1; s <= n; s++)
		grey_release(&view[s]);
	return found;
}

static struct area
area_in_frame(struct area a, struct place at)
{
	return (struct area){
		a.x0 * at.reduced + at.x, a.y0 * at.reduced + at.y,
		a.x1 * at.reduced + at.x, a.y1 * at.reduced + at.y,
	};
}

static struct area
area_in_picture(struct area a, struct place at)
{
	return (struct area){
		(a.x0 - at.x) / at.reduced, (a.y0 - at.y) / at.reduced,
		(a.x1 - at.x) / at.reduced, (a.y1 - at.y) / at.reduced,
	};
}

/* Where QR codes have been read in this frame, nothing is looked for.  Beside
 * one there may be others, less clear. */
static int
qr_read(struct decoder *d, const struct grey *picture, struct place at,
    struct care care, const struct tally *t, int64_t frame,
    struct code *codes)
{
	struct area known[TALLY_MAX];
	int n = 0;

	for (int i = 0; i < t->n; i++)
		if (t->entries[i].code.symbology == SYM_QRCODE &&
		    t->entries[i].believed &&
		    t->entries[i].seen_frame == frame)
			known[n++] = area_in_picture(
			    t->entries[i].code.area, at);
	care.quick = care.quick && n == 0;
	return qr_scan(d, picture, known, n, care, codes, CODES_MAX);
}

static bool
same_look(const struct pass *a, const struct pass *b)
{
	if (a->read != b->read)
		return false;
	for (int i = 0; i < STEPS_MAX; i++)
		if (a->steps[i].run != b->steps[i].run ||
		    a->steps[i].arg != b->steps[i].arg)
			return false;
	return true;
}

/* None before it does the same. */
static bool
is_first(const struct pass *p)
{
	const struct pass *q = passes;

	while (!same_look(q, p))
		q++;
	return q == p;
}

/* The number by which the tally knows what a pass does: the same for the same
 * steps on pictures of different sizes, and 0 for the plain look at each. */
static int
look_of(const struct pass *p, int pass, struct place at)
{
	int id = 0;

	for (const struct pass *q = passes; pass > 0 && !same_look(q, p); q++)
		id += is_first(q);
	assert(id < TALLY_PASSES / 2);
	return at.reduced > 1 ? id + TALLY_PASSES / 2 : id;
}

int
passes_run(struct decoder *d, const struct grey *picture, int pass,
    struct care care, struct tally *t, int64_t frame, int64_t ms)
{
	return passes_run_at(d, picture, (struct place){ 0, 0, 1 }, pass, care,
	    t, frame, ms);
}

int
passes_run_at(struct decoder *d, const struct grey *picture, struct place at,
    int pass, struct care care, struct tally *t, int64_t frame, int64_t ms)
{
	static struct code codes[CODES_MAX];
	const struct pass *p = pass_at(size_of(picture), pass);
	int believed = 0, look = look_of(p, pass, at);

	int found = p->read == READ_QR ?
	    qr_read(d, picture, at, care, t, frame, codes) :
	    steps_read(d, picture, p, care, codes);
	for (int i = 0; i < found; i++) {
		codes[i].area = area_in_frame(codes[i].area, at);
		believed += tally_add(t, &codes[i], look, frame, ms);
	}
	return believed;
}

/* So much more than is needed to be believed that, should it be wrong, a
 * quick look at it shows. */
static bool
is_sure(const struct tally *t)
{
	for (int i = 0; i < t->n; i++) {
		const struct code *c = &t->entries[i].code;
		if (t->entries[i].believed && c->quality <
		    SURE_TIMES * symbology_info[c->symbology].quality_min)
			return false;
	}
	return true;
}

static bool
picture_is_long(const struct grey *picture)
{
	return picture->w >= SPARSE_SIDE || picture->h >= SPARSE_SIDE;
}

/* The first pass with every other row and column, which takes half as long
 * where that is long.  Counts only where it leaves no doubt, and not for QR
 * codes, several of which may stand side by side: returns how many codes are
 * believed, 0 if it does not count. */
static int
sparse_run(struct decoder *d, const struct grey *picture, int codes,
    struct tally *t)
{
	struct care care = { 0 };	/* zbar knows of none */

	if (!picture_is_long(picture))
		return 0;
	decoder_set_density(d, 2);
	int believed = passes_run(d, picture, 0, care, t, 0, 0);
	decoder_set_density(d, 1);
	bool ok = believed > 0 && believed >= codes && is_sure(t);
	for (int i = 0; i < t->n; i++)
		ok = ok && t->entries[i].code.symbology != SYM_QRCODE;
	if (ok)
		return believed;
	t->n = 0;
	return 0;
}

/* How many times the pixels of the picture zbar is given in a pass, roughly;
 * what is done to them before costs too. */
static double
growth(const struct grey *picture, const struct pass *p)
{
	double longest = picture->w > picture->h ? picture->w : picture->h;
	double side = longest;

	for (int i = 0; i < STEPS_MAX && p->steps[i].run != NULL; i++) {
		const struct step *s = &p->steps[i];
		if (s->run == grey_fit && side > s->arg)
			side = s->arg;
		else if (s->run == grey_cubic || s->run == grey_scale)
			side *= s->arg / 100.0;
	}
	side *= p->steps[1].run != NULL ? WORKED : 1;
	return side * side / (longest * longest);
}

/* When the pass must be done, by the clock of ticks_cpu_us.  The first of our
 * own readers leaves time for the other one; zbar cannot be stopped, so that
 * a pass which would take it too long, by what a pixel cost so far, is not
 * begun: 0. */
static int64_t
pass_end(const struct grey *picture, const struct pass *p, int own,
    double plain_us, int64_t end_us)
{
	int64_t now = ticks_cpu_us();

	if (p->read != READ_ZBAR)
		return own > 0 ? end_us : now + (end_us - now) * 3 / 4;
	return now + (int64_t)(plain_us * growth(picture, p)) <=
	    end_us + OVER_US ? end_us : 0;
}

int
passes_search(struct decoder *d, const struct grey *picture, int budget_ms,
    int codes, struct tally *t)
{
	int64_t end = ticks_cpu_us() + budget_ms * INT64_C(1000), before;
	double plain_us = 0;	/* that pass 0 took for the whole picture */
	int count = passes_count(picture);
	int believed = sparse_run(d, picture, codes, t);
	int own = 0;	/* passes of our own readers: of QR codes and bars */
	int looks = picture_is_long(picture);

	for (int i = believed > 0; i < count &&
	    (codes == 0 || believed < codes); i++) {
		const struct pass *p = pass_at(size_of(picture), i);
		bool is_own = p->read != READ_ZBAR;
		int64_t by = pass_end(picture, p, own, plain_us, end);
		if (by == 0)
			continue;
		struct care care = { believed > 0 &&
			(p->read == READ_QR || is_sure(t)), by / 1000 };
		before = ticks_cpu_us();
		looks++;
		int now = passes_run(d, picture, i, care, t, 0, 0);
		if (i == 0)
			plain_us = (double)(ticks_cpu_us() - before) /
			    growth(picture, p);
		own += is_own;
		believed += now;
		if (codes == 0 && believed > 0 && (now == 0 || is_own) &&
		    own == 2)
			break;
		if (ticks_cpu_us() >= end)
			break;
	}
	return looks;
}
