#include "tui/print/qr.h"

#include <qrencode.h>
#include <string.h>

#define ALPHANUMERIC "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

static QRcode *
encode(const char *text, QRecLevel level)
{
	size_t n = strlen(text);

	if (strspn(text, ALPHANUMERIC) != n)
		return QRcode_encodeString(text, 0, level, QR_MODE_8, 1);
	QRinput *in = QRinput_new2(0, level);
	if (in == NULL)
		return NULL;
	QRcode *code = NULL;
	if (QRinput_append(in, QR_MODE_AN, (int)n,
	    (const unsigned char *)text) == 0)
		code = QRcode_encodeInput(in);
	QRinput_free(in);
	return code;
}

enum rc
qr_make(const char *text, enum qr_level level, struct qr *qr, struct err *err)
{
	static const QRecLevel levels[] = {
		[QR_L] = QR_ECLEVEL_L, [QR_M] = QR_ECLEVEL_M,
		[QR_Q] = QR_ECLEVEL_Q, [QR_H] = QR_ECLEVEL_H,
	};

	if (text[0] == '\0' || strlen(text) > 4296)
		return err_why(err, RC_INVALID, WHY_QR_TOO_LONG, NULL, NULL,
		    NULL);
	QRcode *code = encode(text, levels[level]);
	if (code == NULL || code->width > QR_SIZE_MAX) {
		QRcode_free(code);
		return err_why(err, RC_INVALID, WHY_QR_TOO_LONG, NULL, NULL,
		    NULL);
	}
	memset(qr, 0, sizeof *qr);
	qr->size = code->width;
	for (int i = 0; i < code->width * code->width; i++)
		qr->dark[i] = code->data[i] & 1;
	QRcode_free(code);
	return RC_OK;
}

enum qr_level
qr_level_of(const char *text)
{
	size_t n = strlen(text);

	return n < 400 ? QR_Q : n < 900 ? QR_M : QR_L;
}

bool
qr_dark(const struct qr *qr, int x, int y)
{
	return x >= 0 && y >= 0 && x < qr->size && y < qr->size &&
	    qr->dark[y * qr->size + x] != 0;
}

int
qr_cols(const struct qr *qr)
{
	return qr->size + 2 * QR_QUIET;
}

int
qr_rows(const struct qr *qr)
{
	return (qr->size + 2 * QR_QUIET + 1) / 2;
}

int
qr_row(const struct qr *qr, int y, struct qr_cell *out, int cap)
{
	int n = qr_cols(qr) < cap ? qr_cols(qr) : cap;

	for (int x = 0; x < n; x++) {
		out[x].top = qr_dark(qr, x - QR_QUIET, 2 * y - QR_QUIET);
		out[x].bottom = qr_dark(qr, x - QR_QUIET,
		    2 * y + 1 - QR_QUIET);
	}
	return n;
}
