/* SPDX-License-Identifier: MIT */
#include "pages.h"

#define LINE 64u	/* bytes of a cache line */
/* Slabs, in pages: small ones until the pool holds enough that one large slab is
   a small part of it.  A large one is just a huge page of most machines. */
#define SMALL 64u
#define LARGE 512u
#define ENOUGH ((uint64_t)4 << 20)

struct dc_free_page {
	struct dc_free_page *next;
};

struct slab {
	char *start;
	size_t size;
};

void
dc_pages_init(struct dc_pages *p, const struct declutter_allocator *alloc)
{
	*p = (struct dc_pages){.alloc = alloc};
}

void
dc_pages_clear(struct dc_pages *p)
{
	struct slab *slab = p->slabs.data;
	size_t i;

	for (i = 0; i < p->slabs.len; i++)
		dc_release(p->alloc, slab[i].start, slab[i].size);
	dc_array_clear(p->alloc, &p->slabs, sizeof(struct slab));
	p->free = NULL;
	p->bytes = 0;
}

/* Pages start at a line.  A small slab has room for that; a large one that
   does not start at a line holds a page less. */
static bool
add_slab(struct dc_pages *p)
{
	bool large = p->bytes >= ENOUGH;
	size_t n = large ? LARGE : SMALL, skip;
	struct slab slab = {.size = n * DC_PAGE_SIZE + (large ? 0 : LINE - 1)};

	if (!dc_array_reserve(p->alloc, &p->slabs, 1, sizeof(slab)))
		return false;
	slab.start = dc_resize(p->alloc, NULL, 0, slab.size);
	if (slab.start == NULL)
		return false;
	((struct slab *)p->slabs.data)[p->slabs.len++] = slab;
	p->bytes += slab.size;
	skip = -(uintptr_t)slab.start % LINE;
	for (n -= large && skip > 0; n-- > 0;)
		dc_pages_give(p, slab.start + skip + n * DC_PAGE_SIZE);
	return true;
}

void *
dc_pages_take(struct dc_pages *p)
{
	struct dc_free_page *page;

	if (p->free == NULL && !add_slab(p))
		return NULL;
	page = p->free;
	p->free = page->next;
	return memset(page, 0, DC_PAGE_SIZE);
}

void
dc_pages_give(struct dc_pages *p, void *page)
{
	struct dc_free_page *f = page;

	f->next = p->free;
	p->free = f;
}
