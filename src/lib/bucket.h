/* SPDX-License-Identifier: MIT */
/*
 * bucket.h - twelve entries of the index in one cache line
 *
 * A shard of the index has 'nbuckets' buckets.  A key of the shard, q, has 23
 * bits; an entry is the key and a position, in 40 bits and a little:
 *
 *	home = q * nbuckets >> 23, the rest of the product goes into the tag
 *
 *	lo[12]	low bits of the tag | position (22 to 32 bits); 0: empty
 *	hi[12]	8 high bits of the tag
 *	meta	2 bits a slot: how many buckets from home it lies; 4 bits: slots
 *		in use; 4 bits: which tags (by 2 of their bits) went past here
 *
 * The more buckets there are, the more of q their number says: fewer bits are
 * left for the tag, more for the position.
 */
#ifndef DC_BUCKET_H
#define DC_BUCKET_H
#include "base.h"

#define DC_SLOTS 12u
#define DC_REACH 4u	/* buckets an entry may lie in: its home and three more */
#define DC_KEY_BITS 23u

struct dc_bucket {
	uint32_t lo[DC_SLOTS];
	uint8_t hi[DC_SLOTS];
	uint32_t meta;
};

_Static_assert(sizeof(struct dc_bucket) == 64, "a cache line");

/* A key, taken apart for one shard. */
struct dc_tag {
	uint32_t home;
	uint32_t low;		/* low bits of the tag, at the top of 'lo' */
	uint8_t high;
};

struct dc_entry {
	struct dc_tag tag;
	uint32_t pos;
};


/* What the number of buckets says about the bits of an entry. */
struct dc_layout {
	uint32_t nbuckets;
	uint32_t posbits, posmask;	/* low bits of 'lo' that are position */
};

/*
 * Tag bits: the product q * nbuckets has 23 bits below 'home', of which the
 * lowest log2(nbuckets) say nothing, since products lie nbuckets apart.
 */
static inline struct dc_layout
dc_layout_of(uint32_t nbuckets)
{
	unsigned tagbits = DC_KEY_BITS;

	for (; tagbits > 8 && nbuckets >> (DC_KEY_BITS - tagbits + 1) != 0; tagbits--)
		;
	return (struct dc_layout){
		nbuckets, 40 - tagbits, UINT32_MAX >> (tagbits - 8)
	};
}

static inline struct dc_tag
dc_tag_of(const struct dc_layout *l, uint32_t q)
{
	uint64_t product = (uint64_t)q * l->nbuckets;
	uint32_t rest = (uint32_t)product & ((1u << DC_KEY_BITS) - 1);
	unsigned shift = DC_KEY_BITS + l->posbits - 40;
	uint32_t tag;

	assert(shift < 32);
	tag = rest >> shift;
	return (struct dc_tag){
		.home = (uint32_t)(product >> DC_KEY_BITS),
		.high = (uint8_t)(tag >> (32 - l->posbits)),
		.low = (uint32_t)((uint64_t)tag << l->posbits)
	};
}

/*
 * The inverse of dc_tag_of(): q is the product divided by nbuckets, rounded
 * up.  With half added, the quotient is at least 1 / 2 nbuckets away from any
 * whole number, far more than the error of a double; a division would take
 * most of the time of a rebuild.
 */
static inline uint32_t
dc_tag_key(const struct dc_layout *l, const struct dc_tag *t, double inverse)
{
	uint32_t low = (uint32_t)((uint64_t)t->low >> l->posbits);
	uint32_t tag = (uint32_t)t->high << (32 - l->posbits) | low;
	uint64_t product = (uint64_t)t->home << DC_KEY_BITS |
			   (uint64_t)tag << (DC_KEY_BITS + l->posbits - 40);

	return (uint32_t)(((double)(int64_t)(product + l->nbuckets) - 0.5) * inverse);
}


static inline uint32_t
dc_overflow_bit(const struct dc_tag *t)
{
	return 1u << (t->high & 3);
}

static inline bool
is_little_endian(void)
{
	const uint16_t one = 1;
	uint8_t first;

	memcpy(&first, &one, 1);
	return first == 1;
}

/*
 * The slots whose high byte is 'high', as the bits 8 i + 7 of two words: of
 * slots 0 to 7 and 8 to 11.  Looks at eight bytes at once (the carry-free test
 * for zero bytes: Warren, Hacker's Delight, 6-1).
 */
static inline void
dc_bucket_match(const struct dc_bucket *k, uint8_t high, uint64_t found[2])
{
	const uint64_t ones = 0x0101010101010101u, low7 = ones * 0x7f;
	uint64_t a = 0, b = 0;
	unsigned i;

	if (is_little_endian()) {
		memcpy(&a, k->hi, 8);
		memcpy(&b, k->hi + 8, 4);
	} else {
		for (i = 0; i < 8; i++)
			a |= (uint64_t)k->hi[i] << 8 * i;
		for (i = 8; i < DC_SLOTS; i++)
			b |= (uint64_t)k->hi[i] << 8 * (i - 8);
	}
	a ^= ones * high;
	b ^= ones * high;
	found[0] = ~(((a & low7) + low7) | a | low7);
	found[1] = ~(((b & low7) + low7) | b | low7) & UINT32_MAX;
}

static inline unsigned
lowest_bit(uint64_t v)
{
#if defined(__GNUC__)
	return (unsigned)__builtin_ctzll(v);
#else
	unsigned n = 0;

	for (; !(v & 1); v >>= 1)
		n++;
	return n;
#endif
}

/* Take the next slot out of 'found'; DC_SLOTS when there are no more. */
static inline unsigned
dc_next_match(uint64_t found[2])
{
	unsigned w = found[0] == 0, i;

	if (found[w] == 0)
		return DC_SLOTS;
	i = lowest_bit(found[w]) / 8 + 8 * w;
	found[w] &= found[w] - 1;
	return i;
}

static inline unsigned
dc_bucket_away(const struct dc_bucket *k, unsigned i)
{
	return k->meta >> (8 + 2 * i) & 3;
}

static inline unsigned
dc_bucket_used(const struct dc_bucket *k)
{
	return k->meta >> 4 & 15;
}

/* Is the entry in slot 'i', whose high byte is that of 't', one of 't'? */
static inline bool
dc_bucket_is_tag(const struct dc_bucket *k, unsigned i,
		 const struct dc_tag *t, unsigned away, uint32_t posmask)
{
	return (k->lo[i] & ~posmask) == t->low && dc_bucket_away(k, i) == away &&
	       i < dc_bucket_used(k);
}

static inline struct dc_entry
dc_bucket_get(const struct dc_bucket *k, unsigned i, uint32_t home, uint32_t posmask)
{
	uint32_t pos = (k->lo[i] & posmask);

	return (struct dc_entry){{home, k->lo[i] - pos, k->hi[i]}, pos};
}

static inline void
dc_bucket_set(struct dc_bucket *k, unsigned i, const struct dc_entry *e, unsigned away)
{
	k->lo[i] = e->tag.low | e->pos;
	k->hi[i] = e->tag.high;
	k->meta = (k->meta & ~(3u << (8 + 2 * i))) | away << (8 + 2 * i);
}

/* A slot of a full bucket whose position is under 'min'; DC_SLOTS if none is. */
static inline unsigned
dc_bucket_dead(const struct dc_bucket *k, uint32_t min, uint32_t posmask)
{
	unsigned i = 0;

	if (min <= 1)
		return DC_SLOTS;
	while (i < DC_SLOTS && (k->lo[i] & posmask) >= min)
		i++;
	return i;
}

/*
 * The first slot of a full bucket whose entry is less than 'away' buckets from
 * home; DC_SLOTS if none is.  Looks at all twelve fields of two bits at once.
 */
static inline unsigned
dc_bucket_nearer(const struct dc_bucket *k, unsigned away)
{
	uint32_t m = k->meta >> 8, nearer;
	unsigned i = 0;

	if (away == 0)
		return DC_SLOTS;
	nearer = away == 1 ? ~(m | m >> 1) : away == 2 ? ~(m >> 1) : ~(m & m >> 1);
	nearer &= 0x555555u;
	if (nearer == 0)
		return DC_SLOTS;
#if defined(__GNUC__)
	i = (unsigned)__builtin_ctz(nearer) / 2;
#else
	while (!(nearer >> 2 * i & 1))
		i++;
#endif
	return i;
}


/* What most entries need: slot 'i' is the first free one of their home. */
static inline void
dc_bucket_put_home(struct dc_bucket *k, unsigned i, const struct dc_entry *e)
{
	k->lo[i] = e->tag.low | e->pos;
	k->hi[i] = e->tag.high;
	k->meta += 1u << 4;	/* its two bits in 'meta' are 0 already */
}

#endif
