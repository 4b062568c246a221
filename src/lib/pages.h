/* SPDX-License-Identifier: MIT */
/*
 * pages.h - pieces of memory that are all of one size
 *
 * What grows takes and gives back whole pages, and what one leaves another
 * takes: pieces of any size would leave an allocator with 15 % of holes.  Pages
 * come from the caller's allocator 64 at a time, later 512, which is 2 MiB, and go
 * back at the end only.
 */
#ifndef DC_PAGES_H
#define DC_PAGES_H
#include "mem.h"

#define DC_PAGE_SIZE 4096u

struct dc_pages {
	const struct declutter_allocator *alloc;
	struct dc_array slabs;	/* struct slab: as they came from the allocator */
	struct dc_free_page *free;
	uint64_t bytes;		/* of memory */
};

void dc_pages_init(struct dc_pages *p, const struct declutter_allocator *alloc);
void dc_pages_clear(struct dc_pages *p);

/* A page of zeros that starts at a cache line; NULL if memory is out. */
void *dc_pages_take(struct dc_pages *p);
void dc_pages_give(struct dc_pages *p, void *page);

#endif
