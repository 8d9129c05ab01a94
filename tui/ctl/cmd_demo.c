/* cmd_demo.c - samdepactl demo: a made-up depot to try things on. */
#include <unistd.h>

#include "db/seed.h"
#include "tui/ctl/args.h"
#include "tui/ctl/command.h"
#include "tui/ctl/demo.h"
#include "tui/ctl/out.h"
#include "tui/ctl/progress.h"

static enum rc
open_or_make(struct ctl *ctl, struct err *err)
{
	bool made = access(ctl->store, F_OK) != 0;
	enum rc rc = RC_OK;

	if (made)
		rc = db_init(ctl->store, DEMO_DEPOT, "Ystad depå", "YST",
		    "Ystads kommun", err);
	if (rc == RC_OK)
		rc = ctl_open(ctl, err);
	return rc == RC_OK && !made ? ctl_sign_in(ctl, err) : rc;
}

static void
report(const struct ctl *ctl, const struct store_size *size,
    const struct store_stats *stats)
{
	json_t *made = json_object();

	out_set(made, "store", out_string(ctl->store));
	out_set(made, "depot", out_string(db_depot(ctl->db)));
	out_set(made, "items", json_integer(size->items));
	out_set(made, "lent", json_integer(size->lent));
	out_set(made, "overdue", json_integer(stats->overdue));
	out_set(made, "events", json_integer(size->events));
	out_made(ctl, made, "items");
}

enum rc
cmd_demo(struct ctl *ctl, struct err *err)
{
	struct store_stats stats;
	struct store_size size;
	int64_t items = DEMO_ITEMS, seed = DEMO_SEED;
	enum rc rc = arg_number(ctl, FLAG_ITEMS, 1, DEMO_ITEMS_MAX, &items);

	if (rc == RC_OK)
		rc = arg_number(ctl, FLAG_SEED, 0, INT64_MAX, &seed);
	if (rc != RC_OK)
		return rc;
	seed_begin((uint64_t)seed);
	rc = open_or_make(ctl, err);
	if (rc == RC_OK) {
		db_bulk(ctl->db, true);
		rc = demo_fill(ctl->db, items, (uint64_t)seed,
		    progress_begin(), err);
	}
	seed_end();
	progress_end();
	if (rc == RC_OK)
		rc = store_stats(ctl->db, &stats, err);
	if (rc == RC_OK)
		rc = store_size(ctl->db, &size, err);
	if (rc == RC_OK)
		report(ctl, &size, &stats);
	return rc;
}
