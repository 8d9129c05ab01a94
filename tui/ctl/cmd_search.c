/* cmd_search.c - samdepactl search, available: finding things. */
#include "db/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "tui/ctl/command.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"

#define LIMIT		100	/* what is shown unless said */
#define LIMIT_MAX	1000

/* The words as one text; too long is RC_INVALID. */
static enum rc
join_words(struct ctl *ctl, char *out, size_t cap)
{
	size_t n = 0;

	for (int i = 0; i < ctl->n_words; i++) {
		size_t len = strlen(ctl->word[i]);
		if (n + len + 2 > cap)
			return ctl_say(ctl, RC_INVALID,
			    _("Så mycket går inte att söka på."), NULL, NULL,
			    NULL);
		if (n > 0)
			out[n++] = ' ';
		memcpy(out + n, ctl->word[i], len + 1);
		n += len;
	}
	return RC_OK;
}

enum rc
cmd_search(struct ctl *ctl, struct err *err)
{
	char words[512] = "";
	int32_t limit = LIMIT;
	struct search found = { 0 };
	struct out_list list;

	enum rc rc = arg_int(ctl, FLAG_LIMIT, 1, LIMIT_MAX, &limit);
	if (rc == RC_OK)
		rc = join_words(ctl, words, sizeof words);
	if (rc != RC_OK)
		return rc;
	struct item *items = calloc((size_t)limit, sizeof *items);
	if (items == NULL)
		abort();
	rc = search_items(ctl->db, words, items, (size_t)limit, &found, err);
	if (rc == RC_OK && found.n > 0 && found.tier == SEARCH_MEANT)
		ctl_note(_("Menade du ”%1$s”?"), found.meant, NULL, NULL);
	if (rc == RC_OK) {
		out_begin(&list, ctl, row_item_columns(ctl->db));
		for (size_t i = 0; i < found.n; i++)
			out_row(&list, row_item_known(&items[i]));
		out_end(&list);
	}
	free(items);
	return rc;
}

struct shown {
	struct out_list list;
	int32_t left;
};

static bool
show_free(const struct item *it, void *arg)
{
	struct shown *s = arg;

	out_row(&s->list, row_item_known(it));
	return --s->left > 0;
}

enum rc
cmd_available(struct ctl *ctl, struct err *err)
{
	const char *depot = NULL;
	int32_t from = clock_today(), to;
	struct category category = { 0 };
	struct shown shown = { .left = INT32_MAX };

	enum rc rc = arg_day(ctl, FLAG_FROM, &from);
	to = from;
	if (rc == RC_OK)
		rc = arg_day(ctl, FLAG_TO, &to);
	if (rc == RC_OK)
		rc = arg_int(ctl, FLAG_LIMIT, 1, INT32_MAX, &shown.left);
	if (rc == RC_OK && to < from)
		rc = ctl_say(ctl, RC_INVALID,
		    _("Sista dagen är före den första."), NULL, NULL, NULL);
	if (rc == RC_OK)
		rc = arg_depot(ctl, &depot, err);
	if (rc == RC_OK && arg(ctl, FLAG_CATEGORY) != NULL)
		rc = category_find(ctl->db, arg(ctl, FLAG_CATEGORY), &category,
		    err);
	if (rc != RC_OK)
		return rc;
	out_begin(&shown.list, ctl, row_item_columns(ctl->db));
	rc = order_available(ctl->db, category.code[0] != '\0' ?
	    category.code : NULL, depot, from, to, show_free, &shown, err);
	out_end(&shown.list);
	return rc;
}
