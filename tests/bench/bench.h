/* bench.h - the rows of the table, each with both sides taken in one run. */
#ifndef SAMDEPA_TESTS_BENCH_H
#define SAMDEPA_TESTS_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Times in nanoseconds, as many as one run takes. */
struct samples {
	long long *ns;
	size_t n, cap;
};

void samples_init(struct samples *, size_t cap);
void samples_add(struct samples *, long long ns);
void samples_release(struct samples *);
/* The p-th percentile, 0 to 100; sorts them. */
long long samples_at(struct samples *, double p);

/* Prints a row: what, ours, theirs, the ratio and the most that it may be
 * (0: told only).  A ratio beyond it is marked and makes main end in 1. */
void table_head(void);
void table_row(const char *what, double ours, double bare, const char *unit,
    double limit);
/* The same for a figure of ours that has a limit of its own. */
void table_figure(const char *what, double ours, const char *unit,
    double limit);
int table_status(void);

/* Ends the run with a message. */
_Noreturn void bench_fail(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/* The most memory that the process has had, in MiB. */
double bench_peak_mib(int pid);

/* A list of codes, each of a random item of the store, to be freed. */
char (*bench_codes(const char *store, size_t n))[40];
/* The same of items that can be lent now, by id. */
int64_t *bench_free_items(const char *store, size_t n);

/* The parts.  store is the big one and only read; work a copy that is
 * written; build where the programs are. */
void bench_screen(const char *store, const char *build);
void bench_start(const char *store, const char *build);
void bench_memory(const char *store, const char *build);
void bench_loan(const char *work);
void bench_writers(const char *work);
void bench_rebuild(const char *work);
void bench_sync(const char *work);
void bench_night(const char *store, const char *work);

#endif
