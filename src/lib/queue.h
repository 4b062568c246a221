/* SPDX-License-Identifier: MIT */
/*
 * queue.h - blocks on their way from input to sink
 *
 * Items wait in input order for what follows them: in one queue for chrome
 * verdicts, which look ahead, in the next as duplicates, where short repeats wait
 * for their neighbour.  What happens between blocks is an item too, so that all
 * see it in its place.  Items are numbered from 0 in each queue and used again, with
 * their arrays, once they have left.
 */
#ifndef DC_QUEUE_H
#define DC_QUEUE_H
#include "blocks.h"
#include "chrome.h"
#include "near.h"

enum dc_event {
	DC_BLOCK = 0,
	DC_BEGIN,		/* of an input */
	DC_SITE,		/* of the documents to come: 'bytes' */
	DC_NOTE,		/* the caller's */
	DC_END_RECORD,
	DC_END_DOCUMENT,
	DC_END			/* of an input */
};

/* What every stage asks comes first, so that an item that goes to another thread
   takes few cache lines along. */
struct dc_item {
	enum dc_event event;
	bool text;		/* judged: neither blank nor over-long */
	bool bounded, records;	/* of a beginning: what declutter_begin() was told */
	bool separator, continues;	/* of a document's end: a separator made it */
	bool waits;		/* a short repeat, undecided */
	bool removed;
	bool copy;		/* will go as a duplicate (copies.h) */
	uint8_t round;		/* in which it was judged last (rounds.h) */
	bool is_prepared;	/* for the search of duplicates */
	bool canonical;		/* the bytes are their own canonical text */
	uint32_t invalid;	/* bytes that are no UTF-8 */
	void *note;
	void *room;		/* what the item was allocated with */
	uint64_t offset;
	struct declutter_place place;
	struct dc_array bytes;	/* char */
	size_t nbody;
	uint64_t number;	/* in the chrome window */
	struct dc_chrome_verdict chrome;
	struct dc_reading reading;	/* by the judgement before, while held */
	struct dc_array cuts;	/* struct declutter_cut */
	struct dc_near_verdict near;
	struct dc_scan scan;
	struct dc_array hits;	/* struct dc_hit */
	struct dc_prepared prepared;	/* if is_prepared */
	struct dc_view view;
};

struct dc_queue {
	const struct declutter_allocator *alloc;
	struct dc_item **items;	/* ring of 'cap', a power of two */
	size_t cap;
	uint64_t first, next;	/* items [first, next) are there */
	/* Those that left, behind the ring.  The last is used first: it is in the cache.
	   With those that are there they are 'cap' at most. */
	size_t nspares;
};

void dc_queue_init(struct dc_queue *q, const struct declutter_allocator *a);
void dc_queue_clear(struct dc_queue *q);

/* A new last item with the raw block's bytes and place in the input; NULL if
   memory is out. */
struct dc_item *dc_queue_add(struct dc_queue *q, const struct dc_raw_block *raw);

/* The same of what is no block. */
struct dc_item *dc_queue_add_event(struct dc_queue *q, enum dc_event event);

/* Items come back from another thread, whose cache they are in: before one is added,
   fetch what will be written of the next ones. */
void dc_queue_expect(const struct dc_queue *q);

/* The first item of 'from' becomes the last of 'to', where it is; false if memory is
   out. */
bool dc_queue_move(struct dc_queue *from, struct dc_queue *to);

static inline struct dc_item *
dc_queue_at(const struct dc_queue *q, uint64_t i)
{
	return q->items[i & (q->cap - 1)];
}

/* Forget the first item. */
void dc_queue_drop(struct dc_queue *q);

/* It is no chrome after all. */
static inline void
dc_item_restore(struct dc_item *item)
{
	item->removed = false;
	item->chrome = (struct dc_chrome_verdict){
		.category = DECLUTTER_CONTENT, .evidence = ""
	};
}

/* What cuts leave of the item's body: a stretch before each cut, and one behind all. */
static inline struct dc_span
dc_item_stretch(const struct dc_item *item, size_t i)
{
	const struct declutter_cut *cuts = item->cuts.data;
	size_t start = i > 0 ? cuts[i - 1].end : 0;
	size_t end = i < item->cuts.len ? cuts[i].start : item->nbody;

	return (struct dc_span){(const char *)item->bytes.data + start, end - start};
}

#endif
