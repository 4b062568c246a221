/* SPDX-License-Identifier: MIT */
#include "index.h"

#define SLOTS 12u
#define REACH 4u	/* buckets an entry may lie in: its home and three more */
#define KEY_BITS 20u
#define LINE 64u
#define FIRST_BUCKETS 4u
#define LOAD_MAX_256 238u	/* .93 of the slots in use: time to grow */
#define SKEW_256 154u	/* a shard that overflows under .60 is under attack */

struct bucket {
	uint32_t lo[SLOTS];
	uint8_t hi[SLOTS];
	uint32_t meta;
};

/* A key, taken apart for one shard. */
struct tag {
	uint32_t home;
	uint32_t low;		/* low bits of the tag, at the top of 'lo' */
	uint8_t high;
};

struct entry {
	struct tag tag;
	uint32_t pos;
};

static struct bucket *
buckets(const struct dc_index_shard *s)
{
	return (struct bucket *)(((uintptr_t)s->raw + LINE - 1) &
				 ~(uintptr_t)(LINE - 1));
}

static size_t
shard_size(uint32_t nbuckets)
{
	return ((size_t)nbuckets + REACH - 1) * LINE + LINE - 1;
}

static unsigned
log2_floor(uint32_t v)
{
	unsigned n = 0;

	while (v >>= 1)
		n++;
	return n;
}

/*
 * Tag bits: the product q * nbuckets has 20 bits below 'home', of which the
 * lowest log2(nbuckets) say nothing, since products lie nbuckets apart.
 */
static unsigned
tag_bits(uint32_t nbuckets)
{
	unsigned known = log2_floor(nbuckets);

	return known + 8 > KEY_BITS ? 8 : KEY_BITS - known;
}

static struct tag
take_apart(const struct dc_index_shard *s, uint32_t q)
{
	uint64_t product = (uint64_t)q * s->nbuckets;
	uint32_t rest = (uint32_t)product & ((1u << KEY_BITS) - 1);
	uint32_t tag = rest >> (KEY_BITS + s->posbits - 40);

	return (struct tag){
		.home = (uint32_t)(product >> KEY_BITS),
		.high = (uint8_t)(tag >> (32 - s->posbits)),
		.low = (uint32_t)((uint64_t)tag << s->posbits)
	};
}

/*
 * The inverse of take_apart(): q is the product divided by nbuckets, rounded
 * up.  With half added, the quotient is at least 1 / 2 nbuckets away from any
 * whole number, far more than the error of a double; a division would take
 * most of the time of a rebuild.
 */
static uint32_t
put_together(const struct dc_index_shard *s, const struct tag *t, double inverse)
{
	uint32_t low = (uint32_t)((uint64_t)t->low >> s->posbits);
	uint32_t tag = (uint32_t)t->high << (32 - s->posbits) | low;
	uint64_t product = (uint64_t)t->home << KEY_BITS |
			   (uint64_t)tag << (KEY_BITS + s->posbits - 40);

	return (uint32_t)(((double)(int64_t)(product + s->nbuckets) - 0.5) * inverse);
}

static uint32_t
overflow_bit(const struct tag *t)
{
	return 1u << (t->high & 3);
}

/* Is any of the 12 high bytes equal to 'high'?  Eight at a time. */
static bool
may_hold(const struct bucket *k, uint8_t high)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t a, both;
	uint32_t b;

	memcpy(&a, k->hi, 8);
	memcpy(&b, k->hi + 8, 4);
	a ^= ones * high;
	b ^= (uint32_t)ones * high;
	both = ((a - ones) & ~a) | (uint64_t)((b - (uint32_t)ones) & ~b);
	return (both & ones << 7) != 0;
}

/* Does slot 'i', 'away' buckets from the home of 't', hold its tag? */
static bool
holds(const struct bucket *k, unsigned i, const struct tag *t, unsigned away,
      uint32_t posmask)
{
	return k->hi[i] == t->high && k->lo[i] != 0 &&
	       k->lo[i] - (k->lo[i] & posmask) == t->low &&
	       (k->meta >> (8 + 2 * i) & 3) == away;
}

static unsigned
away_of(const struct bucket *k, unsigned i)
{
	return k->meta >> (8 + 2 * i) & 3;
}

static struct entry
get_slot(const struct bucket *k, unsigned i, uint32_t home, uint32_t posmask)
{
	uint32_t pos = (k->lo[i] & posmask);

	return (struct entry){{home, k->lo[i] - pos, k->hi[i]}, pos};
}

static void
set_slot(struct bucket *k, unsigned i, const struct entry *e, unsigned away)
{
	k->lo[i] = e->tag.low | e->pos;
	k->hi[i] = e->tag.high;
	k->meta = (k->meta & ~(3u << (8 + 2 * i))) | away << (8 + 2 * i);
}

static unsigned
nused(const struct bucket *k)
{
	return k->meta >> 4 & 15;
}

/* A slot of a full bucket whose position is under 'min'; SLOTS if none is. */
static unsigned
find_dead(const struct bucket *k, uint32_t min, uint32_t posmask)
{
	unsigned i = 0;

	if (min <= 1)
		return SLOTS;
	while (i < SLOTS && (k->lo[i] & posmask) >= min)
		i++;
	return i;
}

/*
 * The first slot of a full bucket whose entry is less than 'away' buckets from
 * home; SLOTS if none is.  Looks at all twelve fields of two bits at once.
 */
static unsigned
find_nearer(const struct bucket *k, unsigned away)
{
	uint32_t m = k->meta >> 8, nearer;
	unsigned i = 0;

	if (away == 0)
		return SLOTS;
	nearer = away == 1 ? ~(m | m >> 1) : away == 2 ? ~(m >> 1) : ~(m & m >> 1);
	nearer &= 0x555555u;
	if (nearer == 0)
		return SLOTS;
#if defined(__GNUC__)
	i = (unsigned)__builtin_ctz(nearer) / 2;
#else
	while (!(nearer >> 2 * i & 1))
		i++;
#endif
	return i;
}

/*
 * Put 'e' where it belongs.  In a full bucket the entry nearest to home gives
 * way to one that came further (Robin Hood), so that few come far.  False if
 * one came too far: it is left in 'e', without a place.
 */
static bool
settle_far(struct dc_index_shard *s, struct entry *e, uint32_t min)
{
	unsigned away = 0;

	for (;;) {
		struct bucket *k = buckets(s) + e->tag.home + away;
		unsigned i = nused(k);

		if (i < SLOTS) {
			set_slot(k, i, e, away);
			k->meta += 1u << 4;
			s->nentries++;
			return true;
		}
		i = find_dead(k, min, s->posmask);
		if (i < SLOTS) {
			set_slot(k, i, e, away);
			return true;
		}
		i = find_nearer(k, away);
		if (i < SLOTS) {
			unsigned theirs = away_of(k, i);
			struct entry old = get_slot(k, i, e->tag.home + away - theirs,
						    s->posmask);

			set_slot(k, i, e, away);
			*e = old;
			away = theirs;
		}
		k->meta |= overflow_bit(&e->tag);
		if (++away == REACH)
			return false;
	}
}

/* The same, with the way most entries take first: home has a slot free. */
static inline bool
settle(struct dc_index_shard *s, struct bucket *first, struct entry *e,
       uint32_t min)
{
	struct bucket *k = first + e->tag.home;
	unsigned i = nused(k);

	if (i == SLOTS)
		return settle_far(s, e, min);
	k->lo[i] = e->tag.low | e->pos;
	k->hi[i] = e->tag.high;
	k->meta += 1u << 4;	/* its two bits in 'meta' are 0 already */
	s->nentries++;
	return true;
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
	x->bytes = n * sizeof(*x->shards);
	return true;
}

void
dc_index_clear(struct dc_index *x)
{
	size_t i, n = (size_t)1 << x->shard_bits;

	if (x->shards == NULL)
		return;
	for (i = 0; i < n; i++)
		dc_release(x->alloc, x->shards[i].raw,
			   shard_size(x->shards[i].nbuckets));
	dc_release(x->alloc, x->shards, n * sizeof(*x->shards));
	x->shards = NULL;
}

static struct dc_index_shard *
shard_of(const struct dc_index *x, uint64_t key, uint32_t *q)
{
	uint32_t top = (uint32_t)(key >> 32);

	*q = top << x->shard_bits >> (32 - KEY_BITS);
	return &x->shards[(uint64_t)top >> (32 - x->shard_bits)];
}

/* Copy the live entries of 'from' into the empty 'to'; false if one finds no
   place and 'force' does not say to forget it. */
static bool
copy_live(struct dc_index *x, const struct dc_index_shard *from,
	  struct dc_index_shard *to, uint32_t min, bool force)
{
	const struct bucket *k = buckets(from);
	double inverse = 1 / (double)DC_MAX(from->nbuckets, 1);
	struct bucket *first = buckets(to);
	uint32_t b, end = from->raw == NULL ? 0 : from->nbuckets + REACH - 1;

	for (b = 0; b < end; b++) {
		unsigned i;

		for (i = 0; i < nused(&k[b]); i++) {
			struct entry e;

			if ((k[b].lo[i] & from->posmask) < min)
				continue;
			e = get_slot(&k[b], i, b - away_of(&k[b], i), from->posmask);
			e.tag = take_apart(to, put_together(from, &e.tag, inverse));
			if (settle(to, first, &e, 1))
				continue;
			if (!force)
				return false;
			x->displaced++;
		}
	}
	return true;
}

static uint32_t
count_live(const struct dc_index_shard *s, uint32_t min)
{
	const struct bucket *k = buckets(s);
	uint32_t b, n = 0;
	unsigned i;

	if (s->raw == NULL)
		return 0;
	for (b = 0; b < s->nbuckets + REACH - 1; b++)
		for (i = 0; i < SLOTS; i++)
			n += (k[b].lo[i] & s->posmask) >= min;
	return n;
}

/* Is 'n' more than 'part' 256ths of the slots of 'nbuckets' homes? */
static bool
is_fuller(uint32_t n, uint32_t nbuckets, uint32_t part)
{
	return (uint64_t)n * 256 > (uint64_t)nbuckets * SLOTS * part;
}

/*
 * Two fifths more, a little different for each shard so that they take turns:
 * an entry moves 2.5 times in all.  With a quarter it would be 4 times, for 8 %
 * less memory.
 */
static uint32_t
grown(const struct dc_index *x, const struct dc_index_shard *s, uint32_t nbuckets)
{
	uint32_t turn = (uint32_t)(s - x->shards) & 15;

	return nbuckets + (uint32_t)((uint64_t)nbuckets * (84 + 2 * turn) / 256) + 1;
}

/* Make room in 's' for one more entry, at 'pos'. */
static bool
rebuild(struct dc_index *x, struct dc_index_shard *s, uint32_t pos, uint32_t min)
{
	uint32_t live = count_live(s, min), n = s->nbuckets;
	struct dc_index_shard to = {0};

	if (s->raw == NULL)
		n = FIRST_BUCKETS;
	else if (live == s->nentries)
		n = grown(x, s, n);
	else if (is_fuller(live, n, LOAD_MAX_256 * 3 / 4))
		n += n / 8 + 1;	/* a horizon: it has its size, or nearly */
	while (40 - tag_bits(n) < 32 && pos >> (40 - tag_bits(n)) != 0)
		n = grown(x, s, n);
	for (;;) {
		bool crowded = !is_fuller(live, n, SKEW_256);

		to = (struct dc_index_shard){
			.nbuckets = n, .posbits = 40 - tag_bits(n),
			.posmask = UINT32_MAX >> (tag_bits(n) - 8)
		};
		to.raw = dc_calloc(x->alloc, shard_size(n), 1);
		if (to.raw == NULL)
			return false;
		if (copy_live(x, s, &to, min, crowded))
			break;
		dc_release(x->alloc, to.raw, shard_size(n));
		n = grown(x, s, n);
	}
	if (s->raw != NULL) {
		dc_release(x->alloc, s->raw, shard_size(s->nbuckets));
		x->bytes -= shard_size(s->nbuckets);
	}
	x->bytes += shard_size(n);
	x->entries += to.nentries;
	x->entries -= s->nentries;
	*s = to;
	return true;
}

void
dc_index_prefetch(const struct dc_index *x, uint64_t key)
{
	uint32_t q;
	const struct dc_index_shard *s = shard_of(x, key, &q);

	if (s->raw != NULL)
		DC_PREFETCH(buckets(s) + ((uint64_t)q * s->nbuckets >> KEY_BITS));
}

size_t
dc_index_find(const struct dc_index *x, uint64_t key, uint32_t min,
	      uint32_t out[DC_INDEX_OWNERS])
{
	uint32_t q;
	const struct dc_index_shard *s = shard_of(x, key, &q);
	const struct bucket *k;
	unsigned away, i;
	struct tag t;
	size_t n = 0;

	if (s->raw == NULL)
		return 0;
	t = take_apart(s, q);
	k = buckets(s) + t.home;
	for (away = 0; away < REACH; away++, k++) {
		if (may_hold(k, t.high)) {
			for (i = 0; i < SLOTS; i++) {
				uint32_t pos = (k->lo[i] & s->posmask);

				if (holds(k, i, &t, away, s->posmask) &&
				    pos >= min && n < DC_INDEX_OWNERS)
					out[n++] = pos;
			}
		}
		if (!(k->meta & overflow_bit(&t)))
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
	    const struct entry *e, uint32_t min)
{
	struct bucket *k = buckets(s) + e->tag.home, *oldest_in = NULL;
	unsigned away, i, oldest_slot = 0, oldest_away = 0, owners = 0;
	uint32_t oldest = UINT32_MAX;

	for (away = 0; away < REACH; away++, k++) {
		for (i = 0; i < SLOTS && may_hold(k, e->tag.high); i++) {
			uint32_t at = (k->lo[i] & s->posmask);

			if (!holds(k, i, &e->tag, away, s->posmask) || at < min)
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
		if (!(k->meta & overflow_bit(&e->tag)))
			break;
	}
	if (owners < DC_INDEX_OWNERS)
		return false;
	set_slot(oldest_in, oldest_slot, e, oldest_away);
	x->displaced++;
	return true;
}

bool
dc_index_insert(struct dc_index *x, uint64_t key, uint32_t pos, uint32_t min)
{
	uint32_t q;
	struct dc_index_shard *s = shard_of(x, key, &q);
	struct entry e = {.pos = pos};

	assert(pos > 0 && min > 0);
	if (s->raw == NULL || (s->posbits < 32 && pos >> s->posbits != 0)) {
		if (!rebuild(x, s, pos, min))
			return false;
	}
	e.tag = take_apart(s, q);
	if (join_owners(x, s, &e, min))
		return true;
	for (;;) {
		uint32_t before = s->nentries;

		if (!is_fuller(before + 1, s->nbuckets, LOAD_MAX_256)) {
			bool settled = settle(s, buckets(s), &e, min);

			x->entries += s->nentries - before;
			if (settled)
				return true;
			if (!is_fuller(before, s->nbuckets, SKEW_256)) {
				x->displaced++;
				return true;
			}
		}
		/* 'e' may be another entry by now, whose key is known no more */
		q = put_together(s, &e.tag, 1 / (double)s->nbuckets);
		if (!rebuild(x, s, e.pos, min))
			return false;
		e.tag = take_apart(s, q);
	}
}
