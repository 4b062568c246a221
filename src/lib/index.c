/* SPDX-License-Identifier: MIT */
#include "index.h"
#include "shard.h"

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
		dc_shard_clear(&x->shards[i], &x->pool);
	dc_pages_clear(&x->pool);
	dc_release(x->alloc, x->shards, n * sizeof(*x->shards));
	x->shards = NULL;
}

uint64_t
dc_index_bytes(const struct dc_index *x)
{
	return x->table_bytes + x->pool.bytes;
}

static inline struct dc_shard *
shard_of(const struct dc_index *x, uint64_t key, uint32_t *q)
{
	*q = (uint32_t)(key >> 32) & ((1u << DC_KEY_BITS) - 1);
	return &x->shards[key >> 32 >> (32 - x->shard_bits)];
}

/* Find the home of the probe's key. */
static inline void
find_home(const struct dc_index *x, struct dc_probe *p)
{
	uint32_t q;
	const struct dc_shard *s = shard_of(x, p->key, &q);
	struct dc_tag t = dc_tag_of(&s->layout, q);

	p->builds = x->builds;
	p->home = s->pages == NULL ? NULL : dc_shard_bucket(s, t.home);
	p->low = t.low;
	p->high = t.high;
}

void
dc_index_probe(const struct dc_index *x, const uint64_t *keys, size_t n,
	       struct dc_probe *out)
{
	size_t i;

	for (i = 0; i < n; i++) {
		out[i].key = keys[i];
		find_home(x, &out[i]);
		DC_PREFETCH(out[i].home);
	}
}

void
dc_index_probe_next(const struct dc_probe *probes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (probes[i].home != NULL)
			DC_PREFETCH(probes[i].home +
				    (dc_bucket_used(probes[i].home) == DC_SLOTS));
}

/* Can no bucket hold an entry like the key?  Most often the home says so. */
static inline bool
is_absent(const struct dc_probe *p)
{
	return dc_bucket_match(p->home, p->high) == 0 &&
	       !(p->home->meta & dc_overflow_bit(p->high));
}

size_t
dc_index_select(const struct dc_index *x, struct dc_probe *probes, size_t n,
		uint32_t *out)
{
	uint32_t i, found = 0;

	for (i = 0; i < n; i++) {
		struct dc_probe *p = &probes[i];

		if (DC_UNLIKELY(p->builds != x->builds))
			find_home(x, p);
		if (DC_UNLIKELY(p->home == NULL))
			continue;
		out[found] = i;
		found += !is_absent(p);
	}
	return found;
}

size_t
dc_index_find(const struct dc_index *x, const struct dc_probe *p, uint32_t min,
	      uint32_t out[DC_INDEX_OWNERS])
{
	uint32_t q;
	const struct dc_shard *s = shard_of(x, p->key, &q);
	struct dc_tag t = dc_tag_of(&s->layout, q);
	unsigned away, i;
	size_t n = 0;

	for (away = 0; away < DC_STRAY && s->pages != NULL; away++) {
		const struct dc_bucket *k = dc_shard_bucket(s, t.home + away);
		uint32_t found = dc_bucket_match(k, t.high);

		while (found != 0) {
			uint32_t pos;

			i = dc_next_match(&found);
			pos = k->lo[i] & s->layout.posmask;
			if (pos >= min && n < DC_INDEX_OWNERS &&
			    dc_bucket_is_tag(k, i, &t, away, s->layout.posmask))
				out[n++] = pos;
		}
		if (!(k->meta & dc_overflow_bit(t.high)))
			break;
	}
	return n;
}

/*
 * Look at the entries that have the tag already.  True if nothing is left to
 * do: 'pos' is there, or took the place of the oldest of too many.
 */
static bool
join_owners(struct dc_index *x, const struct dc_shard *s,
	    const struct dc_entry *e, uint32_t min)
{
	struct dc_bucket *oldest_in = NULL;
	unsigned away, i, oldest_slot = 0, oldest_away = 0, owners = 0;
	uint32_t oldest = UINT32_MAX;

	for (away = 0; away < DC_STRAY; away++) {
		struct dc_bucket *k = dc_shard_bucket(s, e->tag.home + away);
		uint32_t found = dc_bucket_match(k, e->tag.high);

		while (found != 0) {
			uint32_t at;

			i = dc_next_match(&found);
			at = k->lo[i] & s->layout.posmask;
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
		if (!(k->meta & dc_overflow_bit(e->tag.high)))
			break;
	}
	if (owners < DC_INDEX_OWNERS)
		return false;
	dc_bucket_set(oldest_in, oldest_slot, e, oldest_away);
	x->displaced++;
	return true;
}

static bool
rebuild(struct dc_index *x, struct dc_shard *s, uint32_t pos, uint32_t min)
{
	struct dc_growth growth = {(unsigned)(s - x->shards), x->few_pages};
	struct dc_shard old = *s;

	if (!dc_shard_rebuild(s, &x->pool, growth, pos, min, &x->displaced))
		return false;
	x->builds++;
	x->entries += s->nentries;
	x->entries -= old.nentries;
	x->table_bytes += dc_shard_bytes(s);
	x->table_bytes -= dc_shard_bytes(&old);
	return true;
}

/*
 * The long way: 's' may have to grow, the home may be full, or the key may be
 * there already, unless 'is_new'.
 */
static bool
insert_anywhere(struct dc_index *x, uint64_t key, bool is_new, uint32_t pos,
		uint32_t min)
{
	uint32_t q;
	struct dc_shard *s = shard_of(x, key, &q);
	struct dc_entry e = {.pos = pos};

	if (s->pages == NULL || pos > s->layout.posmask) {
		if (!rebuild(x, s, pos, min))
			return false;
	}
	e.tag = dc_tag_of(&s->layout, q);
	if (!is_new && join_owners(x, s, &e, min))
		return true;
	for (;;) {
		uint32_t before = s->nentries;

		if (before < s->limit) {
			bool settled = dc_shard_settle(s, &e, min);

			x->entries += s->nentries - before;
			if (settled)
				return true;
			if (dc_shard_is_crowded(s)) {
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

bool
dc_index_insert(struct dc_index *x, struct dc_probe *probes, size_t n, uint32_t pos,
		uint32_t min)
{
	struct dc_probe *p, *end = probes + n;

	assert(pos > 0 && min > 0);
	for (p = probes; p < end; p++) {
		uint32_t q;
		struct dc_shard *s = shard_of(x, p->key, &q);
		bool is_new;

		if (DC_UNLIKELY(p->builds != x->builds))
			find_home(x, p);
		is_new = p->home != NULL && is_absent(p);
		/* the short way: a new key, room for it at home */
		if (DC_LIKELY(is_new && dc_bucket_used(p->home) < DC_SLOTS &&
			      s->nentries < s->limit && pos <= s->layout.posmask)) {
			dc_bucket_put_home(p->home, p->low | pos, p->high);
			s->nentries++;
			x->entries++;
		} else if (!insert_anywhere(x, p->key, is_new, pos, min)) {
			return false;
		}
	}
	return true;
}
