#include "scanner/keys.h"

#define BIT(i)	     (1U << (i))
#define HELD_SHIFT   (BIT(0) | BIT(1))
#define HELD_CTRL    (BIT(2) | BIT(3))
#define HELD_ALT     BIT(4)
#define HELD_ALT_GR  BIT(5)

#define ALT_CODE_MAX   255
#define ALT_DIGITS_MAX 8

/* Alone, and with Shift. */
static const char us[][2] = {
	[KEY_1] = { '1', '!' }, [KEY_2] = { '2', '@' }, [KEY_3] = { '3', '#' },
	[KEY_4] = { '4', '$' }, [KEY_5] = { '5', '%' }, [KEY_6] = { '6', '^' },
	[KEY_7] = { '7', '&' }, [KEY_8] = { '8', '*' }, [KEY_9] = { '9', '(' },
	[KEY_0] = { '0', ')' }, [KEY_MINUS] = { '-', '_' },
	[KEY_EQUAL] = { '=', '+' }, [KEY_LEFTBRACE] = { '[', '{' },
	[KEY_RIGHTBRACE] = { ']', '}' }, [KEY_SEMICOLON] = { ';', ':' },
	[KEY_APOSTROPHE] = { '\'', '"' }, [KEY_GRAVE] = { '`', '~' },
	[KEY_BACKSLASH] = { '\\', '|' }, [KEY_COMMA] = { ',', '<' },
	[KEY_DOT] = { '.', '>' }, [KEY_SLASH] = { '/', '?' },
	[KEY_SPACE] = { ' ', ' ' }, [KEY_102ND] = { '<', '>' },
	[KEY_A] = { 'a', 'A' }, [KEY_B] = { 'b', 'B' }, [KEY_C] = { 'c', 'C' },
	[KEY_D] = { 'd', 'D' }, [KEY_E] = { 'e', 'E' }, [KEY_F] = { 'f', 'F' },
	[KEY_G] = { 'g', 'G' }, [KEY_H] = { 'h', 'H' }, [KEY_I] = { 'i', 'I' },
	[KEY_J] = { 'j', 'J' }, [KEY_K] = { 'k', 'K' }, [KEY_L] = { 'l', 'L' },
	[KEY_M] = { 'm', 'M' }, [KEY_N] = { 'n', 'N' }, [KEY_O] = { 'o', 'O' },
	[KEY_P] = { 'p', 'P' }, [KEY_Q] = { 'q', 'Q' }, [KEY_R] = { 'r', 'R' },
	[KEY_S] = { 's', 'S' }, [KEY_T] = { 't', 'T' }, [KEY_U] = { 'u', 'U' },
	[KEY_V] = { 'v', 'V' }, [KEY_W] = { 'w', 'W' }, [KEY_X] = { 'x', 'X' },
	[KEY_Y] = { 'y', 'Y' }, [KEY_Z] = { 'z', 'Z' },
	[KEY_ENTER] = { '\n', '\n' }, [KEY_TAB] = { '\t', '\t' },
	[KEY_KP0] = { '0', '0' }, [KEY_KP1] = { '1', '1' },
	[KEY_KP2] = { '2', '2' }, [KEY_KP3] = { '3', '3' },
	[KEY_KP4] = { '4', '4' }, [KEY_KP5] = { '5', '5' },
	[KEY_KP6] = { '6', '6' }, [KEY_KP7] = { '7', '7' },
	[KEY_KP8] = { '8', '8' }, [KEY_KP9] = { '9', '9' },
	[KEY_KPDOT] = { '.', '.' }, [KEY_KPMINUS] = { '-', '-' },
	[KEY_KPPLUS] = { '+', '+' }, [KEY_KPASTERISK] = { '*', '*' },
	[KEY_KPSLASH] = { '/', '/' }, [KEY_KPEQUAL] = { '=', '=' },
	[KEY_KPENTER] = { '\n', '\n' },
};

static unsigned
held_bit(unsigned code)
{
	switch (code) {
	case KEY_LEFTSHIFT:	return BIT(0);
	case KEY_RIGHTSHIFT:	return BIT(1);
	case KEY_LEFTCTRL:	return BIT(2);
	case KEY_RIGHTCTRL:	return BIT(3);
	case KEY_LEFTALT:	return HELD_ALT;
	case KEY_RIGHTALT:	return HELD_ALT_GR;
	default:		return 0;
	}
}

static bool
is_keypad_digit(unsigned code)
{
	switch (code) {
	case KEY_KP0: case KEY_KP1: case KEY_KP2: case KEY_KP3: case KEY_KP4:
	case KEY_KP5: case KEY_KP6: case KEY_KP7: case KEY_KP8: case KEY_KP9:
		return true;
	default:
		return false;
	}
}

/* Alt is let go: what was typed meanwhile is a character.  Of 128 and more,
 * the code page is known only where a 0 was typed before. */
static enum gathered
alt_end(struct keys *k, int64_t ms)
{
	unsigned code = k->alt_code;
	bool typed = k->alt_digits > 0;
	bool known = code <= 127 || k->alt_digits > 3;

	k->alt_code = 0;
	k->alt_digits = 0;
	if (!typed)
		return GATHER_MORE;
	if (known && code > 0 && code <= ALT_CODE_MAX)
		return gather_char(&k->gather, (char)code, ms);
	gather_spoil(&k->gather, SPOILT_FOREIGN, ms);
	return GATHER_MORE;
}

static void
alt_digit(struct keys *k, unsigned digit)
{
	if (k->alt_code > ALT_CODE_MAX || k->alt_digits > ALT_DIGITS_MAX)
		return;
	k->alt_code = k->alt_code * 10 + digit;
	k->alt_digits++;
}

static enum gathered
press(struct keys *k, unsigned code, int64_t ms)
{
	char c = code < sizeof us / sizeof *us ?
	    us[code][(k->held & HELD_SHIFT) != 0] : '\0';

	if (c == '\0')		/* it types nothing */
		return GATHER_MORE;
	if (k->held & HELD_ALT && is_keypad_digit(code)) {
		alt_digit(k, (unsigned)(c - '0'));
		return GATHER_MORE;
	}
	if (k->held & (HELD_ALT | HELD_ALT_GR)) {
		gather_spoil(&k->gather, SPOILT_FOREIGN, ms);
		return GATHER_MORE;
	}
	if (k->held & HELD_CTRL && ((c >= '@' && c <= '_') ||
	    (c >= 'a' && c <= 'z')))
		c = (char)(c & 0x1f);
	return gather_char(&k->gather, c, ms);
}

static enum gathered
key(struct keys *k, unsigned code, int value, int64_t ms)
{
	unsigned bit = held_bit(code);

	if (bit == 0)		/* 2 would be a repetition */
		return value == 1 ? press(k, code, ms) : GATHER_MORE;
	if (value != 0) {
		k->held |= bit;
		return GATHER_MORE;
	}
	k->held &= ~bit;
	return bit == HELD_ALT ? alt_end(k, ms) : GATHER_MORE;
}

enum gathered
keys_event(struct keys *k, const struct input_event *e)
{
	int64_t ms = (int64_t)((uint64_t)e->input_event_sec * 1000 +
	    (uint64_t)e->input_event_usec / 1000);

	if (e->type == EV_SYN && e->code == SYN_DROPPED) {
		k->lost = true;
		k->held = 0;
		k->alt_code = 0;
		k->alt_digits = 0;
		gather_spoil(&k->gather, SPOILT_DROPPED, ms);
	} else if (e->type == EV_SYN && e->code == SYN_REPORT) {
		k->lost = false;
	} else if (e->type == EV_KEY && !k->lost) {
		return key(k, e->code, e->value, ms);
	}
	return GATHER_MORE;
}
