/* SPDX-License-Identifier: MIT */
#include "tally.h"

#define FIRST_SLOTS 512u

struct tally_slot {
	uint32_t stamp, index;	/* of its count */
};

void
dc_tally_init(struct dc_tally *t, const struct declutter_allocator *alloc)
{
	*t = (struct dc_tally){.alloc = alloc};
}

void
dc_tally_clear(struct dc_tally *t)
{
	dc_release(t->alloc, t->slots, t->nslots * sizeof(*t->slots));
	dc_array_clear(t->alloc, &t->counts, sizeof(struct dc_tally_count));
	*t = (struct dc_tally){.alloc = t->alloc};
}

bool
dc_tally_start(struct dc_tally *t, size_t nhits)
{
	size_t want = t->nslots == 0 ? FIRST_SLOTS : t->nslots;

	t->counts.len = 0;
	t->most = 0;
	if (!dc_array_reserve(t->alloc, &t->counts, nhits,
			      sizeof(struct dc_tally_count)))
		return false;
	while (want / 2 < nhits)
		want *= 2;
	if (want != t->nslots) {
		struct tally_slot *slots = dc_calloc(t->alloc, want, sizeof(*slots));

		if (slots == NULL)
			return false;
		dc_release(t->alloc, t->slots, t->nslots * sizeof(*t->slots));
		t->slots = slots;
		t->nslots = want;
		t->stamp = 0;
	}
	if (++t->stamp == 0) {
		memset(t->slots, 0, t->nslots * sizeof(*t->slots));
		t->stamp = 1;
	}
	return true;
}

void
dc_tally_hit(struct dc_tally *t, uint32_t pos)
{
	struct dc_tally_count *counts = t->counts.data;
	size_t mask = t->nslots - 1, i;

	/* positions of records are spread already; the product's high bits
	   keep runs of them apart */
	i = (size_t)((uint64_t)pos * 0x9e3779b97f4a7c15u >> 32) & mask;
	for (; t->slots[i].stamp == t->stamp; i = (i + 1) & mask) {
		if (counts[t->slots[i].index].pos == pos) {
			uint32_t hits = ++counts[t->slots[i].index].hits;

			t->most = DC_MAX(t->most, hits);
			return;
		}
	}
	t->slots[i] = (struct tally_slot){t->stamp, (uint32_t)t->counts.len};
	counts[t->counts.len++] = (struct dc_tally_count){pos, 1};
	t->most = DC_MAX(t->most, 1);
}

static bool
is_better(const struct dc_tally_count *a, const struct dc_tally_count *b)
{
	return a->hits != b->hits ? a->hits > b->hits : a->pos < b->pos;
}

size_t
dc_tally_best(const struct dc_tally *t, uint32_t least, size_t max,
	      struct dc_tally_count *out)
{
	const struct dc_tally_count *counts = t->counts.data;
	size_t i, k, n = 0, found = 0;

	for (i = 0; i < t->counts.len; i++) {
		if (counts[i].hits < least)
			continue;
		found++;
		for (k = n; k > 0 && is_better(&counts[i], &out[k - 1]); k--)
			if (k < max)
				out[k] = out[k - 1];
		if (k == max)
			continue;
		out[k] = counts[i];
		n += n < max;
	}
	return found;
}
