/* vt_own.h - inside vt: what a terminal under test is made of. */
#ifndef SAMDEPA_TESTS_VT_OWN_H
#define SAMDEPA_TESTS_VT_OWN_H

#include <vterm.h>

#include "tests/lib/pty.h"

struct vt {
	struct pty   pty;
	VTerm       *term;
	VTermScreen *screen;
	int          rows, cols;
	int          cursor_row, cursor_col;
	bool         cursor_shown;
	int          bells;
	int          actions;
	int          frame_sent;	/* the newest frame at the last input */
	bool         whole;		/* the last byte read ended a frame */
	bool         ended;
};

#endif
