/* SPDX-License-Identifier: MIT */
#include "shard.h"

#define LOAD_MAX_256 205u	/* .80 of the slots in use: time to grow; see below */
#define SKEW_256 140u	/* a shard that overflows under .55 is under attack */

/* So many 256ths of the slots of 'nbuckets' homes. */
static uint32_t
part_of(uint32_t nbuckets, uint32_t part)
{
	return (uint32_t)((uint64_t)nbuckets * DC_SLOTS * part / 256);
}

void
dc_shard_clear(struct dc_shard *s, struct dc_pages *pool)
{
	uint32_t i;

	for (i = 0; i < s->npages && s->pages[i] != NULL; i++)
		dc_pages_give(pool, s->pages[i]);
	dc_release(pool->alloc, s->pages, s->npages * sizeof(*s->pages));
	*s = (struct dc_shard){0};
}

/* An empty shard of 'npages'; false if memory is out. */
static bool
make_shard(struct dc_shard *s, struct dc_pages *pool, uint32_t npages)
{
	uint32_t i;

	*s = (struct dc_shard){0};
	s->pages = dc_calloc(pool->alloc, npages, sizeof(*s->pages));
	if (s->pages == NULL)
		return false;
	s->npages = npages;
	s->layout = dc_layout_of(npages * DC_PAGE_BUCKETS - (DC_STRAY - 1));
	s->limit = part_of(s->layout.nbuckets, LOAD_MAX_256);
	for (i = 0; i < npages; i++) {
		s->pages[i] = dc_pages_take(pool);
		if (s->pages[i] == NULL) {
			dc_shard_clear(s, pool);
			return false;
		}
	}
	return true;
}

/* Put 'e' into bucket 'k', 'away' from home, if there is room or a dead entry. */
static inline bool
put(struct dc_shard *s, struct dc_bucket *k, const struct dc_entry *e,
    unsigned away, uint32_t min)
{
	unsigned i = dc_bucket_used(k);

	if (i < DC_SLOTS) {
		k->meta += 1u << 4;
		s->nentries++;
	} else {
		i = dc_bucket_dead(k, min, s->layout.posmask);
		if (i == DC_SLOTS)
			return false;
	}
	dc_bucket_set(k, i, e, away);
	return true;
}

/*
 * The first bucket with room takes the entry: most often the home or the next.
 * If all are full, the entry nearest to home gives way to one that came further
 * (Robin Hood); to begin with that would move entries all along a run of full
 * buckets, each a cache miss.
 */
bool
dc_shard_settle(struct dc_shard *s, struct dc_entry *e, uint32_t min)
{
	unsigned away;

	for (away = 0; away < DC_STRAY; away++) {
		struct dc_bucket *k = dc_shard_bucket(s, e->tag.home + away);

		if (put(s, k, e, away, min))
			return true;
		k->meta |= dc_overflow_bit(e->tag.high);
	}
	for (away = 1; away < DC_STRAY; away++) {
		struct dc_bucket *k = dc_shard_bucket(s, e->tag.home + away);
		unsigned i;

		if (put(s, k, e, away, min))
			return true;
		i = dc_bucket_nearer(k, away);
		if (i < DC_SLOTS) {
			unsigned theirs = dc_bucket_away(k, i);
			uint32_t home = e->tag.home + away - theirs;
			struct dc_entry old = dc_bucket_get(k, i, home,
							    s->layout.posmask);

			dc_bucket_set(k, i, e, away);
			*e = old;
			away = theirs;
		}
		k->meta |= dc_overflow_bit(e->tag.high);
	}
	return false;
}

/*
 * Copy the live entries of 'from' into the empty 'to'; false if one finds no
 * place and 'force' does not say to forget it.  The loop an entry goes through
 * 2.5 times in its life, so the headers of the shards are copied where no store
 * can change them.
 */
static bool
copy_live(const struct dc_shard *from, struct dc_shard *to, uint32_t min,
	  bool force, uint64_t *lost)
{
	const struct dc_shard old = *from, fresh = *to;
	double inverse = 1 / (double)DC_MAX(old.layout.nbuckets, 1);
	uint32_t b, copied = 0;

	for (b = 0; b < old.npages * DC_PAGE_BUCKETS; b++) {
		const struct dc_bucket *k = dc_shard_bucket(&old, b);
		unsigned i, n = dc_bucket_used(k);

		for (i = 0; i < n; i++) {
			struct dc_bucket *home;
			struct dc_entry e;
			uint32_t q;

			if ((k->lo[i] & old.layout.posmask) < min)
				continue;
			e = dc_bucket_get(k, i, b - dc_bucket_away(k, i),
					  old.layout.posmask);
			q = dc_tag_key(&old.layout, &e.tag, inverse);
			e.tag = dc_tag_of(&fresh.layout, q);
			home = dc_shard_bucket(&fresh, e.tag.home);
			if (dc_bucket_used(home) < DC_SLOTS) {
				dc_bucket_put_home(home, e.tag.low | e.pos, e.tag.high);
				copied++;
			} else if (!dc_shard_settle(to, &e, 1)) {
				if (!force)
					return false;
				++*lost;
			}
		}
	}
	to->nentries += copied;
	return true;
}

static uint32_t
count_live(const struct dc_shard *s, uint32_t min)
{
	uint32_t b, n = 0;
	unsigned i;

	if (min <= 1)
		return s->nentries;
	for (b = 0; b < s->npages * DC_PAGE_BUCKETS; b++)
		for (i = 0; i < DC_SLOTS; i++)
			n += (dc_shard_bucket(s, b)->lo[i] & s->layout.posmask) >= min;
	return n;
}

bool
dc_shard_is_crowded(const struct dc_shard *s)
{
	return s->nentries <= part_of(s->layout.nbuckets, SKEW_256);
}

/*
 * Two fifths more: sizes are 16 in every doubling, and a shard takes every
 * eighth of them, another than its neighbours, so that shards take turns in
 * growing.  An entry moves 2.5 times in all; with a quarter more it would be 4
 * times, for 8 % less memory.  The greatest load decides between memory and the
 * cache misses of overflowing buckets: with .93 an entry costs 6.9 bytes, with
 * .84 7.6, with .80 8; a block of 56 words takes a tenth less time with .74 than
 * with .84, and 131 bytes.
 */
static uint32_t
grown(struct dc_growth growth, uint32_t npages)
{
	uint32_t least = npages < growth.few ? 2 * npages : npages + npages / 5 + 1;
	uint32_t size = 0;
	unsigned c = growth.turn & 7;

	for (; size < least; c += 8)
		size = (16 + (c & 15)) << (c >> 4) >> 4;
	return size;
}

bool
dc_shard_rebuild(struct dc_shard *s, struct dc_pages *pool, struct dc_growth growth,
		 uint32_t pos, uint32_t min, uint64_t *lost)
{
	uint32_t live = count_live(s, min), n = s->npages;
	struct dc_shard to;

	if (s->pages == NULL)
		n = 1;
	else if (live == s->nentries)
		n = grown(growth, n);
	else if (live > part_of(n * DC_PAGE_BUCKETS, LOAD_MAX_256 * 3 / 4))
		n += n / 8 + 1;	/* a horizon: it has its size, or nearly */
	while ((uint64_t)pos >>
	       dc_layout_of(n * DC_PAGE_BUCKETS - DC_STRAY + 1).posbits != 0)
		n = grown(growth, n);
	for (;;) {
		bool crowded = live <= part_of(n * DC_PAGE_BUCKETS, SKEW_256);

		if (!make_shard(&to, pool, n))
			return false;
		if (copy_live(s, &to, min, crowded, lost))
			break;
		dc_shard_clear(&to, pool);
		n = grown(growth, n);
	}
	dc_shard_clear(s, pool);
	*s = to;
	return true;
}
