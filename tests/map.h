/* SPDX-License-Identifier: MIT */
/* map.h - lists of numbers, and strings numbered as they come */
#ifndef T_MAP_H
#define T_MAP_H
#include <stddef.h>
#include <stdint.h>

struct list {
	uint32_t *at;
	size_t len, cap;
};

/* Strings, numbered as they come. */
struct map {
	char **string;
	struct list *blocks;	/* of each string: kept blocks that hold it */
	uint32_t *hash;
	uint32_t *bucket, *next;	/* chains of number + 1 */
	size_t len, cap;	/* as many buckets as room for strings */
};

/* 'p', which malloc or its like gave; never NULL. */
void *need(void *p);

void add(struct list *l, uint32_t v);

/* The number of a string, a new one if it is new. */
uint32_t number_of(struct map *m, const char *s, size_t len);
void free_map(struct map *m);

#endif
