/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "deeds.h"

#define MANY ((uint64_t)4096)	/* a power of two */
#define MANY_BYTES ((uint64_t)16 << 20)

struct deed {
	deed_act *act;
	size_t size;
	max_align_t data[];
};

bool
deeds_are_many(const struct deeds *d)
{
	return d->next - d->done >= MANY || d->size - d->done_size > MANY_BYTES;
}

struct deed *
deeds_plan(struct deeds *d, deed_act *act, size_t size)
{
	struct deed *deed = calloc(1, sizeof(*deed) + size);

	if (d->ring == NULL)
		d->ring = calloc(MANY, sizeof(*d->ring));
	if (d->ring == NULL || deed == NULL) {
		free(deed);
		return NULL;
	}
	deed->act = act;
	deed->size = size;
	d->ring[d->next++ % MANY] = deed;
	d->size += size;
	return deed;
}

void *
deed_data(struct deed *deed)
{
	return deed->data;
}

bool
deeds_do(struct deeds *d, struct deed *deed, void *ctx)
{
	bool ok = deed->act(ctx, deed->data);

	d->done_size += deed->size;
	free(deed);
	d->done++;
	return ok;
}

void
deeds_free(struct deeds *d)
{
	while (d->done < d->next)
		free(d->ring[d->done++ % MANY]);
	free(d->ring);
	d->ring = NULL;
}
