#include "tui/kiosk/screen.h"

#include <stdio.h>

#include "tui/lang.h"

static const struct {
	const struct screen_ops *ops;
	const char *name;
} screens[SCREEN_COUNT] = {
#define SCREEN(id, name) [SCREEN_##id] = { &screen_##name, #name },
#include "tui/kiosk/screens.def"
#undef SCREEN
};

static const struct {
	enum key key;
	enum role role;
	const char *name, *sign, *label, *help;
} actions[ACTION_COUNT] = {
	[DO_NOTHING] = { K_NONE, ROLE_VISITOR, "", "", "", "" },
#define ACTION(id, key, role, sign, label, help) \
	[DO_##id] = { K_##key, ROLE_##role, #id, sign, label, help },
#include "tui/kiosk/actions.def"
#undef ACTION
};

const struct screen_ops *
screen_ops(enum screen_id s)
{
	return screens[s].ops;
}

const char *
screen_name(enum screen_id s)
{
	return screens[s].name;
}

static struct step
step(enum step_kind kind, enum screen_id screen, int tag, int64_t id,
    const char *text)
{
	struct step s = { .kind = kind, .screen = screen };

	s.arg.tag = tag;
	s.arg.id = id;
	if (text != NULL)
		snprintf(s.arg.text, sizeof s.arg.text, "%s", text);
	return s;
}

struct step
step_stay(void)
{
	return (struct step){ .kind = STEP_STAY };
}

struct step
step_pass(void)
{
	return (struct step){ .kind = STEP_PASS };
}

struct step
step_pop(void)
{
	return (struct step){ .kind = STEP_POP };
}

struct step
step_home(void)
{
	return (struct step){ .kind = STEP_HOME };
}

struct step
step_push(enum screen_id screen, int64_t id, const char *text)
{
	return step(STEP_PUSH, screen, 0, id, text);
}

struct step
step_replace(enum screen_id screen, int64_t id, const char *text)
{
	return step(STEP_REPLACE, screen, 0, id, text);
}

struct step
step_ask(enum screen_id screen, int tag, int64_t id, const char *text)
{
	return step(STEP_PUSH, screen, tag, id, text);
}

struct step
step_answer(int64_t id, const char *text)
{
	return step(STEP_ANSWER, SCREEN_HOME, 0, id, text);
}

struct step
step_sign_in(enum role role)
{
	return step(STEP_SIGN_IN, SCREEN_HOME, 0, role, NULL);
}

struct step
step_do(enum action a)
{
	return step(STEP_DO, SCREEN_HOME, 0, a, NULL);
}

enum key
action_key(enum action a)
{
	return actions[a].key;
}

enum role
action_role(enum action a)
{
	return actions[a].role;
}

const char *
action_sign(enum action a)
{
	return actions[a].sign;
}

const char *
action_label(enum action a)
{
	return actions[a].label[0] == '\0' ? "" : _(actions[a].label);
}

const char *
action_help(enum action a)
{
	return actions[a].help[0] == '\0' ? "" : _(actions[a].help);
}

const char *
action_name(enum action a)
{
	return actions[a].name;
}
