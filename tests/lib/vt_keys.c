#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/vt_keys.h"

static const struct {
	const char *name;
	const char *bytes;
} keys[] = {
	{ "Enter", "\r" }, { "Esc", "\033" }, { "Tab", "\t" },
	{ "BackTab", "\033[Z" }, { "Backspace", "\177" }, { "Space", " " },
	{ "Up", "\033OA" }, { "Down", "\033OB" }, { "Right", "\033OC" },
	{ "Left", "\033OD" }, { "Home", "\033OH" }, { "End", "\033OF" },
	{ "PageUp", "\033[5~" }, { "PageDown", "\033[6~" },
	{ "Insert", "\033[2~" }, { "Delete", "\033[3~" },
	{ "F1", "\033OP" }, { "F2", "\033OQ" }, { "F3", "\033OR" },
	{ "F4", "\033OS" }, { "F5", "\033[15~" }, { "F6", "\033[17~" },
	{ "F7", "\033[18~" }, { "F8", "\033[19~" }, { "F9", "\033[20~" },
	{ "F10", "\033[21~" }, { "F11", "\033[23~" }, { "F12", "\033[24~" },
};

size_t
vt_key_bytes(const char *name, char *bytes, size_t cap)
{
	const char *sent = name;
	char control[2] = "";

	if (strncmp(name, "C-", 2) == 0 && name[2] != '\0') {
		control[0] = name[2] & 0x1f;
		sent = control;
	}
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(name, keys[i].name) == 0)
			sent = keys[i].bytes;
	size_t n = strlen(sent);
	if (n > cap)
		n = cap;
	memcpy(bytes, sent, n);
	return n;
}

size_t
vt_unescape(char *text)
{
	static const char from[] = "ernt\\b", to[] = "\033\r\n\t\\\b";
	char *out = text;

	for (char *p = text; *p != '\0';) {
		const char *simple = NULL;

		if (*p != '\\') {
			*out++ = *p++;
			continue;
		}
		if (p[1] != '\0')
			simple = strchr(from, p[1]);
		if (p[1] == 'x' && p[2] != '\0' && p[3] != '\0') {
			char hex[3] = { p[2], p[3], '\0' };
			*out++ = (char)strtol(hex, NULL, 16);
			p += 4;
		} else if (simple != NULL) {
			*out++ = to[simple - from];
			p += 2;
		} else {
			*out++ = *p++;
		}
	}
	*out = '\0';
	return (size_t)(out - text);
}
