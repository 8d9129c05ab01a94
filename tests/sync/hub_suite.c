/* hub_suite conform NAME URL - makes a hub there and holds it against every
 * sentence of db/sync/hub.h; the same for every kind there is.
 *
 * hub_suite open|list|get|put|remove URL [NAME [FILE]] - one call, for what a
 * shell arranges around it: prints how it ended, one word, and why. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/sync/hub.h"
#include "tests/lib/tap.h"

#define BIG	(4 << 20)
#define WRITERS	6
#define EACH	25

static const char *kind, *url;
static struct hub *hub;
static struct err err;

static bool
is(const char *what, enum rc seen, enum rc wanted)
{
	char name[120];

	snprintf(name, sizeof name, "hub-%s-%s", kind, what);
	return tap_ok(seen == wanted, name, "%d instead of %d: %s", seen,
	    wanted, err.text);
}

static bool
holds(const char *what, bool so, const char *why)
{
	char name[120];

	snprintf(name, sizeof name, "hub-%s-%s", kind, what);
	return tap_ok(so, name, "%s", why);
}

/* What lies under the name is exactly that. */
static bool
reads(struct hub *h, const char *name, const void *bytes, size_t n)
{
	unsigned char *got = NULL;
	size_t size = 0;
	enum rc rc = hub_get(h, name, BIG, &got, &size, &err);
	bool same = rc == RC_OK && size == n && (n == 0 ||
	    memcmp(got, bytes, n) == 0);

	free(got);
	return same;
}

static enum rc
get_only(const char *name, size_t max)
{
	unsigned char *got = NULL;
	size_t n = 0;
	enum rc rc = hub_get(hub, name, max, &got, &n, &err);

	free(got);
	return rc;
}

struct names {
	char text[8192];
	size_t n;
};

static void
collect(const char *name, void *arg)
{
	struct names *all = arg;
	size_t at = strlen(all->text);

	all->n++;
	snprintf(all->text + at, sizeof all->text - at, " %s", name);
}

static size_t
count(const char *prefix)
{
	static struct names all;

	memset(&all, 0, sizeof all);
	return hub_list(hub, prefix, collect, &all, &err) == RC_OK ? all.n :
	    9999;
}

/* The names under the prefix are these, in any order. */
static bool
lists(const char *prefix, size_t n, const char *const names[])
{
	static struct names all;
	char one[HUB_NAME_MAX + 3];
	bool all_there = true;

	memset(&all, 0, sizeof all);
	if (hub_list(hub, prefix, collect, &all, &err) != RC_OK || all.n != n)
		return false;
	strcat(all.text, " ");
	for (size_t i = 0; i < n; i++) {
		snprintf(one, sizeof one, " %s ", names[i]);
		all_there = all_there && strstr(all.text, one) != NULL;
	}
	return all_there;
}

/* --- the cases --- */

static void
opening(void)
{
	struct hub *again = NULL;

	is("not-made-yet", hub_open(url, false, &hub, &err), RC_NOT_FOUND);
	if (!is("made", hub_open(url, true, &hub, &err), RC_OK))
		exit(1);
	is("keeps", hub_put(hub, "logs/A-1/head", "x", 1, true, &err), RC_OK);
	is("made-twice", hub_open(url, true, &again, &err), RC_OK);
	holds("made-twice-keeps", again != NULL && reads(again,
	    "logs/A-1/head", "x", 1), "what was there is not");
	hub_close(again);
	is("opened", hub_open(url, false, &again, &err), RC_OK);
	hub_close(again);
	is("remove", hub_remove(hub, "logs/A-1/head", &err), RC_OK);
	hub_close(NULL);
}

static void
names(void)
{
	static const char *const bad[] = { "", ".", "..", "../x", "/x", "x/",
	    "x//y", "x/./y", "x/../y", "x/.y", ".x", "å", "x y", "x\ny", "x\\y",
	    "x:y", "x%2e", "x*", "x;y", "x'y" };
	char longest[HUB_NAME_MAX + 2];
	bool all = true;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		all = all && get_only(bad[i], 10) == RC_INVALID &&
		    hub_put(hub, bad[i], "x", 1, true, &err) == RC_INVALID &&
		    hub_remove(hub, bad[i], &err) == RC_INVALID;
	holds("names-refused", all, "one was not");
	holds("prefix-refused", count("../") == 9999 && count("/") == 9999 &&
	    count("x/.") == 9999, "one was not");
	memset(longest, 'n', sizeof longest);
	longest[HUB_NAME_MAX + 1] = '\0';
	is("name-too-long", hub_put(hub, longest, "x", 1, true, &err),
	    RC_INVALID);
	longest[HUB_NAME_MAX] = '\0';
	is("name-longest", hub_put(hub, longest, "x", 1, true, &err), RC_OK);
	is("name-longest-gone", hub_remove(hub, longest, &err), RC_OK);
	is("empty-get", get_only("logs/A-1/head", 10), RC_NOT_FOUND);
	is("below-a-file", hub_put(hub, "registry", "r", 1, true, &err), RC_OK);
	is("below-a-file-get", get_only("registry/x", 10), RC_NOT_FOUND);
	is("below-a-file-remove", hub_remove(hub, "registry/x", &err), RC_OK);
	is("registry-gone", hub_remove(hub, "registry", &err), RC_OK);
}

static void
listing(void)
{
	static const char *const all[] = { "logs/A-1/head", "logs/A-1/1-2.seg",
	    "logs/B-1/head", "logs_B/x", "texts/abc", "registry" };
	bool put = true;

	holds("list-of-nothing", lists("logs/", 0, NULL), err.text);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		put = put && hub_put(hub, all[i], all[i], strlen(all[i]),
		    false, &err) == RC_OK;
	holds("list-put", put, err.text);
	holds("list-all", lists("", 6, all), "not these");
	holds("list-logs", lists("logs/", 3, all), "not these");
	holds("list-one-log", lists("logs/A-1/", 2, all), "not these");
	holds("list-half-a-name", lists("logs/A", 2, all), "not these");
	/* _ is a letter like any other. */
	holds("list-underscore", lists("logs_", 1, all + 3), "not these");
	holds("list-none", lists("joins/", 0, all), "not these");
	put = true;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		put = put && hub_remove(hub, all[i], &err) == RC_OK;
	holds("list-removed", put && lists("logs", 0, NULL), err.text);
}

static void
putting(void)
{
	is("put", hub_put(hub, "logs/A-1/x", "one", 3, false, &err), RC_OK);
	is("put-again", hub_put(hub, "logs/A-1/x", "two!", 4, false, &err),
	    RC_OK);
	holds("put-again-keeps", reads(hub, "logs/A-1/x", "one", 3),
	    "it did not");
	is("replace", hub_put(hub, "logs/A-1/x", "three", 5, true, &err),
	    RC_OK);
	holds("replaced", reads(hub, "logs/A-1/x", "three", 5), "it is not");
	is("replace-shorter", hub_put(hub, "logs/A-1/x", "4", 1, true, &err),
	    RC_OK);
	holds("replaced-shorter", reads(hub, "logs/A-1/x", "4", 1),
	    "it is not");
	is("remove-it", hub_remove(hub, "logs/A-1/x", &err), RC_OK);
	is("removed", get_only("logs/A-1/x", 10), RC_NOT_FOUND);
	is("remove-again", hub_remove(hub, "logs/A-1/x", &err), RC_OK);
	is("remove-never-there", hub_remove(hub, "no/such/x", &err), RC_OK);
}

static void
lengths(void)
{
	unsigned char *big = malloc(BIG), all[256];

	if (big == NULL)
		abort();
	for (int i = 0; i < 256; i++)
		all[i] = (unsigned char)i;
	randombytes_buf(big, BIG);
	is("nothing", hub_put(hub, "n/0", "", 0, true, &err), RC_OK);
	holds("nothing-reads", reads(hub, "n/0", "", 0), "it does not");
	is("every-byte", hub_put(hub, "n/256", all, sizeof all, true, &err),
	    RC_OK);
	holds("every-byte-reads", reads(hub, "n/256", all, sizeof all),
	    "it does not");
	is("max-exact", get_only("n/256", 256), RC_OK);
	is("max-too-small", get_only("n/256", 255), RC_INVALID);
	is("max-0", get_only("n/0", 0), RC_OK);
	is("max-0-of-256", get_only("n/256", 0), RC_INVALID);
	is("4-MiB", hub_put(hub, "n/big", big, BIG, true, &err), RC_OK);
	holds("4-MiB-reads", reads(hub, "n/big", big, BIG), "it does not");
	is("4-MiB-max", get_only("n/big", BIG - 1), RC_INVALID);
	is("4-MiB-gone", hub_remove(hub, "n/big", &err), RC_OK);
	free(big);
}

/* --- many in one call, many at once --- */

static void
put_many(void)
{
	static char names[1200][32];
	static struct hub_bytes file[1200];
	const size_t n = sizeof file / sizeof *file;
	bool all = true;

	for (size_t i = 0; i < n; i++) {
		snprintf(names[i], sizeof names[i], "texts/%zu", i);
		file[i] = (struct hub_bytes){ names[i], names[i], i % 20 };
	}
	is("together-none", hub_put_many(hub, file, 0, &err), RC_OK);
	is("together-one-there", hub_put(hub, "texts/7", "old", 3, false,
	    &err), RC_OK);
	is("together", hub_put_many(hub, file, n, &err), RC_OK);
	for (size_t i = 0; all && i < n; i += 31)
		all = reads(hub, names[i], names[i], i % 20);
	holds("together-reads", all, err.text);
	holds("together-keeps", reads(hub, "texts/7", "old", 3),
	    "what was there was replaced");
	holds("together-all", count("texts/") == n, "some are missing");
	is("together-again", hub_put_many(hub, file, n, &err), RC_OK);
	file[n - 1].name = "../x";
	file[0].name = "texts/new";
	is("together-name", hub_put_many(hub, file, n, &err), RC_INVALID);
	holds("together-or-none", count("texts/") == n, "some were put");
	for (size_t i = 0; i < n; i++)
		all = all && hub_remove(hub, names[i], &err) == RC_OK;
	holds("together-removed", all && count("texts/") == 0, err.text);
}

/* What a writer says of a name that all write to. */
static void
filling(unsigned char out[5000], int writer)
{
	memset(out, 'a' + writer, 5000);
}

static void
writer(int who)
{
	unsigned char fill[5000];
	char name[64];
	struct hub *mine = NULL;
	bool ok = hub_open(url, true, &mine, &err) == RC_OK;

	filling(fill, who);
	ok = ok && hub_put(mine, "many/first", fill, sizeof fill, false,
	    &err) == RC_OK;
	for (int i = 0; ok && i < EACH; i++) {
		snprintf(name, sizeof name, "many/W-%d/%d", who, i);
		ok = hub_put(mine, name, name, strlen(name), false, &err) ==
		    RC_OK && hub_put(mine, "many/last", fill, sizeof fill -
		    (size_t)i, true, &err) == RC_OK && reads(mine, name, name,
		    strlen(name));
	}
	hub_close(mine);
	if (!ok)
		printf("# writer %d: %s\n", who, err.text);
	fflush(stdout);
	_exit(!ok);
}

/* One of the putters, whole: all bytes are the same letter. */
static bool
whole(const char *name, size_t at_least)
{
	unsigned char *got = NULL;
	size_t n = 0;
	bool one = hub_get(hub, name, 5000, &got, &n, &err) == RC_OK &&
	    n >= at_least;

	for (size_t i = 1; one && i < n; i++)
		one = got[i] == got[0];
	free(got);
	return one;
}

static void
many(void)
{
	int status, failed = 0;

	fflush(stdout);
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0)
			writer(i);
	/* Who reads meanwhile sees one of them whole, or nothing. */
	bool torn = false;
	for (int i = 0; i < 200; i++) {
		enum rc rc = get_only("many/last", 5000);

		torn = torn || (rc != RC_NOT_FOUND && (rc != RC_OK ||
		    !whole("many/last", 5000 - EACH)));
	}
	while (wait(&status) > 0)
		failed += status != 0;
	holds("many-at-once", failed == 0, "a writer failed");
	holds("many-never-torn", !torn, "half of one was seen");
	holds("many-all-there", count("many/W-") == WRITERS * EACH,
	    "some are missing");
	holds("many-first-whole", whole("many/first", 5000), "it is torn");
	holds("many-last-whole", whole("many/last", 5000 - EACH + 1),
	    "it is torn");
	holds("many-nothing-else", count("many/") == WRITERS * EACH + 2,
	    "something is left over");
}

/* --- a stick that is pulled --- */

/* All of it says that the hub is gone, and not that nothing is there. */
static void
pulled(const char *how)
{
	char name[80];

	snprintf(name, sizeof name, "%s-list", how);
	is(name, hub_list(hub, "logs/", collect, &(struct names){ .n = 0 },
	    &err), RC_OUTSIDE);
	snprintf(name, sizeof name, "%s-get", how);
	is(name, get_only("logs/A-1/x", 10), RC_OUTSIDE);
	snprintf(name, sizeof name, "%s-put", how);
	is(name, hub_put(hub, "logs/A-1/y", "y", 1, true, &err), RC_OUTSIDE);
	snprintf(name, sizeof name, "%s-remove", how);
	is(name, hub_remove(hub, "logs/A-1/x", &err), RC_OUTSIDE);
	snprintf(name, sizeof name, "%s-put-many", how);
	is(name, hub_put_many(hub, &(struct hub_bytes){ "t/1", "t", 1 }, 1,
	    &err), RC_OUTSIDE);
}

static void
stick(void)
{
	const char *path = url + strlen("file:");
	char away[600];

	snprintf(away, sizeof away, "%s.away", path);
	is("stick-put", hub_put(hub, "logs/A-1/x", "x", 1, true, &err), RC_OK);
	if (rename(path, away) != 0)
		exit(2);
	pulled("stick-away");
	if (mkdir(path, 0777) != 0)
		exit(2);
	pulled("stick-mount-point");
	holds("stick-nothing-written", rmdir(path) == 0, "the folder is full");
	if (rename(away, path) != 0)
		exit(2);
	holds("stick-back", reads(hub, "logs/A-1/x", "x", 1), err.text);
}

/* --- one call --- */

static void
print_name(const char *name, void *arg)
{
	(void)arg;
	printf("%s\n", name);
}

static const char *
rc_word(enum rc rc)
{
	static const char *const words[] = { "ok", "not-found", "refused",
	    "invalid", "busy", "damaged", "newer", "outside" };

	return words[rc];
}

static enum rc
put_file(const char *name, const char *file)
{
	static unsigned char bytes[BIG + 1];
	FILE *f = fopen(file, "rb");
	size_t n = f == NULL ? 0 : fread(bytes, 1, sizeof bytes, f);

	if (f == NULL || fclose(f) != 0)
		exit(2);
	return hub_put(hub, name, bytes, n, true, &err);
}

static int
one_call(int argc, char *argv[])
{
	const char *call = argv[1], *name = argc > 3 ? argv[3] : "";
	enum rc rc = hub_open(argv[2], strcmp(call, "make") == 0, &hub, &err);

	if (rc == RC_OK && strcmp(call, "list") == 0)
		rc = hub_list(hub, name, print_name, NULL, &err);
	else if (rc == RC_OK && strcmp(call, "get") == 0)
		rc = get_only(name, BIG);
	else if (rc == RC_OK && strcmp(call, "remove") == 0)
		rc = hub_remove(hub, name, &err);
	else if (rc == RC_OK && strcmp(call, "put") == 0 && argc > 4)
		rc = put_file(name, argv[4]);
	printf("%s%s%s\n", rc_word(rc), rc == RC_OK ? "" : " ",
	    rc == RC_OK ? "" : err.text);
	hub_close(hub);
	return rc != RC_OK;
}

int
main(int argc, char *argv[])
{
	if (sodium_init() < 0 || argc < 3)
		return 2;
	if (strcmp(argv[1], "conform") != 0 || argc != 4)
		return one_call(argc, argv);
	kind = argv[2];
	url = argv[3];
	opening();
	names();
	listing();
	putting();
	lengths();
	put_many();
	many();
	if (strncmp(url, "file:", 5) == 0)
		stick();
	hub_close(hub);
	return tap_status();
}
