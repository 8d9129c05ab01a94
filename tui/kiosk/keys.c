#include "tui/kiosk/keys.h"

#include <string.h>

static const struct {
	const char *name, *cap, *a, *b;
} keys[K_COUNT] = {
	[K_NONE] = { "", "", NULL, NULL },
#define KEY(id, name, cap, a, b) [K_##id] = { name, cap, a, b },
#include "tui/kiosk/keys.def"
#undef KEY
};

static const struct {
	const char *seq;
	enum key key;
} further[] = {
	{ "\033[1~", K_HOME }, { "\033[7~", K_HOME },
	{ "\033[4~", K_END }, { "\033[8~", K_END },
	{ "\033[[A", K_F1 }, { "\033[[B", K_F2 },
	{ "\033[[C", K_F3 }, { "\033[[D", K_F4 },
	{ "\033[P", K_F1 }, { "\033[Q", K_F2 },
	{ "\033[R", K_F3 }, { "\033[S", K_F4 },
};

const char *
key_word(enum key key)
{
	return key < K_COUNT ? keys[key].name : "";
}

enum key
key_from_name(const char *name)
{
	for (enum key k = K_NONE + 1; k < K_COUNT; k++)
		if (strcmp(keys[k].name, name) == 0)
			return k;
	return K_NONE;
}

const char *
key_capability(enum key key)
{
	return key < K_COUNT ? keys[key].cap : "";
}

void
keymap_init(struct keymap *map)
{
	memset(map, 0, sizeof *map);
	for (enum key k = K_NONE + 1; k < K_COUNT; k++) {
		if (keys[k].a != NULL)
			keymap_add(map, keys[k].a, k);
		if (keys[k].b != NULL)
			keymap_add(map, keys[k].b, k);
	}
	for (size_t i = 0; i < sizeof further / sizeof *further; i++)
		keymap_add(map, further[i].seq, further[i].key);
}

static enum key
find_exactly(const struct keymap *map, const char *seq)
{
	for (size_t i = 0; i < map->n; i++)
		if (strcmp(map->row[i].seq, seq) == 0)
			return map->row[i].key;
	return K_NONE;
}

void
keymap_add(struct keymap *map, const char *seq, enum key key)
{
	size_t n = strlen(seq);

	if (map->n == KEYMAP_MAX || n < 2 || n >= KEY_SEQ_MAX ||
	    seq[0] != '\033' || find_exactly(map, seq) != K_NONE)
		return;
	memcpy(map->row[map->n].seq, seq, n + 1);
	map->row[map->n++].key = key;
}

enum key
keymap_find(const struct keymap *map, const char *seq)
{
	char bare[KEY_SEQ_MAX];
	size_t n = strlen(seq);
	enum key key = find_exactly(map, seq);

	if (key != K_NONE || n >= sizeof bare)
		return key;
	/* "\033[1;5A" is "\033[A" with a modifier, "\033[3;2~" "\033[3~". */
	memcpy(bare, seq, n + 1);
	char *semi = strchr(bare, ';');
	if (semi == NULL)
		return K_NONE;
	if (semi == bare + 3 && bare[2] == '1' && seq[n - 1] != '~')
		semi = bare + 2;
	semi[0] = seq[n - 1];
	semi[1] = '\0';
	return find_exactly(map, bare);
}
