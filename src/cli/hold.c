/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hold.h"

#define FIRST ((size_t)4096)
#define KEEP ((size_t)4 << 20)

bool
hold_add(struct hold *h, const char *data, size_t len)
{
	if (len > h->cap - h->len) {
		size_t cap = h->cap > 0 ? h->cap : FIRST;
		char *grown;

		while (cap - h->len < len && cap <= SIZE_MAX / 2)
			cap *= 2;
		grown = cap - h->len < len ? NULL : realloc(h->data, cap);
		if (grown == NULL)
			return false;
		h->data = grown;
		h->cap = cap;
	}
	if (len > 0)
		memcpy(h->data + h->len, data, len);
	h->len += len;
	return true;
}

bool
hold_is_large(const struct hold *h)
{
	return h->cap > KEEP;
}

void
hold_clear(struct hold *h)
{
	if (hold_is_large(h))
		hold_free(h);
	h->len = 0;
}

void
hold_free(struct hold *h)
{
	free(h->data);
	*h = (struct hold){NULL, 0, 0};
}
