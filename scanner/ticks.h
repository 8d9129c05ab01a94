/* ticks.h - two clocks. */
#ifndef SAMDEPA_SCANNER_TICKS_H
#define SAMDEPA_SCANNER_TICKS_H

#include <stdint.h>

/* Processor time of this process; time since some fixed moment. */
int64_t ticks_cpu_ms(void);
int64_t ticks_cpu_us(void);
int64_t ticks_ms(void);
int64_t ticks_us(void);

#endif
