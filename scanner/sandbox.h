/* sandbox.h - what the scanner may still do when it reads the first byte from
 * outside: read its input, write to its outputs, have memory, end.  There
 * is no way to switch it off.  Builds with sanitizers stand behind it too, but
 * have no limit of memory, and find memory lost behind it only in tests and
 * fuzzers. */
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
#define SANDBOX_CLOCK_FACTOR 2

/* Beside standard output all that is written to: where messages go, and where
 * a reader tells that it lives. */
#define SANDBOX_LOG_FD	 3
#define SANDBOX_PULSE_FD 4

/* Bytes by which a file that is standard output may grow. */
#define SANDBOX_OUTPUT_MAX	((size_t)1 << 20)
#define SANDBOX_OUTPUT_LIVE_MAX	((size_t)1 << 30)

/* What is read. */
enum sandbox_profile {
	SANDBOX_PICTURES,	/* files, or frames from a pipe */
	SANDBOX_CAMERA,		/* frames of the camera on descriptor 0, which
				   streams already */
	SANDBOX_BYTES,		/* what a serial port or a keyboard sends */
};

/* Gives up, for good, all that reading these does not need: no new file,
 * process, socket or privilege, and no more than the above.  The process is
 * killed when it does what it may not, and after cpu_s_max seconds of
 * processor time (SIGXCPU), or SANDBOX_CLOCK_FACTOR times that by the clock
 * (SIGALRM); 0: it has no end.  False: a part of it could not be built, or
 * does not hold, and *why says which; the caller must then read nothing. */
bool sandbox_enter(enum sandbox_profile profile, unsigned cpu_s_max,
    const char **why) __attribute__((warn_unused_result));

#endif
