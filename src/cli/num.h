/* SPDX-License-Identifier: MIT */
/*
 * num.h - text to number, with the reason if it is none
 *
 * Each function returns NULL and fills *out, or returns the reason ("is too
 * large") and leaves *out alone.
 */
#ifndef CLI_NUM_H
#define CLI_NUM_H
#include <stdint.h>

/* Decimal digits only, between 'min' and 'max'. */
const char *num_unsigned(const char *text, uint64_t min, uint64_t max,
			 uint64_t *out);

/* A decimal fraction above 0 and at most 1: "1", ".5", "0.80". */
const char *num_share(const char *text, double *out);

/* Bytes: digits and an optional K, M, G or T (powers of 1024). */
const char *num_size(const char *text, uint64_t *out);

#endif
