/* SPDX-License-Identifier: MIT */
/*
 * learned.h - templates by their texts, as a file that people read and edit
 *
 * The memory (templates.h) knows texts by their hashes.  Here are the texts of
 * those worth telling: what a run learned, or was told.  A file of them is
 *
 *	#declutter-templates 1
 *	DOCUMENTS TAB KIND TAB SITE TAB TEXT
 *
 * a line a text, sorted by site, text and kind, so that two files can be compared
 * with diff(1) and put together with sort(1).
 */
#ifndef DC_LEARNED_H
#define DC_LEARNED_H
#include "canon.h"
#include "templates.h"
#include "view.h"

#define DC_SITE_BYTES 255	/* a longer name of a site is cut */

enum dc_learned_kind {
	DC_LEARNED_TEMPLATE,	/* it stands in many documents */
	DC_LEARNED_HEADLINE,	/* it heads one and stands in another */
	DC_LEARNED_KINDS
};

struct dc_learned {
	const struct declutter_allocator *alloc;
	struct dc_templates *memory[DC_LEARNED_KINDS];
	struct dc_array items;	/* struct dc_learned_text */
	struct dc_array bytes;	/* char: sites and texts */
	struct dc_chars chars;	/* scratch, as is what follows */
	struct dc_canon canon;
	struct dc_scan scan;
};

void dc_learned_init(struct dc_learned *l, const struct declutter_allocator *a,
		     struct dc_templates *seen, struct dc_templates *headlines);
void dc_learned_clear(struct dc_learned *l);

/* The name of a site as a file can hold it: at most DC_SITE_BYTES, without control
   characters, blanks and what is not UTF-8.  Returns its length. */
size_t dc_learned_site(const char *site, size_t len, char out[DC_SITE_BYTES]);

/* What a text of a site goes by in the memory; an empty name is no site. */
uint64_t dc_learned_key(uint64_t hash, struct dc_span site);

/* Keep the text of what the memory of 'kind' knows as 'key', in canonical form and
   no more than fits.  False if memory is out. */
bool dc_learned_add(struct dc_learned *l, enum dc_learned_kind kind, uint64_t key,
		    struct dc_span site, struct dc_span text);

/* See declutter_templates_write() and declutter_templates_read(); 'keep': what is read
   will be written too. */
enum declutter_status
dc_learned_write(struct dc_learned *l,
		 int (*write)(void *ctx, const char *data, size_t len), void *ctx);
enum declutter_status
dc_learned_read(struct dc_learned *l, const char *text, size_t len, bool keep,
		struct declutter_rules_error *error);

#endif
