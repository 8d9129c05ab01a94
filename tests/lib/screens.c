#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/scene.h"
#include "tests/lib/screens.h"
#include "tests/lib/vt_own.h"

#define STEPS_MAX 4

/* mark stands on the screen; a step is key, tap, type, weak or scan and what. */
static const struct route {
	const char *mark;
	const char *step[STEPS_MAX];
} routes[SCREEN_COUNT] = {
	[SCREEN_HOME] = { "Skanna vad som helst", { NULL } },
	[SCREEN_HELP] = { "›  Hjälp", { "key F1" } },
	[SCREEN_SIGNIN] = { "›  Logga in", { "key F11", "key F11" } },
	[SCREEN_SEARCH] = { "›  Sök", { "key F3", "key F2" } },
	[SCREEN_ITEM] = { "›  Föremål", { "scan item" } },
	[SCREEN_PILE] = { "›  Låna ut", { "key F3" } },
	[SCREEN_RETURN] = { "›  Återlämna", { "key F4" } },
	[SCREEN_STOCKTAKE] = { "›  Räkna", { "tap Räkna" } },
	[SCREEN_DISPATCH] = { "›  Skicka", { "tap Skicka" } },
	[SCREEN_RECEIVE] = { "›  Ta emot", { "tap Ta emot" } },
	[SCREEN_FORM] = { "›  Beställ", { "key F7" } },
	[SCREEN_NEED] = { "Steg 1 av", { "key F11", "see Jag behöver",
	    "tap Jag behöver något" } },
	[SCREEN_FOLLOW] = { "›  Din beställning", { "key F11",
	    "see besökare", "scan order" } },
	[SCREEN_ORDERS] = { "›  Beställningar", { "tap Beställningar" } },
	[SCREEN_ORDER] = { "›  Beställning", { "tap Beställningar",
	    "see ›  Beställningar", "key Down", "key Enter" } },
	[SCREEN_TICKET] = { "›  Hämtsedel", { "scan ticket" } },
	[SCREEN_QR] = { "▀", { "scan ticket", "key F8" } },
	[SCREEN_UNIT] = { "›  Enhet", { "scan unit" } },
	[SCREEN_PLACE] = { "›  Plats", { "scan place" } },
	[SCREEN_PLACES] = { "›  Nya platser", { "tap Etiketter", "key F8" } },
	[SCREEN_LABELS] = { "›  Etiketter", { "tap Etiketter" } },
	[SCREEN_REGISTER] = { "›  Registrera", { "tap Registrera" } },
	[SCREEN_EDIT] = { "›  Ändra", { "scan item", "tap Ändra" } },
	[SCREEN_UNKNOWN] = { "›  Okänd kod", { "scan foreign" } },
	[SCREEN_DOUBT] = { "Är det den här koden?", { "weak HYLLA 12" } },
	[SCREEN_CASES] = { "›  Att åtgärda", { "tap Att åtgärda" } },
	[SCREEN_CASE] = { "›  Ärende", { "tap Att åtgärda",
	    "see ›  Att åtgärda", "key Down", "key Enter" } },
	[SCREEN_HISTORY] = { "›  Historik", { "tap Historik" } },
	[SCREEN_SYNC] = { "›  Synkning", { "tap Synkning" } },
	[SCREEN_REPORT] = { "›  Rapport", { "tap Rapport" } },
	[SCREEN_PRINTERS] = { "›  Skrivare", { "tap Skrivare" } },
	[SCREEN_READERS] = { "›  Läsare", { "key F6" } },
	[SCREEN_CALENDAR] = { "›  Kalender", { "scan item",
	    "tap Kalender" } },
	[SCREEN_PICK] = { "›  Välj", { "key F7", "see ›  Beställ",
	    "type s" } },
	[SCREEN_CHOICE] = { "›  Välj", { "scan item", "tap Bedöm skick" } },
	[SCREEN_PROMPT] = { "›  Skriv", { "key F3", "key F6" } },
};

static struct screens_code codes[16];
static size_t code_count;

#define BYTES(name, text) { name, text, sizeof text - 1 }

static const struct screens_bytes hostile[] = {
	BYTES("controls", "\001\002\003\004\005\006\007\016\017\020\022\023"
	    "\024\026\027\030\031\032\034\035\036\037"),
	BYTES("null", "a\0b\0c"),
	BYTES("delete", "\177\177\010\010"),
	BYTES("clear", "\033[2J\033[H\033c"),
	BYTES("title", "\033]0;PWNED\007\033]52;c;aGVq\033\\"),
	BYTES("device", "\033P+q544e\033\\\033[c\033[6n"),
	BYTES("leave", "\033[?1049l\033[?1000l\033[!p"),
	BYTES("long-csi", "\033[1;2;3;4;5;6;7;8;9;1;2;3;4;5;6;7;8;9;1;2;3;4;"
	    "5;6;7;8;9;1;2;3;4;5;6;7;8;9;1;2;3;4;5;6;7;8;9;1;2;3;4;5z"),
	BYTES("mouse", "\033[<0;99999;99999M\033[<0;-1;0M\033[<;;M\033[<M"
	    "\033[M\377\377\377"),
	BYTES("cut-off", "\033[<0;1"),
	BYTES("broken-utf8", "\377\376\300\257\340\200\200\355\240\200\342"
	    "\202x\370\210\200\200\200\364\220\200\200"),
	BYTES("c1", "\302\233\062J\302\235\060;x\302\234\302\220"),
	BYTES("bidi", "a\342\200\256b\342\200\217c\342\201\246d\342\200\213"
	    "e\357\273\277f\342\200\252"),
	BYTES("combining", "Z\314\200\314\201\314\202\314\203\314\204\314\205"
	    "\314\206\314\207\314\210\314\211\314\212"),
	BYTES("spoilt-scan", "\002I-YST1-\033[2J\001\377\r"),
	BYTES("bidi-scan", "\002I-YST1-\342\200\256000001-P\r"),
	BYTES("empty-scan", "\002\r\002\n\002\t"),
	BYTES("paste", "\033[200~I-YST1-000001-P\r\033[201~"),
	BYTES("words", "'; DROP TABLE item; -- %s%n%1$s \\ \" * ( NEAR"),
};

const struct screens_bytes *
screens_hostile(size_t i)
{
	return i < sizeof hostile / sizeof *hostile ? &hostile[i] : NULL;
}

static void
add_code(const char *name, const char *text)
{
	struct screens_code *c = &codes[code_count++];

	snprintf(c->name, sizeof c->name, "%s", name);
	snprintf(c->text, sizeof c->text, "%s", text);
}

/* The value of the key in JSON text. */
static void
value_of(const char *json, const char *key, char *out, size_t cap)
{
	char mark[40];

	snprintf(mark, sizeof mark, "\"%s\": \"", key);
	const char *at = strstr(json, mark);
	snprintf(out, cap, "%s", at == NULL ? "" : at + strlen(mark));
	out[strcspn(out, "\"")] = '\0';
}

static void
add_unknown(const char *name, const char *text)
{
	add_code(name, text);
	codes[code_count - 1].unknown = true;
}

void
screens_codes_init(void)
{
	char out[16384] = "", text[256], code[64], badge[64];
	struct err err;

	code_count = 0;
	add_code("item", flow_free(0, code));
	add_code("place", scene_code("SELECT code FROM place", code));
	add_code("unit", scene_code("SELECT code FROM unit", code));
	add_code("badge", flow_badge(badge));
	scene_ctl(out, sizeof out, "--as %s order %s --unit %s --until +7"
	    " --json", badge, flow_free(1, code), codes[2].text);
	value_of(out, "ticket", text, sizeof text);
	add_code("ticket", text);
	value_of(out, "qr", text, sizeof text);
	add_code("ticket-qr", text);
	if (code_format(CODE_TRIP, "YST1", 7, text, &err) == RC_OK)
		add_code("trip", text);
	if (code_format(CODE_ORDER, "YST1", atoll(scene_code("SELECT max(number) "
	    "FROM orders", code)), text, &err) == RC_OK)
		add_code("order", text);
	add_unknown("foreign", "HYLLA 4711/B");
	add_unknown("gs1", "]C1010731086500470321A1\03510X");
	add_unknown("ean", "7310865004703");
	add_unknown("wrong-check", "I-YST1-000001-0");
	add_unknown("no-such-item", code_format(CODE_ITEM, "YST1", 999999, text,
	    &err) == RC_OK ? text : "");
	add_unknown("control", "I-YST1-\001\0330001-P");
}

const struct screens_code *
screens_code(size_t i)
{
	return i < code_count ? &codes[i] : NULL;
}

const char *
screens_mark(enum screen_id id)
{
	return routes[id].mark;
}

static void
take_step(struct flow *f, const char *step)
{
	char verb[8];
	int at = 0;

	if (sscanf(step, "%7s %n", verb, &at) != 1)
		return;
	if (strcmp(verb, "key") == 0)
		flow_key(f, step + at);
	else if (strcmp(verb, "type") == 0)
		flow_type(f, step + at);
	else if (strcmp(verb, "tap") == 0)
		flow_tap(f, step + at, step + at);
	else if (strcmp(verb, "see") == 0)
		flow_sees(f, step + at);
	else if (strcmp(verb, "weak") == 0)
		scene_weak(step + at);
	else
		for (size_t i = 0; i < code_count; i++)
			if (strcmp(codes[i].name, step + at) == 0)
				flow_scan(f, codes[i].text);
}

static void
go_home(struct flow *f)
{
	char row[512];

	flow_begin(f, f->task);
	vt_row(f->vt, 0, row, sizeof row);
	if (strstr(row, "●") != NULL)
		return;
	for (size_t i = 0; i < code_count; i++)
		if (strcmp(codes[i].name, "badge") == 0)
			flow_scan(f, codes[i].text);
	flow_sees(f, "● ");
	/* Signing in may take up what was begun. */
	flow_begin(f, f->task);
}

void
screens_open(struct flow *f, enum screen_id id)
{
	const struct route *r = &routes[id];

	if (r->mark == NULL) {
		flow_expect(f, false, "no way to it is known");
		return;
	}
	go_home(f);
	for (int i = 0; i < STEPS_MAX && r->step[i] != NULL; i++)
		take_step(f, r->step[i]);
	flow_sees(f, r->mark);
	/* There and back in another language: what was said is gone. */
	if (id == SCREEN_QR)		/* where nothing is said */
		return;
	flow_key(f, "F12");
	flow_sees(f, "F12  Svenska");
	flow_key(f, "F12");
	flow_sees(f, "F12  English");
}

bool
screens_bad_letter(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
	    (c >= 0xd800 && c <= 0xf8ff) || c > 0x10ffff ||
	    (c & 0xfffe) == 0xfffe;
}

bool
screens_clean(const struct vt *vt)
{
	for (int row = 0; row < vt->rows; row++)
		for (int col = 0; col < vt->cols; col++) {
			VTermPos pos = { .row = row, .col = col };
			VTermScreenCell cell;
			vterm_screen_get_cell(vt->screen, pos, &cell);
			for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL &&
			    cell.chars[i] != 0 &&
			    cell.chars[i] != UINT32_MAX; i++)
				if (screens_bad_letter(
				    cell.chars[i]))
					return false;
		}
	return true;
}

void
screens_text(const struct vt *vt, char *out, size_t cap)
{
	size_t n = 0;

	out[0] = '\0';
	for (int row = 0; row < vt->rows && n + 1024 < cap; row++) {
		vt_row(vt, row, out + n, 1023);
		n += strlen(out + n);
		out[n++] = '\n';
		out[n] = '\0';
	}
}
