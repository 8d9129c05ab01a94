/* cmd_retention.c - samdepactl retention: how long personal data is kept. */
#include "tui/ctl/command.h"
#include "tui/ctl/erase_tell.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"

#define KINDS_MAX	32
#define DAYS_MAX	36500

static const struct column columns[] = {
	{ "what", N_("Vad"), NULL },
	{ "days", N_("Dagar"), NULL },
	{ "about", N_("Gäller"), NULL },
	{ 0 },
};

static json_t *
row(const struct retention *r)
{
	json_t *o = json_object();

	out_set(o, "what", out_string(r->what));
	out_set(o, "days", json_integer(r->days));
	out_set(o, "about", out_string(_(retention_label(r->what))));
	return o;
}

enum rc
cmd_retention_list(struct ctl *ctl, struct err *err)
{
	struct retention kinds[KINDS_MAX];
	struct out_list list;
	size_t n;

	enum rc rc = retention_list(ctl->db, kinds, KINDS_MAX, &n, err);
	if (rc != RC_OK)
		return rc;
	out_begin(&list, ctl, columns);
	for (size_t i = 0; i < n; i++)
		out_row(&list, row(&kinds[i]));
	out_end(&list);
	return RC_OK;
}

enum rc
cmd_retention_set(struct ctl *ctl, struct err *err)
{
	int32_t days = 0;

	enum rc rc = arg_int(ctl, FLAG_FOR, 1, DAYS_MAX, &days);
	if (rc == RC_OK)
		rc = retention_set(ctl->db, ctl->word[0], days, err);
	return rc == RC_OK ? cmd_retention_list(ctl, err) : rc;
}

enum rc
cmd_retention_apply(struct ctl *ctl, struct err *err)
{
	int64_t erased;

	struct erase_report report = { 0 };
	enum rc rc = retention_apply(ctl->db, &erased, err);
	if (rc == RC_OK && erased > 0)
		rc = erase_settle(ctl->db, &report, err);
	if (rc == RC_OK) {
		json_t *o = json_object();
		out_set(o, "away", erase_tell(&report));
		out_set(o, "erased", json_integer(erased));
		out_made(ctl, o, "erased");
	}
	return rc;
}
