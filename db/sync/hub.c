#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/sync/hub_kind.h"
#include "db/sync_state.h"

static const struct {
	const char *prefix;
	const struct hub_ops *ops;
} kinds[] = {
#define HUB(prefix, name) { prefix, &hub_##name },
#include "db/sync/hubs.def"
#undef HUB
};

static const struct hub_ops *
kind_of(const char *url)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strncmp(url, kinds[i].prefix, strlen(kinds[i].prefix)) == 0
		    && strlen(url) < HUB_URL_MAX)
			return kinds[i].ops;
	return NULL;
}

enum rc
hub_url_check(const char *url, char out[HUB_URL_MAX], struct err *err)
{
	char shown[40];

	out[0] = '\0';
	if (kind_of(url) == NULL) {
		/* A slip of the pen may have a password further on. */
		size_t n = strcspn(url, ":/");

		snprintf(shown, sizeof shown, "%.*s%s", n < 30 ? (int)n : 30,
		    url, url[n] == '\0' ? "" : "…");
		return err_why(err, RC_INVALID, WHY_HUB_KIND, shown, NULL,
		    NULL);
	}
	hub_url_shown(url, out);
	return RC_OK;
}

enum rc
hub_open(const char *url, bool make, struct hub **out, struct err *err)
{
	const struct hub_ops *ops = kind_of(url);
	char shown[HUB_URL_MAX];

	*out = NULL;
	if (ops == NULL)
		return hub_url_check(url, shown, err);
	struct hub *hub = calloc(1, sizeof *hub);
	if (hub == NULL)
		abort();
	hub->ops = ops;
	enum rc rc = ops->open(url, make, &hub->state, err);
	if (rc != RC_OK)
		free(hub);
	else
		*out = hub;
	return rc;
}

void
hub_close(struct hub *hub)
{
	if (hub == NULL)
		return;
	hub->ops->close(hub->state);
	free(hub);
}

static bool
name_ok(const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789.-_/";
	size_t n = strlen(name);
	bool ok = n > 0 && n <= HUB_NAME_MAX && strspn(name, letters) == n &&
	    name[0] != '.' && name[0] != '/' && name[n - 1] != '/';

	for (size_t i = 1; ok && i < n; i++)
		ok = name[i - 1] != '/' || (name[i] != '/' && name[i] != '.');
	return ok;
}

static enum rc
name_check(const char *name, struct err *err)
{
	return name_ok(name) ? RC_OK : err_set(err, RC_INVALID, "hub: name");
}

/* What others left there under names that are none is not told of. */
struct names {
	void (*each)(const char *, void *);
	void *arg;
};

static void
name_tell(const char *name, void *arg)
{
	const struct names *names = arg;

	if (name_ok(name))
		names->each(name, names->arg);
}

enum rc
hub_list(struct hub *hub, const char *prefix,
    void (*each)(const char *name, void *), void *arg, struct err *err)
{
	struct names names = { each, arg };
	char some[HUB_NAME_MAX + 2];

	/* The beginning of a name, which anything may follow. */
	if (snprintf(some, sizeof some, "%sx", prefix) >= (int)sizeof some ||
	    !name_ok(some))
		return err_set(err, RC_INVALID, "hub: name");
	return hub->ops->list(hub->state, prefix, name_tell, &names, err);
}

enum rc
hub_get(struct hub *hub, const char *name, size_t max, unsigned char **bytes,
    size_t *n, struct err *err)
{
	enum rc rc = name_check(name, err);

	*bytes = NULL;
	*n = 0;
	return rc == RC_OK ? hub->ops->get(hub->state, name, max, bytes, n,
	    err) : rc;
}

enum rc
hub_put(struct hub *hub, const char *name, const void *bytes, size_t n,
    bool replace, struct err *err)
{
	enum rc rc = name_check(name, err);

	return rc == RC_OK ? hub->ops->put(hub->state, name, bytes, n, replace,
	    err) : rc;
}

enum rc
hub_put_many(struct hub *hub, const struct hub_bytes *file, size_t n,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = name_check(file[i].name, err);
	if (rc == RC_OK && hub->ops->put_many != NULL)
		return hub->ops->put_many(hub->state, file, n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = hub->ops->put(hub->state, file[i].name, file[i].bytes,
		    file[i].n, false, err);
	return rc;
}

enum rc
hub_remove(struct hub *hub, const char *name, struct err *err)
{
	enum rc rc = name_check(name, err);

	return rc == RC_OK ? hub->ops->remove(hub->state, name, err) : rc;
}
