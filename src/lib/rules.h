/* SPDX-License-Identifier: MIT */
/*
 * rules.h - what the chrome rules share: the block being judged, its place
 *
 * A rule looks at the block and its neighbours and says a category or passes.
 */
#ifndef DC_RULES_H
#define DC_RULES_H
#include "chrome.h"

struct dc_judge {
	struct dc_chrome *c;
	uint64_t i;
	const struct dc_view *v;
	bool ended;		/* nothing follows the window */
	int before, after;	/* blocks to the next prose, 0: out of reach */
	struct dc_chrome_verdict *out;
};

/* More than the DC_TEMPLATE_DOCUMENTS of other texts, since people say "He declined
   to comment." */
#define DC_SENTENCE_DOCUMENTS 8
#define DC_DOUBTFUL 5		/* score of rules that the model may overrule */
#define DC_HEAD_REACH 6		/* plain blocks from a title to the prose */
#define DC_HEAD_BLOCKS 16	/* the same, chrome between them included */
#define DC_BODY_REACH 3		/* blocks from prose that still are the body */

/* View i + step of the same document, or NULL. */
static inline const struct dc_view *
dc_near_view(const struct dc_judge *j, int step)
{
	return dc_window_near(&j->c->window, j->i, step);
}

/* Where marks of the views that follow, and stand before, in the document may be:
   bit k is view i + 1 + k, and bit 63 - k view i - 1 - k. */
static inline uint64_t
dc_marks_after(const struct dc_judge *j, enum dc_mark mark)
{
	return dc_ring_after(&j->c->window.mark[mark], j->i);
}

static inline uint64_t
dc_marks_before(const struct dc_judge *j, enum dc_mark mark)
{
	return dc_ring_before(&j->c->window.mark[mark], j->i);
}

static inline bool
dc_say(const struct dc_judge *j, enum declutter_category category, double score,
       const char *evidence)
{
	*j->out = (struct dc_chrome_verdict){
		.category = category, .score = score, .evidence = evidence,
		.ruled = true
	};
	return true;
}

static inline struct dc_judge
dc_judge_make(struct dc_chrome *c, uint64_t i, bool ended,
	      struct dc_chrome_verdict *out)
{
	return (struct dc_judge){
		.c = c, .i = i, .v = dc_window_at(&c->window, i), .ended = ended,
		.before = dc_window_prose(&c->window, i, -1, DC_BEFORE),
		.after = dc_window_prose(&c->window, i, 1, DC_REACH), .out = out
	};
}

/* Blocks to the next prose in direction 'step', or 0 if none is in reach, which
   is DC_BEFORE or DC_REACH at most. */
static inline int
dc_prose_distance(const struct dc_judge *j, int step, int reach)
{
	int distance = step < 0 ? j->before : j->after;

	return distance <= reach ? distance : 0;
}

/* Prose close by on both sides. */
bool dc_in_body(const struct dc_judge *j);
/* No prose before the block in its document. */
bool dc_in_head(const struct dc_judge *j);
/* Among the first blocks, at most a standfirst of prose before. */
bool dc_in_opening(const struct dc_judge *j);
/* Among dates and times with sentences behind them: entries of a log. */
bool dc_in_log(const struct dc_judge *j);
/* Prose before, none after, and the document's end is in sight. */
bool dc_in_tail(const struct dc_judge *j);

/* How many views with the mark follow, and stand before, in a row, in the document,
   less than DC_REACH. */
static inline unsigned
dc_run_after(const struct dc_judge *j, enum dc_mark mark)
{
	unsigned n = dc_low_zeros(~dc_marks_after(j, mark));

	return DC_MIN(n, dc_window_after(&j->c->window, j->i, DC_REACH - 1));
}

static inline unsigned
dc_run_before(const struct dc_judge *j, enum dc_mark mark)
{
	unsigned n = dc_high_zeros(~dc_marks_before(j, mark));

	return DC_MIN(n, dc_window_before(&j->c->window, j->i, DC_REACH - 1));
}

/* The title the block stands by: the longest plain line before the first
   prose; *at is its step.  NULL if there is none. */
const struct dc_view *dc_find_title(const struct dc_judge *j, int *at);

/* The first rule that says something; only hard ones in safe mode. */
bool dc_rules_speak(const struct dc_judge *j);
/* Label, byline and date round the title. */
bool dc_rule_head(const struct dc_judge *j);
/* Readers' comments; told of every block in turn, whatever other rules say. */
void dc_comments_step(const struct dc_judge *j);
bool dc_rule_comments(const struct dc_judge *j);
/* What follows the last paragraph: headlines, lists under a heading, bios. */
bool dc_rule_tail(const struct dc_judge *j);

#endif
