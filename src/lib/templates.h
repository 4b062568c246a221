/* SPDX-License-Identifier: MIT */
/*
 * templates.h - short texts, and in how many distinct documents each stood
 *
 * Bounded: when full, texts seen in one document only are forgotten, then all.
 * What is remembered is a function of the input alone.
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

/* In how many documents other than 'document' was 'hash' noted so far? */
uint32_t dc_templates_count(const struct dc_templates *t, uint64_t hash,
			    uint64_t document);

/* Note that 'hash' stands in 'document'; false if memory is out. */
bool dc_templates_note(struct dc_templates *t, uint64_t hash, uint64_t document);

#endif
