/* SPDX-License-Identifier: MIT */
#include "rounds.h"
#include "rules.h"
#include "title.h"

/* Rounds after the first.  Of 1,251 web pages 235 lose more in the first of them, 33
   in the second, 14 in the third, 9, 6: lists, some of which would go on and on. */
#define ROUNDS 8

void
dc_rounds_init(struct dc_rounds *r, const struct declutter_options *opt,
	       const struct dc_memory *memory)
{
	dc_chrome_init(&r->chrome, opt, memory);
	dc_chrome_init(&r->pages, opt, memory);
	r->pages.recalls = r->pages.model.page = true;
	r->finds_copies = opt->dedup && !opt->keep_repeats;
}

/* A document that loses so many blocks, and one in so many of its own, is a whole page:
   of 1,596 pages with an article all but some thirty lose more, of extracts and cleaned
   bodies hardly any does. */
#define PAGE_BLOCKS 32
#define PAGE_SHARE 2

/* Kept lines above a headline that read like prose, at most: of 73 news pages that
   begin with their title 69 have none, two have two. */
#define NOTICES 3
#define WRAPPED_TOKENS 4	/* fewer words stand in menus too */

static bool
is_asked(const struct dc_item *item)
{
	return item->text && !item->removed && !item->copy;
}

/* The first item from 'i' on that may still go. */
static uint64_t
next_asked(const struct dc_queue *q, uint64_t i)
{
	while (i < q->next && !is_asked(dc_queue_at(q, i)))
		i++;
	return i;
}

static void
add(const struct dc_rounds *r, struct dc_chrome *c, struct dc_item *item, uint8_t round)
{
	item->number = c->window.next;
	if (c->recalls) {
		dc_chrome_add_again(c, &item->view, r->document, &item->reading);
		return;
	}
	item->view.shape.canonical |= round > 0;	/* as its output will be */
	dc_chrome_add(c, &item->view, r->document, true);
}

static void
judge(struct dc_rounds *r, struct dc_chrome *c, struct dc_item *item, uint8_t round,
      bool ended)
{
	dc_chrome_judge(c, item->number, ended, &item->chrome);
	if (!c->recalls)
		dc_chrome_reading(c, item->number, &item->reading);
	item->removed = item->chrome.category != DECLUTTER_CONTENT;
	item->round = round;
	dc_hold_add(&r->hold, item);
}

/* Judge all that may still go. */
static void
judge_all(struct dc_rounds *r, struct dc_chrome *c, const struct dc_queue *q,
	  uint64_t from, uint8_t round)
{
	const struct dc_window *w = &c->window;
	uint64_t i, at = next_asked(q, from);
	struct dc_item *item;

	dc_hold_begin(&r->hold, true);
	for (i = at; i < q->next; i = next_asked(q, i + 1)) {
		add(r, c, dc_queue_at(q, i), round);
		item = dc_queue_at(q, at);
		if (w->next - item->number > (uint64_t)DC_AHEAD) {
			judge(r, c, item, round, false);
			at = next_asked(q, at + 1);
		}
	}
	for (; at < q->next; at = next_asked(q, at + 1))
		judge(r, c, dc_queue_at(q, at), round, true);
	dc_hold_end(&r->hold, q, from, round);
	r->document++;
}

/* How many items the round took, and of how many. */
static uint64_t
count_gone(const struct dc_queue *q, uint64_t from, uint8_t round, uint64_t *asked)
{
	uint64_t gone = 0;

	for (*asked = 0; from < q->next; from++) {
		const struct dc_item *item = dc_queue_at(q, from);

		*asked += item->text && item->round == round;
		gone += item->removed && item->round == round;
	}
	return gone;
}

/* All the round took comes back. */
static void
put_back(const struct dc_queue *q, uint64_t from, uint8_t round)
{
	for (; from < q->next; from++) {
		struct dc_item *item = dc_queue_at(q, from);

		if (item->removed && item->round == round)
			dc_item_restore(item);
	}
}

/* What the round took tells whether this is a whole page; if so, it is judged again, as
   one.  How many items have gone then. */
static uint64_t
settle_page(struct dc_rounds *r, const struct dc_queue *q, uint64_t from, uint8_t round)
{
	uint64_t asked, gone = count_gone(q, from, round, &asked);

	if (r->chrome.opt->mode == DECLUTTER_SAFE || gone < PAGE_BLOCKS ||
	    gone * PAGE_SHARE < asked)
		return gone;
	put_back(q, from, round);
	judge_all(r, &r->pages, q, from, round);
	return count_gone(q, from, round, &asked);
}

static uint64_t
find_copies(struct dc_rounds *r, const struct dc_queue *q, uint64_t from)
{
	return r->finds_copies ? dc_copies_find(&r->copies, q, from) : 0;
}

/* Has something gone, and does more than a title and prose stay, which nothing takes? */
static bool
may_change(const struct dc_queue *q, uint64_t from, uint64_t gone)
{
	uint64_t i, open = 0;

	for (i = from; i < q->next; i++) {
		const struct dc_item *item = dc_queue_at(q, i);

		gone += item->removed;
		open += is_asked(item) && !item->view.prose;
	}
	return gone > 0 && open > 1;
}

/* Does prose follow item 'i' as it follows a headline? */
static bool
heads_prose(const struct dc_queue *q, uint64_t i)
{
	uint64_t n = 0;

	for (i = next_asked(q, i + 1); i < q->next && n++ < DC_HEAD_BLOCKS;
	     i = next_asked(q, i + 1))
		if (dc_queue_at(q, i)->view.prose)
			return true;
	return false;
}

/* The headline whose page's title is item 'from'; NULL if none is found.  Menus may
   stand between them, so that no window holds both.  Prose soon below makes the title
   the headline, and what says a part of it again further down a subheading. */
static struct dc_item *
find_headline(const struct dc_queue *q, uint64_t from)
{
	const struct dc_view *title = &dc_queue_at(q, from)->view;
	unsigned notices = 0;
	uint64_t i;

	if (title->sentence)
		return NULL;
	for (i = next_asked(q, from + 1); i < q->next && notices <= NOTICES;
	     i = next_asked(q, i + 1)) {
		struct dc_item *item = dc_queue_at(q, i);

		if (item->view.ntokens >= WRAPPED_TOKENS && !item->view.prose &&
		    dc_title_wraps(title, &item->view) && heads_prose(q, i))
			return item;
		if (item->view.prose && i - from <= DC_HEAD_BLOCKS)
			return NULL;
		notices += item->view.prose;
	}
	return NULL;
}

/* A page that begins with its title needs it only where it has no headline. */
static void
settle_title(const struct dc_rounds *r, const struct dc_queue *q, uint64_t from)
{
	struct dc_item *title, *headline;

	while (from < q->next && !dc_queue_at(q, from)->text)
		from++;
	if (from == q->next)
		return;
	title = dc_queue_at(q, from);
	headline = find_headline(q, from);
	if (headline == NULL)
		return;
	headline->view.headline = true;
	if (title->removed || title->view.protect ||
	    r->chrome.opt->keep >> DECLUTTER_PAGE_TITLE & 1)
		return;
	title->removed = true;
	title->chrome = (struct dc_chrome_verdict){
		.category = DECLUTTER_PAGE_TITLE, .score = 6,
		.evidence = DC_TITLE_EVIDENCE, .ruled = true
	};
}

void
dc_rounds_judge(struct dc_rounds *r, const struct dc_queue *q, uint64_t from)
{
	uint8_t round;

	settle_page(r, q, from, 0);
	settle_title(r, q, from);
	if (!may_change(q, from, find_copies(r, q, from)))
		return;
	for (round = 1; round <= ROUNDS; round++) {
		judge_all(r, &r->chrome, q, from, round);
		if (settle_page(r, q, from, round) == 0)
			return;
		find_copies(r, q, from);
	}
}
