/* photo.c - a scene is drawn backwards: each pixel asks what a ray from it
 * meets.  Then light, lens and sensor do their harm, in that order. */
#include "tests/lib/photo.h"

#include "tests/lib/film.h"

#include <math.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind {
#define KINDS(X) X(nominal) X(perspective) X(defocus) X(motion) X(light) \
	X(glare) X(shadow) X(noise) X(contrast) X(small) X(close) X(damage) \
	X(curved) X(inverted) X(lots) X(monitor) X(version) X(bright) X(mix) \
	X(none)
#define X(name) K_##name,
	KINDS(X)
#undef X
	K_COUNT
};

static const char *const kind_names[] = {
#define X(name) #name,
	KINDS(X)
#undef X
	NULL
};

struct code_on {
	QRcode *qr;
	double  m[9];		/* picture to modules */
	double  bend;		/* radians that it covers; 0: flat */
	double  sin_half;
	int     quiet;
};

struct making {
	struct photo  *s;
	enum kind      kind;
	int            sev;
	struct film    film;
	struct code_on codes[PHOTO_CODES_MAX];
};

const char *
photo_kind(int i)
{
	return i >= 0 && i < K_COUNT ? kind_names[i] : NULL;
}

/* Modules to picture from where the corners of the n modules lie; m becomes
 * the inverse.  Heckbert, Fundamentals of Texture Mapping, 1989. */
static void
quad_inverse(double m[9], const double x[4], const double y[4], double n)
{
	double sx = x[0] - x[1] + x[2] - x[3], sy = y[0] - y[1] + y[2] - y[3];
	double dx1 = x[1] - x[2], dx2 = x[3] - x[2];
	double dy1 = y[1] - y[2], dy2 = y[3] - y[2];
	double det = dx1 * dy2 - dx2 * dy1;
	double g = (sx * dy2 - dx2 * sy) / det;
	double h = (dx1 * sy - sx * dy1) / det;
	double a = x[1] - x[0] + g * x[1], b = x[3] - x[0] + h * x[3];
	double d = y[1] - y[0] + g * y[1], e = y[3] - y[0] + h * y[3];
	double c = x[0], f = y[0];
	double inv[9] = {
		(e - f * h) * n, (c * h - b) * n, (b * f - c * e) * n,
		(f * g - d) * n, (a - c * g) * n, (c * d - a * f) * n,
		d * h - e * g, b * g - a * h, a * e - b * d,
	};
	memcpy(m, inv, sizeof inv);
}

/* Puts a code into the picture: middle, side in pixels, turn, tilt. */
static void
place(struct making *m, struct code_on *c, double cx, double cy, double side,
    double turn, double tilt)
{
	double x[4], y[4];
	double dir = film_between(&m->film, 0, 2 * M_PI);
	double focus = 3;

	for (int i = 0; i < 4; i++) {
		double px = (i == 1 || i == 2) - 0.5, py = (i >= 2) - 0.5;
		/* turned in the plane, then tilted about an axis */
		double tx = px * cos(turn) - py * sin(turn);
		double ty = px * sin(turn) + py * cos(turn);
		double along = tx * cos(dir) + ty * sin(dir);
		double across = -tx * sin(dir) + ty * cos(dir);
		double z = focus + along * sin(tilt);
		double k = focus / z;
		along *= cos(tilt) * k;
		across *= k;
		x[i] = cx + side * (along * cos(dir) - across * sin(dir));
		y[i] = cy + side * (along * sin(dir) + across * cos(dir));
	}
	quad_inverse(c->m, x, y, c->qr->width);
}

static QRcode *
encode(struct making *m, char *text, int version, int level)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyz0123456789/-.ABCDEFGH";
	/* about half of what the version holds at that level */
	int room = (version * version * 2 + version * 8 + 4) * (5 - level) / 6;
	int len = room < PHOTO_TEXT_SIZE - 1 ? room : PHOTO_TEXT_SIZE - 1;
	QRcode *qr = NULL;

	while (qr == NULL && len > 0) {
		for (int i = 0; i < len; i++)
			text[i] = letters[(int)(film_uniform(&m->film) * 47)];
		text[len] = '\0';
		qr = QRcode_encodeString8bit(text, version,
		    (QRecLevel)level);
		if (qr != NULL && qr->width != 17 + 4 * version) {
			QRcode_free(qr);
			qr = NULL;
		}
		len = len * 3 / 4;
	}
	if (qr == NULL)
		abort();
	return qr;
}

/* The lightness where the ray ends, 0 to 1; below 0: not on this label. */
static double
label_at(const struct code_on *c, double x, double y)
{
	double w = c->m[6] * x + c->m[7] * y + c->m[8];
	double u = (c->m[0] * x + c->m[1] * y + c->m[2]) / w;
	double v = (c->m[3] * x + c->m[4] * y + c->m[5]) / w;
	int n = c->qr->width;

	if (c->bend > 0) {	/* round a cylinder: u is seen as its sine */
		double s = (u / n * 2 - 1) * c->sin_half;
		if (fabs(s) >= 1)
			return -1;
		u = (asin(s) / (c->bend / 2) + 1) * n / 2;
		double lift = (1 - sqrt(1 - s * s)) * n * 0.25;
		v -= lift;
	}
	if (u < -c->quiet || v < -c->quiet || u >= n + c->quiet ||
	    v >= n + c->quiet)
		return -1;
	if (u < 0 || v < 0 || u >= n || v >= n)
		return 1;
	return (c->qr->data[(int)v * n + (int)u] & 1) != 0 ? 0 : 1;
}

/* Something that is no label: boards, lines and letters of a kind. */
static double
ground_at(const struct making *m, double x, double y)
{
	double k = 6.0 / m->s->w;
	double v = 0.45 + 0.2 * sin(x * k * 3.1 + 1) * sin(y * k * 2.3) +
	    0.1 * sin((x + y) * k * 17) + 0.05 * sin(x * k * 61);
	int bx = (int)(x * k * 4), by = (int)(y * k * 4);
	if ((bx * 7 + by * 13) % 11 == 0)
		v -= 0.25;
	if ((bx * 5 + by * 3) % 13 == 0 && (int)(y * k * 40) % 3 == 0)
		v += 0.25;
	return v;
}

static void
render(struct making *m)
{
	int w = m->s->w, h = m->s->h, grid = w > 640 ? 3 : 2;
	double dark = 0.1, light = 0.85;

	if (m->kind == K_contrast) {
		dark = 0.5 - 0.22 / m->sev;
		light = 0.5 + 0.22 / m->sev;
	}
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++) {
			double sum = 0;
			for (int i = 0; i < grid * grid; i++) {
				double px = x + (i % grid + 0.5) / grid;
				double py = y + (i / grid + 0.5) / grid;
				double v = -1;
				for (int c = 0; c < m->s->n && v < 0; c++)
					v = label_at(&m->codes[c], px, py);
				if (v >= 0 && m->kind == K_inverted)
					v = 1 - v;
				sum += v < 0 ? ground_at(m, px, py) :
				    dark + v * (light - dark);
			}
			m->film.px[y * w + x] = (float)(sum / (grid * grid));
		}
}

static double
pick(struct making *m, double lo, double hi)
{
	return film_between(&m->film, lo, hi);
}

static int
version_of(struct making *m)
{
	if (m->kind == K_version)
		return 7 + (int)pick(m, 0, 4 * m->sev);
	if (m->kind == K_lots)
		return 1 + (int)pick(m, 0, 4);
	return 1 + (int)pick(m, 0, pick(m, 0, 9));
}

/* How many pixels the label is wide, and how far it leans. */
static double
side_of(struct making *m, double n, double *tilt)
{
	static const double small_px[] = { 2.6, 2, 1.6, 1.3, 1.1 };
	double shorter = m->s->w < m->s->h ? m->s->w : m->s->h;
	double module = pick(m, 4, 10), most = 0.8;

	*tilt = pick(m, 0, 0.4);
	if (m->kind == K_small) {
		module = small_px[m->sev - 1];
		*tilt = 0.05;
	}
	if (m->kind == K_perspective)
		*tilt = pick(m, 0.5, 0.6) + 0.12 * m->sev;
	if (m->kind == K_version)
		module = pick(m, 3, 7) * (1.2 - 0.08 * m->sev);
	if (m->kind == K_close)
		module = shorter;
	if (m->kind == K_lots)
		most = 0.26;
	return n * module > shorter * most ? shorter * most : n * module;
}

/* One code near the middle, or many, in rows of three; gives the last one's
 * middle and side. */
static double
put_codes(struct making *m, double *cx, double *cy, double *px_module)
{
	struct photo *s = m->s;
	double side = 0, tilt;

	s->n = m->kind == K_none ? 0 : m->kind != K_lots ? 1 :
	    m->sev < 3 ? 1 + 2 * m->sev : 9;
	for (int i = 0; i < s->n; i++) {
		struct code_on *c = &m->codes[i];
		int version = version_of(m);
		c->qr = encode(m, s->text[i], version, (int)pick(m, 0, 4));
		side = side_of(m, c->qr->width, &tilt);
		c->quiet = 2 + (int)pick(m, 0, 4);
		*cx = s->w * pick(m, 0.4, 0.6);
		*cy = s->h * pick(m, 0.45, 0.55);
		if (m->kind == K_lots) {
			*cx = (i % 3 + 0.5) * s->w / 3;
			*cy = (i / 3 + 0.5) * s->h / 3;
		}
		place(m, c, *cx, *cy, side, pick(m, 0, 2 * M_PI), tilt);
		if (m->kind == K_curved || m->kind == K_mix) {
			c->bend = m->kind == K_curved ? 0.5 + 0.35 * m->sev :
			    0.2 + 0.15 * m->sev;
			c->sin_half = sin(c->bend / 2);
		}
		*px_module = side / c->qr->width;
	}
	return side;
}

static void
bright_spots(struct making *m, double cx, double cy, double side)
{
	for (int i = 0; i < 1 + m->sev; i++) {
		double x = cx + pick(m, -0.5, 0.5) * side;
		double y = cy + pick(m, -0.5, 0.5) * side;
		film_light(&m->film, x, y, side * pick(m, 0.03, 0.06), 0.9, 1,
		    0.2);
	}
}

/* Light on the label. */
static void
light_up(struct making *m, double cx, double cy, double side)
{
	int sev = m->sev, w = m->s->w;
	double dir = pick(m, 0, 2 * M_PI), dx = cos(dir), dy = sin(dir);
	double far = w + side * 0.1, near = side * 0.3;
	struct film *f = &m->film;

	if (m->kind == K_light || m->kind == K_mix)
		film_light(f, cx + side * dx, cy + side * dy, side, 0,
		    m->kind == K_mix ? 0.4 : 0.6 - 0.1 * sev, 0.3);
	if (m->kind == K_glare)
		film_light(f, cx + near * dx, cy + near * dy,
		    side * (0.08 + 0.04 * sev), 0.9, 1, 0.25);
	if (m->kind == K_bright)
		bright_spots(m, cx, cy, side);
	if (m->kind == K_shadow || m->kind == K_mix)
		film_light(f, cx + far * dx, cy + far * dy, w, 0,
		    0.65 - 0.11 * sev, 0.0005 + 0.0002 * sev);
}

/* Then the lens and the sensor. */
static void
expose(struct making *m, double module)
{
	double blur = module * 0.15, noise = 0.012;

	if (m->kind == K_defocus)
		blur = module * (0.35 + 0.11 * m->sev);
	if (m->kind == K_mix)
		blur = module * (0.2 + 0.06 * m->sev);
	film_defocus(&m->film, blur < 0.4 ? 0.4 : blur);
	if (m->kind == K_motion)
		film_motion(&m->film, module * (0.6 + 0.3 * m->sev),
		    film_between(&m->film, 0, M_PI));
	if (m->kind == K_noise || m->kind == K_mix)
		noise = m->kind == K_mix ? 0.03 : 0.05 * m->sev;
	film_sense(&m->film, noise, m->kind == K_glare ? 1.2 : 1, m->s->px);
}

void
photo_draw(struct photo *s, int i, int severity, uint32_t seed, int w)
{
	struct making m = { .s = s, .kind = (enum kind)i, .sev = severity };
	double cx = w / 2.0, cy = w / 2.0, module = 4;

	m.film.rnd = seed * 2654435761U + (uint32_t)i * 40503U +
	    (uint32_t)severity * 977U + 12345;
	for (int k = 0; k < 8; k++)
		(void)film_uniform(&m.film);
	s->w = m.film.w = w;
	s->h = m.film.h = w * 3 / 4;
	size_t n = (size_t)s->w * (size_t)s->h;
	s->px = malloc(n);
	m.film.px = malloc(n * sizeof *m.film.px);
	if (s->px == NULL || m.film.px == NULL)
		abort();
	double side = put_codes(&m, &cx, &cy, &module);
	render(&m);
	if (m.kind == K_damage)
		film_damage(&m.film, cx, cy, side, severity);
	if (m.kind == K_monitor)
		film_moire(&m.film, 0.09 * severity);
	light_up(&m, cx, cy, side);
	expose(&m, module);
	for (int k = 0; k < s->n; k++)
		QRcode_free(m.codes[k].qr);
	free(m.film.px);
}

void
photo_release(struct photo *s)
{
	free(s->px);
	s->px = NULL;
}
