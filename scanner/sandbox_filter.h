/* sandbox_filter.h - the list of what a process behind the sandbox may ask of
 * the kernel, for each profile and each kind of machine. */
#ifndef SAMDEPA_SCANNER_SANDBOX_FILTER_H
#define SAMDEPA_SCANNER_SANDBOX_FILTER_H

#include <seccomp.h>

#include "scanner/sandbox.h"

/* The filter for the profile on a machine of arch, as in <seccomp.h>; a call
 * made in the way of any other kind of machine kills.  The caller releases
 * it.  NULL: it cannot be built. */
scmp_filter_ctx sandbox_filter_new(enum sandbox_profile profile,
    uint32_t arch);

#endif
