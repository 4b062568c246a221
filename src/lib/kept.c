/* SPDX-License-Identifier: MIT */
#include "kept.h"

/* What a key is charged under a memory limit: at worst a shard has just grown
   (5.33 / .56 bytes a slot) and its share of keys has shrunk a little. */
#define KEY_COST 10u
#define BLOCK_COST 16u
#define SHARD_BITS 9u
#define SHARD_KEYS 2048u	/* a shard of fewer fluctuates, or wastes pages */
#define FIXED_COST ((uint64_t)1 << 20)	/* scratch, pieces of the log */

bool
dc_kept_init(struct dc_kept *k, const struct declutter_options *opt)
{
	unsigned bits = SHARD_BITS;
	uint64_t limit = 0;

	if (opt->memory != 0) {
		limit = opt->memory > 2 * FIXED_COST ? opt->memory - FIXED_COST
						     : opt->memory / 2 + 1;
		while (bits > 0 && (limit / KEY_COST) >> bits < SHARD_KEYS)
			bits--;
	}
	k->refused = 0;
	dc_horizon_init(&k->horizon, limit);
	dc_textlog_init(&k->log, &opt->allocator, &opt->store);
	return dc_index_init(&k->index, &opt->allocator, bits);
}

void
dc_kept_clear(struct dc_kept *k)
{
	dc_index_clear(&k->index);
	dc_textlog_clear(&k->log);
}

void
dc_kept_prefetch(const struct dc_kept *k, const uint64_t *keys, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		dc_index_prefetch(&k->index, keys[i]);
}

enum declutter_status
dc_kept_insert(struct dc_kept *k, const struct dc_prepared *p)
{
	uint64_t cost = BLOCK_COST + (p->keys.len + 1) * KEY_COST;
	const uint64_t *keys = p->keys.data;
	enum declutter_status st;
	uint32_t pos;
	size_t i;

	st = dc_textlog_append(&k->log, &p->record, &pos);
	if (st != DECLUTTER_OK)
		return st;
	if (pos == 0) {
		k->refused++;
		return DECLUTTER_OK;
	}
	if (k->log.store.write == NULL)	/* the text takes memory as well */
		cost += p->record.len;
	dc_horizon_add(&k->horizon, pos, cost);
	dc_textlog_forget(&k->log, k->horizon.min);
	if (!dc_index_insert(&k->index, p->key, pos, k->horizon.min))
		return DECLUTTER_ENOMEM;
	for (i = 0; i < p->keys.len; i++)
		if (!dc_index_insert(&k->index, keys[i], pos, k->horizon.min))
			return DECLUTTER_ENOMEM;
	return DECLUTTER_OK;
}

bool
dc_kept_count(const struct dc_kept *k, const uint64_t *keys, size_t n,
	      struct dc_tally *tally)
{
	uint32_t pos[DC_INDEX_OWNERS];
	size_t i, p;

	if (!dc_tally_start(tally, n * DC_INDEX_OWNERS))
		return false;
	for (i = 0; i < n; i++) {
		size_t found = dc_index_find(&k->index, keys[i], k->horizon.min, pos);

		for (p = 0; p < found; p++)
			dc_tally_hit(tally, pos[p]);
	}
	return true;
}

static void
sort_positions(uint32_t *pos, size_t n)
{
	size_t i, k;

	for (i = 1; i < n; i++) {
		uint32_t p = pos[i];

		for (k = i; k > 0 && pos[k - 1] > p; k--)
			pos[k] = pos[k - 1];
		pos[k] = p;
	}
}

enum declutter_status
dc_kept_find_equal(struct dc_kept *k, const struct dc_record *r, uint64_t key,
		   dc_accept_fn *accept, const void *ctx, bool *found,
		   struct declutter_place *place, uint64_t *reads)
{
	uint32_t pos[DC_INDEX_OWNERS];
	size_t i, n = dc_index_find(&k->index, key, k->horizon.min, pos);

	*found = false;
	sort_positions(pos, n);
	for (i = 0; i < n && !*found; i++) {
		struct dc_record q;
		enum declutter_status st;

		st = dc_textlog_read(&k->log, pos[i], r->ntokens, &q);
		if (st != DECLUTTER_OK)
			return st;
		++*reads;
		if (q.text == NULL || q.len != r->len || q.ntokens != r->ntokens ||
		    memcmp(q.text, r->text, r->len) != 0 || !accept(ctx, &q.place))
			continue;
		*found = true;
		*place = q.place;
	}
	return DECLUTTER_OK;
}

void
dc_kept_stats(const struct dc_kept *k, struct declutter_stats *stats)
{
	stats->indexed_blocks += k->horizon.inserted;
	stats->index_entries += k->index.entries;
	stats->index_bytes += dc_index_bytes(&k->index) +
			      k->log.chunks.cap * sizeof(char *);
	if (k->log.store.write != NULL)
		stats->index_bytes += k->log.bytes;
	stats->store_bytes += k->log.end;
	stats->forgotten_blocks += k->horizon.forgotten + k->refused;
}
