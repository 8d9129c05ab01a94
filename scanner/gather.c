#include "scanner/gather.h"

/* Only what comes closely after the last belongs to it. */
static void
go_on(struct gather *g, int64_t ms)
{
	uint64_t pause = (uint64_t)ms - (uint64_t)g->last_ms;

	if (g->ended || pause > GATHER_PAUSE_MS) {
		g->ended = false;
		g->spoilt = SPOILT_NOT;
		g->n = 0;
	}
	g->last_ms = ms;
}

enum gathered
gather_char(struct gather *g, char c, int64_t ms)
{
	go_on(g, ms);
	if (c != '\r' && c != '\n' && c != '\t') {
		if (g->n < sizeof g->text)
			g->text[g->n++] = c;
		else
			g->spoilt = SPOILT_LONG;
		return GATHER_MORE;
	}
	g->ended = true;
	if (g->spoilt != SPOILT_NOT)
		return GATHER_SPOILT;
	return g->n > 0 ? GATHER_SCAN : GATHER_MORE;
}

void
gather_spoil(struct gather *g, enum spoilt why, int64_t ms)
{
	go_on(g, ms);
	g->spoilt = why;
}

enum gathered
gather_pause(struct gather *g)
{
	if (g->ended)
		return GATHER_MORE;
	g->ended = true;
	if (g->n > 0 && g->spoilt == SPOILT_NOT)
		g->spoilt = SPOILT_ENDLESS;
	return g->spoilt != SPOILT_NOT ? GATHER_SPOILT : GATHER_MORE;
}

const char *
gather_why(enum spoilt why)
{
	static const char *const texts[] = {
		[SPOILT_NOT] = "",
#define SPOILT(name, text) [SPOILT_##name] = text,
#include "scanner/spoilt.def"
#undef SPOILT
	};
	return texts[why];
}
