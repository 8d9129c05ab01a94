#include "tui/ctl/progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

static bool shown;		/* a line stands on the terminal */

static void
step(int64_t done, int64_t total, void *arg)
{
	(void)arg;
	progress_at(done, total);
}

const struct store_progress *
progress_begin(void)
{
	static const struct store_progress progress = { step, NULL };

	return isatty(STDERR_FILENO) ? &progress : NULL;
}

void
progress_at(int64_t done, int64_t total)
{
	if (!isatty(STDERR_FILENO))
		return;
	shown = true;
	fprintf(stderr, "\r%lld", (long long)done);
	if (total > 0)
		fprintf(stderr, " / %lld  %3d %%", (long long)total,
		    (int)(done * 100 / total));
	fflush(stderr);
}

void
progress_end(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}
