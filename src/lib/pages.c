/* SPDX-License-Identifier: MIT */
#include "pages.h"

#define LINE 64u	/* bytes of a cache line */
#define SLAB 64u	/* pages */
#define SLAB_SIZE ((size_t)SLAB * DC_PAGE_SIZE + LINE - 1)

struct dc_free_page {
	struct dc_free_page *next;
};

void
dc_pages_init(struct dc_pages *p, const struct declutter_allocator *alloc)
{
	*p = (struct dc_pages){.alloc = alloc};
}

void
dc_pages_clear(struct dc_pages *p)
{
	void **slab = p->slabs.data;
	size_t i;

	for (i = 0; i < p->slabs.len; i++)
		dc_release(p->alloc, slab[i], SLAB_SIZE);
	dc_array_clear(p->alloc, &p->slabs, sizeof(void *));
	p->free = NULL;
	p->bytes = 0;
}

static bool
add_slab(struct dc_pages *p)
{
	char *start;
	void *slab;
	size_t i;

	if (!dc_array_reserve(p->alloc, &p->slabs, 1, sizeof(void *)))
		return false;
	slab = dc_resize(p->alloc, NULL, 0, SLAB_SIZE);
	if (slab == NULL)
		return false;
	((void **)p->slabs.data)[p->slabs.len++] = slab;
	p->bytes += SLAB_SIZE;
	start = (char *)(((uintptr_t)slab + LINE - 1) & ~(uintptr_t)(LINE - 1));
	for (i = SLAB; i-- > 0;)
		dc_pages_give(p, start + i * DC_PAGE_SIZE);
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
