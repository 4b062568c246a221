/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "deeds.h"

#define MANY ((uint64_t)4096)	/* a power of two */
#define MANY_BYTES ((uint64_t)16 << 20)

#define OWNED 2

struct deed {
	deed_act *act;
	size_t size;
	struct hold owned[OWNED];
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

void
deeds_own(struct deeds *d, struct deed *deed, struct hold *h)
{
	size_t i = deed->owned[0].data != NULL;

	deed->owned[i] = *h;
	deed->size += h->len;
	d->size += h->len;
	*h = (struct hold){NULL, 0, 0};
}

static void
discard(struct deed *deed)
{
	size_t i;

	for (i = 0; i < OWNED; i++)
		hold_free(&deed->owned[i]);
	free(deed);
}

bool
deeds_do(struct deeds *d, struct deed *deed, void *ctx)
{
	bool ok = deed->act(ctx, deed->data);

	d->done_size += deed->size;
	discard(deed);
	d->done++;
	return ok;
}

void
deeds_free(struct deeds *d)
{
	while (d->done < d->next)
		discard(d->ring[d->done++ % MANY]);
	free(d->ring);
	d->ring = NULL;
}
