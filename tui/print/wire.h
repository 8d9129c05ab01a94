/* wire.h - bytes to a receipt printer and its answers: a device, or a host
 * on the network.  Every wait has its end.  Used in a child process only. */
#ifndef SAMDEPA_TUI_PRINT_WIRE_H
#define SAMDEPA_TUI_PRINT_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/print/print.h"

struct wire {
	int  fd;
	bool host;		/* a socket */
	bool answers;		/* asked for its state, it said something */
	volatile unsigned char *sent;	/* becomes 1 before the first byte of a
				 * print, 0 if it was not taken; or NULL */
	const char *name;	/* for messages: "/dev/usb/lp0", "host:9100" */
};

/* "//HOST", "//HOST:PORT", "//[ADDRESS]:PORT": splits it (port 9100 where
 * none is named).  False: not of that form. */
bool wire_split(const char *target, char *host, size_t host_cap, char *port,
    size_t port_cap);

/* Opens target, which must outlive *w.  RC_OUTSIDE: not there. */
enum rc wire_open(struct wire *w, const char *target, struct err *) MUST_CHECK;

/* Asks for paper and lid; a printer that never answers is PAPER_UNKNOWN.
 * RC_OUTSIDE: it says that it cannot print, and *paper is filled. */
enum rc wire_state(struct wire *w, enum paper *paper, struct err *)
    MUST_CHECK;

/* Sends it all.  RC_OUTSIDE: gone, or no byte taken for some seconds; a host
 * has then acknowledged every byte, and one that answers is asked until it does
 * again, since it answers in turn: it has read the print. */
enum rc wire_send(struct wire *w, const void *data, size_t n, struct err *)
    MUST_CHECK;

/* Closes; a host is first given time to take what was sent. */
void wire_close(struct wire *w);

#endif
