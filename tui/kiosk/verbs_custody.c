/* The verbs of custody that the cards do. */
#include <stdio.h>
#include <string.h>

#include "db/custody.h"
#include "db/staff.h"
#include "tui/kiosk/thing.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

enum rc
verb_claim(struct kiosk *k, int64_t id, int64_t second, const char *reason)
{
	struct item item;
	struct staff staff;
	struct actor other = { .id = second };
	struct err err = { .why = WHY_NONE };
	char name[200], said[400];
	const char *args[] = { name, item.depot };

	enum rc rc = item_get(k->db, id, &item, &err);
	if (rc == RC_OK)
		rc = staff_get(k->db, second, &staff, &err);
	if (rc == RC_OK)
		rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		other.role = staff.role;
		rc = custody_claim(k->db, id, &other, reason, false, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return rc;
	thing_name(&item, name, sizeof name);
	kiosk_say(k, SAY_OK, false, "%s", lang_fill(said, sizeof said,
	    _("Ansvaret är övertaget från %2$s: %1$s. Den kan lämnas ut, men "
	    "inte lovas bort förrän %2$s har fått veta det."), args, 2));
	return rc;
}

enum rc
verb_swap(struct kiosk *k, int64_t id, int64_t other)
{
	struct item a, b;
	struct err err = { .why = WHY_NONE };
	char said[480];
	const char *args[] = { a.name, a.holder_name, b.name, b.holder_name };

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = custody_swap(k->db, id, other, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (rc == RC_OK)
		rc = item_get(k->db, id, &a, &err);
	if (rc == RC_OK)
		rc = item_get(k->db, other, &b, &err);
	if (kiosk_fail(k, rc, &err) == RC_OK)
		kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
		    _("Bytt: %1$s finns nu hos %2$s, %3$s hos %4$s."), args,
		    4));
	return rc;
}

enum rc
verb_transfer(struct kiosk *k, int64_t id, const char *owner, int64_t price,
    const char *reason)
{
	struct item item;
	struct err err = { .why = WHY_NONE };
	char name[200], said[400];
	const char *args[] = { name, owner };

	enum rc rc = item_get(k->db, id, &item, &err);
	if (rc == RC_OK)
		rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = custody_transfer(k->db, id, owner, price, reason, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) == RC_OK) {
		thing_name(&item, name, sizeof name);
		kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
		    _("Ägare är nu %2$s: %1$s."), args, 2));
	}
	return rc;
}

bool
verb_seen(struct kiosk *k, const struct code *code, char *said, size_t cap)
{
	struct item item[2];
	struct custody c;
	struct err err = { .why = WHY_NONE };
	size_t n = 0;
	const char *args[] = { item[0].name };

	if (k->who.role < ROLE_WORKER || (code->kind != CODE_ITEM &&
	    code->kind != CODE_FOREIGN) ||
	    item_find(k->db, code->text, item, 2, &n, NULL) != RC_OK ||
	    n != 1 || custody_of(k->db, item[0].id, &c, NULL) != RC_OK ||
	    !c.suspended || c.bound[0] != '\0')
		return false;
	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = custody_count(k->db, item[0].id, 0, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (rc != RC_OK)
		return false;
	lang_fill(said, cap, _("%1$s är sedd efter återställningen och kan "
	    "lånas ut igen."), args, 1);
	return true;
}
