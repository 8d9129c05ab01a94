#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/bench.h"

static int beyond;

void
samples_init(struct samples *s, size_t cap)
{
	s->ns = calloc(cap, sizeof *s->ns);
	s->n = 0;
	s->cap = cap;
	if (s->ns == NULL)
		bench_fail("out of memory");
}

void
samples_add(struct samples *s, long long ns)
{
	if (s->n < s->cap)
		s->ns[s->n++] = ns;
}

void
samples_release(struct samples *s)
{
	free(s->ns);
	memset(s, 0, sizeof *s);
}

static int
compare(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return (x > y) - (x < y);
}

long long
samples_at(struct samples *s, double p)
{
	if (s->n == 0)
		return 0;
	qsort(s->ns, s->n, sizeof *s->ns, compare);
	size_t i = (size_t)(p / 100 * (double)s->n);
	return s->ns[i < s->n ? i : s->n - 1];
}

void
table_head(void)
{
	printf("%-44s %12s %12s %7s %7s\n", "what", "ours", "bare", "ratio",
	    "limit");
}

static void
print_limit(double value, double limit)
{
	if (limit > 0)
		printf(" %7.2f", limit);
	if (limit > 0 && value > limit) {
		printf("  BEYOND");
		beyond++;
	}
	printf("\n");
	fflush(stdout);
}

void
table_row(const char *what, double ours, double bare, const char *unit,
    double limit)
{
	double ratio = bare > 0 ? ours / bare : 0;

	printf("%-44s %8.3f %-3s %8.3f %-3s %7.2f", what, ours, unit, bare,
	    unit, ratio);
	print_limit(ratio, limit);
}

void
table_figure(const char *what, double ours, const char *unit, double limit)
{
	printf("%-44s %8.2f %-3s %12s %7s", what, ours, unit, "", "");
	print_limit(ours, limit);
}

int
table_status(void)
{
	return beyond == 0 ? 0 : 1;
}

void
bench_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "bench: ");
	vfprintf(stderr, fmt, ap);
	fprintf(stderr, "\n");
	va_end(ap);
	exit(2);
}

double
bench_peak_mib(int pid)
{
	char path[64], line[256];
	long kib = 0;

	snprintf(path, sizeof path, "/proc/%d/status", pid);
	FILE *f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof line, f) != NULL)
		if (sscanf(line, "VmHWM: %ld kB", &kib) == 1)
			break;
	if (f != NULL)
		fclose(f);
	if (kib == 0)
		bench_fail("no VmHWM in %s", path);
	return (double)kib / 1024;
}

/* Rows picked all over the store: neither neighbours nor the newest. */
static sqlite3_stmt *
pick(const char *store, size_t n, const char *sql, sqlite3 **db)
{
	sqlite3_stmt *q;

	if (sqlite3_open_v2(store, db, SQLITE_OPEN_READONLY, NULL) !=
	    SQLITE_OK ||
	    sqlite3_prepare_v2(*db, sql, -1, &q, NULL) != SQLITE_OK)
		bench_fail("%s: %s", store, sqlite3_errmsg(*db));
	sqlite3_bind_int64(q, 1, (sqlite3_int64)n);
	return q;
}

char (*
bench_codes(const char *store, size_t n))[40]
{
	char (*codes)[40] = calloc(n, sizeof *codes);
	sqlite3 *db;
	sqlite3_stmt *q = pick(store, n, "SELECT code FROM item"
	    " WHERE code LIKE 'I-%' AND state = 0"
	    " ORDER BY (id * 2654435761) % 1000003 LIMIT ?1", &db);

	if (codes == NULL)
		bench_fail("out of memory");
	for (size_t i = 0; i < n; i++) {
		if (sqlite3_step(q) != SQLITE_ROW)
			bench_fail("%s: too few items", store);
		snprintf(codes[i], sizeof codes[i], "%s",
		    (const char *)sqlite3_column_text(q, 0));
	}
	sqlite3_finalize(q);
	sqlite3_close(db);
	return codes;
}

int64_t *
bench_free_items(const char *store, size_t n)
{
	int64_t *ids = calloc(n, sizeof *ids);
	sqlite3 *db;
	sqlite3_stmt *q = pick(store, n, "SELECT id FROM item i"
	    " WHERE state = 0 AND lot = 0 AND condition < 3"
	    " AND restriction = '' AND inspect_by = 0 AND NOT EXISTS"
	    " (SELECT 1 FROM booking b WHERE b.item = i.id AND b.state < 3)"
	    " ORDER BY (id * 2654435761) % 1000003 LIMIT ?1", &db);

	if (ids == NULL)
		bench_fail("out of memory");
	for (size_t i = 0; i < n; i++) {
		if (sqlite3_step(q) != SQLITE_ROW)
			bench_fail("%s: too few free items", store);
		ids[i] = sqlite3_column_int64(q, 0);
	}
	sqlite3_finalize(q);
	sqlite3_close(db);
	return ids;
}
