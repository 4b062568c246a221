/* SPDX-License-Identifier: MIT */
/*
 * queue.h - blocks on their way from input to sink
 *
 * Items wait in input order for what follows them: in one queue for chrome
 * verdicts, which look ahead, in the next as duplicates, where short repeats wait
 * for their neighbour.  Items are numbered from 0 in each queue and reused, with
 * their arrays, once they have left.
 */
#ifndef DC_QUEUE_H
#define DC_QUEUE_H
#include "blocks.h"
#include "canon.h"
#include "chrome.h"
#include "near.h"

struct dc_item {
	struct declutter_place place;
	uint64_t offset;
	size_t nbody;
	bool text;		/* judged: neither blank nor over-long */
	bool ends;		/* no block: the end of a document */
	bool separator, continues;	/* of an end: a separator made it */
	bool waits;		/* a short repeat, undecided */
	bool removed;
	bool is_prepared;	/* for the search of duplicates */
	uint64_t view;		/* its number in the chrome window */
	struct dc_array bytes;	/* char; what stands before is copied by a move */
	struct dc_array hits;	/* struct dc_hit */
	struct dc_array cuts;	/* struct declutter_cut */
	struct dc_scan scan;
	struct dc_chrome_verdict chrome;
	struct dc_prepared prepared;	/* if is_prepared */
	struct dc_near_verdict near;	/* a move starts it anew */
};

struct dc_queue {
	const struct declutter_allocator *alloc;
	struct dc_item *items;	/* ring of 'cap', a power of two */
	size_t cap;
	uint64_t first, next;	/* items [first, next) are there */
};

void dc_queue_init(struct dc_queue *q, const struct declutter_allocator *a);
void dc_queue_clear(struct dc_queue *q);

/* A new last item with the raw block's bytes and place in the input; NULL if
   memory is out. */
struct dc_item *dc_queue_add(struct dc_queue *q, const struct dc_raw_block *raw);

/* The first item of 'from' becomes the last of 'to', with its arrays; false if
   memory is out. */
bool dc_queue_move(struct dc_queue *from, struct dc_queue *to);

static inline struct dc_item *
dc_queue_at(const struct dc_queue *q, uint64_t i)
{
	return &q->items[i & (q->cap - 1)];
}

/* Forget the first item. */
void dc_queue_drop(struct dc_queue *q);

#endif
