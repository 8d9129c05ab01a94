/* Sync: how old what we know of the other depots is, how the last exchange
 * went, its report, and "sync now".  One page that scrolls. */
#include <stdio.h>
#include <string.h>

#include "db/sync_state.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/scroll.h"
#include "tui/known.h"
#include "tui/lang.h"
#include "tui/say.h"
#include "tui/sink.h"

#define REPORT_MAX	16384
#define UP_TARGET	0
#define DOWN_TARGET	1

struct state {
	struct sync_state sync;
	struct sync_depot depot[SYNC_DEPOTS_MAX];
	size_t n;
	char report[REPORT_MAX];	/* "" none */
	int64_t reported;		/* time */
	int top, page;
	int hidden;			/* rows out of sight when at the top */
};

static const enum action actions[] = { DO_SYNC_NOW, DO_NOTHING };

static void
sync_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;

	enum rc rc = sync_state_get(k->db, &s->sync, &err);
	if (rc == RC_OK)
		rc = sync_depots(k->db, s->depot, SYNC_DEPOTS_MAX, &s->n,
		    &err);
	if (rc == RC_OK)
		rc = sync_report_last(k->db, s->report, sizeof s->report,
		    &s->reported, &err);
	if (rc == RC_NOT_FOUND) {
		s->report[0] = '\0';
		rc = RC_OK;
	}
	kiosk_fail(k, rc, &err);
}

static struct step
sync_open(struct kiosk *k, void *state, const struct arg *arg)
{
	(void)arg;
	sync_refresh(k, state);
	return step_stay();
}

/* It belongs to a group, or has begun to. */
static bool
in_group(const struct state *s)
{
	return s->sync.hub[0] != '\0' || s->n > 1;
}

/* --- the page --- */

struct page {
	struct state *s;
	struct area a;
	int i;			/* rows written, in sight or not */
};

/* The row of the screen that comes next; -1: it is out of sight. */
static int
next_row(struct page *p)
{
	int y = p->a.y + p->i++ - p->s->top;

	return y >= p->a.y && y < p->a.y + p->a.h ? y : -1;
}

/* Text that wraps, n bytes of it; what follows the first row is indented. */
static void
say(struct page *p, enum style style, const char *text, size_t n)
{
	char line[600];
	const char *rest = line;
	int x = 0;

	snprintf(line, sizeof line, "%.*s", (int)n, text);
	do {
		const char *at = rest;
		size_t fits = sink_wrap(at, p->a.w - x, &rest);
		int y = next_row(p);
		if (y >= 0)
			draw_textf(y, p->a.x + x, p->a.w - x, style, "%.*s",
			    (int)fits, at);
		x = 2;
	} while (*rest != '\0');
}

static void
line(struct page *p, enum style style, const char *text)
{
	say(p, style, text, strlen(text));
}

/* A sentence with a number or a word in it. */
static void
fill(struct page *p, enum style style, const char *sentence,
    const char *const *args, size_t n)
{
	char text[600];

	line(p, style, lang_fill(text, sizeof text, sentence, args, n));
}

static void
heading(struct page *p, const char *text)
{
	p->i++;
	int y = next_row(p);
	if (y < 0)
		return;
	int w = draw_text(y, p->a.x, p->a.w, ST_ACCENT, text);
	draw_line(y, p->a.x + w + 1, p->a.w - w - 1, ST_LINE);
}

/* What runs, or how the last one went. */
static void
write_last(struct kiosk *k, struct page *p)
{
	const struct sync_state *s = &p->s->sync;
	char when[64], why[512];
	const char *args[] = { when, why };

	if (k->sync.pid != 0)
		fill(p, ST_ALREADY_TEXT, "⇅ %1$s", (const char *[]){
		    sync_job_words(k, why, sizeof why) }, 1);
	else if (k->sync.ended[0] != '\0' && !k->sync.good &&
	    s->problem[0] == '\0' && k->sync.ended_at >= s->last_ok)
		/* What the child could not leave word of in the store. */
		fill(p, ST_NO_TEXT, "✗ %1$s", (const char *[]){
		    k->sync.ended }, 1);
	known_time(s->last_ok, when, sizeof when);
	if (s->last_ok != 0)
		fill(p, ST_OK_TEXT, _("✓ Senast synkad %1$s."), args, 1);
	else if (s->hub[0] != '\0')
		line(p, ST_ALREADY_TEXT, _("● Inte synkad än."));
	if (s->hub[0] == '\0')
		line(p, ST_NO_TEXT, _("✗ Det finns inget nav att synka med. "
		    "En administratör lägger till det: samdepactl hub add."));
	if (s->problem[0] == '\0')
		return;
	known_time(s->last_try, when, sizeof when);
	say_err(RC_OUTSIDE, &s->why, why, sizeof why);
	fill(p, ST_NO_TEXT, _("✗ Försöket %1$s gick inte: %2$s"), args, 2);
}

static void
write_standing(struct kiosk *k, struct page *p)
{
	const struct sync_state *s = &p->s->sync;
	char number[24], days[24];
	const char *args[] = { number, days };

	write_last(k, p);
	snprintf(number, sizeof number, "%lld", (long long)s->waiting);
	snprintf(days, sizeof days, "%lld", (long long)k->days);
	if (k->banner[BANNER_SYNC])
		fill(p, ST_ALREADY_TEXT, _("! Ingen synkning har lyckats på "
		    "%2$s dagar: fråga den som sköter datorn."), args, 2);
	if (s->two_lives)
		line(p, ST_NO_TEXT, _("✗ Två register säger sig vara den här "
		    "depån. Inget lovas bort förrän en administratör har "
		    "avslutat det ena: samdepactl depot retire."));
	if (s->waiting == 0)
		line(p, ST_DIM, _("Inget härifrån väntar på att skickas."));
	else
		fill(p, ST_BODY, _n("%1$s händelse härifrån väntar på att "
		    "skickas.", "%1$s händelser härifrån väntar på att "
		    "skickas.", s->waiting), args, 1);
}

/* How a depot stands, in a symbol and a few words. */
static enum style
standing(const struct sync_depot *d, char *out, size_t cap)
{
	char known[64];
	const char *args[] = { known };

	known_words(d->told, known, sizeof known);
	if (d->forked) {
		snprintf(out, cap, "%s", _("✗ två versioner: en disk har "
		    "kopierats"));
		return ST_NO_TEXT;
	}
	if (d->closed) {
		lang_fill(out, cap, _("× avslutad, %1$s"), args, 1);
		return ST_DIM;
	}
	snprintf(out, cap, "%s", d->ours ? _("den här depån") : known);
	return d->ours ? ST_DIM : d->told != 0 ? ST_BODY : ST_ALREADY_TEXT;
}

static void
write_depots(struct page *p)
{
	const struct state *s = p->s;

	heading(p, _("Depåerna"));
	for (size_t i = 0; i < s->n; i++) {
		const struct sync_depot *d = &s->depot[i];
		char text[160];
		int y = next_row(p), right = p->a.w >= 70 ? 38 : 26;
		int name = p->a.w - right - 10;

		if (y < 0)
			continue;
		enum style st = standing(d, text, sizeof text);
		draw_text(y, p->a.x, 9, ST_STRONG, d->code);
		draw_text(y, p->a.x + 9, name, ST_BODY, d->name);
		draw_text(y, p->a.x + 10 + name, right, st, text);
	}
}

/* As it was printed; what is wrong stands out. */
static void
write_report(struct page *p)
{
	char when[64], title[128];
	const char *args[] = { when };
	const char *at = p->s->report;

	if (*at == '\0')
		return;
	known_time(p->s->reported, when, sizeof when);
	heading(p, lang_fill(title, sizeof title, _("Rapporten %1$s"), args,
	    1));
	while (*at != '\0') {
		size_t n = strcspn(at, "\n");
		say(p, *at == '!' ? ST_ALREADY_TEXT : ST_BODY, at, n);
		at += n + (at[n] == '\n');
	}
}

static void
write_alone(struct page *p)
{
	line(p, ST_BODY, _("Depån hör inte till någon grupp: den arbetar "
	    "ensam, och inget saknas för det."));
	p->i++;
	line(p, ST_DIM, _("En administratör börjar en grupp med samdepactl "
	    "hub add --init, eller går med i en med samdepactl depot join och "
	    "den inbjudan som den andra depån skrev ut."));
}

static void
sync_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	struct page p = { s, a, 0 };

	p.a.h--;
	draw_cursor(a.y, a.x);
	if (in_group(s)) {
		write_standing(k, &p);
		write_depots(&p);
		write_report(&p);
	} else {
		write_alone(&p);
	}
	s->hidden = p.i > p.a.h ? p.i - p.a.h : 0;
	s->page = p.a.h > 2 ? p.a.h - 1 : 1;
	if (s->top > s->hidden)
		s->top = s->hidden;
	if (s->hidden > s->top)
		draw_right(a.y + a.h - 1, a.x, a.w, ST_DIM, _("↓ mer"));
	draw_target((struct area){ a.y, a.x, a.h / 2, a.w }, UP_TARGET);
	draw_target((struct area){ a.y + a.h / 2, a.x, a.h - a.h / 2, a.w },
	    DOWN_TARGET);
}

/* --- what is done here --- */

static struct step
sync_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	return scroll_input(in, UP_TARGET, s->page, s->hidden, &s->top) ?
	    step_stay() : step_pass();
}

static bool
sync_can(struct kiosk *k, void *state, enum action a)
{
	const struct state *s = state;

	(void)k;
	return a != DO_SYNC_NOW || s->sync.hub[0] != '\0';
}

static struct step
sync_action(struct kiosk *k, void *state, enum action a)
{
	(void)state;
	if (a != DO_SYNC_NOW)
		return step_pass();
	sync_job_start(k);
	return step_stay();
}

const struct screen_ops screen_sync = {
	.title = N_("Synkning"),
	.help = N_("Så gammalt är det vi vet om de andra depåerna. F9 synkar "
	    "nu; det sker också varje natt. Pil ner visar rapporten."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = sync_open,
	.draw = sync_draw,
	.input = sync_input,
	.action = sync_action,
	.refresh = sync_refresh,
	.can = sync_can,
};
