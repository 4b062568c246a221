/* SPDX-License-Identifier: MIT */
#include "kept.h"

/* What a key is charged under a memory limit: at worst a shard has just grown
   (5.33 / .57 bytes a slot) and its share of keys has shrunk a little. */
#define KEY_COST 10u
#define BLOCK_COST 16u
#define SHARD_BITS 9u
#define SHARD_KEYS 2048u	/* a shard of fewer fluctuates, or wastes pages */
#define FEW_PAGES 8u	/* 16 MiB in all shards: time counts for more than memory */
#define FIXED_COST ((uint64_t)1 << 20)	/* scratch, pieces of the log */
#define RESIDENT 16u	/* pieces of the log in memory: 4 MiB, where most copies lie, */
#define RESIDENT_LIMITED 2u	/* and if that is limited */

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
	k->probes = k->selected = k->disowned = (struct dc_array){0};
	dc_horizon_init(&k->horizon, limit);
	dc_textlog_init(&k->log, &opt->allocator, &opt->store,
			limit == 0 ? RESIDENT : RESIDENT_LIMITED);
	if (!dc_index_init(&k->index, &opt->allocator, bits))
		return false;
	k->index.few_pages = limit == 0 ? FEW_PAGES : 0;
	return true;
}

void
dc_kept_clear(struct dc_kept *k)
{
	dc_array_clear(k->index.alloc, &k->probes, sizeof(struct dc_probe));
	dc_array_clear(k->index.alloc, &k->selected, sizeof(uint32_t));
	dc_array_clear(k->index.alloc, &k->disowned, sizeof(uint64_t));
	dc_index_clear(&k->index);
	dc_textlog_clear(&k->log);
}

bool
dc_kept_probe(const struct dc_kept *k, const struct dc_array *keys,
	      struct dc_array *probes)
{
	probes->len = 0;
	if (!dc_array_reserve(k->index.alloc, probes, keys->len,
			      sizeof(struct dc_probe)))
		return false;
	probes->len = keys->len;
	dc_index_probe(&k->index, keys->data, keys->len, probes->data);
	return true;
}

enum declutter_status
dc_kept_insert(struct dc_kept *k, const struct dc_record *r,
	       const struct dc_array *probes)
{
	uint64_t cost = BLOCK_COST + probes->len * KEY_COST;
	enum declutter_status st;
	uint32_t pos;

	if (k->log.store.write == NULL)	/* the text takes memory as well */
		cost += r->len;
	pos = 0;
	if (dc_horizon_takes(&k->horizon, cost)) {
		st = dc_textlog_append(&k->log, r, &pos);
		if (st != DECLUTTER_OK)
			return st;
	}
	if (pos == 0) {
		k->refused++;
		return DECLUTTER_OK;
	}
	dc_horizon_add(&k->horizon, pos, cost);
	return dc_textlog_forget(&k->log, k->horizon.min) &&
	       dc_index_insert(&k->index, probes->data, probes->len, pos,
			       k->horizon.min) ? DECLUTTER_OK : DECLUTTER_ENOMEM;
}

/* Count what 'n' probes lead to. */
static bool
count(struct dc_kept *k, struct dc_probe *probes, size_t n, struct dc_tally *tally)
{
	uint32_t pos[DC_INDEX_OWNERS], *selected;
	size_t i, p, nselected;

	k->selected.len = 0;
	if (!dc_array_reserve(k->index.alloc, &k->selected, n + 1, sizeof(uint32_t)))
		return false;
	selected = k->selected.data;
	nselected = dc_index_select(&k->index, probes, n, selected);
	if (!dc_tally_start(tally, nselected * DC_INDEX_OWNERS))
		return false;
	for (i = 0; i < nselected; i++) {
		size_t found = dc_index_find(&k->index, &probes[selected[i]],
					     k->horizon.min, pos);

		for (p = 0; p < found; p++)
			dc_tally_hit(tally, pos[p]);
	}
	return true;
}

bool
dc_kept_count(struct dc_kept *k, const struct dc_array *probes,
	      struct dc_tally *tally)
{
	return count(k, (struct dc_probe *)probes->data + 1, probes->len - 1, tally);
}

bool
dc_kept_count_all(struct dc_kept *k, const struct dc_array *hashes,
		  struct dc_tally *tally)
{
	return dc_kept_probe(k, hashes, &k->probes) &&
	       count(k, k->probes.data, k->probes.len, tally);
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
dc_kept_find_equal(struct dc_kept *k, const struct dc_record *r, struct dc_probe *key,
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
	stats->displaced_entries += k->index.displaced;
	stats->index_bytes += dc_index_bytes(&k->index) + dc_textlog_memory(&k->log);
	if (k->log.store.write == NULL)	/* the text itself is told apart */
		stats->index_bytes -= k->log.bytes;
	stats->store_bytes += dc_textlog_remembered(&k->log);
	stats->forgotten_blocks += k->horizon.forgotten + k->refused;
}

bool
dc_kept_disown(struct dc_kept *k, uint64_t input)
{
	return dc_kept_is_disowned(k, input) ||
	       dc_array_append(k->index.alloc, &k->disowned, &input, 1, sizeof(input));
}

bool
dc_kept_is_disowned(const struct dc_kept *k, uint64_t input)
{
	const uint64_t *inputs = k->disowned.data;
	size_t lo = 0, hi = k->disowned.len;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (inputs[mid] < input)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < k->disowned.len && inputs[lo] == input;
}
