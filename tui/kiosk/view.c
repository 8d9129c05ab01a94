#include "tui/kiosk/view.h"

struct picture {
	const char *pixels;
	int w, h;
	int wide, high;		/* in which it is drawn: high is even */
};

/* The mean of the pixels that fall on one that is drawn. */
static int
pixel_at(const struct picture *p, int y, int x)
{
	int y0 = y * p->h / p->high, y1 = (y + 1) * p->h / p->high;
	int x0 = x * p->w / p->wide, x1 = (x + 1) * p->w / p->wide;
	int sum = 0, n = 0;

	for (int v = y0; v < y1 || v == y0; v++)
		for (int u = x0; u < x1 || u == x0; u++) {
			sum += p->pixels[v * p->w + u];
			n++;
		}
	return (sum + n / 2) / n;
}

struct area
view_size(int w, int h, struct area a)
{
	int wide = a.w - 2, high = 2 * (a.h - 2);

	if (w < 1 || h < 1 || wide < 1 || high < 2)
		return (struct area){ a.y, a.x, 0, 0 };
	if (wide * h > high * w)
		wide = high * w / h > 0 ? high * w / h : 1;
	else
		high = wide * h / w;
	int rows = high > 2 ? high / 2 : 1;
	return (struct area){ a.y + (a.h - rows - 2) / 2,
	    a.x + (a.w - wide - 2) / 2, rows + 2, wide + 2 };
}

void
view_draw(const char *pixels, int w, int h, struct area a, enum style frame)
{
	struct area box = view_size(w, h, a);
	struct picture p = { pixels, w, h, box.w - 2, 2 * (box.h - 2) };

	if (box.h == 0)
		return;
	draw_box(box, frame, NULL);
	for (int y = 0; y < box.h - 2; y++)
		for (int x = 0; x < box.w - 2; x++)
			draw_grey_cell(box.y + 1 + y, box.x + 1 + x,
			    pixel_at(&p, 2 * y, x), pixel_at(&p, 2 * y + 1, x));
}
