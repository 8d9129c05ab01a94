/* order_card.h - an order as one card: its head, its facts and its lines. */
#ifndef SAMDEPA_TUI_KIOSK_ORDER_CARD_H
#define SAMDEPA_TUI_KIOSK_ORDER_CARD_H

#include "db/ticket.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"

#define ORDER_CARD_LINES	150
#define ORDER_CARD_TARGET	100	/* + line: below it are a menu's rows */

/* A promised thing, or what is asked for while nobody has answered. */
struct order_card_line {
	int64_t item;			/* 0: any of a category */
	int32_t count, free, out, back;
	enum booking_state state;
	char    name[128], place[64];
	char    depot[9];		/* "": ours, or any of a category */
	int64_t told;
};

struct order_card {
	struct order order;
	struct ticket ticket;		/* id 0: none */
	struct order_card_line line[ORDER_CARD_LINES];
	int  n;
	bool ours;			/* this depot answers it */
	char asked[96], answers[96];	/* depots by name, "" where it is this
					 * one; pickup: always */
	char pickup[96];
	bool fetched_here;
	bool more;			/* lines than fit */
	char obstacle[256];		/* why it cannot be granted, "" none */
	struct list list;		/* over the lines */
};

/* Reads the order, its ticket and its lines; while it waits for an answer
 * also what is free in its period. */
enum rc order_card_read(struct kiosk *, struct order_card *, int64_t id,
    struct err *) MUST_CHECK;

/* The words of a coded reason; a code that is unknown as it is. */
const char *order_card_reason(const char *code);

/* Four rows: whose, what, when, how it stands. */
void order_card_head(const struct order_card *, struct area);

/* The rest of the form, as much as fits; here: for someone who works in the
 * depot, who may see names, numbers and what people wrote. */
void order_card_facts(const struct order_card *, struct area, bool here);

/* The lines under a heading; with the focus, the cursor on the chosen. */
void order_card_lines(struct order_card *, struct area, bool focus);

#endif
