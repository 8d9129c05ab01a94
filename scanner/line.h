/* line.h - the reader's side of what samdepa-scan writes: one line, taken
 * apart.  What it reads is hostile: nothing is believed that is not checked
 * here, and text still may hold any byte (also control characters).
 *
 *   samdepa-scan 1                        first line: the protocol's version
 *   file NAME                             the scans that follow are from NAME
 *   file -                                ... from the next picture of several
 *   scan SYMBOLOGY AIM EVIDENCE TEXT      scan EAN-13 ]E0 strong 7310865004703
 *
 * With --watch, from live sources also:
 *   source NAME                           what follows is from this device
 *   state open TEXT                       it delivers (TEXT: its format)
 *   state gone TEXT                       it does not (TEXT: why)
 *   rate FRAMES MS                        per second, and of processor time
 *                                         for each, both in tenths
 *   view WxH PIXELS                       what it sees, a hex digit a pixel,
 *                                         0 black, F white, row after row
 *
 * In NAME and TEXT, bytes outside printable ASCII and '%' stand as %XX. */
#ifndef SAMDEPA_SCANNER_LINE_H
#define SAMDEPA_SCANNER_LINE_H

#include <stdbool.h>
#include <stddef.h>

#define SCAN_LINE_VERSION  1
#define SCAN_LINE_SIZE_MAX 4096	/* bytes of a line, its newline included */
#define SCAN_VIEW_MAX      3072	/* pixels */
#define SCAN_RATE_MAX      100000	/* tenths */

enum scan_line_kind {
	SCAN_LINE_BAD,		/* not understood: count it, drop it */
	SCAN_LINE_HELLO,	/* samdepa-scan 1; another version is BAD */
	SCAN_LINE_FILE,		/* text: the file's name */
	SCAN_LINE_SCAN,		/* symbology, aim, strong, text */
	SCAN_LINE_SOURCE,	/* text: the device's name */
	SCAN_LINE_OPEN,		/* text */
	SCAN_LINE_GONE,		/* text */
	SCAN_LINE_RATE,		/* tenths */
	SCAN_LINE_VIEW,		/* w, h; text: w * h bytes of 0 to 15 */
};

struct scan_line {
	enum scan_line_kind kind;
	char   symbology[16];	/* "EAN-13", "QR", ...; "-": nobody knows */
	char   aim[4];		/* "]E0", or "" where the line says '-' */
	bool   strong;		/* weak: only two poor readings that agree */
	size_t text_len;	/* bytes in text, without the closing NUL */
	char   text[SCAN_LINE_SIZE_MAX];  /* unescaped; may contain NULs */
	int    frames_tenths, ms_tenths;
	int    w, h;
};

/* Takes apart line, n bytes, with or without its newline (LF or CR LF), and
 * fills *out.  Returns out->kind; all other fields of a BAD line, and those
 * that its kind does not have, are empty.  Never reads behind n. */
enum scan_line_kind scan_line_parse(const char *line, size_t n,
    struct scan_line *out);

#endif
