/* kind.h - inside db/log: the rows of event_kinds.def, read. */
#ifndef SAMDEPA_DB_LOG_KIND_H
#define SAMDEPA_DB_LOG_KIND_H

#include "db/log/event.h"

#define FIELDS_MAX 20

struct fold;

struct field {
	char name[16];
	char type;		/* see event_kinds.def */
	bool optional;
	int64_t least, most;	/* of an integer */
};

struct kind {
	const char *name;
	enum role   role;
	bool        makes;	/* a thing of its own */
	const char *label;
	const char *form;
	enum rc   (*project)(const struct fold *, struct err *);
	struct field fields[FIELDS_MAX];
	int         n;		/* 0: the form is not read yet */
};

/* The row of a kind, its form read. */
const struct kind *kind_of(int id);

/* Whether a body has the form of its kind: RC_INVALID names the field. */
enum rc kind_check(int id, const json_t *body, struct err *) MUST_CHECK;

/* Whether a value names a thing: a seq, or "LOG.SEQ". */
bool kind_ref_ok(const json_t *);

/* The one way to write a body; the caller frees it. */
char *kind_canonical(const json_t *body);

#endif
