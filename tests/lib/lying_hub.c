#include "tests/lib/lying_hub.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct thing {
	char  *name;
	unsigned char *bytes, *before;	/* before: what it was once */
	size_t n, n_before;
	bool   gone;
};

struct lying_hub {
	struct hub hub;
	unsigned (*roll)(unsigned);
	struct lies lies;
	struct thing *thing;
	size_t n, cap;
};

static bool
now(const struct lying_hub *h, unsigned one_in)
{
	return one_in > 0 && h->roll(one_in) == 0;
}

static enum rc
gone(struct err *err)
{
	return err_set(err, RC_OUTSIDE, "the line is gone");
}

static unsigned char *
copy(const void *bytes, size_t n)
{
	unsigned char *to = malloc(n + 1);

	if (to == NULL)
		abort();
	memcpy(to, bytes, n);
	return to;
}

static struct thing *
find(struct lying_hub *h, const char *name)
{
	for (size_t i = 0; i < h->n; i++)
		if (!h->thing[i].gone && strcmp(h->thing[i].name, name) == 0)
			return &h->thing[i];
	return NULL;
}

static enum rc
list(void *state, const char *prefix, void (*each)(const char *, void *),
    void *arg, struct err *err)
{
	struct lying_hub *h = state;

	if (now(h, h->lies.broken))
		return gone(err);
	if (h->n > 0 && now(h, h->lies.forgotten)) {
		struct thing *t = &h->thing[h->roll((unsigned)h->n)];

		t->gone = strcmp(t->name, "registry") != 0;
	}
	for (size_t i = 0; i < h->n; i++)
		if (!h->thing[i].gone && strncmp(h->thing[i].name, prefix,
		    strlen(prefix)) == 0 && !now(h, h->lies.hidden))
			each(h->thing[i].name, arg);
	if (strcmp(prefix, "logs/") == 0 && now(h, h->lies.ghost)) {
		each("logs/YST1-GHOST2/1-5-0123456789abcdef.seg", arg);
		each("logs/YST1-GHOST2/head", arg);
		each("logs/../../etc/passwd", arg);
	}
	return RC_OK;
}

static enum rc
get(void *state, const char *name, size_t max, unsigned char **bytes,
    size_t *n, struct err *err)
{
	struct lying_hub *h = state;
	struct thing *t = find(h, name);

	if (now(h, h->lies.broken))
		return gone(err);
	if (t == NULL || now(h, h->lies.hidden))
		return err_set(err, RC_NOT_FOUND, "%s", name);
	bool old = t->before != NULL && now(h, h->lies.old);
	*n = old ? t->n_before : t->n;
	if (*n > max)
		return err_set(err, RC_INVALID, "too long");
	*bytes = copy(old ? t->before : t->bytes, *n);
	if (*n > 0 && now(h, h->lies.short_read))
		*n = h->roll((unsigned)*n);
	if (*n > 0 && now(h, h->lies.flipped))
		(*bytes)[h->roll((unsigned)*n)] ^=
		    (unsigned char)(1u << h->roll(8));
	return RC_OK;
}

static enum rc
put(void *state, const char *name, const void *bytes, size_t n, bool replace,
    struct err *err)
{
	struct lying_hub *h = state;
	struct thing *t = find(h, name);

	if (now(h, h->lies.broken))
		return gone(err);
	if (now(h, h->lies.lost))
		return RC_OK;
	if (t != NULL && !replace)
		return RC_OK;
	if (t == NULL) {
		if (h->n == h->cap) {
			h->cap = h->cap * 2 + 64;
			h->thing = realloc(h->thing, h->cap *
			    sizeof *h->thing);
			if (h->thing == NULL)
				abort();
		}
		t = &h->thing[h->n++];
		*t = (struct thing){ .name = strdup(name) };
	}
	free(t->before);
	t->before = t->bytes;
	t->n_before = t->n;
	t->bytes = copy(bytes, n);
	t->n = n;
	/* It is there, and whoever put it does not hear of it. */
	return now(h, h->lies.broken) ? gone(err) : RC_OK;
}

static enum rc
take_away(void *state, const char *name, struct err *err)
{
	struct lying_hub *h = state;
	struct thing *t = find(h, name);

	if (now(h, h->lies.broken))
		return gone(err);
	if (t != NULL)
		t->gone = true;
	return RC_OK;
}

static const struct hub_ops ops = {
	.list = list, .get = get, .put = put, .remove = take_away,
};

struct lying_hub *
lying_hub_new(unsigned (*roll)(unsigned))
{
	struct lying_hub *h = calloc(1, sizeof *h);

	if (h == NULL)
		abort();
	h->hub.ops = &ops;
	h->hub.state = h;
	h->roll = roll;
	return h;
}

void
lying_hub_free(struct lying_hub *h)
{
	for (size_t i = 0; i < h->n; i++) {
		free(h->thing[i].name);
		free(h->thing[i].bytes);
		free(h->thing[i].before);
	}
	free(h->thing);
	free(h);
}

void
lying_hub_lies(struct lying_hub *h, const struct lies *lies)
{
	h->lies = *lies;
}

struct hub *
lying_hub_hub(struct lying_hub *h)
{
	return &h->hub;
}
