/* SPDX-License-Identifier: MIT */
/* tail.c - what stands after the last paragraph */
#include "rules.h"

#define RUN_HEADLINES 3		/* Title Case headlines that make a list */
#define RUN_UNBOUNDED 5		/* the same where the document's end is unknown */
#define LIST_REACH 20		/* longest list under a heading */

/* Lines that open with the same word are a list of content. */
static bool
is_list(const struct dc_judge *j)
{
	const struct dc_view *a = dc_near_view(j, -1), *b = dc_near_view(j, 1);

	return (a != NULL && a->first_hash == j->v->first_hash) ||
	       (b != NULL && b->first_hash == j->v->first_hash);
}

/* Title Case headlines in a row round the block, itself included; *after is
   how many blocks of the run follow it. */
static unsigned
headline_run(const struct dc_judge *j, unsigned *after)
{
	unsigned before = dc_run_before(j, DC_MARK_RUN);

	*after = dc_run_after(j, DC_MARK_RUN);
	return 1 + dc_count_bits(dc_marks_after(j, DC_MARK_CASED) & dc_bits_low(*after)) +
	       dc_count_bits(dc_marks_before(j, DC_MARK_CASED) & dc_bits_high(before));
}

/* A headline in Title Case, or a shorter one between two of them. */
static bool
in_run(const struct dc_judge *j)
{
	const struct dc_view *a = dc_near_view(j, -1), *b = dc_near_view(j, 1);

	if (j->v->title_case)
		return true;
	return j->v->short_title &&
	       ((a != NULL && a->title_case) || (b != NULL && b->title_case));
}

/* From the last prose to the end stands nothing but headlines and chrome. */
static bool
only_headlines(const struct dc_judge *j)
{
	const struct dc_window *w = &j->c->window;
	unsigned after = j->after > 0 ? (unsigned)j->after - 1 :
			 dc_window_after(w, j->i, DC_REACH);
	unsigned before = j->before > 0 ? (unsigned)j->before - 1 :
			  dc_window_before(w, j->i, DC_REACH);

	return (dc_marks_after(j, DC_MARK_ODD) & dc_bits_low(after)) == 0 &&
	       (dc_marks_before(j, DC_MARK_ODD) & dc_bits_high(before)) == 0;
}

static bool
by_run(const struct dc_judge *j)
{
	unsigned run, after;

	if (!in_run(j) || is_list(j) || dc_in_head(j))
		return false;
	run = headline_run(j, &after);
	if (run >= RUN_HEADLINES && dc_in_tail(j) && only_headlines(j))
		return dc_say(j, DECLUTTER_RELATED, 3,
			      "headlines after the last paragraph");
	/* the last of a run before prose may be the next article's title */
	if (!j->v->bounded && run >= RUN_UNBOUNDED && after > 0)
		return dc_say(j, DECLUTTER_RELATED, DC_DOUBTFUL,
			      "headlines between two articles");
	return false;
}

/* Under the heading of a list ("Most read", "Topics") that is no body. */
static bool
by_heading(const struct dc_judge *j)
{
	const struct dc_view *v;
	uint64_t headings, body;
	unsigned n;

	if (j->v->sentence || j->v->prose || j->v->quoted || !dc_in_tail(j))
		return false;
	n = dc_window_before(&j->c->window, j->i, LIST_REACH);
	headings = dc_marks_before(j, DC_MARK_HEADING) & dc_bits_high(n);
	body = dc_marks_before(j, DC_MARK_BODY) & dc_bits_high(n);
	n = dc_high_zeros(headings);
	if (dc_high_zeros(body) <= n)	/* or there is no heading */
		return false;
	v = dc_near_view(j, -1 - (int)n);
	return dc_say(j, v->heading->category, 3, v->heading_phrase);
}

/* "Jane Smith covers ...", by the name in the byline above. */
static bool
by_name(const struct dc_judge *j)
{
	if (!j->v->prose || j->v->quoted || !dc_in_tail(j) ||
	    !dc_chrome_knows_name(j->c, j->v))
		return false;
	return dc_say(j, DECLUTTER_BIO, 3, "opens with the byline's name");
}

bool
dc_rule_tail(const struct dc_judge *j)
{
	return by_run(j) || by_heading(j) || by_name(j);
}
