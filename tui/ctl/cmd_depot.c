/* cmd_depot.c - samdepactl depot: who belongs together. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/sync/invite.h"
#include "db/sync_state.h"
#include "tui/ctl/args.h"
#include "tui/ctl/command.h"
#include "tui/ctl/life.h"
#include "tui/ctl/row.h"
#include "tui/ctl/paper.h"
#include "tui/ctl/sync_tell.h"
#include "tui/lang.h"

#define INVITE_DAYS	14

static const struct column columns[] = {
	{ "code", N_("Depå"), NULL },
	{ "name", N_("Namn"), NULL },
	{ "organisation", N_("Kommun"), NULL },
	{ "state", N_("Läge"), life_state },
	{ "known_at", N_("Läget från"), local_word },
	{ "age_days", N_("Dagar sedan"), NULL },
	{ "lives", N_("Liv"), NULL },
	{ "events", N_("Händelser"), NULL },
	{ 0 },
};

/* With the lives of the depot: their number for people, all of each in JSON. */
static json_t *
row(struct ctl *ctl, const struct sync_depot *d, struct err *err)
{
	json_t *o = json_object(), *lives = NULL;

	out_set(o, "code", out_string(d->code));
	out_set(o, "name", out_string(d->name));
	out_set(o, "organisation", out_string(d->organisation));
	out_set(o, "state", out_string(d->forked ? "forked" : d->closed ?
	    "closed" : "active"));
	out_set(o, "known_at", out_time(d->ours ? 0 : d->told));
	if (!d->ours && d->told > 0)
		out_set(o, "age_days", json_integer((clock_now() - d->told) /
		    86400));
	out_set(o, "events", json_integer(d->events));
	if (life_array(ctl, d->code, &lives, err) != RC_OK) {
		json_decref(o);
		return NULL;
	}
	if (ctl->json)
		out_set(o, "lives", lives);
	else {
		out_set(o, "lives", json_integer((json_int_t)
		    json_array_size(lives)));
		json_decref(lives);
	}
	return o;
}

enum rc
cmd_depot_list(struct ctl *ctl, struct err *err)
{
	static struct sync_depot depots[SYNC_DEPOTS_MAX];
	struct out_list list;
	size_t n = 0;
	enum rc rc = sync_depots(ctl->db, depots, SYNC_DEPOTS_MAX, &n, err);

	if (rc != RC_OK)
		return rc;
	out_begin(&list, ctl, columns);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		json_t *o = row(ctl, &depots[i], err);

		if (o != NULL)
			out_row(&list, o);
		else
			rc = RC_DAMAGED;
	}
	out_end(&list);
	return rc;
}

/* The hub that the other depot is to use: the one given, else ours. */
static enum rc
hub_of(struct ctl *ctl, char url[HUB_URL_MAX], struct err *err)
{
	char urls[1][512];
	size_t n = 0;
	enum rc rc = RC_OK;

	if (arg(ctl, FLAG_HUB) != NULL) {
		snprintf(url, HUB_URL_MAX, "%s", arg(ctl, FLAG_HUB));
		return RC_OK;
	}
	rc = sync_hubs(ctl->db, urls, 1, &n, err);
	if (rc == RC_OK && n == 0)
		rc = err_why(err, RC_REFUSED, WHY_NO_HUB, NULL, NULL, NULL);
	if (rc == RC_OK)
		snprintf(url, HUB_URL_MAX, "%s", urls[0]);
	return rc;
}

enum rc
cmd_depot_invite(struct ctl *ctl, struct err *err)
{
	char url[HUB_URL_MAX], text[INVITE_TEXT_MAX];
	int32_t days = INVITE_DAYS;
	enum rc rc = arg_int(ctl, FLAG_FOR, 1, 365, &days);

	if (rc == RC_OK)
		rc = hub_of(ctl, url, err);
	if (rc == RC_OK)
		rc = invite_make(ctl->db, ctl->word[0], url, days, text, err);
	if (rc != RC_OK)
		return rc;
	if (arg_on(ctl, FLAG_QR))
		return paper_qr(text, err);
	json_t *o = json_object();
	out_set(o, "invitation", out_string(text));
	out_made(ctl, o, "invitation");
	return RC_OK;
}

enum rc
cmd_depot_join(struct ctl *ctl, struct err *err)
{
	struct invite in;
	struct hub *hub = NULL;
	char shown[HUB_URL_MAX], text[INVITE_TEXT_MAX];
	enum rc rc = word_line(ctl, ctl->word[0], text, sizeof text);

	if (rc == RC_OK)
		rc = invite_read(text, strlen(text), &in, err);
	/* The same hub may have another path here, or want a password. */
	if (rc == RC_OK && arg(ctl, FLAG_HUB) != NULL) {
		rc = hub_url_check(arg(ctl, FLAG_HUB), shown, err);
		snprintf(in.hub, sizeof in.hub, "%s", arg(ctl, FLAG_HUB));
	}
	if (rc == RC_OK)
		rc = hub_open(in.hub, false, &hub, err);
	if (rc == RC_NOT_FOUND)
		rc = RC_OUTSIDE;
	if (rc == RC_OK)
		rc = invite_accept(ctl->db, &in, hub,
		    arg_on(ctl, FLAG_INSTEAD), err);
	hub_close(hub);
	return rc == RC_OK ? sync_tell(ctl, in.hub, err) : rc;
}

enum rc
cmd_depot_retire(struct ctl *ctl, struct err *err)
{
	int64_t seq = 0;
	enum rc rc = arg_number(ctl, FLAG_SEQ, 1, INT64_MAX >> 24, &seq);

	if (rc == RC_OK)
		rc = registry_close(ctl->db, ctl->word[0],
		    arg(ctl, FLAG_LOG), seq, err);
	return rc == RC_OK ? cmd_depot_list(ctl, err) : rc;
}

enum rc
cmd_depot_coordinator(struct ctl *ctl, struct err *err)
{
	enum rc rc = registry_coordinator(ctl->db, ctl->word[0],
	    arg_on(ctl, FLAG_ONLY), err);

	return rc == RC_OK ? cmd_depot_list(ctl, err) : rc;
}
