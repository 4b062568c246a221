/* SPDX-License-Identifier: MIT */
#include "verdict.h"

static const char *
category_name(unsigned category)
{
	const char *name = declutter_category_name(category);

	return category == DECLUTTER_CONTENT || name == NULL ? "" : name;
}

static const char *
duplicate_name(unsigned kind)
{
	const char *name = declutter_duplicate_name(kind);

	return kind == DECLUTTER_UNIQUE || name == NULL ? "" : name;
}

struct verdict
verdict_of(const struct declutter_block *b)
{
	bool is_chrome = b->category != DECLUTTER_CONTENT;
	struct verdict v;

	v.reason = is_chrome ? category_name(b->category) :
			       duplicate_name(b->duplicate);
	v.action = !b->removed ? "keep" : is_chrome ? "chrome" : "duplicate";
	return v;
}

bool
verdict_stretch(const struct declutter_block *b, size_t i, struct stretch *s)
{
	const struct declutter_cut *cut;

	if (b->removed) {
		if (i > 0)
			return false;
		s->start = 0;
		s->end = b->nbytes;
		s->is_cut = false;
		s->verdict = verdict_of(b);
		s->evidence = b->evidence;
		return true;
	}
	if (i >= b->ncuts)
		return false;
	cut = &b->cuts[i];
	s->start = cut->start;
	s->end = cut->end;
	s->is_cut = true;
	s->verdict = (struct verdict){"cut", category_name(cut->category)};
	s->evidence = cut->evidence != NULL ? cut->evidence : "";
	return true;
}
