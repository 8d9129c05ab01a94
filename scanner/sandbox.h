/* sandbox.h - what the scanner may still do when it reads the first byte from
 * outside: read what is open, write, have memory, end.  There is no way to
 * switch it off; only builds with sanitizers, which need more of the system
 * than that, keep to the limits alone. */
#ifndef SAMDEPA_SCANNER_SANDBOX_H
#define SAMDEPA_SCANNER_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANDBOX_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANDBOX_SANITIZED 1
#endif
#endif
#ifndef SANDBOX_SANITIZED
#define SANDBOX_SANITIZED 0
#endif

#define SANDBOX_MEMORY_MAX ((size_t)512 << 20)	/* bytes of address space */

/* What is read. */
enum sandbox_profile {
	SANDBOX_PICTURES,	/* files, or frames from a pipe */
	SANDBOX_CAMERA,		/* frames of the camera on descriptor 0, which
				   streams already */
	SANDBOX_BYTES,		/* what a serial port or a keyboard sends */
};

/* Gives up, for good, all that reading these does not need: no new file,
 * process, socket or privilege, no more than SANDBOX_MEMORY_MAX, and after
 * cpu_s_max seconds of processor time (0: no end) the process is killed.
 * False: a part of it could not be built, and *why says which; the caller
 * must then read nothing. */
bool sandbox_enter(enum sandbox_profile profile, unsigned cpu_s_max,
    const char **why) __attribute__((warn_unused_result));

#endif
