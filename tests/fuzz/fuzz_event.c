/* The reader of event bodies: bytes from another depot, or a damaged store.
 * Whatever they are, it says yes only to canonical JSON of the kind's form,
 * and what it says yes to is the same bytes again when written. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/log/event.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* An empty store, in which no other log is known. */
static struct db *
store(void)
{
	static struct db *db;
	char dir[] = "/tmp/fuzz-event-XXXXXX", path[64];

	if (db != NULL)
		return db;
	assert(mkdtemp(dir) != NULL);
	snprintf(path, sizeof path, "%s/store.db", dir);
	assert(db_init(path, "YST1", "Depot", "YST", "Kommun", NULL) == RC_OK);
	assert(db_open(path, 1000, &db, NULL) == RC_OK);
	for (const char *end = "\0-wal\0-shm\0.lock\0"; ; end += strlen(end)
	    + 1) {
		snprintf(path, sizeof path, "%s/store.db%s", dir, end);
		unlink(path);
		if (strcmp(end, ".lock") == 0)
			break;
	}
	rmdir(dir);
	return db;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	int64_t things[EVENT_THINGS_MAX];
	struct event ev = { .id = INT64_C(1) << LOG_SHIFT | 9 };

	if (n < 1)
		return 0;
	ev.kind = data[0] % (EVENT_COUNT + 1) - 1;
	if (event_read_body(ev.kind, (const char *)data + 1, n - 1, &ev.body,
	    NULL) != RC_OK)
		return 0;
	char *again = json_dumps(ev.body, JSON_COMPACT | JSON_SORT_KEYS);
	assert(again != NULL && strlen(again) == n - 1);
	assert(memcmp(again, data + 1, n - 1) == 0);
	assert(event_things(store(), &ev, things) <= EVENT_THINGS_MAX);
	free(again);
	json_decref(ev.body);
	return 0;
}
