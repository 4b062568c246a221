/* SPDX-License-Identifier: MIT */
/*
 * dedup.h - duplicate verdicts for the blocks that are no chrome, in order
 *
 * Long blocks are decided at once.  A short repeat goes only if it stands among
 * removed blocks whose witnesses are its neighbours in the same earlier
 * document, so it waits for the next long block.
 */
#ifndef DC_DEDUP_H
#define DC_DEDUP_H
#include "queue.h"

/* Short blocks that may stand between two removed ones. */
#define DC_WAITING_MAX 8

struct dc_dedup {
	const struct declutter_allocator *alloc;
	const struct declutter_options *opt;
	struct dc_near *near;
	struct declutter_stats past;	/* the counters of what was forgotten */
	struct dc_chars chars;
	struct dc_array kept;	/* char: a block without its cuts */
	struct dc_scan scan;	/* and the scan of it */
	uint64_t first_waiting;	/* items of the queue that wait */
	size_t nwaiting;
	uint64_t patience;	/* bytes an item may wait for another */
	bool anchored;		/* the last long block was removed */
	struct declutter_place anchor;	/* its witness */
};

enum declutter_status dc_dedup_init(struct dc_dedup *d,
				    const struct declutter_options *opt);
void dc_dedup_clear(struct dc_dedup *d);

/* Forget all blocks. */
enum declutter_status dc_dedup_forget(struct dc_dedup *d);

/* No block of this input, which is over, is a witness any more; false if memory is
   out. */
bool dc_dedup_disown(struct dc_dedup *d, uint64_t input);

/* Adds the index's counters to 'stats'. */
void dc_dedup_stats(const struct dc_dedup *d, struct declutter_stats *stats);

/* Items that may be expected at a time. */
#define DC_DEDUP_AHEAD DC_AHEAD_BLOCKS

/* Item 'i' will be decided soon, if chrome rules have kept it. */
enum declutter_status dc_dedup_expect(struct dc_dedup *d, const struct dc_queue *q,
				      uint64_t i);

/* Decide item 'i', if chrome rules have kept it; to be called for every item, in
   order.  Earlier items may be decided with it. */
enum declutter_status dc_dedup_judge(struct dc_dedup *d, struct dc_queue *q,
				     uint64_t i);

/* The document ended: nothing waits any longer. */
enum declutter_status dc_dedup_end(struct dc_dedup *d, struct dc_queue *q);

#endif
