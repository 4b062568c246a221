/* SPDX-License-Identifier: MIT */
/*
 * A verdict is the first of these rules that speaks, strongest first:
 *
 *	protect    a !keep rule
 *	phrase     a sure phrase, or a block that phrases tile (a menu)
 *	title      "Headline | Site" when the headline stands again
 *	memory     another document's headline; a text of many documents
 *	comments   in a section of readers' comments (comments.c)
 *	company    a cue among chrome, outside the body
 *	menu       a label among labels that phrases know
 *	head       label, byline and date round the title (head.c)
 *	tail       what stands after the last paragraph (tail.c)
 *
 * "Prose" is the anchor of all context: a block inside the run of prose is
 * content unless a phrase is sure.
 */
#include "rules.h"
#include "title.h"

#define FIRST_BLOCKS 4		/* where a page's title stands */
#define OPENING_TOKENS 5		/* a label and two names are fewer */
#define MENU_RUN 4		/* labels in a row that make a menu */
#define LINE_MENU 3		/* and words on one line, more than this */

static bool
by_phrase(const struct dc_judge *j)
{
	const struct dc_view *v = j->v;

	if (v->sure != NULL)
		return dc_say(j, v->sure->category, 8, v->sure_phrase);
	if (v->tiled)
		return dc_say(j, v->tile_category, 6, "menu");
	return false;
}

/* "Headline | Site", "Site - Headline", or the headline itself, before it. */
static bool
by_title(const struct dc_judge *j)
{
	const struct dc_view *v = j->v, *t;
	bool article = dc_prose_distance(j, 1, DC_REACH) > 0;
	int k;

	if (!dc_in_head(j) || v->sentence || v->ntokens < DC_TITLE_TOKENS ||
	    (v->index >= FIRST_BLOCKS && !article))
		return false;
	for (k = 1; k <= DC_REACH; k++) {
		t = dc_near_view(j, k);
		if (t == NULL || t->prose)
			break;
		if (t->ntokens >= DC_TITLE_TOKENS &&
		    (dc_title_wraps(v, t) || (article && dc_title_is(v, t))))
			return dc_say(j, DECLUTTER_PAGE_TITLE, 6, DC_TITLE_EVIDENCE);
	}
	return false;
}

static bool
by_memory(const struct dc_judge *j)
{
	const struct dc_view *v = j->v;
	bool head, headline;

	if (!dc_view_is_short(v) || dc_in_body(j))
		return false;
	head = dc_in_head(j);
	headline = v->ntokens > DC_TITLE_TOKENS &&
		   dc_memory_is_headline(j->c->memory, v);
	if (headline && !head)
		return dc_say(j, DECLUTTER_RELATED, DC_DOUBTFUL,
			      "headline of another document");
	/* in the head it may be the title, which many documents link to */
	if (!headline && dc_memory_count(j->c->memory, v) >=
	    (v->sentence ? DC_SENTENCE_DOCUMENTS : DC_TEMPLATE_DOCUMENTS))
		return dc_say(j, DECLUTTER_TEMPLATE, DC_DOUBTFUL,
			      "stands in many documents");
	return false;
}

/* A cue that says more than this block's: numbers of votes make a table of results. */
static bool
vouches(const struct dc_view *v, const struct dc_view *other)
{
	return other->cue != NULL && !(v->cue == other->cue &&
	       v->cue->category == DECLUTTER_COUNTERS);
}

/* Chrome, cues and dates among the two blocks on either side. */
static unsigned
company(const struct dc_judge *j)
{
	unsigned n = 0;
	int k;

	for (k = -2; k <= 2; k++) {
		const struct dc_view *v = k == 0 ? NULL : dc_near_view(j, k);

		n += v != NULL && (v->chrome || vouches(j->v, v) || v->date);
	}
	return n;
}

static bool
beside_chrome(const struct dc_judge *j)
{
	const struct dc_view *a = dc_near_view(j, -1), *b = dc_near_view(j, 1);

	return (a != NULL && a->chrome) || (b != NULL && b->chrome);
}

/* A date among chrome; a number or time behind it. */
static bool
by_number(const struct dc_judge *j, bool body)
{
	const struct dc_view *a = dc_near_view(j, -1);

	if (body)
		return false;
	if (j->v->date && beside_chrome(j))
		return dc_say(j, DECLUTTER_BYLINE_DATE, 3, "date among chrome");
	if (!j->v->number || a == NULL)
		return false;
	if (a->sure != NULL)
		return dc_say(j, a->sure->category, 3, a->sure_phrase);
	/* "Watch: ..." opens a line of its own, whose time or number is none */
	return a->cue != NULL && a->label &&
	       dc_say(j, a->cue->category, 3, a->cue_phrase);
}

/* "Interview: ..." at the start of a document is its headline: who asked stands below. */
static bool
opens_document(const struct dc_view *v)
{
	return v->bounded && v->index == 0 && v->ntokens >= OPENING_TOKENS &&
	       !v->byline && !v->dated &&
	       v->cue->category == DECLUTTER_BYLINE_DATE;
}

static bool
by_company(const struct dc_judge *j)
{
	const struct dc_view *v = j->v;
	bool body = dc_in_body(j);

	if (v->date && !dc_in_tail(j) && dc_in_log(j))
		return false;
	if (v->cue == NULL)
		return by_number(j, body);
	if (opens_document(v))
		return false;
	if (v->prose ? !body && beside_chrome(j)
		     : body ? beside_chrome(j)
			    : company(j) > 0 || (v->label && dc_in_tail(j)))
		return dc_say(j, v->cue->category, 3, v->cue_phrase);
	return false;
}

/* The last of the labels above the date, byline or body: a short title. */
static bool
stands_over_body(const struct dc_judge *j)
{
	const struct dc_view *v = j->v, *next = dc_near_view(j, 1);

	return v->bounded && v->index > 0 && v->cue == NULL &&
	       v->ntokens >= DC_TITLE_TOKENS && dc_in_head(j) && next != NULL &&
	       !next->chrome && (next->prose || next->dated || next->byline);
}

/* One of a run of labels, some of which phrases know: a menu. */
static bool
by_menu(const struct dc_judge *j)
{
	unsigned after, before, known;

	if (dc_in_body(j) || j->v->sentence)
		return false;
	if (j->v->known * 2 >= j->v->ntokens && j->v->known > 1 &&
	    j->v->ntokens > LINE_MENU && j->v->names &&
	    (j->v->index < FIRST_BLOCKS || beside_chrome(j)))
		return dc_say(j, DECLUTTER_NAVIGATION, 3, "labels in a row");
	if (!j->v->label || stands_over_body(j))
		return false;
	after = dc_run_after(j, DC_MARK_MENU);
	before = dc_run_before(j, DC_MARK_MENU);
	if (after + before + 1 < MENU_RUN)
		return false;
	known = dc_count_bits(dc_marks_after(j, DC_MARK_KNOWN) & dc_bits_low(after)) +
		dc_count_bits(dc_marks_before(j, DC_MARK_KNOWN) & dc_bits_high(before));
	if (known * 2 >= after + before && known > 1)
		return dc_say(j, DECLUTTER_NAVIGATION, 3, "label in a menu");
	return false;
}

/* In order of strength; those after the gap need context and are left out by
   the safe mode. */
static bool (*const rules[])(const struct dc_judge *) = {
	by_phrase, by_title, by_memory, NULL,
	dc_rule_comments, by_company, by_menu, dc_rule_head, dc_rule_tail
};

bool
dc_rules_speak(const struct dc_judge *j)
{
	size_t k;

	for (k = 0; !j->v->protect && k < DC_LEN(rules); k++) {
		if (rules[k] == NULL && j->c->opt->mode == DECLUTTER_SAFE)
			return false;
		if (rules[k] != NULL && rules[k](j))
			return true;
	}
	return false;
}
