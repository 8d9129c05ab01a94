/* receive.h - what comes from another depot: the lines of its slips, and what is
 * scanned besides; one act for all of it. */
#ifndef SAMDEPA_TUI_KIOSK_RECEIVE_H
#define SAMDEPA_TUI_KIOSK_RECEIVE_H

#include "db/slip.h"
#include "tui/kiosk/kiosk.h"

#define RECEIVE_MAX	120
#define RECEIVE_SLIPS	3	/* of one van; then it is closed first */

enum came { CAME_WAITS, CAME_NOW, CAME_BEFORE };

struct receive {
	size_t slips, n;
	struct manifest slip[RECEIVE_SLIPS];
	char text[RECEIVE_SLIPS][SLIP_TEXT_MAX];	/* to be kept */
	struct receive_line {
		int64_t item;	/* 0: its log has not come */
		int  slip, at;	/* which, and its line; -1: on none */
		enum came came;
		bool bound;	/* on no slip, but on its way here */
		int  condition;	/* on the way; -1: as it was */
		char code[40], name[128];
	} line[RECEIVE_MAX];
};

/* The lines of one more slip; says what is wrong with it, or from whom. */
bool receive_slip(struct kiosk *, struct receive *, const char *text);
/* The code is of a thing that came: *line is its line, -1: nobody knows it. */
void receive_scan(struct kiosk *, struct receive *, const char *code,
    int *line);
/* The same for one that was searched for. */
void receive_item(struct kiosk *, struct receive *, int64_t item, int *line);

/* How many came now, and how many are waited for. */
size_t receive_count(const struct receive *, enum came);

/* Ends it: all that came is received, or has turned up, and stands in the
 * place (0: none); what did not come is a case.  false: refused, said. */
bool receive_done(struct kiosk *, struct receive *, int64_t place);

/* As text, to be kept for its owner; false: it is empty.  And back. */
bool receive_write(const struct receive *, char *out, size_t cap);
void receive_read(struct kiosk *, struct receive *, const char *text);

#endif
