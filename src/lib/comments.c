/* SPDX-License-Identifier: MIT */
/*
 * comments.c - readers' comments, which read like an article
 *
 * A heading ("12 comments") with marks of comments behind it (names with dates,
 * reply buttons) opens a section; from there to the end of the document, or to where
 * the marks end for long, all is chrome, prose too.  The article comes first: a
 * heading before any prose is a link to the section.
 */
#include "rules.h"

#define PROSE_BEFORE 100	/* units of prose before the heading */
#define MARKS 3			/* marks that make a section */
#define FIRST_MARK 6		/* blocks from the heading to the first */
#define MARK_GAP 12		/* and from mark to mark */
#define APART 4			/* closer headings say the same again */
#define HEADS 2			/* of articles: this one and a link to it are none */

static bool
is_mark(const struct dc_view *v)
{
	return v->dated || v->comment_word;
}

/* Blocks to the next mark of a comment, or 0 if none is in reach. */
static int
next_mark(const struct dc_judge *j, int from, int reach)
{
	int k;

	for (k = from; k <= reach; k++) {
		const struct dc_view *v = dc_near_view(j, k);

		if (v == NULL)
			return 0;
		if (is_mark(v))
			return k;
	}
	return 0;
}

/* Headings of the next blocks that stand apart from one another. */
static unsigned
next_heads(const struct dc_judge *j)
{
	unsigned n = 0;
	int k, last = 0;

	for (k = 1; k <= DC_REACH; k++) {
		const struct dc_view *v = dc_near_view(j, k);

		if (v == NULL || !v->comments_head)
			continue;
		n += k - last >= APART;
		last = k;
	}
	return n;
}

/*
 * Do marks of comments follow the heading, close enough to one another?  Among
 * more headings it is one of a list of articles; in a stream one more is enough,
 * since it may be below the title of the next article, whose date is no mark.
 */
static bool
opens_section(const struct dc_judge *j)
{
	unsigned few = j->v->bounded ? HEADS : 1;
	int k = next_mark(j, 1, FIRST_MARK), n;

	for (n = 1; k > 0 && n < MARKS; n++)
		k = next_mark(j, k + 1, DC_MIN(k + MARK_GAP, DC_REACH));
	return k > 0 && next_heads(j) < few && j->c->comments.heads <= HEADS;
}

/* The section goes on where a mark is near, and does not end before its document.
   Where that has no known end, dates belong to the next article as well. */
static bool
goes_on(const struct dc_judge *j)
{
	int k;

	if (j->v->bounded)
		return is_mark(j->v) || next_mark(j, 1, DC_REACH) > 0 ||
		       j->i - j->c->comments.mark <= DC_BEFORE;
	for (k = 0; k <= MARK_GAP; k++) {
		const struct dc_view *v = k == 0 ? j->v : dc_near_view(j, k);

		if (v != NULL && v->comment_word)
			return true;
	}
	return false;
}

void
dc_comments_step(const struct dc_judge *j)
{
	struct dc_comments *s = &j->c->comments;

	if (j->v->index == 0)
		*s = (struct dc_comments){0};
	if (!j->v->bounded && j->i - s->head > DC_BEFORE)
		s->heads = 0;	/* those of another article */
	if (j->v->comments_head) {
		s->heads += s->heads == 0 || j->i - s->head >= APART;
		s->head = j->i;
	}
	if (!s->inside) {
		if (j->v->prose)
			s->prose += DC_MIN(j->v->shape.units, PROSE_BEFORE);
		s->inside = j->v->comments_head && !j->v->prose &&
			    s->prose >= PROSE_BEFORE && opens_section(j);
		s->mark = j->i;
		return;
	}
	s->inside = goes_on(j);
	if (is_mark(j->v))
		s->mark = j->i;
}

bool
dc_rule_comments(const struct dc_judge *j)
{
	return j->c->comments.inside &&
	       dc_say(j, DECLUTTER_COMMENTS, 4, "in a section of comments");
}
