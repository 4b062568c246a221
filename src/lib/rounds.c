/* SPDX-License-Identifier: MIT */
#include "rounds.h"

/* Rounds after the first.  Of 1,251 web pages 235 lose more in the first of them, 33
   in the second, 14 in the third, 9, 6: lists, some of which would go on and on. */
#define ROUNDS 8

void
dc_rounds_init(struct dc_rounds *r, const struct declutter_options *opt,
	       const struct dc_memory *memory)
{
	dc_chrome_init(&r->chrome, opt, memory);
	r->finds_copies = opt->dedup && !opt->keep_repeats;
}

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

/* Judge item 'i'. */
static void
judge(struct dc_rounds *r, struct dc_item *item, uint8_t round, bool ended)
{
	dc_chrome_judge(&r->chrome, item->number, ended, &item->chrome);
	item->removed = item->chrome.category != DECLUTTER_CONTENT;
	item->round = round;
	dc_hold_add(&r->hold, item);
}

/* How many items go in this round. */
static uint64_t
judge_all(struct dc_rounds *r, const struct dc_queue *q, uint64_t from, uint8_t round)
{
	const struct dc_window *w = &r->chrome.window;
	uint64_t i, at = next_asked(q, from), gone = 0;
	struct dc_item *item;

	dc_hold_begin(&r->hold, true);
	for (i = at; i < q->next; i = next_asked(q, i + 1)) {
		item = dc_queue_at(q, i);
		item->number = w->next;
		item->view.shape.canonical = true;	/* as its output will be */
		dc_chrome_add(&r->chrome, &item->view, r->document, true);
		if (w->next - dc_queue_at(q, at)->number > (uint64_t)DC_AHEAD) {
			judge(r, dc_queue_at(q, at), round, false);
			at = next_asked(q, at + 1);
		}
	}
	for (; at < q->next; at = next_asked(q, at + 1))
		judge(r, dc_queue_at(q, at), round, true);
	dc_hold_end(&r->hold, q, from, round);
	for (i = from; i < q->next; i++) {
		item = dc_queue_at(q, i);
		gone += item->removed && item->round == round;
	}
	r->document++;
	return gone;
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

void
dc_rounds_judge(struct dc_rounds *r, const struct dc_queue *q, uint64_t from)
{
	uint8_t round;

	if (!may_change(q, from, find_copies(r, q, from)))
		return;
	for (round = 1; round <= ROUNDS; round++) {
		if (judge_all(r, q, from, round) == 0)
			return;
		find_copies(r, q, from);
	}
}
