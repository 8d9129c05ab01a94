/* thing.h - how items, orders and counts are said in a few words, and drawn
 * as rows. */
#ifndef SAMDEPA_TUI_KIOSK_THING_H
#define SAMDEPA_TUI_KIOSK_THING_H

#include "db/order.h"
#include "tui/kiosk/draw.h"

/* "✓ ledig", "✓ 12 av 20 lediga", "✗ utlånad till 2026-12-06"; *style is
 * how to draw it.  Returns out. */
char *thing_availability(const struct item *, char *out, size_t cap,
    enum style *style);

/* Whose it is and how old what we know of it is, for what another depot
 * answers for: "TRB1, läget 02:41", or where there is no room "TRB1 02:41". */
#define KNOWN_COLS	19
#define KNOWN_COLS_MIN	12
char *thing_known(const char *depot, int64_t told, int cells, char *out,
    size_t cap);

/* "3 stolar", "1 sak": a count of pieces in words. */
char *thing_count(int n, char *out, size_t cap);

/* A row (1 or 3 high) of a list of items. */
void thing_row(const struct item *, struct area, bool selected);

/* A row for what a unit or an order has, and how it stands. */
void thing_booking_row(const struct booking *, struct area, bool selected);

/* The same for an order: number, unit, kind, dates, state. */
void thing_order_row(const struct order *, struct area, bool selected);

/* "Stol Kinnarps I-YST1-000007-K". */
char *thing_name(const struct item *, char *out, size_t cap);

#endif
