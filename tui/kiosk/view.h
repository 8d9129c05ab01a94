/* view.h - what a camera sees, drawn in blocks. */
#ifndef SAMDEPA_TUI_KIOSK_VIEW_H
#define SAMDEPA_TUI_KIOSK_VIEW_H

#include "tui/kiosk/draw.h"

/* Draws w * h pixels, 0 black to 15 white, row after row, as large as fits
 * into the area and undistorted where a cell is twice as high as wide, in
 * the middle of it, with a frame around. */
void view_draw(const char *pixels, int w, int h, struct area, enum style frame);

/* The cells that it would take, its frame with it. */
struct area view_size(int w, int h, struct area);

#endif
