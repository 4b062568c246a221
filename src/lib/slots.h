/* SPDX-License-Identifier: MIT */
/*
 * slots.h - small tables of 32-bit numbers, with open addressing
 *
 * As many slots as a power of two; whoever uses one hashes and compares.
 */
#ifndef DC_SLOTS_H
#define DC_SLOTS_H
#include "mem.h"

#define DC_NONE UINT32_MAX	/* an empty slot */

/* Make 'v' hold exactly 'n' elements of 'size' bytes; false if memory is out. */
static inline bool
dc_array_fit(const struct declutter_allocator *a, struct dc_array *v, size_t n,
	     size_t size)
{
	v->len = 0;
	if (!dc_array_reserve(a, v, DC_MAX(n, 1), size))
		return false;
	v->len = n;
	return true;
}

/* An empty table for 'n' entries, at most a quarter full, so that what is not there
   is missed at once; false if memory is out. */
static inline bool
dc_slots_fit(const struct declutter_allocator *a, struct dc_array *v, size_t n)
{
	size_t slots = 16;

	while (slots / 4 < n)
		slots *= 2;
	if (!dc_array_fit(a, v, slots, sizeof(uint32_t)))
		return false;
	memset(v->data, 0xff, slots * sizeof(uint32_t));
	return true;
}

#endif
