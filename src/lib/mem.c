/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "mem.h"

static void *
default_resize(void *ctx, void *p, size_t old_size, size_t new_size)
{
	(void)ctx;
	(void)old_size;
	if (new_size == 0) {
		free(p);
		return NULL;
	}
	return realloc(p, new_size);
}

const struct declutter_allocator dc_default_allocator = {default_resize, NULL};

void *
dc_resize(const struct declutter_allocator *a, void *p, size_t old_size,
	  size_t new_size)
{
	if (new_size == 0 || new_size > SIZE_MAX / 2)
		return NULL;
	return a->resize(a->ctx, p, old_size, new_size);
}

void *
dc_calloc(const struct declutter_allocator *a, size_t count, size_t size)
{
	void *p;

	if (size != 0 && count > SIZE_MAX / 2 / size)
		return NULL;
	p = dc_resize(a, NULL, 0, count * size);
	if (p != NULL)
		memset(p, 0, count * size);
	return p;
}

void
dc_release(const struct declutter_allocator *a, void *p, size_t size)
{
	if (p != NULL)
		a->resize(a->ctx, p, size, 0);
}

bool
dc_array_grow(const struct declutter_allocator *a, struct dc_array *v,
	      size_t extra, size_t size)
{
	size_t cap = v->cap, limit = SIZE_MAX / 2 / size;
	void *p;

	if (extra > limit - v->len)
		return false;
	cap = cap > limit / 2 ? limit : cap * 2;
	cap = DC_MAX(cap, DC_MAX(v->len + extra, 16));
	p = dc_resize(a, v->data, v->cap * size, cap * size);
	if (p == NULL)
		return false;
	v->data = p;
	v->cap = cap;
	return true;
}

bool
dc_array_append(const struct declutter_allocator *a, struct dc_array *v,
		const void *data, size_t count, size_t size)
{
	if (count == 0)
		return true;
	if (!dc_array_reserve(a, v, count, size))
		return false;
	memcpy((char *)v->data + v->len * size, data, count * size);
	v->len += count;
	return true;
}

void
dc_array_clear(const struct declutter_allocator *a, struct dc_array *v,
	       size_t size)
{
	dc_release(a, v->data, v->cap * size);
	*v = (struct dc_array){0};
}
