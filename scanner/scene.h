/* scene.h - what frames show, cheaply: a reduced picture, where it changes
 * from frame to frame, and where something stands that could be a code. */
#ifndef SAMDEPA_SCANNER_SCENE_H
#define SAMDEPA_SCANNER_SCENE_H

#include "scanner/decode.h"
#include "scanner/grey.h"

#define SCENE_SIDE_MAX	  960	/* pixels of the reduced picture */
#define SCENE_BLOCK	  8	/* pixels a side, of the reduced picture */
#define SCENE_BLOCKS_SIDE (SCENE_SIDE_MAX / SCENE_BLOCK)
#define SCENE_BLOCKS	  (SCENE_BLOCKS_SIDE * SCENE_BLOCKS_SIDE)
#define SCENE_REGIONS	  12

/* A part of the frame, in its pixels. */
struct region {
	int x, y, w, h;
	int weight;		/* how much of what codes have is in it */
};

struct scene_block {
	uint8_t mean;		/* when it changed last */
	uint8_t edges;		/* pixels beside an edge */
	bool    taken;		/* by a region */
	int64_t changed;	/* the frame in which it did */
};

/* Zero it before the first frame; scene_release at the end. */
struct scene {
	struct grey        small;	/* the frame, reduced */
	int64_t            frame_n;
	int                reduced;	/* how often; 1: not at all */
	int                across, down;	/* blocks */
	struct scene_block blocks[SCENE_BLOCKS];
	int                regions_n;	/* those with most in them first */
	struct region      regions[SCENE_REGIONS];
};

/* Looks at the next frame, number n.  Returns how many blocks look other than
 * before.  Where there is no memory small is empty. */
int scene_update(struct scene *s, const struct grey *frame, int64_t n);
void scene_release(struct scene *s);

/* Finds the regions of the frame last looked at. */
void scene_find_regions(struct scene *s);

/* True where an area of the frame looks as it did in frame since. */
bool scene_is_same(const struct scene *s, const struct area *a,
    int64_t since);

#endif
