/* sync.h - one exchange with one hub.  Nothing that the hub says is believed:
 * what it gives is verified, what it withholds is noticed, and whatever happens
 * in between the next sync goes on from where this one was. */
#ifndef SAMDEPA_DB_SYNC_SYNC_H
#define SAMDEPA_DB_SYNC_SYNC_H

#include "db/sync/hub.h"
#include "db/sync/registry.h"

#define SYNC_NOTES_MAX	64

enum sync_note_kind {
#define SYNC_NOTE(id, name, bad, sv) SYNC_##id,
#include "db/sync/notes.def"
#undef SYNC_NOTE
	SYNC_NOTE_COUNT
};

struct sync_note {
	enum sync_note_kind kind;
	char arg[2][256];	/* fill the kind's sentence: %1$s, %2$s */
};

/* What happened, filled as far as it went also where it failed. */
struct sync_report {
	char    hub[HUB_URL_MAX];
	int64_t started, seconds_ms;	/* time; how long, milliseconds */
	int64_t events_in, events_out;	/* applied; published first here */
	int64_t bytes_in, bytes_out;
	int64_t segments_in, segments_out, texts_in, texts_out;
	int64_t cases_before, cases_after;	/* open ones */
	int64_t granted, refused, for_people;	/* orders answered by rules */
	int64_t depots_in;	/* depots of which something new came */
	struct sync_note note[SYNC_NOTES_MAX];
	size_t  n_notes, dropped_notes;
	int64_t registry;	/* the version of it that the hub has now */
	bool    ok;		/* nothing failed */
};

struct sync_options {
	bool dry_run;		/* tells and changes nothing, here or there */
	/* Called now and then with what is being done; may be NULL. */
	void (*progress)(const char *log, int64_t done, int64_t total, void *);
	/* Answers orders by rules after what came was applied; may be NULL. */
	enum rc (*answer)(struct db *, struct sync_report *, void *,
	    struct err *);
	void *arg;
};

/* RC_BUSY: another sync of this store runs.  RC_OUTSIDE: the hub failed in the
 * middle: what was done stays done. */
enum rc sync_run(struct db *, const char *url, const struct sync_options *,
    struct sync_report *, struct err *) MUST_CHECK;
/* The same over a hub that is open already: for tests with a lying one. */
enum rc sync_over(struct db *, struct hub *, const struct sync_options *,
    struct sync_report *, struct err *) MUST_CHECK;

/* One more thing to tell; the same again is not told twice. */
void sync_report_note(struct sync_report *, enum sync_note_kind,
    const char *, const char *);
const char *sync_note_name(enum sync_note_kind);
const char *sync_note_sentence(enum sync_note_kind);	/* Swedish, a msgid */
bool        sync_note_is_bad(enum sync_note_kind);

#endif
