/* SPDX-License-Identifier: MIT */
/*
 * templates.h - short texts, and in how many distinct documents each stood
 *
 * Bounded: when full, texts that stood in few documents are forgotten first.  What
 * is remembered is a function of the input alone.
 */
#ifndef DC_TEMPLATES_H
#define DC_TEMPLATES_H
#include "mem.h"

struct dc_templates {
	const struct declutter_allocator *alloc;
	struct dc_template *slot;
	size_t len, cap;
};

void dc_templates_init(struct dc_templates *t, const struct declutter_allocator *a);
void dc_templates_clear(struct dc_templates *t);

/* Make 't' a copy of 'from'; false if memory is out, and then it is empty. */
bool dc_templates_copy(struct dc_templates *t, const struct dc_templates *from);

#define DC_NO_DOCUMENT UINT64_MAX

/* The count of 'hash' will be asked for: fetch it. */
void dc_templates_expect(const struct dc_templates *t, uint64_t hash);

/* In how many documents other than 'document' was 'hash' noted so far? */
uint32_t dc_templates_count(const struct dc_templates *t, uint64_t hash,
			    uint64_t document);

/*
 * Note that 'hash' stands in 'document'; false if memory is out.  *now: in how many
 * it stands with this one, or 0 if it was noted for this one before.
 */
bool dc_templates_note(struct dc_templates *t, uint64_t hash, uint64_t document,
		       uint32_t *now);

/* Note that 'hash' stood in so many documents of another run. */
bool dc_templates_know(struct dc_templates *t, uint64_t hash, uint32_t documents);

#endif
