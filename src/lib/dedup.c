/* SPDX-License-Identifier: MIT */
#include "dedup.h"

/* Where nothing settles a short repeat it must not hold up the stream: it waits
   for so many items and longest blocks. */
#define PATIENCE_ITEMS 256
#define PATIENCE_BLOCKS 2

enum declutter_status
dc_dedup_init(struct dc_dedup *d, const struct declutter_options *opt)
{
	memset(d, 0, sizeof(*d));
	d->alloc = &opt->allocator;
	d->opt = opt;
	d->patience = PATIENCE_BLOCKS * (uint64_t)opt->max_block;
	if (!opt->dedup)
		return DECLUTTER_OK;
	d->near = dc_near_new(opt);
	return d->near == NULL ? DECLUTTER_ENOMEM : DECLUTTER_OK;
}

void
dc_dedup_clear(struct dc_dedup *d)
{
	if (d->near != NULL)
		dc_near_free(d->near);
	dc_array_clear(d->alloc, &d->kept, 1);
	dc_scan_clear(d->alloc, &d->scan);
}

enum declutter_status
dc_dedup_forget(struct dc_dedup *d)
{
	struct declutter_stats now = {0};

	if (d->near == NULL)
		return DECLUTTER_OK;
	dc_near_stats(d->near, &now);
	if (now.indexed_blocks == 0)
		return DECLUTTER_OK;
	d->past.indexed_blocks += now.indexed_blocks;
	d->past.forgotten_blocks += now.forgotten_blocks;
	d->past.verifications += now.verifications;
	d->past.capped += now.capped;
	d->past.displaced_entries += now.displaced_entries;
	dc_near_free(d->near);
	d->near = dc_near_new(d->opt);
	return d->near == NULL ? DECLUTTER_ENOMEM : DECLUTTER_OK;
}

bool
dc_dedup_disown(struct dc_dedup *d, uint64_t input)
{
	return d->near == NULL || dc_near_disown(d->near, input);
}

void
dc_dedup_stats(const struct dc_dedup *d, struct declutter_stats *stats)
{
	stats->indexed_blocks += d->past.indexed_blocks;
	stats->forgotten_blocks += d->past.forgotten_blocks;
	stats->verifications += d->past.verifications;
	stats->capped += d->past.capped;
	stats->displaced_entries += d->past.displaced_entries;
	if (d->near != NULL)
		dc_near_stats(d->near, stats);
}

/* The item's tokens, without what is cut out of it. */
static bool
read_block(struct dc_dedup *d, struct dc_item *item, struct dc_near_block *b)
{
	const struct dc_scan *scan = &item->scan;
	size_t i;

	if (item->cuts.len > 0) {
		d->kept.len = 0;
		for (i = 0; i <= item->cuts.len; i++) {
			struct dc_span s = dc_item_stretch(item, i);

			if (!dc_array_append(d->alloc, &d->kept, s.data, s.len, 1) ||
			    !dc_array_append(d->alloc, &d->kept, " ", 1, 1))
				return false;
		}
		if (!dc_scan(d->alloc, &d->chars, d->kept.data, d->kept.len,
			     &d->scan))
			return false;
		scan = &d->scan;
	}
	*b = dc_near_block_of(scan, &item->place);
	if (item->is_prepared && item->cuts.len == 0) {
		dc_prepare_place(&item->prepared, &item->place);
		b->prepared = &item->prepared;
	}
	return true;
}

static bool
is_candidate(const struct dc_dedup *d, const struct dc_item *item)
{
	return d->near != NULL && item->text && !item->removed;
}

enum declutter_status
dc_dedup_expect(struct dc_dedup *d, const struct dc_queue *q, uint64_t i)
{
	struct dc_item *item = dc_queue_at(q, i);
	struct dc_near_block b;

	/* what is cut is scanned anew, into scratch that one block can have */
	if (!is_candidate(d, item) || item->cuts.len > 0)
		return DECLUTTER_OK;
	return read_block(d, item, &b) ? dc_near_expect(d->near, &b)
				       : DECLUTTER_ENOMEM;
}

/*
 * Settle what waits before a removed block with witness 'upto' in the anchor's
 * document, or let it all stay if 'upto' is NULL.
 */
static enum declutter_status
settle(struct dc_dedup *d, struct dc_queue *q, const struct declutter_place *upto)
{
	uint64_t after = d->anchor.block, i;
	enum declutter_status status;

	for (i = d->first_waiting; d->nwaiting > 0; i++) {
		struct dc_item *item = dc_queue_at(q, i);
		struct declutter_place where;
		struct dc_near_block b;
		bool found = false;

		if (!item->waits)
			continue;
		item->waits = false;
		d->nwaiting--;
		if (!read_block(d, item, &b))
			return DECLUTTER_ENOMEM;
		status = DECLUTTER_OK;
		if (upto != NULL)
			status = dc_near_find_short(d->near, &b, d->anchor.document,
						    after, upto->block, &found,
						    &where);
		if (status == DECLUTTER_OK && !found)
			status = dc_near_insert(d->near, &b);
		if (status != DECLUTTER_OK)
			return status;
		if (!found)
			continue;
		after = where.block;
		item->removed = true;
		item->near = (struct dc_near_verdict){
			.duplicate = DECLUTTER_SHORT, .removed = true,
			.containment = 1, .resemblance = 1,
			.nwitnesses = 1, .witnesses = {where}
		};
	}
	return DECLUTTER_OK;
}

static enum declutter_status
judge_short(struct dc_dedup *d, struct dc_queue *q, uint64_t i,
	    const struct dc_near_block *b)
{
	if (!d->anchored)
		return dc_near_insert(d->near, b);
	if (d->nwaiting == DC_WAITING_MAX) {
		d->anchored = false;
		/* the block just read is scratch that settle() reuses */
		dc_queue_at(q, i)->waits = true;
		d->nwaiting++;
		return settle(d, q, NULL);
	}
	if (d->nwaiting++ == 0)
		d->first_waiting = i;
	dc_queue_at(q, i)->waits = true;
	return DECLUTTER_OK;
}

/* Judge item 'i', which is read into 'b'. */
static enum declutter_status
judge_long(struct dc_dedup *d, struct dc_queue *q, uint64_t i, struct dc_near_block *b)
{
	struct dc_item *item = dc_queue_at(q, i);
	enum declutter_status status = dc_near_judge(d->near, b, &item->near);

	if (status != DECLUTTER_OK || item->near.removed || d->nwaiting == 0)
		return status;
	/* so what waits stays, and may be a witness as any kept block before */
	status = settle(d, q, NULL);
	if (status == DECLUTTER_OK && !read_block(d, item, b))
		status = DECLUTTER_ENOMEM;
	return status == DECLUTTER_OK ? dc_near_judge(d->near, b, &item->near) : status;
}

static enum declutter_status
judge(struct dc_dedup *d, struct dc_queue *q, uint64_t i)
{
	struct dc_item *item = dc_queue_at(q, i);
	const struct declutter_place *witness = item->near.witnesses;
	struct dc_near_block b;
	enum declutter_status status;
	bool aligned;

	if (!read_block(d, item, &b))
		return DECLUTTER_ENOMEM;
	if (dc_near_is_short(&b))
		return judge_short(d, q, i, &b);
	status = judge_long(d, q, i, &b);
	if (status == DECLUTTER_OK && !item->near.removed)
		status = dc_near_insert(d->near, &b);
	if (status != DECLUTTER_OK)
		return status;
	item->removed = item->near.removed;
	aligned = item->removed && d->anchored &&
		  witness->document == d->anchor.document &&
		  witness->block > d->anchor.block;
	status = settle(d, q, aligned ? witness : NULL);
	d->anchored = item->removed;
	if (item->removed)
		d->anchor = *witness;
	return status;
}

/* Has the document gone so far that item 'i' comes too late for what waits? */
static bool
is_too_late(const struct dc_dedup *d, const struct dc_queue *q, uint64_t i)
{
	return d->nwaiting > 0 &&
	       (i - d->first_waiting > PATIENCE_ITEMS ||
		dc_queue_at(q, i)->offset -
		dc_queue_at(q, d->first_waiting)->offset > d->patience);
}

enum declutter_status
dc_dedup_judge(struct dc_dedup *d, struct dc_queue *q, uint64_t i)
{
	enum declutter_status status = DECLUTTER_OK;

	if (is_too_late(d, q, i))
		status = dc_dedup_end(d, q);
	if (status == DECLUTTER_OK && is_candidate(d, dc_queue_at(q, i)))
		status = judge(d, q, i);
	return status;
}

enum declutter_status
dc_dedup_end(struct dc_dedup *d, struct dc_queue *q)
{
	d->anchored = false;
	return settle(d, q, NULL);
}
