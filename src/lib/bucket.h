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

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define DC_SLOTS 12u
#define DC_STRAY 4u	/* buckets an entry may lie in: its home and three more */
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

/* The 23 bits: 8 of them go to 'hi', of the rest as many to 'lo' as it has. */
static inline struct dc_tag
dc_tag_of(const struct dc_layout *l, uint32_t q)
{
	uint64_t product = (uint64_t)q * l->nbuckets;

	return (struct dc_tag){
		.home = (uint32_t)(product >> DC_KEY_BITS),
		.high = (uint8_t)(product >> (DC_KEY_BITS - 8)),
		.low = (uint32_t)product << (32 + 8 - DC_KEY_BITS) & ~l->posmask
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
	uint64_t product = (uint64_t)t->home << DC_KEY_BITS |
			   (uint64_t)t->high << (DC_KEY_BITS - 8) |
			   t->low >> (32 + 8 - DC_KEY_BITS);

	return (uint32_t)(((double)(int64_t)(product + l->nbuckets) - 0.5) * inverse);
}


static inline uint32_t
dc_overflow_bit(uint8_t high)
{
	return 1u << (high & 3);
}

/*
 * The slots whose high byte is 'high', one bit each; slots not in use may be
 * among them.  Elsewhere than on x86-64, whose every machine has SSE2, a plain
 * loop does the same.
 */
static inline uint32_t
dc_bucket_match(const struct dc_bucket *k, uint8_t high)
{
#if defined(__SSE2__)
	__m128i v = _mm_loadu_si128((const void *)((const char *)k +
					  offsetof(struct dc_bucket, hi)));
	int equal = _mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)high)));

	return (uint32_t)equal & ((1u << DC_SLOTS) - 1);	/* 'meta' too was read */
#else
	uint32_t found = 0;
	unsigned i;

	for (i = 0; i < DC_SLOTS; i++)
		found |= (uint32_t)(k->hi[i] == high) << i;
	return found;
#endif
}

/* Take the lowest slot out of 'found', which is not 0. */
static inline unsigned
dc_next_match(uint32_t *found)
{
	unsigned i = (unsigned)__builtin_ctz(*found);

	*found &= *found - 1;
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

	if (away == 0)
		return DC_SLOTS;
	nearer = away == 1 ? ~(m | m >> 1) : away == 2 ? ~(m >> 1) : ~(m & m >> 1);
	nearer &= 0x555555u;
	if (nearer == 0)
		return DC_SLOTS;
	return (unsigned)__builtin_ctz(nearer) / 2;
}


/* What most entries need: the first free slot of their home; there is one. */
static inline void
dc_bucket_put_home(struct dc_bucket *k, uint32_t lo, uint8_t high)
{
	unsigned i = dc_bucket_used(k);

	k->lo[i] = lo;
	k->hi[i] = high;
	k->meta += 1u << 4;	/* its two bits in 'meta' are 0 already */
}

#endif
