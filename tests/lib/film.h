/* film.h - what a camera does to a picture, for made-up photographs. */
#ifndef SAMDEPA_TESTS_FILM_H
#define SAMDEPA_TESTS_FILM_H

#include <stdint.h>

struct film {
	int      w, h;
	float   *px;		/* w * h, 0 dark to 1 light, from malloc */
	uint32_t rnd;		/* not 0: where its chances stand */
};

/* 0 to 1, or lo to hi, the same after the same start (xorshift32). */
double film_uniform(struct film *f);
double film_between(struct film *f, double lo, double hi);

/* A soft spot of sigma pixels; a smear of len pixels at angle. */
void film_defocus(struct film *f, double sigma);
void film_motion(struct film *f, double len, double angle);

/* Light is multiplied and added to within r of a place, the softer its edge
 * the more. */
void film_light(struct film *f, double cx, double cy, double r, double add,
    double mul, double soft);

/* Scratches and stains on a label of side pixels; a monitor's pattern. */
void film_damage(struct film *f, double cx, double cy, double side, int sev);
void film_moire(struct film *f, double depth);

/* The film as w * h grey values. */
void film_sense(struct film *f, double noise, double gain, uint8_t *out);

#endif
