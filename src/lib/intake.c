/* SPDX-License-Identifier: MIT */
#include "built_in.h"
#include "cuts.h"
#include "intake.h"

void
dc_intake_init(struct dc_intake *t, const struct declutter_options *opt,
	       const struct dc_phrases *phrases)
{
	*t = (struct dc_intake){.opt = opt, .phrases = phrases};
}

void
dc_intake_clear(struct dc_intake *t)
{
	dc_array_clear(&t->opt->allocator, &t->hashes, sizeof(uint64_t));
}

static bool
read_for_chrome(struct dc_intake *t, struct dc_item *item)
{
	struct dc_span text = {item->bytes.data, item->nbody};

	if (!dc_phrases_find(t->phrases, &item->scan, text.data, text.len,
			     &item->hits) ||
	    !dc_cuts_find(&t->opt->allocator, item->hits.data, item->hits.len,
			  &item->scan, text.data, text.len, t->opt->keep, &item->cuts))
		return false;
	dc_view_read(&item->view, &item->scan, text, item->hits.data, item->hits.len);
	dc_lexis_read(&dc_built_in_model.lexicon, &item->view);
	return true;
}

/* What is cut is not known to be cut yet: a block that is removed keeps no cuts. */
static bool
read_for_duplicates(struct dc_intake *t, struct dc_item *item)
{
	struct dc_near_block b = dc_near_block_of(&item->scan, &item->place);

	item->is_prepared = !dc_near_is_short(&b);
	return !item->is_prepared ||
	       dc_prepare(&t->opt->allocator, &item->prepared, &b, t->opt->shingle, 0,
			  &t->hashes);
}

bool
dc_intake_read(struct dc_intake *t, struct dc_item *item)
{
	const char *bytes = item->bytes.data;

	if (!item->text)
		return true;
	if (!t->opt->chrome && !t->opt->dedup) {	/* nobody asks for tokens */
		item->canonical = dc_canon_check(&t->chars, bytes, item->nbody,
						 &item->invalid);
		return true;
	}
	if (!dc_scan_roomy(&t->opt->allocator, &t->chars, bytes, item->nbody,
			   item->bytes.cap, &item->scan))
		return false;
	item->canonical = item->scan.shape.canonical;
	item->invalid = item->scan.shape.invalid;
	return (!t->opt->chrome || read_for_chrome(t, item)) &&
	       (!t->opt->dedup || item->cuts.len > 0 || read_for_duplicates(t, item));
}
