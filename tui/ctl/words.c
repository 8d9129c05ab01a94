/* What a word of the command line names. */
#include <stdio.h>
#include <string.h>

#include "db/code.h"
#include "db/history.h"
#include "db/text.h"
#include "tui/ctl/args.h"
#include "tui/lang.h"

/* The word as a code is stored: one of our own in its usual form ("17" is the
 * number of the kind); any other as it is.  A wrong check character is said. */
static enum rc
canonical(struct ctl *ctl, const char *word, enum code_kind kind,
    char out[CODE_TEXT_MAX], struct err *err)
{
	struct code code;
	int64_t number;

	if (args_integer(word, 1, CODE_NUMBER_MAX, &number) &&
	    code_kind_scope(kind) == CODE_SCOPE_DEPOT &&
	    code_format(kind, db_depot(ctl->db), number, out, err) == RC_OK)
		return RC_OK;
	enum rc rc = code_parse(word, strlen(word), &code, err);
	if (rc == RC_OK)
		memcpy(out, code.text, sizeof code.text);
	return rc;
}

enum rc
word_item(struct ctl *ctl, const char *word, struct item *item,
    struct err *err)
{
	struct item found[2];
	struct code code;
	char text[CODE_TEXT_MAX];
	size_t n = 0;

	/* A bare number may be an old inventory number: it goes first. */
	enum rc rc = code_parse(word, strlen(word), &code, err);
	if (rc == RC_OK)
		rc = item_find(ctl->db, code.text, found, 2, &n, err);
	if (rc == RC_NOT_FOUND &&
	    strspn(word, "0123456789") == strlen(word) &&
	    canonical(ctl, word, CODE_ITEM, text, err) == RC_OK)
		rc = item_find(ctl->db, text, found, 2, &n, err);
	if (rc == RC_OK && n > 1)
		return err_why(err, RC_REFUSED, WHY_MANY_ITEMS, word, NULL,
		    NULL);
	if (rc == RC_OK)
		*item = found[0];
	return rc;
}

enum rc
word_pieces(struct ctl *ctl, const char *word, struct item *item,
    int32_t *count, struct err *err)
{
	const char *eq = strrchr(word, '=');
	char code[CODE_TEXT_MAX];
	int64_t n;

	*count = 0;
	enum rc rc = word_item(ctl, word, item, err);
	/* A code may hold '=' itself: the whole word goes first. */
	if (rc == RC_OK || eq == NULL || (size_t)(eq - word) >= sizeof code ||
	    strspn(eq + 1, "0123456789") != strlen(eq + 1))
		return rc;
	snprintf(code, sizeof code, "%.*s", (int)(eq - word), word);
	if (!args_integer(eq + 1, 1, INT32_MAX, &n))
		return ctl_say(ctl, RC_INVALID,
		    _("”%1$s”: antalet ska vara ett tal från 1."), word, NULL,
		    NULL);
	*count = (int32_t)n;
	return word_item(ctl, code, item, err);
}

enum rc
word_unit(struct ctl *ctl, const char *word, struct unit *unit,
    struct err *err)
{
	struct code code;

	if (code_parse(word, strlen(word), &code, err) == RC_OK &&
	    code.kind == CODE_UNIT)
		return unit_find(ctl->db, code.text, unit, err);
	return unit_find(ctl->db, word, unit, err);
}

enum rc
word_place(struct ctl *ctl, const char *word, struct place *place,
    struct err *err)
{
	struct code code;

	if (code_parse(word, strlen(word), &code, err) == RC_OK &&
	    code.kind == CODE_PLACE)
		return place_find(ctl->db, code.text, place, err);
	return place_find(ctl->db, word, place, err);
}

enum rc
word_organisation(struct ctl *ctl, const char *word, char code[16],
    struct err *err)
{
	struct organisation page[20];
	size_t n = 20, skip = 0;
	enum rc rc = RC_OK;

	for (; rc == RC_OK && n == 20; skip += n) {
		rc = organisation_list(ctl->db, skip, page, 20, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n; i++)
			if (strcmp(page[i].code, word) == 0 ||
			    strcmp(page[i].name, word) == 0) {
				memcpy(code, page[i].code, 16);
				return RC_OK;
			}
	}
	return rc != RC_OK ? rc : err_why(err, RC_NOT_FOUND,
	    WHY_NO_ORGANISATION, word, NULL, NULL);
}

/* "12", or "TRB1-12" of another depot: depot is "" or whose it is. */
static bool
numbered(const char *word, char depot[9], int64_t *number)
{
	const char *dash = strchr(word, '-');

	depot[0] = '\0';
	if (dash != NULL && dash - word < 9)
		snprintf(depot, 9, "%.*s", (int)(dash - word), word);
	return args_integer(depot[0] == '\0' ? word : dash + 1, 1, INT64_MAX,
	    number);
}

enum rc
word_order(struct ctl *ctl, const char *word, struct order *order,
    struct err *err)
{
	char depot[9];
	int64_t number;

	if (!numbered(word, depot, &number))
		return ctl_say(ctl, RC_INVALID,
		    _("”%1$s” är inget nummer på en beställning."), word,
		    NULL, NULL);
	return order_by_number(ctl->db, depot[0] == '\0' ? NULL : depot,
	    number, order, err);
}

/* The first line that is not empty. */
static enum rc
read_line(struct ctl *ctl, char *out, size_t cap)
{
	while (fgets(out, (int)cap, stdin) != NULL) {
		size_t n = strlen(out);
		const char *trimmed = text_trim(out, &n);
		if (n == 0)
			continue;
		memmove(out, trimmed, n);
		out[n] = '\0';
		return RC_OK;
	}
	return ctl_say(ctl, RC_INVALID,
	    _("Det kom ingen kod på standard in."), NULL, NULL, NULL);
}

enum rc
word_line(struct ctl *ctl, const char *word, char *out, size_t cap)
{
	if (strcmp(word, "-") == 0)
		return read_line(ctl, out, cap);
	snprintf(out, cap, "%s", word);
	return RC_OK;
}

enum rc
word_ticket(struct ctl *ctl, const char *word, struct ticket *ticket,
    struct err *err)
{
	char line[ARG_MAX_BYTES], text[CODE_TEXT_MAX];
	enum rc rc = RC_OK;

	memset(ticket, 0, sizeof *ticket);
	if (strcmp(word, "-") == 0)
		rc = read_line(ctl, line, sizeof line);
	else
		snprintf(line, sizeof line, "%s", word);
	if (rc == RC_OK)
		rc = canonical(ctl, line, CODE_TICKET, text, err);
	if (rc == RC_OK)
		rc = ticket_read(ctl->db, text, ticket, err);
	return rc;
}

enum rc
word_case(struct ctl *ctl, const char *word, struct depot_case *found,
    struct err *err)
{
	char depot[9];
	int64_t number;

	if (!numbered(word, depot, &number))
		return ctl_say(ctl, RC_INVALID,
		    _("”%1$s” är inget nummer på ett ärende."), word, NULL,
		    NULL);
	return case_by_number(ctl->db, depot[0] == '\0' ? NULL : depot,
	    number, found, err);
}

enum rc
word_person(struct ctl *ctl, const char *word, struct staff *staff,
    struct err *err)
{
	size_t n;

	enum rc rc = staff_find(ctl->db, word, staff, err);
	if (rc != RC_REFUSED)
		return rc;
	/* Also one who is shut out can be named, to be let in again. */
	for (size_t skip = 0; staff_list(ctl->db, skip, staff, 1, &n, err) ==
	    RC_OK && n == 1; skip++)
		if (strcmp(staff->name, word) == 0 ||
		    strcmp(staff->badge, word) == 0 ||
		    strcmp(staff->login, word) == 0)
			return RC_OK;
	return rc;
}

enum rc
word_thing(struct ctl *ctl, const char *word, int64_t *thing, struct err *err)
{
	struct item item;
	struct unit unit;
	struct place place;
	struct err other;

	if (word_item(ctl, word, &item, &other) == RC_OK)
		*thing = item.id;
	else if (word_unit(ctl, word, &unit, &other) == RC_OK)
		*thing = unit.id;
	else if (word_place(ctl, word, &place, &other) == RC_OK)
		*thing = place.id;
	else
		return history_thing(ctl->db, word, thing, err);
	return RC_OK;
}
