#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tui/print/escpos.h"
#include "tui/print/output.h"
#include "tui/print/printer.h"
#include "tui/print/wire.h"

static enum rc
make_job(struct bytes *job, enum roll roll, const struct print_work *work,
    struct err *err)
{
	enum rc rc = RC_OK;

	if (work->slip != NULL)
		return escpos_slip(job, roll, work->slip, err);
	for (size_t i = 0; i < work->label_count && rc == RC_OK; i++)
		rc = escpos_label(job, roll, &work->label[i], err);
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
to_printer(const char *target, const struct bytes *job, enum paper *paper,
    struct err *err)
{
	struct wire w;

	enum rc rc = wire_open(&w, target, err);
	if (rc != RC_OK)
		return rc;
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
escpos_print(const char *target, int kind, const struct print_work *work,
    struct print_result *res, struct err *err)
{
	struct bytes job = { 0 };

	if (work->sheet != NULL)
		return err_why(err, RC_REFUSED, WHY_PRINTER_NARROW, NULL, NULL,
		    NULL);
	enum rc rc = make_job(&job, (enum roll)kind, work, err);
	if (rc == RC_OK && plain_file(target))
		rc = to_file(target, &job, err);
	else if (rc == RC_OK)
		rc = to_printer(target, &job, &res->paper, err);
	free(job.data);
	res->pages = 1;
	return rc;
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
	.form = escpos_form,
	.ready = escpos_ready,
	.print = escpos_print,
};
