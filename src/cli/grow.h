/* SPDX-License-Identifier: MIT */
/* grow.h - arrays that double */
#ifndef CLI_GROW_H
#define CLI_GROW_H
#include <stddef.h>

/*
 * Room for one more than the 'n' elements of 'size' bytes in an array of '*cap';
 * NULL if memory is out, and then the array stays as it is.
 */
void *grow(void *array, size_t n, size_t *cap, size_t size);

#endif
