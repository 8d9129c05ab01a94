/* A new depot's first sync of the big store's log, beside a rebuild of the
 * tables out of the same log and reading and verifying the same bytes; what
 * somebody at the new depot's counter waits meanwhile; what travels, beside
 * one frame of zstd. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zstd.h>

#include "db/store.h"
#include "db/sync/session.h"
#include "tests/bench/depots.h"
#include "tests/lib/pty.h"

#define ZSTD_LEVEL 9

struct first_sync {
	char   work[4096], fresh[4096], hub[4096], url[HUB_URL_MAX];
	struct sync_report out, in;
	double publish_s, sync_s, peak_mib, read_s, rebuild_s;
	double sync_cpu_s, read_cpu_s, rebuild_cpu_s;
	int64_t packed;		/* of all events in one frame */
	double wait_ms;		/* the longest, of an act at the counter */
	int64_t acts;
};

/* What this process has had of the processor: true on a busy machine too. */
static double
cpu_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* --- the steps --- */

static void
publish(void *arg)
{
	struct first_sync *f = arg;

	depot_found(f->work, f->url);
	depot_join(f->work, f->fresh, "TRB1", f->url);
	f->publish_s = depot_sync(f->work, f->url, &f->out);
}

static void
first(void *arg)
{
	struct first_sync *f = arg;

	f->sync_s = depot_sync(f->fresh, f->url, &f->in);
	f->sync_cpu_s = cpu_s();
	f->peak_mib = bench_peak_mib(getpid());
}

/* Somebody at the counter: a turn, something that is taken back, a while. */
static void
counter(void *arg)
{
	static const struct actor admin = { .id = 7, .role = ROLE_ADMIN };
	struct first_sync *f = arg;
	struct db *db = depot_open(f->fresh);
	struct err err;

	for (;;) {
		long long start = now_ns();

		must(act_begin(db, &admin, &err), &err, "counter");
		double ms = (double)(now_ns() - start) / 1e6;
		must(act_end(db, RC_OK, &err), &err, "counter");
		if (ms > f->wait_ms)
			f->wait_ms = ms;
		f->acts++;
		usleep(20000);
	}
}

/* --- the hub's bytes --- */

struct reader {
	struct hub *hub;
	struct db  *db;
	struct listed *seg;
	size_t n, cap;
	ZSTD_CCtx *zstd;
	int64_t packed;
};

static void
list_one(const char *name, void *arg)
{
	struct reader *r = arg;
	struct listed l;

	memset(&l, 0, sizeof l);
	if (segment_name_read(name, &l.head, l.hash16, NULL) != RC_OK)
		return;
	if (r->n == r->cap) {
		r->cap = r->cap * 2 + 64;
		r->seg = realloc(r->seg, r->cap * sizeof *r->seg);
		if (r->seg == NULL)
			bench_fail("out of memory");
	}
	r->seg[r->n++] = l;
}

static int
compare(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;

	return (x->head.first > y->head.first) -
	    (x->head.first < y->head.first);
}

static void
reader_open(struct reader *r, const struct first_sync *f)
{
	struct err err;

	memset(r, 0, sizeof *r);
	r->db = depot_open(f->fresh);
	r->hub = depot_hub(f->url);
	must(hub_list(r->hub, "logs/", list_one, r, &err), &err, "list");
	qsort(r->seg, r->n, sizeof *r->seg, compare);
}

/* Every segment whose key the fresh store knows. */
static void
reader_go(struct reader *r, enum rc (*each)(const struct segment_event *,
    void *, struct err *))
{
	for (size_t i = 0; i < r->n; i++) {
		struct segment_head head;
		unsigned char *bytes;
		char name[120];
		struct log log;
		struct err err;
		size_t n;

		must(log_find(r->db, r->seg[i].head.log, &log, &err), &err,
		    "log");
		snprintf(name, sizeof name, "logs/%s/%lld-%lld-%s.seg",
		    log.name, (long long)r->seg[i].head.first,
		    (long long)r->seg[i].head.last, r->seg[i].hash16);
		must(hub_get(r->hub, name, 2 * SEGMENT_MAX, &bytes, &n, &err),
		    &err, name);
		must(segment_read(bytes, n, log.public_key, &head, NULL, each,
		    r, &err), &err, name);
		free(bytes);
	}
}

static void
reader_close(struct reader *r)
{
	hub_close(r->hub);
	db_close(r->db);
	free(r->seg);
}

static void
read_verify(void *arg)
{
	struct first_sync *f = arg;
	struct reader r;
	long long start = now_ns();

	reader_open(&r, f);
	reader_go(&r, NULL);
	reader_close(&r);
	f->read_s = (double)(now_ns() - start) / 1e9;
	f->read_cpu_s = cpu_s();
}

static void
pack(struct reader *r, const char *bytes, size_t n, ZSTD_EndDirective end)
{
	static char out[1 << 17];
	ZSTD_inBuffer in = { bytes, n, 0 };
	size_t left;

	do {
		ZSTD_outBuffer to = { out, sizeof out, 0 };

		left = ZSTD_compressStream2(r->zstd, &to, &in, end);
		if (ZSTD_isError(left))
			bench_fail("zstd: %s", ZSTD_getErrorName(left));
		r->packed += (int64_t)to.pos;
	} while (in.pos < in.size || (end == ZSTD_e_end && left > 0));
}

static enum rc
pack_event(const struct segment_event *e, void *arg, struct err *err)
{
	char head[160];
	int n = snprintf(head, sizeof head, "[%lld,%lld,%lld,%lld,\"%s\",",
	    (long long)e->seq, (long long)e->act_seq, (long long)e->time,
	    (long long)e->actor, e->kind);

	(void)err;
	pack(arg, head, (size_t)n, ZSTD_e_continue);
	pack(arg, e->body, e->n, ZSTD_e_continue);
	pack(arg, "]\n", 2, ZSTD_e_continue);
	return RC_OK;
}

static void
pack_all(void *arg)
{
	struct first_sync *f = arg;
	struct reader r;

	reader_open(&r, f);
	r.zstd = ZSTD_createCCtx();
	if (r.zstd == NULL)
		bench_fail("out of memory");
	ZSTD_CCtx_setParameter(r.zstd, ZSTD_c_compressionLevel, ZSTD_LEVEL);
	reader_go(&r, pack_event);
	pack(&r, "", 0, ZSTD_e_end);
	ZSTD_freeCCtx(r.zstd);
	reader_close(&r);
	f->packed = r.packed;
}

static void
rebuild(void *arg)
{
	struct first_sync *f = arg;
	struct db *db = depot_open(f->fresh);
	struct err err;
	long long start = now_ns();

	must(store_rebuild(db, NULL, &err), &err, "rebuild");
	f->rebuild_s = (double)(now_ns() - start) / 1e9;
	f->rebuild_cpu_s = cpu_s();
	db_close(db);
}

/* --- the table --- */

static void
tell(const struct first_sync *f)
{
	double events = (double)f->in.events_in;

	printf("# %lld events in %lld segments and %lld texts: published in"
	    " %.1f s, %.1f MB\n", (long long)f->in.events_in,
	    (long long)f->in.segments_in, (long long)f->in.texts_in,
	    f->publish_s, (double)f->out.bytes_out / 1e6);
	table_row("applying an event, beside a rebuild's",
	    f->sync_s / events * 1e6, f->rebuild_s / events * 1e6, "us", 2);
	table_row("first sync, beside rebuild + read and verify", f->sync_s,
	    f->rebuild_s + f->read_s, "s", 2);
	printf("# of which read and verify %.2f s, rebuild %.2f s\n",
	    f->read_s, f->rebuild_s);
	table_row("the same in processor time", f->sync_cpu_s,
	    f->rebuild_cpu_s + f->read_cpu_s, "s", 0);
	table_row("bytes an event, beside zstd -9 of all",
	    (double)f->in.bytes_in / events, (double)f->packed / events, "B",
	    1.25);
	table_figure("first sync: peak memory", f->peak_mib, "MiB", 400);
	printf("# %lld acts at the counter meanwhile\n", (long long)f->acts);
	table_figure("first sync: longest wait at the counter",
	    f->wait_ms / 1000, "s", 2);
}

void
bench_sync(const char *work)
{
	struct first_sync *f = shared(sizeof *f);

	snprintf(f->work, sizeof f->work, "%s", work);
	snprintf(f->fresh, sizeof f->fresh, "%s.first", work);
	snprintf(f->hub, sizeof f->hub, "%s.hub", work);
	snprintf(f->url, sizeof f->url, "file:%s.hub", work);
	store_remove(f->fresh);
	folder_remove(f->hub);
	apart(publish, f);
	pid_t clerk = beside(counter, f);
	apart(first, f);
	kill(clerk, SIGTERM);
	waitpid(clerk, NULL, 0);
	apart(read_verify, f);
	apart(rebuild, f);
	apart(pack_all, f);
	tell(f);
	store_remove(f->fresh);
	folder_remove(f->hub);
}
