/* decode.h - zbar on one picture: what it reads, unjudged. */
#ifndef SAMDEPA_SCANNER_DECODE_H
#define SAMDEPA_SCANNER_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scanner/grey.h"

#define CODE_TEXT_MAX	4096	/* bytes; longer ones do not fit a line */
#define CODES_MAX	32	/* in one picture */

enum symbology {
#define SYMBOLOGY(zbar, name, aim, aim_gs1, aim_app, len, quality, \
    sum, rows) \
	SYM_##zbar,
#include "scanner/symbologies.def"
#undef SYMBOLOGY
	SYM_COUNT
};

struct symbology_info {
	const char *name;
	const char *aim, *aim_gs1, *aim_app;
	size_t      len_min;
	int         quality_min, quality_sum_min, rows_min;
};

extern const struct symbology_info symbology_info[SYM_COUNT];

/* A frame around the code, in pixels. */
struct area {
	double x0, y0, x1, y1;
};

enum reader {
	READER_ZBAR, READER_BARS, READERS
};

struct code {
	enum symbology symbology;
	enum reader    reader;
	const char    *aim;
	int            quality;		/* rows on which it was read */
	struct area    area;
	size_t         len;
	char           text[CODE_TEXT_MAX];	/* UTF-8 where it is QR */
};

/* decoder_new takes the lengths in which ITF counts, as a bit each; bit 0: in
 * others too, from 6 on, where it is proven to have been read whole.  NULL: no
 * memory.  decoder_free takes NULL too. */
struct decoder *decoder_new(uint64_t itf_lengths);
void decoder_free(struct decoder *d);

/* decoder_scan looks at every nth row and column from now on; at each in the
 * beginning. */
void decoder_set_density(struct decoder *d, int n);

/* How much is made of a picture where that can be chosen: no more than until
 * end_ms on the clock of ticks_cpu_ms; quick: as something has been read, only
 * what stands clear, for a second opinion and for codes beside it. */
struct care {
	bool    quick;
	int64_t end_ms;
};

/* Fills out with up to cap codes of the picture and returns how many:
 * decoder_scan by zbar, decoder_bars by our own reader of bars. */
int decoder_scan(struct decoder *d, const struct grey *g, struct code *out,
    int cap);
int decoder_bars(struct decoder *d, const struct grey *g, struct care care,
    struct code *out, int cap);

/* The same for QR alone, which takes less time. */
int decoder_scan_qr(struct decoder *d, const struct grey *g, struct code *out,
    int cap);

#endif
