/* One line: a day or a number. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "tui/kiosk/field.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

/* arg.id says what: 'd' a day, 'n' a number; arg.id2 what stands there. */
struct state {
	int  what;
	char title[CODE_TEXT_MAX];
	struct field field;
	bool proposed;		/* the number is ours: a figure replaces it */
};

static const enum action actions[] = { DO_DONE, DO_NOTHING };

static struct step
prompt(int tag, int what, const char *title, int64_t value)
{
	struct step step = step_ask(SCREEN_PROMPT, tag, what, title);

	step.arg.id2 = value;
	return step;
}

struct step
prompt_day(int tag, const char *title, int32_t day)
{
	return prompt(tag, 'd', title, day);
}

struct step
prompt_number(int tag, const char *title, int64_t number)
{
	return prompt(tag, 'n', title, number);
}

static struct step
prompt_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	char text[32] = "";

	(void)k;
	s->what = (int)arg->id;
	snprintf(s->title, sizeof s->title, "%s", arg->text);
	if (s->what == 'd')
		clock_format_day((int32_t)arg->id2, text);
	else if (arg->id2 != 0)
		snprintf(text, sizeof text, "%lld", (long long)arg->id2);
	field_init(&s->field, text);
	s->field.max = 30;
	s->field.digits = s->what == 'n';
	s->proposed = s->what == 'n';
	s->field.figures = s->what == 'd';
	return step_stay();
}

static void
prompt_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;

	(void)k;
	int n = draw_wrap((struct area){ a.y, a.x, 3, a.w }, ST_ACCENT,
	    s->title);
	if (s->what == 'd')
		draw_wrap((struct area){ a.y + n + 3, a.x, 3, a.w }, ST_DIM,
		    _("Som 2026-12-24, 24/12, fredag, +14 (dagar), +2v "
		    "(veckor). Ctrl+U tömmer raden."));
	field_draw(&s->field, a.y + n + 1, a.x, 24, true);
	draw_target((struct area){ a.y + n, a.x, 3, 24 }, TARGET_TYPE);
}

static struct step
take(struct kiosk *k, struct state *s)
{
	const char *text = s->field.text;
	struct err err;
	int32_t day;

	if (s->what == 'n') {
		long n = strtol(text, NULL, 10);
		if (n > 0 && n <= 1000000)
			return step_answer(n, text);
		kiosk_say(k, SAY_NO, false, "%s", _("Skriv ett antal."));
		return step_stay();
	}
	enum rc rc = clock_parse_day(text, strlen(text), clock_today(), &day,
	    &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	return step_answer(day, text);
}

static struct step
prompt_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	if (in->kind == INPUT_KEY && in->key == K_ENTER)
		return take(k, s);
	if (s->proposed && in->kind == INPUT_TEXT)
		field_set(&s->field, "");
	bool took = field_input(&s->field, in, NULL);
	s->proposed = s->proposed && !took;
	return took ? step_stay() : step_pass();
}

static struct step
prompt_action(struct kiosk *k, void *state, enum action a)
{
	return a == DO_DONE ? take(k, state) : step_pass();
}

const struct screen_ops screen_prompt = {
	.title = N_("Skriv"),
	.help = N_("Skriv, och tryck Enter eller F9. Esc ändrar inget."),
	.actions = actions,
	.writes = true,
	.state_size = sizeof(struct state),
	.open = prompt_open,
	.draw = prompt_draw,
	.input = prompt_input,
	.action = prompt_action,
};
