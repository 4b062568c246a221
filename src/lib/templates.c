/* SPDX-License-Identifier: MIT */
#include "templates.h"

/* 16 MB: the short lines of some hundred thousand pages. */
#define CAP_MAX ((size_t)1 << 20)
/* Slots passed in one search.  By chance under 400; more is an attack, and what
   finds no place is not remembered. */
#define PROBES_MAX 1024

struct dc_template {
	uint64_t hash;		/* 0: empty */
	uint32_t document;	/* the last it stood in, low bits */
	uint32_t count;		/* distinct documents */
};

void
dc_templates_init(struct dc_templates *t, const struct declutter_allocator *a)
{
	*t = (struct dc_templates){.alloc = a};
}

void
dc_templates_clear(struct dc_templates *t)
{
	dc_release(t->alloc, t->slot, t->cap * sizeof(*t->slot));
	*t = (struct dc_templates){.alloc = t->alloc};
}

bool
dc_templates_copy(struct dc_templates *t, const struct dc_templates *from)
{
	dc_templates_clear(t);
	if (from->cap == 0)
		return true;
	t->slot = dc_calloc(t->alloc, from->cap, sizeof(*t->slot));
	if (t->slot == NULL)
		return false;
	memcpy(t->slot, from->slot, from->cap * sizeof(*t->slot));
	t->len = from->len;
	t->cap = from->cap;
	return true;
}

static size_t
home(const struct dc_templates *t, uint64_t hash)
{
	return (size_t)(hash ^ hash >> 32) & (t->cap - 1);
}

/* The slot of 'hash', an empty one if it is new; NULL if the search was given up. */
static struct dc_template *
find(const struct dc_templates *t, uint64_t hash)
{
	size_t i = home(t, hash), probes;

	for (probes = 0; probes < PROBES_MAX; probes++) {
		if (t->slot[i].hash == 0 || t->slot[i].hash == hash)
			return &t->slot[i];
		i = (i + 1) & (t->cap - 1);
	}
	return NULL;
}

/* Move to a table of 'cap' slots what stood in at least 'least' documents. */
static bool
rebuild(struct dc_templates *t, size_t cap, uint32_t least)
{
	struct dc_templates old = *t;
	size_t i;

	t->slot = dc_calloc(t->alloc, cap, sizeof(*t->slot));
	if (t->slot == NULL) {
		*t = old;
		return false;
	}
	t->cap = cap;
	t->len = 0;
	for (i = 0; i < old.cap; i++) {
		struct dc_template *e;

		if (old.slot[i].hash == 0 || old.slot[i].count < least)
			continue;
		e = find(t, old.slot[i].hash);
		if (e == NULL)
			continue;
		*e = old.slot[i];
		t->len++;
	}
	dc_release(t->alloc, old.slot, old.cap * sizeof(*old.slot));
	return true;
}

static bool
make_room(struct dc_templates *t)
{
	uint32_t least = 2;

	/* half full: what is not there should be missed at once */
	if (t->cap < CAP_MAX ? t->len * 2 < t->cap : t->len * 4 < t->cap * 3)
		return true;
	if (t->cap < CAP_MAX)
		return rebuild(t, DC_MAX(t->cap * 2, 256), 0);
	do
		if (!rebuild(t, t->cap, least))
			return false;
	while (t->len * 2 >= t->cap && (least *= 2) != 0);
	return true;
}

void
dc_templates_expect(const struct dc_templates *t, uint64_t hash)
{
	if (t->cap > 0)
		DC_PREFETCH(&t->slot[home(t, hash + (hash == 0))]);
}

uint32_t
dc_templates_count(const struct dc_templates *t, uint64_t hash,
		   uint64_t document)
{
	const struct dc_template *e;

	if (t->cap == 0)
		return 0;
	e = find(t, hash + (hash == 0));
	if (e == NULL || e->hash == 0)
		return 0;
	return e->count - (e->document == (uint32_t)document &&
			   document != DC_NO_DOCUMENT);
}

/* The entry of 'hash', a new one if need be; NULL if there is no place for it. */
static struct dc_template *
take(struct dc_templates *t, uint64_t hash)
{
	struct dc_template *e;

	hash += hash == 0;
	e = find(t, hash);
	if (e != NULL && e->hash == 0) {
		*e = (struct dc_template){hash, (uint32_t)DC_NO_DOCUMENT, 0};
		t->len++;
	}
	return e;
}

bool
dc_templates_note(struct dc_templates *t, uint64_t hash, uint64_t document,
		  uint32_t *now)
{
	struct dc_template *e;

	*now = 0;
	if (!make_room(t))
		return false;
	e = take(t, hash);
	if (e == NULL)
		return true;
	if (e->document == (uint32_t)document && e->count > 0)
		return true;
	e->document = (uint32_t)document;
	e->count += e->count < UINT32_MAX;
	*now = e->count;
	return true;
}

bool
dc_templates_know(struct dc_templates *t, uint64_t hash, uint32_t documents)
{
	struct dc_template *e;

	if (!make_room(t))
		return false;
	e = take(t, hash);
	if (e != NULL)
		e->count += DC_MIN(documents, UINT32_MAX - e->count);
	return true;
}
