/* print_help.h - what the print tests share: a slip, a folder to work in, and
 * other people's readers.  Include it after <cmocka.h>. */
#ifndef SAMDEPA_TESTS_UNIT_PRINT_HELP_H
#define SAMDEPA_TESTS_UNIT_PRINT_HELP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/print/clean.h"
#include "tui/print/print.h"

#define QR "SD1:7%BM54-+C1.VDJWFN5B-JD+NOZ$A%M2LB1KLPD6OUJ%FJ7.T+8LTW4J" \
	"-NZI6:PLVX5CVK2RB$QPB*RI8Q-MMYU9K2N7%TV9E-F3HZZO8XB2L:RH4D1GQJ"
#define NUMBER "S-YST1-000123-K"

static char *readers;		/* folder with an independent reader, or NULL */

static inline void
fill(struct slip *s, int items)
{
	char code[64];

	slip_init(s);
	clean_copy(s->from, sizeof s->from, "Ystad depå");
	clean_copy(s->heading, sizeof s->heading, "HÄMTSEDEL");
	clean_copy(s->number, sizeof s->number, NUMBER);
	clean_copy(s->qr, sizeof s->qr, QR);
	clean_copy(s->page, sizeof s->page, "Sida");
	assert_true(slip_add_row(s, "Hämtas av", "Äsperöds\x1b[2J skola"));
	for (int i = 0; i < items; i++) {
		snprintf(code, sizeof code, "I-YST1-%06d-K", i + 1);
		assert_true(slip_add_item(s, 1, code,
		    "Höj- och sänkbart skrivbord", "A-03-2", "bra"));
	}
	assert_true(slip_add_note(s, "Visa koden i depån."));
}

/* What a command prints, at most cap - 1 bytes of it. */
static inline const char *
output(const char *cmd, char *out, size_t cap)
{
	FILE *p = popen(cmd, "r");

	assert_non_null(p);
	size_t n = fread(out, 1, cap - 1, p);
	while (fgetc(p) != EOF)
		continue;
	pclose(p);
	out[n] = '\0';
	return out;
}

static inline bool
reads(const char *picture, const char *text)
{
	char cmd[700], got[4096];

	snprintf(cmd, sizeof cmd, "zbarimg -q --raw '%s' 2>/dev/null",
	    picture);
	return strstr(output(cmd, got, sizeof got), text) != NULL;
}

/* The independent reader's picture gives the code back, and its list the
 * letters. */
static inline void
reads_roll(const char *job, int dots)
{
	char cmd[900], list[8192];

	if (readers == NULL)
		return;
	snprintf(cmd, sizeof cmd, "/usr/bin/python3 '%s/render.py' '%s' "
	    "roll.png %d 2>&1", readers, job, dots);
	output(cmd, list, sizeof list);
	assert_non_null(strstr(list, "CODEPAGE cp858"));
	assert_non_null(strstr(list, "TEXT HÄMTSEDEL"));
	assert_non_null(strstr(list, "Äsperöds [2J skola"));
	assert_true(reads("roll.png", QR));
}

static inline int
scratch(void **state)
{
	char dir[] = "/tmp/print.XXXXXX";

	readers = realpath("../shared/tools/print", NULL);
	if (readers != NULL && system("/usr/bin/python3 -c 'import PIL' "
	    "2>/dev/null") != 0) {
		free(readers);
		readers = NULL;
	}
	*state = strdup(mkdtemp(dir));
	return chdir(*state);
}

static inline int
clear(void **state)
{
	char cmd[64];

	snprintf(cmd, sizeof cmd, "rm -rf '%s'", (char *)*state);
	free(*state);
	free(readers);
	return chdir("/") + system(cmd);
}

#endif
