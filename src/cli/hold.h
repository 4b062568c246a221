/* SPDX-License-Identifier: MIT */
/* hold.h - bytes that have to be in memory as a whole */
#ifndef CLI_HOLD_H
#define CLI_HOLD_H
#include <stdbool.h>
#include <stddef.h>

struct hold {
	char *data;
	size_t len, cap;
};

/* False if memory is out; what was held stays. */
bool hold_add(struct hold *h, const char *data, size_t len);

/* Is it of a giant record: not kept for the next? */
bool hold_is_large(const struct hold *h);

/* Hold nothing; what a giant record took is given back. */
void hold_clear(struct hold *h);
void hold_free(struct hold *h);

#endif
