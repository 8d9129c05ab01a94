#include "tui/ctl/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tui/ctl/ctl.h"
#include "tui/lang.h"
#include "tui/print/qr.h"
#include "tui/slips.h"

void
paper_result(json_t *record, const struct print_result *res)
{
	out_set(record, "pdf", out_string_or_null(res->pdf));
	out_set(record, "png", out_string_or_null(res->png));
	out_set(record, "pages", json_integer(res->pages));
}

void
paper_note(const struct print_result *res)
{
	if (res->unread != WHY_NONE)
		ctl_note(_(err_why_sentence(res->unread)), NULL, NULL, NULL);
}

static enum rc
paper_slip(struct ctl *ctl, int64_t id, slips_fn *make, const char *printer,
    json_t *record, struct err *err)
{
	struct slip *slip = malloc(sizeof *slip);
	struct print_result res;

	if (slip == NULL)
		abort();
	enum rc rc = make(ctl->db, &ctl->cfg, id, slip, err);
	if (rc == RC_OK)
		rc = print_slip(printer, slip, &res, err);
	if (rc == RC_OK)
		paper_note(&res);
	if (rc == RC_OK && record != NULL)
		paper_result(record, &res);
	free(slip);
	return rc;
}

enum rc
paper_ticket(struct ctl *ctl, int64_t ticket, const char *printer,
    json_t *record, struct err *err)
{
	return paper_slip(ctl, ticket, slips_ticket, printer, record, err);
}

enum rc
paper_manifest(struct ctl *ctl, int64_t event, const char *printer,
    json_t *record, struct err *err)
{
	return paper_slip(ctl, event, slips_manifest, printer, record, err);
}

/* Black on white whatever the terminal's colours. */
static void
put_colours(const struct qr_cell *cell, int n)
{
	for (int i = 0; i < n; i++)
		if (cell[i].top == cell[i].bottom)
			fputs(cell[i].top ? "\033[40m " : "\033[107m ",
			    stdout);
		else
			fputs(cell[i].top ? "\033[30;107m▀" :
			    "\033[97;40m▀", stdout);
	fputs("\033[0m\n", stdout);
}

static void
put_blocks(const struct qr_cell *cell, int n)
{
	static const char *const block[] = { " ", "▄", "▀", "█" };

	for (int i = 0; i < n; i++)
		fputs(block[cell[i].top * 2 + cell[i].bottom], stdout);
	putchar('\n');
}

enum rc
paper_qr(const char *text, struct err *err)
{
	struct qr_cell cell[QR_SIZE_MAX + 2 * QR_QUIET];
	struct qr *qr = malloc(sizeof *qr);
	bool colours = isatty(STDOUT_FILENO) != 0;

	if (qr == NULL)
		abort();
	enum rc rc = qr_make(text, QR_L, qr, err);
	for (int y = 0; rc == RC_OK && y < qr_rows(qr); y++) {
		int n = qr_row(qr, y, cell, (int)(sizeof cell / sizeof *cell));
		(colours ? put_colours : put_blocks)(cell, n);
	}
	free(qr);
	return rc;
}
