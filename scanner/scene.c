#include "scanner/scene.h"

#include <stdlib.h>
#include <string.h>

#define CHANGE_MIN  8		/* of the mean: more than noise and mains hum */
#define EDGE_MIN    20		/* between neighbours: more than noise */
#define BUSY_MIN    10		/* such pixels in a block of 64 */
#define NEW_FRAMES  10
#define TILE_W	    640		/* a larger region is cut into these */
#define TILE_H	    400
#define TILE_SHARED 4		/* a quarter of each is in the next one too */

static void
reduce_row(uint8_t *out, const struct grey *frame, int y, int w, int by)
{
	const uint8_t *in = frame->px + (size_t)y * (size_t)by *
	    (size_t)frame->w;

	if (by == 2) {
		const uint8_t *low = in + frame->w;
		for (int x = 0; x < w; x++)
			out[x] = (uint8_t)((in[2 * x] + in[2 * x + 1] +
			    low[2 * x] + low[2 * x + 1] + 2) >> 2);
		return;
	}
	for (int x = 0; x < w; x++) {
		unsigned sum = 0;
		for (int j = 0; j < by; j++)
			for (int i = 0; i < by; i++)
				sum += in[(size_t)j * (size_t)frame->w +
				    (size_t)(x * by + i)];
		out[x] = (uint8_t)(sum / (unsigned)(by * by));
	}
}

static bool
reduce(struct scene *s, const struct grey *frame)
{
	int longest = frame->w > frame->h ? frame->w : frame->h;
	int by = (longest + SCENE_SIDE_MAX - 1) / SCENE_SIDE_MAX;
	int w = frame->w / by, h = frame->h / by;

	if (w < 1 || h < 1)
		by = 1, w = frame->w, h = frame->h;
	if (s->small.w != w || s->small.h != h || s->reduced != by) {
		scene_release(s);
		memset(s->blocks, 0, sizeof s->blocks);
		if (!grey_init(&s->small, w, h))
			return false;
	}
	s->reduced = by;
	s->across = w / SCENE_BLOCK;
	s->down = h / SCENE_BLOCK;
	if (by == 1)
		memcpy(s->small.px, frame->px, (size_t)w * (size_t)h);
	else
		for (int y = 0; y < h; y++)
			reduce_row(s->small.px + (size_t)y * (size_t)w, frame,
			    y, w, by);
	return true;
}

static int
edge(int a, int b)
{
	return a - b > EDGE_MIN || b - a > EDGE_MIN;
}

/* True where the block, whose pixels begin at p, looks other than before. */
static bool
block_update(struct scene_block *b, const uint8_t *p, int stride, int64_t n)
{
	int sum = 0, edges = 0;

	for (int y = 0; y < SCENE_BLOCK; y++, p += stride)
		for (int x = 0; x < SCENE_BLOCK - 1; x++) {
			sum += p[x];
			edges += edge(p[x], p[x + 1]) |
			    (y > 0 ? edge(p[x], p[x - stride]) : 0);
		}
	int mean = sum / (SCENE_BLOCK * (SCENE_BLOCK - 1));
	bool changed = b->changed == 0 || abs(mean - b->mean) > CHANGE_MIN;
	b->edges = (uint8_t)edges;
	b->taken = false;
	if (changed) {
		b->mean = (uint8_t)mean;
		b->changed = n;
	}
	return changed;
}

int
scene_update(struct scene *s, const struct grey *frame, int64_t n)
{
	int changed = 0;

	s->frame_n = n;
	s->regions_n = 0;
	if (!reduce(s, frame))
		return 0;
	for (int y = 0; y < s->down; y++)
		for (int x = 0; x < s->across; x++)
			changed += block_update(&s->blocks[y * s->across + x],
			    s->small.px + (size_t)(y * s->small.w + x) *
			    SCENE_BLOCK, s->small.w, n);
	return changed;
}

void
scene_release(struct scene *s)
{
	grey_release(&s->small);
}

/* Blocks that hang together, as a box of blocks: from x0, y0 up to, without,
 * x1, y1. */
struct cluster {
	int x0, y0, x1, y1, weight;
};

static bool
is_free(const struct scene *s, int x, int y)
{
	if (x < 0 || y < 0 || x >= s->across || y >= s->down)
		return false;
	const struct scene_block *b = &s->blocks[y * s->across + x];
	return !b->taken && b->edges >= BUSY_MIN;
}

/* What has just come into view counts more. */
static int
block_weight(const struct scene *s, int x, int y)
{
	const struct scene_block *b = &s->blocks[y * s->across + x];
	return b->changed > s->frame_n - NEW_FRAMES ? b->edges * 4 : b->edges;
}

/* Takes all busy blocks that hang together with the one at x, y, over gaps of
 * one block. */
static struct cluster
cluster_take(struct scene *s, int x, int y)
{
	static int16_t stack[SCENE_BLOCKS][2];
	struct cluster c = { x, y, x + 1, y + 1, 0 };
	int n = 0;

	s->blocks[y * s->across + x].taken = true;
	stack[n][0] = (int16_t)x;
	stack[n++][1] = (int16_t)y;
	while (n > 0) {
		n--;
		x = stack[n][0];
		y = stack[n][1];
		c.x0 = x < c.x0 ? x : c.x0;
		c.y0 = y < c.y0 ? y : c.y0;
		c.x1 = x + 1 > c.x1 ? x + 1 : c.x1;
		c.y1 = y + 1 > c.y1 ? y + 1 : c.y1;
		c.weight += block_weight(s, x, y);
		for (int i = 0; i < 25; i++) {
			int nx = x + i % 5 - 2, ny = y + i / 5 - 2;
			if (!is_free(s, nx, ny))
				continue;
			s->blocks[ny * s->across + nx].taken = true;
			stack[n][0] = (int16_t)nx;
			stack[n++][1] = (int16_t)ny;
		}
	}
	return c;
}

/* Keeps the best, in order. */
static void
region_add(struct scene *s, struct region r)
{
	int i = s->regions_n;

	if (i == SCENE_REGIONS) {
		if (s->regions[i - 1].weight >= r.weight)
			return;
		i--;
	} else {
		s->regions_n++;
	}
	for (; i > 0 && s->regions[i - 1].weight < r.weight; i--)
		s->regions[i] = s->regions[i - 1];
	s->regions[i] = r;
}

static int
weight_in(const struct scene *s, const struct region *r)
{
	int pixels = SCENE_BLOCK * s->reduced, sum = 0;

	for (int y = r->y / pixels; y * pixels < r->y + r->h; y++)
		for (int x = r->x / pixels; x * pixels < r->x + r->w; x++)
			if (x < s->across && y < s->down)
				sum += block_weight(s, x, y);
	return sum;
}

/* How many parts of at most size cover n, and how far they lie apart. */
static int
tiles(int n, int size, int *step)
{
	int shared = size / TILE_SHARED;
	int count = n <= size ? 1 : (n - shared - 1) / (size - shared) + 1;

	*step = count == 1 ? 0 : (n - size) / (count - 1);
	return count;
}

static void
region_add_tiles(struct scene *s, const struct region *all)
{
	int step_x, step_y;
	int across = tiles(all->w, TILE_W, &step_x);
	int down = tiles(all->h, TILE_H, &step_y);

	for (int i = 0; i < across * down; i++) {
		struct region r = { all->x + i % across * step_x,
			all->y + i / across * step_y,
			all->w < TILE_W ? all->w : TILE_W,
			all->h < TILE_H ? all->h : TILE_H, 0 };
		r.weight = weight_in(s, &r);
		region_add(s, r);
	}
}

/* With a margin, since a code has white around it. */
static struct region
region_of(const struct scene *s, const struct cluster *c)
{
	int pixels = SCENE_BLOCK * s->reduced;
	int w = s->small.w * s->reduced, h = s->small.h * s->reduced;
	int x0 = (c->x0 - 2) * pixels, x1 = (c->x1 + 2) * pixels;
	int y0 = (c->y0 - 2) * pixels, y1 = (c->y1 + 2) * pixels;

	x0 = x0 < 0 ? 0 : x0;
	y0 = y0 < 0 ? 0 : y0;
	x1 = x1 > w ? w : x1;
	y1 = y1 > h ? h : y1;
	return (struct region){ x0, y0, x1 - x0, y1 - y0, c->weight };
}

void
scene_find_regions(struct scene *s)
{
	s->regions_n = 0;
	for (int y = 0; y < s->down; y++)
		for (int x = 0; x < s->across; x++) {
			if (!is_free(s, x, y))
				continue;
			struct cluster c = cluster_take(s, x, y);
			if (c.x1 - c.x0 < 2 || c.y1 - c.y0 < 2)
				continue;
			struct region r = region_of(s, &c);
			if (r.w > TILE_W || r.h > TILE_H)
				region_add_tiles(s, &r);
			else
				region_add(s, r);
		}
}

bool
scene_is_same(const struct scene *s, const struct area *a, int64_t since)
{
	int pixels = SCENE_BLOCK * s->reduced, blocks = 0, changed = 0;
	int x1 = (int)a->x1 / pixels, y1 = (int)a->y1 / pixels;

	for (int y = (int)a->y0 / pixels; y <= y1; y++)
		for (int x = (int)a->x0 / pixels; x <= x1; x++) {
			if (x < 0 || y < 0 || x >= s->across || y >= s->down)
				continue;
			blocks++;
			changed += s->blocks[y * s->across + x].changed >
			    since;
		}
	return blocks > 0 && changed * 8 <= blocks;
}
