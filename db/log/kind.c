/* kind.c - what kinds of event there are, and what form their bodies have. */
#include "db/log/kind.h"

#include <assert.h>
#include <stdlib.h>

#include "db/code.h"
#include "db/log/project.h"
#include "db/order.h"
#include "db/text.h"

static struct kind kinds[EVENT_COUNT] = {
#define EVENT(id, name, role, makes, sv, form) [EVENT_##id] = \
	{ name, ROLE_##role, makes, sv, form, project_##id, \
	  { { "", 0, 0, 0, 0 } }, 0 },
#include "db/log/event_kinds.def"
#undef EVENT
};

/* Narrower than their type: the words of a table, a calendar, labels.  A depot
 * writes no more than this; an event with more is of no form that we know. */
#define PIECES	1000000
#define DAYS	2932896		/* 9999-12-31 */
static const struct {
	const char *name;
	int64_t least, most;
} ranges[] = {
	{ "condition", 0, CONDITION_COUNT - 1 }, { "count", 0, PIECES },
	{ "start", 0, DAYS }, { "until", 0, DAYS }, { "expires", 0, DAYS },
	{ "inspect_by", 0, DAYS }, { "horizon", 0, DAYS },
	{ "value", 0, INT64_C(100000000000) },
	{ "number", 1, CODE_NUMBER_MAX }, { "last", 1, CODE_NUMBER_MAX },
};

static void
range_of(struct field *f)
{
	f->least = f->type == 'i' ? INT64_MIN : 0;
	f->most = f->type == 'i' ? INT64_MAX : f->type == 'k' ?
	    ORDER_KIND_COUNT - 1 : INT32_MAX;
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (strcmp(ranges[i].name, f->name) == 0) {
			f->least = ranges[i].least;
			f->most = ranges[i].most;
		}
}

const struct kind *
kind_of(int id)
{
	struct kind *k = &kinds[id];

	if (k->n > 0)
		return k;
	for (const char *p = k->form; *p != '\0'; ) {
		struct field *f = &k->fields[k->n++];
		size_t n = strcspn(p, ":");

		assert(k->n <= FIELDS_MAX && n < sizeof f->name);
		memcpy(f->name, p, n);
		f->name[n] = '\0';
		p += n + 1;
		f->type = *p++;
		f->optional = *p == '?';
		p += f->optional;
		range_of(f);
		p += strspn(p, " ");
	}
	return k;
}

const char *
event_name(enum event_kind kind)
{
	return kinds[kind].name;
}

const char *
event_label(enum event_kind kind)
{
	return kinds[kind].label;
}

int
event_from_name(const char *name)
{
	for (int i = 0; i < EVENT_COUNT; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return i;
	return -1;
}

static bool
string_ok(const json_t *v)
{
	return json_is_string(v) && text_clean(json_string_value(v),
	    json_string_length(v), NULL, NULL) == RC_OK;
}

bool
kind_ref_ok(const json_t *v)
{
	const char *dot;
	char *end;

	if (json_is_integer(v))
		return json_integer_value(v) >= 0 &&
		    json_integer_value(v) < INT64_C(1) << LOG_SHIFT;
	if (!string_ok(v) || (dot = strrchr(json_string_value(v), '.')) == NULL)
		return false;
	size_t n = (size_t)(dot - json_string_value(v));
	if (n == 0 || n >= 24 || strspn(json_string_value(v),
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") < n ||
	    dot[1] < '1' || dot[1] > '9')
		return false;
	long long seq = strtoll(dot + 1, &end, 10);
	return *end == '\0' && seq > 0 && seq < INT64_C(1) << LOG_SHIFT;
}

static bool
within(const json_t *v, int64_t least, int64_t most)
{
	return json_is_integer(v) && json_integer_value(v) >= least &&
	    json_integer_value(v) <= most;
}

/* [[..], ..] with numbers; a line's first member may also be a category. */
static bool
rows_ok(const json_t *v, char type)
{
	size_t width = type == 'b' ? 4 : 2;

	if (!json_is_array(v) || json_array_size(v) >= EVENT_THINGS_MAX - 8)
		return false;
	for (size_t i = 0; i < json_array_size(v); i++) {
		const json_t *row = json_array_get(v, i);

		if (!json_is_array(row) || json_array_size(row) != width)
			return false;
		const json_t *thing = json_array_get(row, type == 'b');
		bool named = json_is_integer(thing) ? kind_ref_ok(thing) &&
		    json_integer_value(thing) > 0 : type == 'l' ?
		    string_ok(thing) : kind_ref_ok(thing);

		if (!named || !within(json_array_get(row, width / 2), 1,
		    PIECES))
			return false;
		if (type == 'b' && !(within(json_array_get(row, 0), 0,
		    INT32_MAX) && kind_ref_ok(json_array_get(row, 3))))
			return false;
	}
	return true;
}

static bool
list_ok(const json_t *v)
{
	if (!json_is_array(v))
		return false;
	for (size_t i = 0; i < json_array_size(v); i++)
		if (!string_ok(json_array_get(v, i)))
			return false;
	return true;
}

static bool
value_ok(const json_t *v, const struct field *f)
{
	switch (f->type) {
	case 'i':
	case 'n':
	case 'k': return within(v, f->least, f->most);
	case 's': return string_ok(v);
	case 't':
	case 'h':
	case 'r': return kind_ref_ok(v);
	case 'c': return list_ok(v);
	default:  return rows_ok(v, f->type);
	}
}

enum rc
kind_check(int id, const json_t *body, struct err *err)
{
	const struct kind *k = kind_of(id);
	size_t found = 0;

	for (int i = 0; i < k->n; i++) {
		const struct field *f = &k->fields[i];
		const json_t *v = json_object_get(body, f->name);

		if (v == NULL && f->optional)
			continue;
		if (v == NULL || !value_ok(v, f))
			return err_set(err, RC_INVALID, "%s: field %s",
			    k->name, f->name);
		found++;
	}
	if (found != json_object_size(body))
		return err_set(err, RC_INVALID, "%s: unknown field", k->name);
	return RC_OK;
}

int
event_known(const char *name, const json_t *body)
{
	int kind = event_from_name(name);

	return kind >= 0 && kind_check(kind, body, NULL) == RC_OK ? kind : -1;
}

/* Nesting within the limit and integers only, whatever the kind. */
static bool
shape_ok(const json_t *v, int depth)
{
	const char *key;
	json_t *member;

	if (depth > EVENT_DEPTH_MAX || json_is_real(v))
		return false;
	if (json_is_object(v)) {
		json_object_foreach((json_t *)(uintptr_t)v, key, member)
			if (!shape_ok(member, depth + 1))
				return false;
	} else if (json_is_array(v)) {
		for (size_t i = 0; i < json_array_size(v); i++)
			if (!shape_ok(json_array_get(v, i), depth + 1))
				return false;
	}
	return true;
}

char *
kind_canonical(const json_t *body)
{
	return json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
}

struct key {
	const char *at;		/* NULL: none yet */
	size_t n;
};

static bool
key_rises(const struct key *before, const struct key *key)
{
	size_t both = before->n < key->n ? before->n : key->n;
	int order = before->at == NULL ? -1 : memcmp(before->at, key->at, both);

	return order < 0 || (order == 0 && before->n < key->n);
}

/* Of bytes that are JSON: whether they are sure to be as kind_canonical writes
 * them: no blank, no escape, no word, no -0, and keys that rise.  Where it is
 * not sure the body is written again and compared, which takes longer. */
static bool
plainly_canonical(const char *p, size_t n)
{
	struct key last[EVENT_DEPTH_MAX + 1] = { { NULL, 0 } };
	const char *end = p + n;
	int depth = 0;

	for (; p < end; p++) {
		if (*p == '{' || *p == '[') {
			if (depth == EVENT_DEPTH_MAX)
				return false;
			last[++depth] = (struct key){ NULL, 0 };
		} else if (*p == '}' || *p == ']') {
			if (depth-- == 0)
				return false;
		} else if (*p == '"') {
			struct key key = { .at = p + 1 };

			p = memchr(key.at, '"', (size_t)(end - key.at));
			if (p == NULL)
				return false;
			key.n = (size_t)(p - key.at);
			if (memchr(key.at, '\\', key.n) != NULL)
				return false;
			if (p + 1 < end && p[1] == ':') {
				if (!key_rises(&last[depth], &key))
					return false;
				last[depth] = key;
			}
		} else if (*p == '-' ? p + 1 < end && p[1] == '0' :
		    (*p < '0' || *p > '9') && *p != ',' && *p != ':')
			return false;
	}
	return true;
}

static bool
canonical(const json_t *body, const char *text, size_t n)
{
	if (plainly_canonical(text, n))
		return true;
	char *again = kind_canonical(body);
	bool same = again != NULL && strlen(again) == n &&
	    memcmp(again, text, n) == 0;
	free(again);
	return same;
}

enum rc
event_read_body(int kind, const char *text, size_t n, json_t **body,
    struct err *err)
{
	json_error_t why;
	enum rc rc = RC_OK;

	*body = NULL;
	if (n > EVENT_BODY_MAX)
		return err_set(err, RC_INVALID, "event body of %zu bytes", n);
	json_t *j = json_loadb(text, n, JSON_REJECT_DUPLICATES, &why);
	if (j == NULL || !json_is_object(j) || !shape_ok(j, 1))
		rc = err_set(err, RC_INVALID, "event body is not its JSON: %s",
		    j == NULL ? why.text : "shape");
	if (rc == RC_OK && !canonical(j, text, n))
		rc = err_set(err, RC_INVALID, "event body not canonical");
	if (rc == RC_OK && kind >= 0)
		rc = kind_check(kind, j, err);
	if (rc != RC_OK)
		json_decref(j);
	else
		*body = j;
	return rc;
}

enum rc
event_load_body(const char *text, size_t n, json_t **body, struct err *err)
{
	json_error_t why;

	*body = json_loadb(text, n, 0, &why);
	if (*body == NULL) {
		err_why(err, RC_DAMAGED, WHY_DAMAGED, NULL, NULL, NULL);
		return RC_DAMAGED;
	}
	return RC_OK;
}
