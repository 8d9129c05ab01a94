/* supervisor.h - any number of live sources at once, each read by a process
 * of its own.  This one parses nothing that comes from outside: it opens
 * devices, starts the readers, and starts them anew. */
#ifndef SAMDEPA_SCANNER_SUPERVISOR_H
#define SAMDEPA_SCANNER_SUPERVISOR_H

#include "scanner/device.h"

/* Reads n devices, 1 to DEVICES_MAX, until standard input has ended where
 * there are no others, or until what is written is read no more. */
enum status supervise(struct device *devices, int n,
    const struct settings *set);

#endif
