/* SPDX-License-Identifier: MIT */
/* bits.h - masks of 64 bits, and numbers as eight bytes */
#ifndef DC_BITS_H
#define DC_BITS_H
#include "base.h"

/* Eight times the byte 'x'. */
#define DC_BYTES(x) (UINT64_C(0x0101010101010101) * (x))

/* How many bits are set; without the instruction, which not every x86-64 has. */
static inline unsigned
dc_count_bits(uint64_t x)
{
	x -= x >> 1 & DC_BYTES(0x55);
	x = (x & DC_BYTES(0x33)) + (x >> 2 & DC_BYTES(0x33));
	x = (x + (x >> 4)) & DC_BYTES(0x0f);
	return (unsigned)(x * DC_BYTES(1) >> 56);
}

/* Zeros below the lowest bit that is set, and above the highest; 64 if none is. */
static inline unsigned
dc_low_zeros(uint64_t x)
{
	return x == 0 ? 64 : (unsigned)__builtin_ctzll(x);
}

static inline unsigned
dc_high_zeros(uint64_t x)
{
	return x == 0 ? 64 : (unsigned)__builtin_clzll(x);
}

/* The lowest, and the highest, 'n' bits. */
static inline uint64_t
dc_bits_low(unsigned n)
{
	return n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
}

static inline uint64_t
dc_bits_high(unsigned n)
{
	return ~dc_bits_low(64 - n);
}

#endif
