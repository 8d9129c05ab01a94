#include "db/log/things.h"

#include <stdlib.h>

static size_t
place(const struct things *t, int64_t id)
{
	size_t i = (uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >> 20;

	for (i &= t->cap - 1; t->slot[i] != 0 && t->slot[i] != id;)
		i = (i + 1) & (t->cap - 1);
	return i;
}

static void
grow(struct things *t)
{
	struct things more = { .cap = t->cap * 2 + 64 };

	while ((more.cap & (more.cap - 1)) != 0)
		more.cap &= more.cap - 1;	/* a power of two */
	more.slot = calloc(more.cap, sizeof *more.slot);
	if (more.slot == NULL)
		abort();
	for (size_t i = 0; i < t->cap; i++)
		if (t->slot[i] != 0)
			more.slot[place(&more, t->slot[i])] = t->slot[i];
	free(t->slot);
	t->slot = more.slot;
	t->cap = more.cap;
}

void
things_add(struct things *t, int64_t id)
{
	if (id == 0)
		return;
	if (t->n * 2 >= t->cap)
		grow(t);
	size_t i = place(t, id);
	t->n += t->slot[i] == 0;
	t->slot[i] = id;
}

bool
things_has(const struct things *t, int64_t id)
{
	return t->n > 0 && t->slot[place(t, id)] == id;
}

void
things_release(struct things *t)
{
	free(t->slot);
	*t = (struct things){ NULL, 0, 0 };
}
