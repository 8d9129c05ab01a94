#include "scanner/number.h"

#include <errno.h>
#include <stdlib.h>

int
number(const char *s, const char **end, int min, int max)
{
	char *stop;

	if (*s < '0' || *s > '9')
		return -1;
	errno = 0;
	long v = strtol(s, &stop, 10);
	*end = stop;
	return errno != 0 || v < min || v > max ? -1 : (int)v;
}

bool
number_size(const char *s, const char **end, int max, int *w, int *h)
{
	*w = number(s, end, 1, max);
	if (*w < 0 || **end != 'x')
		return false;
	*h = number(*end + 1, end, 1, max);
	return *h > 0;
}

bool
number_checks(const char *digits, size_t n)
{
	int sum = 0;

	for (size_t i = 0; i < n; i++) {
		if (digits[i] < '0' || digits[i] > '9')
			return false;
		sum += (digits[i] - '0') * ((n - i) % 2 == 0 ? 3 : 1);
	}
	return sum % 10 == 0;
}
