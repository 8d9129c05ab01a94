/* cmd_hub.c - samdepactl hub: where this depot meets the others. */
#include <string.h>

#include "db/sync/hub.h"
#include "db/sync/registry.h"
#include "db/sync_state.h"
#include "tui/ctl/args.h"
#include "tui/ctl/command.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"
#include "tui/say.h"

#define HUBS_MAX 16

static const struct column columns[] = {
	{ "hub", N_("Nav"), NULL },
	{ "last_ok", N_("Synkad"), local_word },
	{ "last_try", N_("Senast prövad"), local_word },
	{ "problem", N_("Fel"), NULL },
	{ 0 },
};

enum rc
cmd_hub_list(struct ctl *ctl, struct err *err)
{
	char url[HUBS_MAX][512], shown[HUB_URL_MAX], problem[512];
	struct sync_state state;
	struct out_list list;
	size_t n = 0;
	enum rc rc = sync_hubs(ctl->db, url, HUBS_MAX, &n, err);

	if (rc == RC_OK)
		rc = sync_state_get(ctl->db, &state, err);
	if (rc != RC_OK)
		return rc;
	out_begin(&list, ctl, columns);
	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object();
		bool newest = hub_url_check(url[i], shown, NULL) == RC_OK &&
		    strcmp(shown, state.hub) == 0;

		out_set(o, "hub", out_string(shown));
		out_set(o, "last_ok", out_time(newest ? state.last_ok : 0));
		out_set(o, "last_try", out_time(newest ? state.last_try : 0));
		out_set(o, "problem", out_string(newest &&
		    state.problem[0] != '\0' ? say_err(RC_OUTSIDE,
		    &state.why, problem, sizeof problem) : ""));
		out_row(&list, o);
	}
	out_end(&list);
	return RC_OK;
}

/* The first hub of a group: whoever makes it is the coordinator. */
static enum rc
found(struct ctl *ctl, struct hub *hub, struct err *err)
{
	unsigned char *bytes = NULL;
	struct registry *r = calloc(1, sizeof *r);
	size_t n = 0;

	if (r == NULL)
		abort();
	bool instead = arg_on(ctl, FLAG_INSTEAD);
	enum rc rc = registry_load(ctl->db, r, err);
	free(r);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && instead))
		rc = registry_begin(ctl->db, instead, err);
	if (rc == RC_OK)
		rc = registry_bytes(ctl->db, &bytes, &n, err);
	if (rc == RC_OK)
		rc = hub_put(hub, "registry", bytes, n, false, err);
	free(bytes);
	return rc;
}

enum rc
cmd_hub_add(struct ctl *ctl, struct err *err)
{
	const char *url = ctl->word[0];
	char shown[HUB_URL_MAX];
	struct hub *hub = NULL;
	bool make = arg_on(ctl, FLAG_INIT);
	enum rc rc = hub_url_check(url, shown, err);

	if (rc == RC_OK)
		rc = hub_open(url, make, &hub, err);
	if (rc == RC_NOT_FOUND)
		rc = RC_OUTSIDE;
	if (rc == RC_OK && make)
		rc = found(ctl, hub, err);
	hub_close(hub);
	if (rc == RC_OK)
		rc = sync_hub_add(ctl->db, url, err);
	if (rc == RC_OK) {
		json_t *o = json_object();
		out_set(o, "hub", out_string(shown));
		out_made(ctl, o, "hub");
	}
	return rc;
}

/* The hub as it was given, else the only one that is listed so. */
static const char *
named(const char *word, char (*url)[512], size_t n)
{
	const char *found = NULL;
	char shown[HUB_URL_MAX];
	size_t same = 0;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(url[i], word) == 0)
			return url[i];
		hub_url_shown(url[i], shown);
		if (strcmp(shown, word) == 0 && same++ == 0)
			found = url[i];
	}
	return same == 1 ? found : word;
}

enum rc
cmd_hub_remove(struct ctl *ctl, struct err *err)
{
	char url[HUBS_MAX][512];
	size_t n = 0;
	enum rc rc = sync_hubs(ctl->db, url, HUBS_MAX, &n, err);

	if (rc == RC_OK)
		rc = sync_hub_remove(ctl->db, named(ctl->word[0], url, n),
		    err);
	return rc == RC_OK ? cmd_hub_list(ctl, err) : rc;
}
