/* test_qr.c - QR codes in made-up photographs: of each kind of harm a slight
 * and a worse one.  test_qr DIR FIRST LAST writes them for looking at instead:
 * DIR/KIND-SEVERITY-SEED.pgm and .txt. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/passes.h"
#include "tests/lib/photo.h"
#include "tests/lib/tap.h"

#define BUDGET_MS 2000
#define WIDTH     480		/* pixels: drawing them takes the time */
#define PERCENT   90		/* of the pictures with codes must be read */
#ifdef __SANITIZE_ADDRESS__
#define STEP 5			/* kinds are left out where it takes long */
#else
#define STEP 1
#endif

struct count {
	int pictures, read, codes, codes_read, wrong;
};

static bool
is_in(const struct photo *p, const struct code *c)
{
	for (int i = 0; i < p->n; i++)
		if (strlen(p->text[i]) == c->len &&
		    memcmp(p->text[i], c->text, c->len) == 0)
			return true;
	return false;
}

static void
photo_read(struct decoder *d, const struct photo *p, struct count *n)
{
	static struct tally tally;
	const struct entry *found[TALLY_MAX];
	struct grey g = { p->w, p->h, p->px };
	int right = 0;

	tally = (struct tally){ 0 };
	(void)passes_search(d, &g, BUDGET_MS, 0, &tally);
	int count = tally_take(&tally, found, TALLY_MAX);
	for (int i = 0; i < count; i++) {
		bool in = is_in(p, &found[i]->code);
		right += in;
		n->wrong += !in;
	}
	n->pictures += p->n > 0;
	n->read += right > 0;
	n->codes += p->n;
	n->codes_read += right;
}

static void
photo_write(const struct photo *p, const char *dir, int kind, int severity,
    int seed)
{
	char name[300];

	snprintf(name, sizeof name, "%s/%s-%d-%d.pgm", dir, photo_kind(kind),
	    severity, seed);
	FILE *f = fopen(name, "wb");
	if (f == NULL)
		exit(1);
	fprintf(f, "P5\n%d %d\n255\n", p->w, p->h);
	fwrite(p->px, 1, (size_t)p->w * (size_t)p->h, f);
	fclose(f);
	snprintf(name, sizeof name, "%s/%s-%d-%d.txt", dir, photo_kind(kind),
	    severity, seed);
	f = fopen(name, "w");
	if (f == NULL)
		exit(1);
	for (int i = 0; i < p->n; i++)
		fprintf(f, "%s\n", p->text[i]);
	fclose(f);
}

static void
write_all(const char *dir, int first, int last)
{
	static const int widths[] = { 640, 1024, 1600, 800, 1280 };
	static struct photo p;

	for (int kind = 0; photo_kind(kind) != NULL; kind++)
		for (int severity = 1; severity <= 5; severity++)
			for (int seed = first; seed <= last; seed++) {
				photo_draw(&p, kind, severity,
				    (uint32_t)seed, widths[seed % 5]);
				photo_write(&p, dir, kind, severity, seed);
				photo_release(&p);
			}
}

int
main(int argc, char **argv)
{
	static struct photo p;
	struct count all = { 0 };

	if (argc == 4) {
		write_all(argv[1], atoi(argv[2]), atoi(argv[3]));
		return 0;
	}
	struct decoder *d = decoder_new(UINT64_C(1) << 14);
	if (d == NULL)
		return 1;
	for (int kind = 0; photo_kind(kind) != NULL; kind += STEP) {
		struct count n = { 0 };
		for (int severity = 1; severity <= 3; severity += 2) {
			photo_draw(&p, kind, severity, 7, WIDTH);
			photo_read(d, &p, &n);
			photo_release(&p);
		}
		printf("# %s: %d of %d pictures, %d of %d codes, %d wrong\n",
		    photo_kind(kind), n.read, n.pictures, n.codes_read,
		    n.codes, n.wrong);
		if (strcmp(photo_kind(kind), "lots") == 0)
			tap_ok(n.codes_read == n.codes, "all-codes-told",
			    "%d of %d", n.codes_read, n.codes);
		all.pictures += n.pictures;
		all.read += n.read;
		all.wrong += n.wrong;
	}
	decoder_free(d);
	tap_ok(all.read * 100 >= all.pictures * PERCENT, "photographs-read",
	    "%d of %d", all.read, all.pictures);
	tap_ok(all.wrong == 0, "nothing-read-that-is-not-there", "%d",
	    all.wrong);
	return tap_status();
}
