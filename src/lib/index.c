/* SPDX-License-Identifier: MIT */
#include "bucket.h"
#include "index.h"

#define PAGE (DC_PAGE_SIZE / 64)	/* buckets of a page */
#define LOAD_MAX_256 215u	/* .84 of the slots in use: time to grow; see below */
#define SKEW_256 140u	/* a shard that overflows under .55 is under attack */

/*
 * The buckets of a shard, in pages that are all of one size: what one shard
 * leaves another takes, where pieces of any size would leave an allocator with
 * 15 % of holes.
 */
struct dc_index_shard {
	struct dc_bucket **pages;
	uint32_t npages, nentries;
	struct dc_layout layout;	/* three more buckets take the overflow */
};

static inline struct dc_bucket *
bucket_at(const struct dc_index_shard *s, uint32_t i)
{
	assert(s->pages != NULL);
	return s->pages[i / PAGE] + i % PAGE;
}

static void
free_pages(struct dc_index *x, struct dc_index_shard *s)
{
	uint32_t i;

	for (i = 0; i < s->npages && s->pages[i] != NULL; i++)
		dc_pages_give(&x->pool, s->pages[i]);
	dc_release(x->alloc, s->pages, s->npages * sizeof(*s->pages));
	x->table_bytes -= s->npages * sizeof(*s->pages);
	*s = (struct dc_index_shard){0};
}

/* An empty shard of 'npages'; false if memory is out. */
static bool
make_pages(struct dc_index *x, struct dc_index_shard *s, uint32_t npages)
{
	uint32_t i;

	*s = (struct dc_index_shard){0};
	s->pages = dc_calloc(x->alloc, npages, sizeof(*s->pages));
	if (s->pages == NULL)
		return false;
	s->npages = npages;
	s->layout = dc_layout_of(npages * PAGE - (DC_REACH - 1));
	x->table_bytes += npages * sizeof(*s->pages);
	for (i = 0; i < npages; i++) {
		s->pages[i] = dc_pages_take(&x->pool);
		if (s->pages[i] == NULL) {
			free_pages(x, s);
			return false;
		}
	}
	return true;
}

/*
 * Put 'e' where it belongs.  In a full bucket the entry nearest to home gives
 * way to one that came further (Robin Hood), so that few come far.  False if
 * one came too far: it is left in 'e', without a place.
 */
static bool
settle(struct dc_index_shard *s, struct dc_entry *e, uint32_t min)
{
	unsigned away = 0;

	for (;;) {
		struct dc_bucket *k = bucket_at(s, e->tag.home + away);
		unsigned i = dc_bucket_used(k);

		if (i < DC_SLOTS) {
			dc_bucket_set(k, i, e, away);
			k->meta += 1u << 4;
			s->nentries++;
			return true;
		}
		i = dc_bucket_dead(k, min, s->layout.posmask);
		if (i < DC_SLOTS) {
			dc_bucket_set(k, i, e, away);
			return true;
		}
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
		k->meta |= dc_overflow_bit(&e->tag);
		if (++away == DC_REACH)
			return false;
	}
}

bool
dc_index_init(struct dc_index *x, const struct declutter_allocator *alloc,
	      unsigned shard_bits)
{
	size_t n = (size_t)1 << shard_bits;

	*x = (struct dc_index){.alloc = alloc, .shard_bits = shard_bits};
	x->shards = dc_calloc(alloc, n, sizeof(*x->shards));
	if (x->shards == NULL)
		return false;
	dc_pages_init(&x->pool, alloc);
	x->table_bytes = n * sizeof(*x->shards);
	return true;
}

void
dc_index_clear(struct dc_index *x)
{
	size_t i, n = (size_t)1 << x->shard_bits;

	if (x->shards == NULL)
		return;
	for (i = 0; i < n; i++)
		free_pages(x, &x->shards[i]);
	dc_pages_clear(&x->pool);
	dc_release(x->alloc, x->shards, n * sizeof(*x->shards));
	x->shards = NULL;
}

static inline struct dc_index_shard *
shard_of(const struct dc_index *x, uint64_t key, uint32_t *q)
{
	uint32_t top = (uint32_t)(key >> 32);

	*q = top << x->shard_bits >> (32 - DC_KEY_BITS);
	return &x->shards[(uint64_t)top >> (32 - x->shard_bits)];
}

/*
 * Copy the live entries of 'from' into the empty 'to'; false if one finds no
 * place and 'force' does not say to forget it.  The loop an entry goes through
 * 2.5 times in its life, so the headers of the shards are copied where no store
 * can change them.
 */
static bool
copy_live(struct dc_index *x, const struct dc_index_shard *from,
	  struct dc_index_shard *to, uint32_t min, bool force)
{
	const struct dc_index_shard old = *from, fresh = *to;
	double inverse = 1 / (double)DC_MAX(old.layout.nbuckets, 1);
	uint32_t b, copied = 0;

	for (b = 0; b < old.npages * PAGE; b++) {
		const struct dc_bucket *k = bucket_at(&old, b);
		unsigned i, n = dc_bucket_used(k);

		for (i = 0; i < n; i++) {
			struct dc_bucket *home;
			struct dc_entry e;
			unsigned at;
			uint32_t q;

			if ((k->lo[i] & old.layout.posmask) < min)
				continue;
			e = dc_bucket_get(k, i, b - dc_bucket_away(k, i),
					  old.layout.posmask);
			q = dc_tag_key(&old.layout, &e.tag, inverse);
			e.tag = dc_tag_of(&fresh.layout, q);
			home = bucket_at(&fresh, e.tag.home);
			at = dc_bucket_used(home);
			if (at < DC_SLOTS) {
				dc_bucket_put_home(home, at, &e);
				copied++;
			} else if (!settle(to, &e, 1)) {
				if (!force)
					return false;
				x->displaced++;
			}
		}
	}
	to->nentries += copied;
	return true;
}

static uint32_t
count_live(const struct dc_index_shard *s, uint32_t min)
{
	uint32_t b, n = 0;
	unsigned i;

	if (min <= 1)
		return s->nentries;
	for (b = 0; b < s->npages * PAGE; b++)
		for (i = 0; i < DC_SLOTS; i++)
			n += (bucket_at(s, b)->lo[i] & s->layout.posmask) >= min;
	return n;
}

/* Is 'n' more than 'part' 256ths of the slots of 'nbuckets' homes? */
static bool
is_fuller(uint32_t n, uint32_t nbuckets, uint32_t part)
{
	return (uint64_t)n * 256 > (uint64_t)nbuckets * DC_SLOTS * part;
}

/*
 * Two fifths more: sizes are 16 in every doubling, and a shard takes every
 * eighth of them, another than its neighbours, so that shards take turns in
 * growing.  An entry moves 2.5 times in all; with a quarter more it would be 4
 * times, for 8 % less memory.  The greatest load decides between memory and the
 * cache misses of overflowing buckets: with .93 an entry costs 6.9 bytes and
 * inserting takes twice the time, with .84 7.6 bytes.
 */
static uint32_t
grown(const struct dc_index *x, const struct dc_index_shard *s, uint32_t npages)
{
	unsigned c = (unsigned)(s - x->shards) & 7;
	uint32_t size = 0;

	for (; size <= npages + npages / 5; c += 8)
		size = (16 + (c & 15)) << (c >> 4) >> 4;
	return size;
}

/* Make room in 's' for one more entry, at 'pos'. */
static bool
rebuild(struct dc_index *x, struct dc_index_shard *s, uint32_t pos, uint32_t min)
{
	uint32_t live = count_live(s, min), n = s->npages;
	struct dc_index_shard to;

	if (s->pages == NULL)
		n = 1;
	else if (live == s->nentries)
		n = grown(x, s, n);
	else if (is_fuller(live, n * PAGE, LOAD_MAX_256 * 3 / 4))
		n += n / 8 + 1;	/* a horizon: it has its size, or nearly */
	while ((uint64_t)pos >> dc_layout_of(n * PAGE - DC_REACH + 1).posbits != 0)
		n = grown(x, s, n);
	for (;;) {
		bool crowded = !is_fuller(live, n * PAGE, SKEW_256);

		if (!make_pages(x, &to, n))
			return false;
		if (copy_live(x, s, &to, min, crowded))
			break;
		free_pages(x, &to);
		n = grown(x, s, n);
	}
	x->entries += to.nentries;
	x->entries -= s->nentries;
	free_pages(x, s);
	*s = to;
	return true;
}

uint64_t
dc_index_bytes(const struct dc_index *x)
{
	return x->table_bytes + x->pool.bytes;
}

void
dc_index_prefetch(const struct dc_index *x, uint64_t key)
{
	uint32_t q;
	const struct dc_index_shard *s = shard_of(x, key, &q);

	if (s->pages != NULL)
		DC_PREFETCH(bucket_at(s, (uint32_t)((uint64_t)q * s->layout.nbuckets >>
						    DC_KEY_BITS)));
}

size_t
dc_index_find(const struct dc_index *x, uint64_t key, uint32_t min,
	      uint32_t out[DC_INDEX_OWNERS])
{
	uint32_t q;
	const struct dc_index_shard *s = shard_of(x, key, &q);
	unsigned away, i;
	struct dc_tag t;
	size_t n = 0;

	if (s->pages == NULL)
		return 0;
	t = dc_tag_of(&s->layout, q);
	for (away = 0; away < DC_REACH; away++) {
		const struct dc_bucket *k = bucket_at(s, t.home + away);
		uint64_t found[2];

		dc_bucket_match(k, t.high, found);
		while ((i = dc_next_match(found)) < DC_SLOTS) {
			uint32_t pos = k->lo[i] & s->layout.posmask;

			if (pos >= min && n < DC_INDEX_OWNERS &&
			    dc_bucket_is_tag(k, i, &t, away, s->layout.posmask))
				out[n++] = pos;
		}
		if (away == 0 && dc_bucket_used(k) == DC_SLOTS)	/* inserting wants it */
			DC_PREFETCH(bucket_at(s, t.home + 1));
		if (!(k->meta & dc_overflow_bit(&t)))
			break;
	}
	return n;
}

/*
 * Look at the entries that have the tag already.  True if nothing is left to
 * do: 'pos' is there, or took the place of the oldest of too many.
 */
static bool
join_owners(struct dc_index *x, const struct dc_index_shard *s,
	    const struct dc_entry *e, uint32_t min)
{
	struct dc_bucket *oldest_in = NULL;
	unsigned away, i, oldest_slot = 0, oldest_away = 0, owners = 0;
	uint32_t oldest = UINT32_MAX;

	for (away = 0; away < DC_REACH; away++) {
		struct dc_bucket *k = bucket_at(s, e->tag.home + away);
		uint64_t found[2];

		dc_bucket_match(k, e->tag.high, found);
		while ((i = dc_next_match(found)) < DC_SLOTS) {
			uint32_t at = k->lo[i] & s->layout.posmask;

			if (at < min || !dc_bucket_is_tag(k, i, &e->tag, away,
							  s->layout.posmask))
				continue;
			if (at == e->pos)
				return true;
			owners++;
			if (at <= oldest) {
				oldest = at;
				oldest_in = k;
				oldest_slot = i;
				oldest_away = away;
			}
		}
		if (!(k->meta & dc_overflow_bit(&e->tag)))
			break;
	}
	if (owners < DC_INDEX_OWNERS)
		return false;
	dc_bucket_set(oldest_in, oldest_slot, e, oldest_away);
	x->displaced++;
	return true;
}

bool
dc_index_insert(struct dc_index *x, uint64_t key, uint32_t pos, uint32_t min)
{
	uint32_t q;
	struct dc_index_shard *s = shard_of(x, key, &q);
	struct dc_entry e = {.pos = pos};

	assert(pos > 0 && min > 0);
	if (s->pages == NULL || (uint64_t)pos >> s->layout.posbits != 0) {
		if (!rebuild(x, s, pos, min))
			return false;
	}
	e.tag = dc_tag_of(&s->layout, q);
	if (join_owners(x, s, &e, min))
		return true;
	for (;;) {
		uint32_t before = s->nentries;

		if (!is_fuller(before + 1, s->layout.nbuckets, LOAD_MAX_256)) {
			bool settled = settle(s, &e, min);

			x->entries += s->nentries - before;
			if (settled)
				return true;
			if (!is_fuller(before, s->layout.nbuckets, SKEW_256)) {
				x->displaced++;
				return true;
			}
		}
		/* 'e' may be another entry by now, whose key is known no more */
		q = dc_tag_key(&s->layout, &e.tag, 1 / (double)s->layout.nbuckets);
		if (!rebuild(x, s, e.pos, min))
			return false;
		e.tag = dc_tag_of(&s->layout, q);
	}
}
