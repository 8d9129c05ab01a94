#include "tui/kiosk/wedge.h"

#include <stdio.h>
#include <string.h>

#include "tui/lang.h"

void
wedge_scan(struct wedge *w, const struct input *in)
{
	bool good = in->kind == INPUT_SCAN;

	w->last = good ? WEDGE_SCAN : WEDGE_BAD;
	w->pace = in->pace;
	w->n = 0;
	w->scans += good;
	snprintf(w->text, sizeof w->text, "%.*s",
	    (int)sizeof w->text - 1, good ? in->scan : "");
}

bool
wedge_typed(struct wedge *w, const struct config *cfg,
    const struct input *in)
{
	size_t len = strlen(in->text);

	if (in->kind == INPUT_UNTYPE || (in->kind == INPUT_TEXT && in->first))
		w->n = 0;
	if (in->kind == INPUT_TEXT) {
		if (w->n + len >= sizeof w->text)
			return true;
		memcpy(w->text + w->n, in->text, len);
		w->n += len;
		w->text[w->n] = '\0';
		return true;
	}
	if (in->kind != INPUT_KEY || in->pace.letters == 0 || w->n == 0)
		return false;
	w->last = in->pace.letters < BURST_LETTERS_MIN ? WEDGE_SHORT :
	    cfg->scan_prefix[0] != '\0' ? WEDGE_BARE : WEDGE_SLOW;
	w->pace = in->pace;
	w->n = 0;
	return true;
}

static const char *
words(const struct wedge *w)
{
	switch (w->last) {
	case WEDGE_SCAN:
		return _("✓ Det togs som en skanning.");
	case WEDGE_BAD:
		return _("✗ Koden innehåller tecken som inte får stå i en "
		    "kod: se över läsarens inställningar.");
	case WEDGE_SHORT:
		return _("✗ Det togs som skrivet: en kod har minst fyra "
		    "tecken, och pauser under 150 ms.");
	case WEDGE_BARE:
		return _("✗ Det togs som skrivet: scan_prefix (%4$s) kom inte "
		    "före.");
	case WEDGE_SLOW:
		return _("✗ Det togs som skrivet: sätt burst_gap_ms, nu "
		    "%3$s, högre än %1$s.");
	default:
		return _("Skanna något med den: här står vad som kom, och hur "
		    "fort.");
	}
}

void
wedge_draw(const struct wedge *w, const struct config *cfg, struct area a)
{
	char mean[16], max[16], gap[16], letters[16], scans[16], text[300];
	const char *args[] = { mean, max, gap, cfg->scan_prefix, letters,
	    scans };
	const size_t n = sizeof args / sizeof *args;

	snprintf(mean, sizeof mean, "%d", w->pace.mean_ms);
	snprintf(max, sizeof max, "%d", w->pace.max_ms);
	snprintf(gap, sizeof gap, "%d", cfg->burst_gap_ms);
	snprintf(letters, sizeof letters, "%d", w->pace.letters);
	snprintf(scans, sizeof scans, "%d", w->scans);
	draw_para(&a, w->last == WEDGE_SCAN ? ST_OK_TEXT :
	    w->last == WEDGE_NOTHING ? ST_DIM : ST_NO_TEXT,
	    lang_fill(text, sizeof text, words(w), args, n));
	if (w->last == WEDGE_NOTHING)
		return;
	draw_para(&a, ST_ACCENT, w->text);
	draw_para(&a, ST_BODY, lang_fill(text, sizeof text, _("%5$s tecken: "
	    "%1$s ms emellan i medel, som mest %2$s ms (den längsta pausen "
	    "räknas inte i medeltalet)."), args, n));
	draw_para(&a, ST_DIM, lang_fill(text, sizeof text, _("%6$s "
	    "skanningar här."), args, n));
}
