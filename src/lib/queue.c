/* SPDX-License-Identifier: MIT */
#include "queue.h"

#define FEW_ITEMS 16	/* a power of two; the ring grows as it has to */
/* An item that held more than this gives its memory back when it leaves. */
#define KEEP_BYTES ((size_t)1 << 16)
#define KEEP_HITS ((size_t)1 << 10)

void
dc_queue_init(struct dc_queue *q, const struct declutter_allocator *a)
{
	*q = (struct dc_queue){.alloc = a};
}

static void
clear_item(const struct dc_queue *q, struct dc_item *item)
{
	dc_array_clear(q->alloc, &item->bytes, 1);
	dc_array_clear(q->alloc, &item->hits, sizeof(struct dc_hit));
	dc_array_clear(q->alloc, &item->cuts, sizeof(struct declutter_cut));
	dc_scan_clear(q->alloc, &item->scan);
	dc_prepared_clear(q->alloc, &item->prepared);
}

void
dc_queue_clear(struct dc_queue *q)
{
	size_t i;

	for (i = 0; i < q->cap; i++)
		clear_item(q, &q->items[i]);
	dc_release(q->alloc, q->items, q->cap * sizeof(*q->items));
	*q = (struct dc_queue){.alloc = q->alloc};
}

/* Double the ring.  Items move but keep their arrays, which views point into. */
static bool
grow(struct dc_queue *q)
{
	size_t cap = q->cap == 0 ? FEW_ITEMS : q->cap * 2;
	struct dc_item *items = dc_calloc(q->alloc, cap, sizeof(*items));
	uint64_t i;

	if (items == NULL)
		return false;
	for (i = q->first; i < q->next; i++)
		items[i & (cap - 1)] = *dc_queue_at(q, i);
	for (i = q->next; i < q->first + q->cap; i++)
		clear_item(q, dc_queue_at(q, i));
	dc_release(q->alloc, q->items, q->cap * sizeof(*items));
	q->items = items;
	q->cap = cap;
	return true;
}

static bool
has_room(struct dc_queue *q)
{
	return q->next - q->first < q->cap || grow(q);
}

bool
dc_queue_move(struct dc_queue *from, struct dc_queue *to)
{
	struct dc_item *a, *b;

	if (!has_room(to))
		return false;
	a = dc_queue_at(from, from->first++);
	b = dc_queue_at(to, to->next++);
	memcpy(b, a, offsetof(struct dc_item, bytes));
	b->scan.shape = a->scan.shape;
	b->chrome = a->chrome;
	dc_rule_start(&b->near);
	/* arrays that are no longer needed go the other way */
	dc_array_swap(&a->bytes, &b->bytes);
	dc_array_swap(&a->hits, &b->hits);
	dc_array_swap(&a->cuts, &b->cuts);
	dc_array_swap(&a->scan.tokens, &b->scan.tokens);
	dc_array_swap(&a->scan.folded, &b->scan.folded);
	dc_prepared_move(&a->prepared, &b->prepared);
	return true;
}

struct dc_item *
dc_queue_add(struct dc_queue *q, const struct dc_raw_block *raw)
{
	struct dc_item *item;

	if (!has_room(q))
		return NULL;
	item = dc_queue_at(q, q->next);
	item->bytes.len = item->hits.len = item->cuts.len = 0;
	item->scan.tokens.len = item->scan.folded.len = 0;
	if (!dc_array_reserve(q->alloc, &item->bytes, raw->nbytes + DC_SCAN_ROOM, 1) ||
	    !dc_array_append(q->alloc, &item->bytes, raw->bytes, raw->nbytes, 1))
		return NULL;
	item->offset = raw->offset;
	item->place = (struct declutter_place){.line = raw->line};
	item->nbody = raw->nbody;
	item->text = !raw->blank && !raw->overlong;
	item->ends = false;
	item->separator = raw->separator;
	item->continues = raw->continues;
	item->waits = item->removed = item->is_prepared = false;
	item->chrome = (struct dc_chrome_verdict){.evidence = ""};
	dc_rule_start(&item->near);
	q->next++;
	return item;
}

void
dc_queue_drop(struct dc_queue *q)
{
	struct dc_item *item = dc_queue_at(q, q->first);

	if (item->bytes.cap > KEEP_BYTES || item->hits.cap > KEEP_HITS)
		clear_item(q, item);
	q->first++;
}
