/* film.c - lens, light and sensor, on the floating grey of a film. */
#include "tests/lib/film.h"

#include <math.h>
#include <stdlib.h>

double
film_uniform(struct film *f)
{
	f->rnd ^= f->rnd << 13;
	f->rnd ^= f->rnd >> 17;
	f->rnd ^= f->rnd << 5;
	return f->rnd / 4294967296.0;
}

double
film_between(struct film *f, double lo, double hi)
{
	return lo + (hi - lo) * film_uniform(f);
}

static double
gauss(struct film *f)
{
	double sum = 0;

	for (int i = 0; i < 4; i++)
		sum += film_uniform(f);
	return (sum - 2) * 1.732;
}

static void
blur_line(float *p, int n, int stride, int half, float *tmp)
{
	double sum = 0;

	for (int i = -half; i <= half; i++)
		sum += p[(i < 0 ? 0 : i >= n ? n - 1 : i) * stride];
	for (int i = 0; i < n; i++) {
		int out = i - half, in = i + half + 1;
		tmp[i] = (float)(sum / (2 * half + 1));
		sum += p[(in >= n ? n - 1 : in) * stride];
		sum -= p[(out < 0 ? 0 : out) * stride];
	}
	for (int i = 0; i < n; i++)
		p[i * stride] = tmp[i];
}

/* Three boxes make a round, soft spot. */
void
film_defocus(struct film *f, double sigma)
{
	int w = f->w, h = f->h;
	int half = (int)lround((sqrt(4 * sigma * sigma + 1) - 1) / 2);
	float *tmp = malloc((size_t)(w + h) * sizeof *tmp);

	if (tmp == NULL)
		abort();
	for (int i = 0; i < 3 && half > 0; i++) {
		for (int y = 0; y < h; y++)
			blur_line(f->px + y * w, w, 1, half, tmp);
		for (int x = 0; x < w; x++)
			blur_line(f->px + x, h, w, half, tmp);
	}
	free(tmp);
}

void
film_motion(struct film *f, double len, double angle)
{
	int w = f->w, h = f->h, n = (int)ceil(len);
	float *to = malloc((size_t)w * (size_t)h * sizeof *to);

	if (to == NULL)
		abort();
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++) {
			double sum = 0;
			for (int i = 0; i < n; i++) {
				double t = len * (i / (double)n - 0.5);
				int sx = (int)lround(x + t * cos(angle));
				int sy = (int)lround(y + t * sin(angle));
				sx = sx < 0 ? 0 : sx >= w ? w - 1 : sx;
				sy = sy < 0 ? 0 : sy >= h ? h - 1 : sy;
				sum += f->px[sy * w + sx];
			}
			to[y * w + x] = (float)(sum / n);
		}
	free(f->px);
	f->px = to;
}

void
film_light(struct film *f, double cx, double cy, double r, double add,
    double mul, double soft)
{
	for (int y = 0; y < f->h; y++)
		for (int x = 0; x < f->w; x++) {
			double d = hypot(x - cx, y - cy) / r;
			double k = 1 / (1 + exp((d - 1) / soft));
			float *p = &f->px[y * f->w + x];
			*p = (float)(*p * (1 + k * (mul - 1)) + k * add);
		}
}

void
film_damage(struct film *f, double cx, double cy, double side, int sev)
{
	int spots = 1 + sev;

	for (int i = 0; i < spots; i++) {
		double x = cx + film_between(f, -0.4, 0.4) * side;
		double y = cy + film_between(f, -0.4, 0.4) * side;
		double r = side * (0.02 + 0.012 * sev) *
		    film_between(f, 0.6, 1);
		double v = film_uniform(f) < 0.5 ? 0.2 : 0.8;
		double a = film_between(f, 0, M_PI);
		double len = film_between(f, 1, 4);
		for (int py = (int)(y - r * 5); py < y + r * 5; py++)
			for (int px = (int)(x - r * 5); px < x + r * 5; px++) {
				double dx = px - x, dy = py - y;
				double u = (dx * cos(a) + dy * sin(a)) / len;
				double w = -dx * sin(a) + dy * cos(a);
				if (px < 0 || py < 0 || px >= f->w ||
				    py >= f->h || hypot(u, w * len) > r)
					continue;
				f->px[py * f->w + px] = (float)v;
			}
	}
}

void
film_sense(struct film *f, double noise, double gain, uint8_t *out)
{
	for (int i = 0; i < f->w * f->h; i++) {
		double v = f->px[i] * gain + noise * gauss(f);
		v = v < 0 ? 0 : v > 1 ? 1 : v;
		out[i] = (uint8_t)lround(255 * pow(v, 0.8));
	}
}

void
film_moire(struct film *f, double depth)
{
	for (int y = 0; y < f->h; y++)
		for (int x = 0; x < f->w; x++) {
			double k = sin(x * 2.1 + y * 0.07) * sin(y * 1.9) +
			    0.6 * sin(x * 0.13 + y * 0.03);
			f->px[y * f->w + x] *=
			    (float)(1 + depth * k);
		}
}
