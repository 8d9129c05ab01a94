/* bars_row.h - one line across bars: grey values and where they turn. */
#ifndef SAMDEPA_SCANNER_BARS_ROW_H
#define SAMDEPA_SCANNER_BARS_ROW_H

#include "scanner/grey.h"

#define ROW_MAX   4096		/* samples */
#define EDGES_MAX 512
#define ROW_SWING 0.10f

struct row {
	int   n, from, to;		/* samples; those in the picture */
	float v[ROW_MAX];		/* 0 black to 255 white */
	float sum[ROW_MAX + 1];		/* sum[i]: of all before i */
	int   edges;
	float edge[EDGES_MAX];		/* places, in samples */
	bool  dark[EDGES_MAX];		/* the edge leads into dark */
};

/* A line of n samples from x, y on, step by step dx, dy, each sample the mean
 * of wide pixels to the side of it.  What lies outside the picture repeats
 * the last pixel inside.  Sum and edges are as after row_set. */
void row_sample(struct row *r, const struct grey *g, double x, double y,
    double dx, double dy, int n, int wide);

/* Fills in sum and the edges of the n values that stand in v. */
void row_set(struct row *r, int n);

/* Finds the edges anew: those of at least so much of the row's contrast. */
void row_edges(struct row *r, float share);

/* The same row, read from its other end. */
void row_turn(struct row *to, const struct row *from);

/* The sum of the values from place a to place b, a <= b, within the row. */
float row_sum(const struct row *r, float a, float b);

/* The means of n cells from place x on. */
void row_cells(const struct row *r, float x, float cell, int n, float *out);

#endif
