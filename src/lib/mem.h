/* SPDX-License-Identifier: MIT */
/*
 * mem.h - memory from the caller's allocator, with every size checked
 *
 * struct dc_array is the one growable array: elements of a fixed size, grown
 * by doubling.  A failed call leaves the array as it was.
 */
#ifndef DC_MEM_H
#define DC_MEM_H
#include "base.h"

/* 'count' elements of 'size' bytes, zeroed; NULL if that fails or overflows. */
void *dc_calloc(const struct declutter_allocator *a, size_t count, size_t size);
/* As realloc; 'old_size' is what was asked for before. */
void *dc_resize(const struct declutter_allocator *a, void *p, size_t old_size,
		size_t new_size);
void dc_release(const struct declutter_allocator *a, void *p, size_t size);

struct dc_array {
	void *data;
	size_t len, cap;	/* in elements */
};

/* Grow 'v' by 'extra' elements or more. */
bool dc_array_grow(const struct declutter_allocator *a, struct dc_array *v,
		   size_t extra, size_t size);

/* Room for 'extra' more elements of 'size' bytes; false if memory is out. */
static inline bool
dc_array_reserve(const struct declutter_allocator *a, struct dc_array *v,
		 size_t extra, size_t size)
{
	return DC_LIKELY(extra <= v->cap - v->len) ||
	       dc_array_grow(a, v, extra, size);
}

/* Append 'count' elements; false if memory is out. */
bool dc_array_append(const struct declutter_allocator *a, struct dc_array *v,
		     const void *data, size_t count, size_t size);
void dc_array_clear(const struct declutter_allocator *a, struct dc_array *v,
		    size_t size);

/* The allocator used when the caller names none: realloc and free. */
extern const struct declutter_allocator dc_default_allocator;

#endif
