/* grown.h - an array on the heap that grows by doubling. */
#ifndef SAMDEPA_DB_GROWN_H
#define SAMDEPA_DB_GROWN_H

#include <stdlib.h>

/* The array with room for one more than its n members of so many bytes; *cap,
 * at first 0, is kept by the caller, who frees it.  Out of memory ends the
 * program. */
static inline void *
grown(void *array, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return array;
	*cap = *cap * 2 + 64;
	array = realloc(array, *cap * size);
	if (array == NULL)
		abort();
	return array;
}

#endif
