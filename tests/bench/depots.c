/* Depots and a hub for the parts that sync: each step in a process of its own,
 * so that none has the memory or the caches of the one before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/query.h"
#include "db/sync/invite.h"
#include "tests/bench/depots.h"
#include "tests/lib/pty.h"

void
must(enum rc rc, const struct err *err, const char *what)
{
	if (rc != RC_OK)
		bench_fail("%s: %s (%d)", what, err->text, (int)rc);
}

void *
shared(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		bench_fail("out of memory");
	return p;
}

pid_t
beside(void (*work)(void *), void *arg)
{
	fflush(NULL);
	pid_t pid = fork();

	if (pid == -1)
		bench_fail("fork");
	if (pid > 0)
		return pid;
	work(arg);
	fflush(NULL);
	_exit(0);
}

void
apart(void (*work)(void *), void *arg)
{
	pid_t pid = beside(work, arg);
	int status;

	if (waitpid(pid, &status, 0) != pid || status != 0)
		bench_fail("a part failed");
}

struct db *
depot_open(const char *path)
{
	struct db *db;
	struct err err;

	must(db_open(path, 60000, &db, &err), &err, path);
	return db;
}

struct hub *
depot_hub(const char *url)
{
	struct hub *hub;
	struct err err;

	must(hub_open(url, true, &hub, &err), &err, url);
	return hub;
}

void
depot_found(const char *path, const char *url)
{
	struct db *db = depot_open(path);
	struct hub *hub = depot_hub(url);
	unsigned char *bytes;
	struct err err;
	size_t n;

	must(registry_begin(db, false, &err), &err, "registry");
	must(registry_bytes(db, &bytes, &n, &err), &err, "registry");
	must(hub_put(hub, "registry", bytes, n, true, &err), &err, "registry");
	free(bytes);
	hub_close(hub);
	db_close(db);
}

void
depot_join(const char *first, const char *path, const char *code,
    const char *url)
{
	struct db *db = depot_open(first), *other;
	struct hub *hub = depot_hub(url);
	char text[INVITE_TEXT_MAX];
	struct invite in;
	struct err err;

	must(db_init(path, code, code, "TRB", "Trelleborgs kommun", &err),
	    &err, path);
	other = depot_open(path);
	must(invite_make(db, code, url, 9, text, &err), &err, "invitation");
	must(invite_read(text, strlen(text), &in, &err), &err, "invitation");
	must(invite_accept(other, &in, hub, false, &err), &err, "join");
	db_close(other);
	db_close(db);
	hub_close(hub);
}

double
depot_sync(const char *path, const char *url, struct sync_report *report)
{
	static struct sync_report own;
	struct sync_report *r = report == NULL ? &own : report;
	long long start = now_ns();
	struct db *db = depot_open(path);
	struct err err;

	must(sync_run(db, url, NULL, r, &err), &err, path);
	db_close(db);
	double s = (double)(now_ns() - start) / 1e9;
	for (size_t i = 0; i < r->n_notes; i++)
		if (sync_note_is_bad(r->note[i].kind))
			bench_fail("%s: %s %s %s", path, sync_note_name(
			    r->note[i].kind), r->note[i].arg[0],
			    r->note[i].arg[1]);
	return s;
}

void
store_remove(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-shm", ".lock",
	    ".sync" };
	char name[4096];

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
		snprintf(name, sizeof name, "%s%s", path, tails[i]);
		unlink(name);
	}
}

void
folder_remove(const char *path)
{
	char *const argv[] = { "rm", "-rf", (char *)(uintptr_t)path, NULL };
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		execvp("rm", argv);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) != pid || status != 0)
		bench_fail("%s: cannot be removed", path);
}
