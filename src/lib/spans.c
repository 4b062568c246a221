/* SPDX-License-Identifier: MIT */
#include "spans.h"

static struct dc_span_sum *
item(struct dc_spans *s, uint64_t i)
{
	return &s->item[i & (DC_WINDOW - 1)];
}

static struct dc_span_sum *
front(struct dc_spans *s, uint64_t i)
{
	return &s->front[i & (DC_WINDOW - 1)];
}

static struct dc_span_sum
nothing(const struct dc_spans *s)
{
	return (struct dc_span_sum){.peak = s->floor};
}

/* The sum of 'a' and what follows it. */
static struct dc_span_sum
add(const struct dc_span_sum *a, const struct dc_span_sum *b)
{
	struct dc_span_sum sum = {
		.all = a->all + b->all,
		.head = DC_MAX(a->head, a->all + b->head),
		.tail = DC_MAX(b->tail, b->all + a->tail),
		.best = DC_MAX(a->best, b->best),
		.peak = DC_MAX(a->peak, b->peak)
	};

	sum.best = DC_MAX(sum.best, a->tail + b->head);
	return sum;
}

void
dc_spans_add(struct dc_spans *s, uint64_t i, int32_t worth, int32_t mark)
{
	int32_t best = DC_MAX(worth, 0);

	*item(s, i) = (struct dc_span_sum){worth, best, best, best, mark};
}

/* Make blocks i + 1 to 'last' the front. */
static void
turn(struct dc_spans *s, uint64_t i, uint64_t last)
{
	struct dc_span_sum sum = nothing(s);
	uint64_t k;

	for (k = last; k > i; k--) {
		sum = add(item(s, k), &sum);
		*front(s, k) = sum;
	}
	s->back = nothing(s);
	s->middle = s->last = last;
}

struct dc_span_sum
dc_spans_after(struct dc_spans *s, uint64_t i, uint64_t last)
{
	if (i >= s->middle)
		turn(s, i, last);
	for (; s->last < last; s->last++)
		s->back = add(&s->back, item(s, s->last + 1));
	return i < s->middle ? add(front(s, i + 1), &s->back) : nothing(s);
}
