/* What stands in the bar where something is wrong that everybody should
 * know: found out here, drawn from banners.def. */
#include <stdio.h>

#include "db/clock.h"
#include "db/history.h"
#include "db/mirror.h"
#include "db/sync_state.h"
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

#define DAY_S	86400

static const struct { enum style style; const char *text; } banners[] = {
#define BANNER(id, style, text) { ST_##style, text },
#include "tui/kiosk/banners.def"
#undef BANNER
};

/* A clock before the last event was set back, or the battery is gone. */
static void
look_at_clock(struct kiosk *k)
{
	k->banner[BANNER_CLOCK] = db_clock_is_wrong(k->db);
}

void
kiosk_look(struct kiosk *k)
{
	struct mirror_state mirror;
	struct sync_state s;
	struct err err;

	look_at_clock(k);
	if (mirror_state(k->db, &mirror, &err) == RC_OK)
		k->banner[BANNER_MIRROR] = mirror.on && mirror.stale != 0;
	k->banner[BANNER_READONLY] = db_is_readonly(k->db);
	if (sync_state_get(k->db, &s, &err) != RC_OK)
		return;
	k->banner[BANNER_TWO_LIVES] = s.two_lives;
	k->synced = s.hub[0] == '\0' ? 0 : s.last_ok != 0 ? s.last_ok :
	    s.added;
}

void
kiosk_look_at_time(struct kiosk *k)
{
	k->days = k->synced == 0 ? 0 : (clock_now() - k->synced) / DAY_S;
	/* A clock that is wrong says nothing of days. */
	k->banner[BANNER_SYNC] = k->days >= k->cfg.sync_stale_days &&
	    !k->banner[BANNER_CLOCK];
}

static const struct source *
reader_of(const struct kiosk *k, int banner)
{
	return banner == BANNER_READER ? k->readers.down :
	    banner == BANNER_READER_GONE ? k->readers.gone :
	    banner == BANNER_READER_PAUSED ? k->readers.paused : NULL;
}

bool
kiosk_banner(const struct kiosk *k, char *out, size_t cap, enum style *style)
{
	char days[24], name[48] = "";
	const char *args[] = { days, name, "", "" }, *advice;
	enum print_use use;
	int i = 0;

	while (i < BANNER_COUNT && !k->banner[i])
		i++;
	if (i == BANNER_COUNT)
		return false;
	snprintf(days, sizeof days, "%lld", (long long)k->days);
	const struct source *reader = reader_of(k, i);
	if (reader != NULL)
		reader_short(&reader->reader, name, sizeof name);
	if ((i == BANNER_PRINTER || i == BANNER_PAPER_LOW) &&
	    paper_trouble(k, i == BANNER_PRINTER, &use)) {
		args[2] = papers_use(use);
		args[3] = paper_state(&k->paper.printer[use], &advice);
	}
	lang_fill(out, cap, _(banners[i].text), args, 4);
	*style = banners[i].style;
	return true;
}
