#include "tui/ctl/exit.h"

int
exit_status(enum rc rc)
{
	static const int status[] = {
		[RC_OK] = 0,
		[RC_NOT_FOUND] = 1,
		[RC_REFUSED] = 1,
		[RC_NEWER] = 1,
		[RC_INVALID] = 2,
		[RC_DAMAGED] = 3,
		[RC_OUTSIDE] = 4,
		[RC_BUSY] = 5,
	};

	return (unsigned)rc < sizeof status / sizeof *status ? status[rc] : 4;
}
