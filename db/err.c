#include "db/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	const char *sentence;
} reasons[WHY_COUNT] = {
#define WHY(name, sv) [WHY_##name] = { #name, sv },
#include "db/reasons.def"
#undef WHY
};

enum rc
err_set(struct err *err, enum rc rc, const char *fmt, ...)
{
	if (err != NULL) {
		va_list ap;

		memset(err, 0, sizeof *err);
		va_start(ap, fmt);
		vsnprintf(err->text, sizeof err->text, fmt, ap);
		va_end(ap);
	}
	return rc;
}

enum rc
err_why(struct err *err, enum rc rc, enum why why, const char *a,
    const char *b, const char *c)
{
	const char *arg[3] = { a, b, c };

	if (err == NULL)
		return rc;
	memset(err, 0, sizeof *err);
	err->why = why;
	size_t n = (size_t)snprintf(err->text, sizeof err->text, "%s",
	    reasons[why].name);
	for (int i = 0; i < 3 && arg[i] != NULL; i++) {
		snprintf(err->arg[i], sizeof err->arg[i], "%s", arg[i]);
		if (n < sizeof err->text)
			n += (size_t)snprintf(err->text + n,
			    sizeof err->text - n, "%s%s", i == 0 ? ": " : ", ",
			    arg[i]);
	}
	return rc;
}

void
err_pack(const struct err *err, char *out, size_t cap)
{
	if (err->why == WHY_NONE)
		snprintf(out, cap, "%s", err->text);
	else
		snprintf(out, cap, "%s\t%s\t%s\t%s",
		    reasons[err->why].name, err->arg[0], err->arg[1],
		    err->arg[2]);
}

void
err_unpack(const char *text, struct err *err)
{
	size_t n = strcspn(text, "\t");
	char arg[3][sizeof err->arg[0]] = { "" };
	enum why why = WHY_COUNT;

	if (text[n] == '\t')
		for (why = 0; why < WHY_COUNT; why++)
			if (strncmp(reasons[why].name, text, n) == 0 &&
			    reasons[why].name[n] == '\0')
				break;
	if (why == WHY_COUNT) {
		err_set(err, RC_OUTSIDE, "%s", text);
		return;
	}
	for (int i = 0; i < 3 && text[n] == '\t'; i++) {
		text += n + 1;
		n = strcspn(text, "\t");
		snprintf(arg[i], sizeof arg[i], "%.*s", (int)n, text);
	}
	err_why(err, RC_OUTSIDE, why, arg[0], arg[1][0] == '\0' ? NULL :
	    arg[1], arg[2][0] == '\0' ? NULL : arg[2]);
}

const char *
err_why_name(enum why why)
{
	return reasons[why].name;
}

const char *
err_why_sentence(enum why why)
{
	return reasons[why].sentence;
}
