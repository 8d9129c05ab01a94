/* The QR code of a ticket, or of the text that is given, as large as the
 * screen allows. */
#include <stdio.h>
#include <string.h>

#include "db/ticket.h"
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"
#include "tui/print/qr.h"

struct state {
	struct ticket ticket;
	struct qr qr;
	bool made;
};

static const enum action actions[] = { DO_PRINT, DO_NOTHING };

static struct step
qr_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	struct err err;

	if (arg->text[0] != '\0') {
		snprintf(s->ticket.code, sizeof s->ticket.code, "%.39s",
		    arg->text);
		s->made = qr_make(s->ticket.code, QR_L, &s->qr, &err) ==
		    RC_OK;
		return step_stay();
	}
	if (kiosk_fail(k, ticket_get(k->db, arg->id, &s->ticket, &err),
	    &err) != RC_OK)
		return step_pop();
	/* Level L: fewest modules; a screen has no stains. */
	s->made = qr_make(s->ticket.qr, QR_L, &s->qr, &err) == RC_OK;
	return step_stay();
}

static void
qr_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	struct qr_cell cell[QR_SIZE_MAX + 2 * QR_QUIET];

	(void)k;
	int cols = qr_cols(&s->qr), rows = qr_rows(&s->qr);
	if (!s->made || cols > a.w || rows > a.h + 1) {
		draw_centre(a.y + a.h / 2 - 1, a.x, a.w, ST_STRONG,
		    s->ticket.code);
		draw_centre(a.y + a.h / 2 + 1, a.x, a.w, ST_DIM,
		    _("Koden får inte plats. Skriv numret i stället."));
		return;
	}
	draw_fill(a, ST_QR);
	int x0 = a.x + (a.w - cols) / 2, y0 = a.y + (a.h - rows) / 2;
	for (int y = 0; y < rows; y++) {
		int n = qr_row(&s->qr, y, cell, QR_SIZE_MAX + 2 * QR_QUIET);
		for (int x = 0; x < n; x++)
			if (y0 + y >= a.y && y0 + y < a.y + a.h)
				draw_qr_cell(y0 + y, x0 + x, cell[x].top,
				    cell[x].bottom);
	}
	if (x0 - a.x >= 17) {
		draw_text(a.y + 1, a.x + 1, x0 - a.x - 1, ST_QR,
		    s->ticket.code);
		draw_text(a.y + 3, a.x + 1, x0 - a.x - 1, ST_QR,
		    _("Esc: tillbaka"));
	}
	draw_cursor(a.y, a.x);
}

static bool
qr_can(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	(void)k;
	return a != DO_PRINT || s->ticket.id != 0;
}

static struct step
qr_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	if (a != DO_PRINT)
		return step_pass();
	paper_print(k, PAPER_TICKET, s->ticket.id);
	return step_stay();
}

/* Nothing can be said on it: a scan goes its way from the ticket below. */
static struct step
qr_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct step back = step_pop();
	char text[CODE_TEXT_MAX];

	(void)state;
	memcpy(text, code->text, sizeof text);
	kiosk_step(k, &back);
	kiosk_scan(k, text, strlen(text));
	return step_stay();
}

const struct screen_ops screen_qr = {
	.title = N_("Hämtsedelns kod"),
	.help = N_("Visa den för läsaren eller telefonen."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.whole_screen = true,
	.open = qr_open,
	.draw = qr_draw,
	.action = qr_action,
	.scan = qr_scan,
	.can = qr_can,
};
