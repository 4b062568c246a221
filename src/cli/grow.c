/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>

#include "grow.h"

void *
grow(void *array, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap > 0 ? *cap * 2 : 16;
	void *p;

	if (n < *cap)
		return array;
	p = more <= SIZE_MAX / size ? realloc(array, more * size) : NULL;
	if (p != NULL)
		*cap = more;
	return p;
}
