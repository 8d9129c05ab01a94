#include "tui/kiosk/ask.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/grown.h"
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"
#include "tui/program.h"

#define CHUNK		4096
#define ARGV_MAX	(ASK_WORDS_MAX + 6)

void
ask_init(struct ask *a)
{
	*a = (struct ask){ 0 };
	child_init(&a->child);
}

bool
ask_start(struct kiosk *k, struct ask *a, const char *const *words)
{
	char program[PROGRAM_PATH_MAX];
	const char *argv[ARGV_MAX] = { program_find("samdepactl", program),
	    "--store", k->cfg.store, "--lang", lang_code() };
	int n = 5;

	ask_stop(k, a);
	for (; *words != NULL && n < ARGV_MAX - 1; words++)
		argv[n++] = *words;
	if (!child_start(&a->child, argv))
		return false;
	k->wait_fd = a->child.fd;
	return true;
}

/* False: no more comes. */
static bool
take(struct ask *a)
{
	while (a->n < ASK_BYTES_MAX) {
		while (a->cap - a->n < CHUNK)
			a->text = grown(a->text, a->cap, &a->cap, 1);
		ssize_t got = read(a->child.fd, a->text + a->n, CHUNK);
		if (got <= 0)
			return got < 0 && (errno == EAGAIN || errno == EINTR);
		a->n += (size_t)got;
	}
	return false;
}

enum ask_is
ask_tick(struct kiosk *k, struct ask *a, json_t **answer)
{
	if (a->child.pid == 0)
		return ASK_NOTHING;
	if (take(a))
		return ASK_WAITS;
	k->wait_fd = -1;
	bool whole = a->n < ASK_BYTES_MAX;
	int status = whole ? child_finish(&a->child) : child_stop(&a->child);
	if (answer != NULL)
		*answer = whole ? json_loadb(a->text, a->n, 0, NULL) : NULL;
	ask_stop(k, a);
	return status == 0 ? ASK_DONE : ASK_FAILED;
}

void
ask_stop(struct kiosk *k, struct ask *a)
{
	if (a->child.fd >= 0)
		k->wait_fd = -1;
	child_stop(&a->child);
	free(a->text);
	ask_init(a);
}
