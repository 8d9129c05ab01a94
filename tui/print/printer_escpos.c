#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tui/print/escpos.h"
#include "tui/print/output.h"
#include "tui/print/printer.h"
#include "tui/print/roll_picture.h"
#include "tui/print/wire.h"

/* The paper that job has from there on, as the printer would print it. */
static enum rc
show(const struct bytes *job, size_t from, enum roll roll,
    const struct claim *claim, struct readback *rb, struct err *err)
{
	struct roll_picture p;

	roll_picture(&roll_profiles[roll], job->data + from, job->n - from,
	    &p);
	enum rc rc = readback_show(rb, claim, p.w, p.h, p.px, err);
	free(p.px);
	return rc;
}

static enum rc
escpos_make(const char *target, int kind, const struct print_work *work,
    struct readback *rb, struct print_made *made, struct print_result *res,
    struct err *err)
{
	enum roll roll = (enum roll)kind;
	struct bytes *job = &made->roll;
	enum rc rc = RC_OK;

	(void)target;
	res->pages = 1;
	if (work->sheet != NULL)
		return err_why(err, RC_REFUSED, WHY_PRINTER_NARROW, NULL, NULL,
		    NULL);
	if (work->slip != NULL) {
		struct claim claim = claim_slip(work->slip);
		rc = escpos_slip(job, roll, work->slip, err);
		return rc != RC_OK || claim.qr == NULL ? rc :
		    show(job, 0, roll, &claim, rb, err);
	}
	for (size_t i = 0; i < work->label_count && rc == RC_OK; i++) {
		struct claim claim = claim_label(&work->label[i]);
		size_t from = job->n;
		rc = escpos_label(job, roll, &work->label[i], err);
		if (rc == RC_OK)
			rc = show(job, from, roll, &claim, rb, err);
	}
	return rc;
}

/* A file on a disk, there already or to be made: not a device, and nothing
 * below /dev, where a printer that is switched off has no name. */
static bool
plain_file(const char *target)
{
	struct stat st;

	if (strncmp(target, "//", 2) == 0)
		return false;
	if (stat(target, &st) == 0)
		return S_ISREG(st.st_mode);
	return strncmp(target, "/dev/", 5) != 0 ||
	    strncmp(target, "/dev/shm/", 9) == 0;
}

static enum rc
to_file(const char *path, const struct bytes *job, struct err *err)
{
	struct output out;

	enum rc rc = output_open(&out, path, err);
	if (rc != RC_OK)
		return rc;
	output_write(&out, job->data, job->n);
	rc = output_close(&out, err);
	if (rc == RC_OK)
		rc = output_keep(&out, err);
	output_drop(&out);
	return rc;
}

/* Nothing is sent while the paper is out, so that printing again prints
 * once; where it runs out under the job, the printer goes on by itself. */
static enum rc
to_printer(const char *target, const struct print_made *made,
    enum paper *paper, struct err *err)
{
	const struct bytes *job = &made->roll;
	struct wire w;

	enum rc rc = wire_open(&w, target, err);
	if (rc != RC_OK)
		return rc;
	w.sent = made->sent;
	rc = wire_state(&w, paper, err);
	if (rc == RC_OK)
		rc = wire_send(&w, job->data, job->n, err);
	if (rc == RC_OK && w.answers &&
	    wire_state(&w, paper, NULL) != RC_OK && *paper != PAPER_OUT)
		*paper = PAPER_UNKNOWN;
	wire_close(&w);
	return rc;
}

static enum rc
escpos_send(const char *target, struct print_made *made,
    struct print_result *res, struct err *err)
{
	return plain_file(target) ? to_file(target, &made->roll, err) :
	    to_printer(target, made, &res->paper, err);
}

static void
escpos_drop(struct print_made *made)
{
	free(made->roll.data);
}

static bool
escpos_form(const char *target)
{
	char host[256], port[8];

	return target[0] != '\0' && (strncmp(target, "//", 2) != 0 ||
	    wire_split(target, host, sizeof host, port, sizeof port));
}

static enum rc
escpos_ready(const char *target, int kind, enum paper *paper, struct err *err)
{
	struct wire w;

	if (plain_file(target))
		return printer_file.ready(target, FILE_PDF, paper, err);
	(void)kind;
	enum rc rc = wire_open(&w, target, err);
	if (rc == RC_OK) {
		rc = wire_state(&w, paper, err);
		wire_close(&w);
	}
	return rc;
}

const struct printer_ops printer_escpos = {
	.roll = true,
	.form = escpos_form,
	.ready = escpos_ready,
	.make = escpos_make,
	.send = escpos_send,
	.drop = escpos_drop,
};
