/* form.h - the transfer form as it is being filled in, and its booking. */
#ifndef SAMDEPA_TUI_KIOSK_FORM_H
#define SAMDEPA_TUI_KIOSK_FORM_H

#include "db/order.h"
#include "db/unit.h"
#include "tui/kiosk/field.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"

enum form_row { ROW_UNIT, ROW_KIND, ROW_START, ROW_UNTIL, ROW_DELIVERY,
	ROW_PICKUP, ROW_CONTACT, ROW_PHONE, ROW_REASON, ROW_NOTE, ROW_LINES };

struct form {
	struct unit unit;	/* id 0: not chosen */
	enum order_kind kind;
	size_t reason;
	char pickup[9];			/* the depot where it is fetched */
	bool alone;			/* there is only this depot */
	struct field field[ROW_LINES];
	int focus;		/* a row; from ROW_LINES on, a line */
	struct list list;	/* the rows that are shown and the lines, one
				 * below the other, for a finger */
	size_t n;
	struct form_line {
		struct order_line line;
		char name[128], code[40];	/* code: or whose it is */
	} line[ORDER_LINES_MAX];
	char category[40];	/* whose count is being asked */
};

/* An empty one: a loan from today for the usual time. */
void form_init(struct kiosk *, struct form *);
/* So many more of the item; says so where it is there already. */
void form_add(struct kiosk *, struct form *, int64_t item, int32_t count);
/* So many of a category, whichever they are. */
void form_add_category(struct form *, const char *category, int32_t count);

/* As text, line by line, to be kept for its owner; false: it has no lines.
 * And back; a pile hands its things over in the same form. */
bool form_write(const struct form *, char *out, size_t cap);
void form_read(struct kiosk *, struct form *, const char *text);
/* A form in that way: one of the item, these days. */
void form_text_days(int64_t item, int32_t start, int32_t until, char *out,
    size_t cap);
void form_set_day(struct form *, enum form_row, int32_t day);
/* The unit, and its contact where none was typed. */
void form_set_unit(struct kiosk *, struct form *, int64_t unit);

/* The i-th coded reason, a msgid; NULL past the last. */
const char *form_reason_label(size_t i);

/* Orders it; for the depot's own people also grants it and prints the
 * ticket, in one act.  Refused: stays, with the reason said. */
struct step form_done(struct kiosk *, struct form *);

#endif
