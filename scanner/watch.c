#include "scanner/watch.h"

#include "scanner/line.h"
#include "scanner/out.h"
#include "scanner/ticks.h"

#define RATE_MS 1000
#define VIEW_MS 200

static int
tenths(int64_t v)
{
	return v > SCAN_RATE_MAX ? SCAN_RATE_MAX : (int)v;
}

void
watch_idle(struct watch *w)
{
	if (w->set.w == 0)
		return;
	int64_t now = ticks_ms(), cpu = ticks_cpu_ms();
	int64_t ms = now - w->rate_ms;

	if (w->rate_ms != 0 && ms < RATE_MS)
		return;
	if (w->rate_ms != 0)
		out_rate(tenths((w->frames * 10000 + ms / 2) / ms),
		    w->frames == 0 ? 0 :
		    tenths((cpu - w->rate_cpu_ms) * 10 / w->frames));
	w->rate_ms = now;
	w->rate_cpu_ms = cpu;
	w->frames = 0;
}

void
watch_fit(const struct grey *g, int *w, int *h)
{
	int64_t across = (int64_t)*w * g->h, down = (int64_t)*h * g->w;

	if (*w >= g->w && *h >= g->h) {
		*w = g->w;
		*h = g->h;
	} else if (across <= down) {
		*h = (int)((across + g->w / 2) / g->w);
	} else {
		*w = (int)((down + g->h / 2) / g->h);
	}
	*w = *w < 1 ? 1 : *w;
	*h = *h < 1 ? 1 : *h;
}

static int
mean(const struct grey *g, int x0, int x1, int y0, int y1)
{
	uint64_t sum = 0;

	for (int y = y0; y < y1; y++) {
		const uint8_t *row = g->px + (size_t)y * (size_t)g->w;
		for (int x = x0; x < x1; x++)
			sum += row[x];
	}
	return (int)(sum / ((uint64_t)(x1 - x0) * (uint64_t)(y1 - y0)));
}

static void
view(const struct watch *watch, const struct grey *g)
{
	uint8_t px[SCAN_VIEW_MAX];
	int w = watch->set.w, h = watch->set.h;

	watch_fit(g, &w, &h);
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++)
			px[y * w + x] = (uint8_t)mean(g, x * g->w / w,
			    (x + 1) * g->w / w, y * g->h / h,
			    (y + 1) * g->h / h);
	out_view(&(struct grey){ w, h, px });
}

void
watch_frame(struct watch *w, const struct grey *frame)
{
	if (w->set.w == 0)
		return;
	w->frames++;
	watch_idle(w);
	int64_t now = ticks_ms();
	if (w->view_ms != 0 && now - w->view_ms < VIEW_MS)
		return;
	view(w, frame);
	w->view_ms = now;
}
