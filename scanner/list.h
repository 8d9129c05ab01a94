/* list.h - what is there to be read, and what each can do. */
#ifndef SAMDEPA_SCANNER_LIST_H
#define SAMDEPA_SCANNER_LIST_H

#include "scanner/source.h"

/* Prints the cameras, serial ports and keyboards, each with the option to
 * give. */
enum status list_print(void);

#endif
