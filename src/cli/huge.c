/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <sys/mman.h>

#include "huge.h"

/* Of x86-64, and of arm64 with pages of 4 KiB; elsewhere just a size. */
#define HUGE_PAGE ((size_t)2 << 20)

/* Advice that is not taken changes nothing but the time. */
static void *
aligned(size_t size)
{
	void *p = NULL;

	if (posix_memalign(&p, HUGE_PAGE, size) != 0)
		return NULL;
#ifdef MADV_HUGEPAGE
	(void)madvise(p, size / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#endif
	return p;
}

static void *
resize(void *ctx, void *p, size_t old_size, size_t new_size)
{
	(void)ctx;
	(void)old_size;
	if (new_size == 0) {
		free(p);
		return NULL;
	}
	return p == NULL && new_size >= HUGE_PAGE ? aligned(new_size)
						  : realloc(p, new_size);
}

struct declutter_allocator
huge_allocator(void)
{
	return (struct declutter_allocator){.resize = resize};
}
