/* SPDX-License-Identifier: MIT */
#include "queue.h"

#define FEW_ITEMS 16	/* a power of two; the ring grows as it has to */
/* An item whose arrays are larger gives them back when it leaves: some 400 words.  There
   may be 8,000 items, and whoever sends long blocks at changing places finds them all. */
#define KEEP_BYTES ((size_t)1 << 14)
/* Of an item, so that it shares no cache line. */
#define ITEM_ALIGN ((size_t)64)
#define ITEM_ROOM ((sizeof(struct dc_item) / ITEM_ALIGN + 2) * ITEM_ALIGN)
/* What is fetched of an item that comes next, and of its arrays: a short line's. */
#define EXPECTED_READ ((size_t)512)	/* from the scan on */
#define EXPECTED_BYTES ((size_t)128)
#define EXPECTED_TOKENS ((size_t)8)

void
dc_queue_init(struct dc_queue *q, const struct declutter_allocator *a)
{
	*q = (struct dc_queue){.alloc = a};
}

/* Where item 'i' is, or will be. */
static struct dc_item **
slot_of(const struct dc_queue *q, uint64_t i)
{
	return &q->items[i & (q->cap - 1)];
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

static void
free_item(const struct dc_queue *q, struct dc_item *item)
{
	clear_item(q, item);
	dc_release(q->alloc, item->room, ITEM_ROOM);
}

/* The stack of spares. */
static struct dc_item **
spares_of(const struct dc_queue *q)
{
	return q->items + q->cap;
}

static void
free_ring(const struct dc_queue *q)
{
	dc_release(q->alloc, q->items, 2 * q->cap * sizeof(*q->items));
}

void
dc_queue_clear(struct dc_queue *q)
{
	while (q->nspares > 0)
		free_item(q, spares_of(q)[--q->nspares]);
	for (; q->first < q->next; q->first++)
		free_item(q, *slot_of(q, q->first));
	free_ring(q);
	*q = (struct dc_queue){.alloc = q->alloc};
}

/* Double the ring. */
static bool
grow(struct dc_queue *q)
{
	size_t cap = q->cap == 0 ? FEW_ITEMS : q->cap * 2, k;
	struct dc_item **items = dc_calloc(q->alloc, 2 * cap, sizeof(*items));
	uint64_t i;

	if (items == NULL)
		return false;
	for (i = q->first; i < q->next; i++)
		items[i & (cap - 1)] = *slot_of(q, i);
	for (k = 0; k < q->nspares; k++)
		items[cap + k] = spares_of(q)[k];
	free_ring(q);
	q->items = items;
	q->cap = cap;
	return true;
}

static bool
has_room(struct dc_queue *q)
{
	return q->next - q->first < q->cap || grow(q);
}

void
dc_queue_expect(const struct dc_queue *q)
{
	const struct dc_item *item;

	if (q->nspares < 2)
		return;
	item = spares_of(q)[q->nspares - 2];
	dc_prefetch(item, offsetof(struct dc_item, near) + sizeof(uint64_t));
	dc_prefetch(&item->scan, EXPECTED_READ);
	item = spares_of(q)[q->nspares - 1];
	dc_prefetch(item->bytes.data, EXPECTED_BYTES);
	dc_prefetch(item->scan.tokens.data, EXPECTED_TOKENS * sizeof(struct dc_token));
}

/* NULL if there is none. */
static struct dc_item *
take_spare(struct dc_queue *q)
{
	return q->nspares > 0 ? spares_of(q)[--q->nspares] : NULL;
}

bool
dc_queue_move(struct dc_queue *from, struct dc_queue *to)
{
	struct dc_item *spare;

	if (!has_room(to))
		return false;
	/* one that is no longer needed goes the other way */
	if ((spare = take_spare(to)) != NULL)
		spares_of(from)[from->nspares++] = spare;
	*slot_of(to, to->next++) = *slot_of(from, from->first++);
	return true;
}

static struct dc_item *
new_item(struct dc_queue *q)
{
	struct dc_item *item = take_spare(q);
	char *room;

	if (item != NULL)
		return item;
	room = dc_calloc(q->alloc, 1, ITEM_ROOM);
	if (room == NULL)
		return NULL;
	item = (struct dc_item *)(void *)(room + (-(uintptr_t)room % ITEM_ALIGN));
	item->room = room;
	return item;
}

struct dc_item *
dc_queue_add(struct dc_queue *q, const struct dc_raw_block *raw)
{
	struct dc_item *item;

	if (!has_room(q) || (item = new_item(q)) == NULL)
		return NULL;
	*slot_of(q, q->next++) = item;
	item->bytes.len = item->hits.len = item->cuts.len = 0;
	item->scan.tokens.len = item->scan.folded.len = 0;
	item->event = DC_BLOCK;
	item->offset = raw->offset;
	item->place = (struct declutter_place){.line = raw->line};
	item->nbody = raw->nbody;
	item->text = !raw->blank && !raw->overlong;
	item->separator = raw->separator;
	item->continues = raw->continues;
	item->waits = item->removed = item->copy = false;
	item->is_prepared = item->canonical = false;
	item->round = 0;
	item->chrome = (struct dc_chrome_verdict){.evidence = ""};
	dc_rule_start(&item->near);
	if (!dc_array_reserve(q->alloc, &item->bytes, raw->nbytes + DC_SCAN_ROOM, 1) ||
	    !dc_array_append(q->alloc, &item->bytes, raw->bytes, raw->nbytes, 1))
		return NULL;
	return item;
}

struct dc_item *
dc_queue_add_event(struct dc_queue *q, enum dc_event event)
{
	static const struct dc_raw_block nothing = {.bytes = "", .blank = true};
	struct dc_item *item = dc_queue_add(q, &nothing);

	if (item != NULL)
		item->event = event;
	return item;
}

/* Memory of the item's arrays. */
static size_t
bytes_of(const struct dc_item *item)
{
	return item->bytes.cap + item->scan.folded.cap + item->prepared.text.cap +
	       item->scan.tokens.cap * sizeof(struct dc_token) +
	       item->prepared.keys.cap * sizeof(uint64_t) +
	       item->hits.cap * sizeof(struct dc_hit) +
	       item->cuts.cap * sizeof(struct declutter_cut);
}

void
dc_queue_drop(struct dc_queue *q)
{
	struct dc_item *item = dc_queue_at(q, q->first++);

	if (bytes_of(item) > KEEP_BYTES)
		clear_item(q, item);
	spares_of(q)[q->nspares++] = item;
}
