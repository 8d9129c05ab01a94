/* code_forms.c - the other texts that one code may be kept under. */
#include <stdio.h>
#include <string.h>

#include "db/code.h"
#include "db/gs1.h"
#include "db/gtin.h"

struct forms {
	char (*out)[CODE_FOREIGN_MAX];
	size_t n;
};

static void
add(struct forms *f, const char *text)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->out[i], text) == 0)
			return;
	snprintf(f->out[f->n++], CODE_FOREIGN_MAX, "%s", text);
}

/* As 13, 12 and 8 digits, where so many zeros stand in front. */
static void
add_gtin(struct forms *f, const char *gtin)
{
	char upce[GTIN_SIZE];
	size_t zeros = strspn(gtin, "0");

	add(f, gtin);
	if (zeros >= 1)
		add(f, gtin + 1);
	if (zeros >= 2)
		add(f, gtin + 2);
	if (zeros >= 6)
		add(f, gtin + 6);
	else if (gtin_to_upce(gtin, upce))
		add(f, upce);
}

/* A GIAI has no check digit by which a reader without AIM prefix shows it. */
static void
add_giai(struct forms *f, const char *text)
{
	char other[GS1_NAME_MAX];
	struct gs1 g;
	bool one;

	if (strncmp(text, "(8004)", 6) == 0) {
		if (gs1_read_brackets(text, strlen(text), &g) && g.n == 1) {
			snprintf(other, sizeof other, "8004%s",
			    g.pair[0].value);
			add(f, other);
		}
	} else if (gs1_read(text, strlen(text), &g) && g.n == 1 &&
	    gs1_name(&g, other, &one))
		add(f, other);
}

bool
code_is_gtin(const struct code *code)
{
	return code->kind == CODE_FOREIGN && strlen(code->text) == 14 &&
	    gtin_check_ok(code->text, 14);
}

size_t
code_forms(const char *text, char out[CODE_FORMS_MAX][CODE_FOREIGN_MAX])
{
	struct forms f = { out, 0 };
	size_t n = strlen(text);
	char gtin[GTIN_SIZE];

	add(&f, text);
	if ((n == 8 || n == 14) && gtin_read(text, n, gtin))
		add_gtin(&f, gtin);
	if (n == 8 && gtin_read_upce(text, n, gtin))
		add_gtin(&f, gtin);
	if (strncmp(text, "(8004)", 6) == 0 || strncmp(text, "8004", 4) == 0)
		add_giai(&f, text);
	return f.n;
}
