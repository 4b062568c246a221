/* SPDX-License-Identifier: MIT */
/*
 * kept.h - what is remembered of kept blocks: index, text log and horizon
 *
 * The three go together: a block is appended to the log, its keys lead to the
 * record, and a limit on memory forgets old records from both.
 */
#ifndef DC_KEPT_H
#define DC_KEPT_H
#include "horizon.h"
#include "index.h"
#include "prepare.h"
#include "tally.h"
#include "textlog.h"

struct dc_kept {
	struct dc_index index;
	struct dc_textlog log;
	struct dc_horizon horizon;
	struct dc_array probes;	/* struct dc_probe: of keys looked up only once */
	struct dc_array selected;	/* uint32_t: probes that may lead somewhere */
	struct dc_array disowned;	/* uint64_t: inputs, ascending */
	uint64_t refused;	/* blocks beyond what the log or the limit can hold */
};

/* 'opt' stays.  False if memory is out. */
bool dc_kept_init(struct dc_kept *k, const struct declutter_options *opt);
void dc_kept_clear(struct dc_kept *k);

/* Work out the probes of 'keys' and bring to the cache what they lead to.  False
   if memory is out. */
bool dc_kept_probe(const struct dc_kept *k, const struct dc_array *keys,
		   struct dc_array *probes);

/* Remember a block, its probes there. */
enum declutter_status dc_kept_insert(struct dc_kept *k, const struct dc_record *r,
				     const struct dc_array *probes);

/* Count in 'tally' the records that the keys of a block lead to, that of the block
   as a whole left out, or any 'hashes' of shingles.  False if memory is out. */
bool dc_kept_count(struct dc_kept *k, const struct dc_array *probes,
		   struct dc_tally *tally);
bool dc_kept_count_all(struct dc_kept *k, const struct dc_array *hashes,
		       struct dc_tally *tally);

typedef bool dc_accept_fn(const void *ctx, const struct declutter_place *place);

/*
 * The earliest record under the key of a whole block that has the text of 'r'
 * and that 'accept' takes: *found and *place.  Adds the records read to *reads.
 */
enum declutter_status dc_kept_find_equal(struct dc_kept *k,
					 const struct dc_record *r,
					 struct dc_probe *key,
					 dc_accept_fn *accept, const void *ctx,
					 bool *found, struct declutter_place *place,
					 uint64_t *reads);

/* No block of this input counts any more; inputs come in order.  False if memory is
   out. */
bool dc_kept_disown(struct dc_kept *k, uint64_t input);
bool dc_kept_is_disowned(const struct dc_kept *k, uint64_t input);

/* Adds its counters to 'stats'. */
void dc_kept_stats(const struct dc_kept *k, struct declutter_stats *stats);

#endif
