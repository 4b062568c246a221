/* SPDX-License-Identifier: MIT */
/*
 * verdict.c - rules first, then the model
 *
 * Rules name what they see and come first; what they take away is chrome to the
 * neighbours.  The model speaks on the rest.  The first pass runs DC_REACH blocks
 * behind the window's end, the second, and the verdict, as many behind that.
 */
#include "rules.h"

#define SPARED_SHARE 10		/* a document that keeps less than 1 / this */
#define SPARED_UNITS 1000	/* or has so little, in so few blocks, that */
#define SPARED_BLOCKS 64	/* nothing stands out: the look-ahead */
#define STANDFIRST_UNITS 60
#define HEADLINE_TOKENS 5
#define AMID_BLOCKS 8		/* from paragraphs on both sides */
#define HEADLINES 3		/* lines before prose, one of which may be the headline */

/*
 * Blocks whose log-odds of content (thousandths) are lower go, by mode: the knee
 * where clean text loses no more than the design allows.  Where the text around is
 * full of chrome the knee lies a little further, but lower again for the weights of
 * whole pages.  A title, and what stands between paragraphs, is guarded: what is no
 * prose there is a subheading or a caption more often than chrome, in pages less so.
 */
enum { TEXT, FULL, WHOLE, GUARDED };
static const int32_t bars[][6] = {
	{INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN},
	{-250, 0, -500, -1500, -500, -1000},
	{500, 750, 250, -500, 250, -250}
};

static const struct dc_chrome_verdict nothing = {
	.category = DECLUTTER_CONTENT, .evidence = ""
};

/* Where the block stands in its document. */
static uint8_t
place_of(const struct dc_judge *j)
{
	const struct dc_view *title;
	int at = 0;

	if (j->v->prose)
		return DC_PLACE_PROSE;
	if (dc_in_body(j))
		return DC_PLACE_BODY;
	if (!dc_in_head(j))
		return dc_in_tail(j) ? DC_PLACE_TAIL : DC_PLACE_BETWEEN;
	title = dc_find_title(j, &at);
	if (title == j->v)
		return DC_PLACE_TITLE;
	if (title != NULL && at >= -2 && at < 0 &&
	    j->v->shape.units >= STANDFIRST_UNITS)
		return DC_PLACE_STANDFIRST;
	return DC_PLACE_HEAD;
}

/* The text of the page title, which went for it, above prose. */
static bool
is_headline_again(const struct dc_chrome *c, uint64_t i)
{
	return dc_window_at(&c->window, i)->headline ||
	       (c->reading[i & (DC_WINDOW - 1)].echo > 0 &&
		dc_window_prose(&c->window, i, 1, DC_HEAD_BLOCKS) != 0);
}

/* A guess, unless it is that the headline itself stands again below. */
static bool
is_guess(const struct dc_chrome_verdict *v)
{
	return v->category != DECLUTTER_CONTENT && v->score <= DC_DOUBTFUL &&
	       v->category != DECLUTTER_PAGE_TITLE;
}

/* What rules say of block 'i', and where it stands. */
static void
ask_rules(struct dc_chrome *c, uint64_t i, bool ended)
{
	struct dc_reading *r = &c->reading[i & (DC_WINDOW - 1)];
	struct dc_judge j = dc_judge_make(c, i, ended, &r->said);

	r->said = nothing;
	r->echo = dc_reader_echo(&c->model.reader, i);
	dc_comments_step(&j);
	dc_rules_speak(&j);
	if (is_guess(&r->said) && is_headline_again(c, i))
		r->said = nothing;
	if (r->said.category == DECLUTTER_BYLINE_DATE)
		dc_chrome_note_name(c, j.v);
	if (c->opt->mode != DECLUTTER_SAFE)
		r->place = place_of(&j);
}

/* The first pass, of what rules are not sure of. */
static int32_t
ask_model(struct dc_chrome *c, uint64_t i, bool ended)
{
	uint64_t last = DC_MIN(i + DC_REACH, c->window.next - 1);

	if (c->recalls)
		return dc_model_again(&c->model, &c->window, i,
				      c->reading[i & (DC_WINDOW - 1)].levels);
	return dc_model_first(&c->model, &c->window, i, last,
			      ended && last == c->window.next - 1);
}

static void
skip_model(struct dc_chrome *c, uint64_t i, bool ended)
{
	uint64_t last = DC_MIN(i + DC_REACH, c->window.next - 1);

	if (!c->recalls)
		dc_model_skip(&c->model, &c->window, i, last,
			      ended && last == c->window.next - 1);
}

/* The rules and the first pass of the model, for block 'i'. */
static void
rule(struct dc_chrome *c, uint64_t i, bool ended)
{
	struct dc_chrome_verdict *v = &c->early[i & (DC_WINDOW - 1)];
	const struct dc_reading *r = &c->reading[i & (DC_WINDOW - 1)];

	if (!c->recalls)
		ask_rules(c, i, ended);
	*v = r->said;
	if (c->opt->mode == DECLUTTER_SAFE)
		return;
	if (v->category != DECLUTTER_CONTENT && v->score != DC_DOUBTFUL)
		skip_model(c, i, ended);
	/* what many documents say, or a rule guesses, may be content: a subheading */
	else if (ask_model(c, i, ended) > 0 && v->score == DC_DOUBTFUL &&
		 dc_window_at(&c->window, i)->document != c->spared)
		*v = nothing;
	dc_model_settle(&c->model, &c->window, i, r->place,
			v->category != DECLUTTER_CONTENT);
	if (c->tap != NULL)
		c->tap(c->tap_ctx, c, i, 1);
}

static bool
looks_like_headline(const struct dc_view *v)
{
	return !v->sentence && v->cue == NULL && v->ntokens >= HEADLINE_TOKENS;
}

/* In a stream: a headline right above a byline or date, and prose soon behind it. */
static bool
heads_article(const struct dc_chrome *c, uint64_t i)
{
	const struct dc_view *v = dc_window_at(&c->window, i);
	const struct dc_view *a = dc_window_near(&c->window, i, 1);
	const struct dc_view *b = dc_window_near(&c->window, i, 2);

	return !v->bounded && looks_like_headline(v) &&
	       ((a != NULL && (a->byline || a->date)) ||
		(b != NULL && (b->byline || b->date))) &&
	       dc_window_prose(&c->window, i, 1, DC_HEAD_BLOCKS) != 0;
}

/* In a stream, where the next article may start anywhere: is the block one of the
   last before prose that look like a headline? */
static bool
may_head_article(const struct dc_chrome *c, uint64_t i)
{
	const struct dc_view *v = dc_window_at(&c->window, i);
	int prose, others = 0, k;

	if (v->bounded || !looks_like_headline(v))
		return false;
	prose = dc_window_prose(&c->window, i, 1, DC_HEAD_BLOCKS);
	for (k = 1; k < prose; k++)
		others += c->early[(i + (uint64_t)k) & (DC_WINDOW - 1)].category ==
				  DECLUTTER_CONTENT &&
			  looks_like_headline(dc_window_near(&c->window, i, k));
	return prose != 0 && others < HEADLINES;
}

/* "He declined to comment.", right behind a paragraph. */
static bool
follows_prose(const struct dc_chrome *c, uint64_t i)
{
	const struct dc_view *v = dc_window_at(&c->window, i);
	const struct dc_view *before = dc_window_near(&c->window, i, -1);

	return v->sentence && v->cue == NULL && before != NULL && before->prose;
}

/* Between paragraphs, with lists, notices and subheadings around it. */
static bool
lies_amid_prose(const struct dc_chrome *c, uint64_t i)
{
	return dc_window_prose(&c->window, i, -1, AMID_BLOCKS) != 0 &&
	       dc_window_prose(&c->window, i, 1, AMID_BLOCKS) != 0;
}

/* The log-odds that block 'i' needs to stay. */
static int32_t
bar_of(const struct dc_chrome *c, uint64_t i)
{
	const struct dc_opinion *o = dc_model_opinion(&c->model, i);
	const int32_t *bar = bars[c->opt->mode + 1];
	int around = o->regime != DC_PAGE ? TEXT : c->model.page ? WHOLE : FULL;

	if (o->place >= DC_PLACE_TITLE || follows_prose(c, i) || may_head_article(c, i))
		return bar[GUARDED + TEXT];
	if (o->place == DC_PLACE_BODY || (around == WHOLE && lies_amid_prose(c, i)))
		return bar[GUARDED + around];
	return bar[around];
}

static bool
is_chrome(const struct dc_chrome *c, uint64_t i)
{
	const struct dc_view *v = dc_window_at(&c->window, i);
	const struct dc_opinion *o = dc_model_opinion(&c->model, i);

	if (v->protect || o->certain ||
	    (v->row && v->known == 0 && v->cue == NULL) || heads_article(c, i) ||
	    is_headline_again(c, i))
		return false;
	return o->z < bar_of(c, i);
}

/*
 * A document that lies in the window whole and would lose nearly all its text
 * is of a kind the model does not know: a list, a table, a form.
 */
static void
spare(struct dc_chrome *c, uint64_t i)
{
	uint64_t all = 0, kept = 0, j;

	for (j = i; j < c->window.next; j++) {
		uint32_t units = DC_MIN(dc_window_at(&c->window, j)->shape.units, 1000);

		all += units;
		if (c->early[j & (DC_WINDOW - 1)].category == DECLUTTER_CONTENT &&
		    !is_chrome(c, j))
			kept += units;
	}
	if (kept * SPARED_SHARE < all)
		c->spared = dc_window_at(&c->window, i)->document;
}

/* Has the document that ends with the window and starts at 'i' little text? */
static bool
is_small(const struct dc_chrome *c, uint64_t i)
{
	uint64_t all = 0;

	if (c->window.next - i >= SPARED_BLOCKS)
		return false;
	for (; i < c->window.next; i++)
		all += dc_window_at(&c->window, i)->shape.units;
	return all < SPARED_UNITS;
}

/* Take both passes as far as they have to be for a verdict on block 'i'. */
static void
score(struct dc_chrome *c, uint64_t i, bool ended)
{
	uint64_t next = c->window.next;
	uint64_t end = ended ? next : i + 1;
	bool whole = ended && dc_window_at(&c->window, i)->index == 0;

	if (whole && is_small(c, i))
		c->spared = dc_window_at(&c->window, i)->document;
	while (c->ruled < DC_MIN(end + DC_REACH, next))
		rule(c, c->ruled++, ended);
	if (c->opt->mode == DECLUTTER_SAFE)
		return;
	for (; c->scored < end; c->scored++) {
		dc_model_second(&c->model, &c->window, c->scored,
				DC_MIN(c->scored + DC_REACH, c->ruled - 1),
				c->early[c->scored & (DC_WINDOW - 1)].category ==
				DECLUTTER_CONTENT);
		if (c->tap != NULL)
			c->tap(c->tap_ctx, c, c->scored, 2);
	}
	if (whole && dc_window_at(&c->window, i)->bounded)
		spare(c, i);
}

/* The model speaks where rules have not. */
static void
by_model(const struct dc_chrome *c, uint64_t i, struct dc_chrome_verdict *v)
{
	const struct dc_view *view = dc_window_at(&c->window, i);
	const struct dc_opinion *o = dc_model_opinion(&c->model, i);

	v->z = o->certain ? 0 : o->z;
	if (view->document == c->spared || !is_chrome(c, i))
		return;
	v->category = DECLUTTER_FURNITURE;
	v->score = -o->z / 1000.0;
	v->evidence = dc_model_reason(&c->model, &c->window, i);
	if (view->cue != NULL) {
		v->category = (enum declutter_category)view->cue->category;
		v->evidence = view->cue_phrase;
	}
}

void
dc_chrome_judge(struct dc_chrome *c, uint64_t i, bool ended,
		struct dc_chrome_verdict *v)
{
	score(c, i, ended);
	*v = c->early[i & (DC_WINDOW - 1)];
	if (v->category == DECLUTTER_CONTENT && c->opt->mode != DECLUTTER_SAFE)
		by_model(c, i, v);
	if (c->opt->keep >> v->category & 1)
		v->category = DECLUTTER_CONTENT;
}

bool
dc_chrome_is_headline(struct dc_chrome *c, uint64_t i, bool ended,
		      struct dc_chrome_verdict *out)
{
	const struct dc_view *v = dc_window_at(&c->window, i);
	struct dc_judge j;
	int at = 0;

	if (out->category != DECLUTTER_CONTENT || v->ntokens <= DC_TITLE_TOKENS ||
	    v->sentence)
		return false;
	j = dc_judge_make(c, i, ended, out);
	return !dc_in_body(&j) && dc_find_title(&j, &at) == v;
}
