/* SPDX-License-Identifier: MIT */
#include "copies.h"
#include "hash.h"

#define NUMBER ((uint64_t)DC_COPIES_SLOTS - 1)	/* a slot's bits for it, from 1 */
#define SAME_MAX 8	/* equal texts that are remembered: more take quadratic time */

static void
begin(struct dc_copies *c, uint64_t n)
{
	size_t slots = 64;

	while (slots < DC_COPIES_SLOTS && slots / 2 < n)
		slots *= 2;
	memset(c->slots, 0, slots * sizeof(c->slots[0]));
	c->mask = slots - 1;
	c->room = slots / 2;
	c->anchor = 0;
	c->nwaiting = 0;
}

/* The number of a text with this hash that lies between; 0 if there is none. */
static uint64_t
find(const struct dc_copies *c, uint64_t hash, uint64_t after, uint64_t before)
{
	size_t at = hash >> 32 & c->mask;

	for (; c->slots[at] != 0; at = (at + 1) & c->mask) {
		uint64_t number = c->slots[at] & NUMBER;

		if (c->slots[at] - number == (hash & ~NUMBER) && number > after &&
		    number < before)
			return number;
	}
	return 0;
}

static void
add(struct dc_copies *c, uint64_t hash, uint64_t number)
{
	size_t at = hash >> 32 & c->mask, same = 0;

	for (; c->slots[at] != 0; at = (at + 1) & c->mask)
		same += ((c->slots[at] ^ hash) & ~NUMBER) == 0;
	if (c->room == 0 || same == SAME_MAX || number > NUMBER)
		return;
	c->slots[at] = (hash & ~NUMBER) | number;
	c->room--;
}

/* A long block comes that is a copy of text 'upto', or of none. */
static uint64_t
settle(struct dc_copies *c, uint64_t upto)
{
	uint64_t after = c->anchor, found = 0, where;
	size_t i;

	for (i = 0; i < c->nwaiting; i++) {
		struct dc_copies_short *s = &c->waiting[i];

		where = find(c, s->hash, after, upto);
		s->item->copy = where > 0;
		if (where > 0) {
			found++;
			after = where;
		} else {
			add(c, s->hash, s->number);
		}
	}
	c->nwaiting = 0;
	c->anchor = upto;
	return found;
}

/* How many copies a block makes known. */
static uint64_t
take(struct dc_copies *c, struct dc_item *item, uint64_t number)
{
	struct dc_near_block b = dc_near_block_of(&item->scan, &item->place);
	uint64_t hash = dc_hash(b.folded, b.nfolded), upto;

	if (dc_near_is_short(&b)) {
		if (c->nwaiting == DC_WAITING_MAX)
			settle(c, 0);
		if (c->anchor == 0)
			add(c, hash, number);
		else
			c->waiting[c->nwaiting++] = (struct dc_copies_short){
				item, hash, number
			};
		return 0;
	}
	upto = find(c, hash, 0, UINT64_MAX);
	if (upto == 0)
		add(c, hash, number);
	item->copy = upto > 0;
	return settle(c, upto) + item->copy;
}

uint64_t
dc_copies_find(struct dc_copies *c, const struct dc_queue *q, uint64_t from)
{
	uint64_t i, number = 0, found = 0;

	begin(c, q->next - from);
	for (i = from; i < q->next; i++) {
		struct dc_item *item = dc_queue_at(q, i);

		item->copy = false;
		if (item->text && !item->removed && item->scan.tokens.len > 0)
			found += take(c, item, ++number);
	}
	return found;
}
