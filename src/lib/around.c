/* SPDX-License-Identifier: MIT */
/*
 * around.c - a block among its neighbours
 *
 * A span of prose is a run of blocks whose worths sum up to something; the best
 * one that ends before the block, begins after it, or holds it, is found as in
 * the maximum-subarray problem, over the past and the look-ahead.
 */
#include "reader.h"

#define SPAN_MAX 3000
#define SPAN_LEAST 150		/* a span of prose worth the name */
#define SPAN_NEXT 300		/* and one that may be another article */
#define FAR 63
#define NOWHERE 62
#define LEAN_STEPS 8		/* levels of a log-odds */
#define LEAN_NONE 31		/* the level of words that lean nowhere */

/* What the look-ahead holds. */
struct ahead {
	uint32_t count;
	int32_t joins;		/* best span that starts with the next block */
	int32_t best;		/* best span anywhere */
	uint32_t run, headlines;	/* short blocks, headlines in a row */
	uint32_t until;		/* steps to the next prose, 0 for none */
	uint32_t units;		/* before it, if there is one */
	bool echo;		/* asked of the first block only */
};

static const struct dc_cell *
at(const struct dc_reader *r, uint64_t i)
{
	return &r->cell[i & (DC_WINDOW - 1)];
}

/* How many views from i + 1 on have their bit set, at most 'n'. */
static uint32_t
count_run(const struct dc_ring_mask *m, uint64_t i, uint32_t n)
{
	uint64_t others = ~dc_ring_after(m, i);

	return others == 0 ? n : DC_MIN(n, (uint32_t)__builtin_ctzll(others));
}

static void
look_ahead(struct dc_reader *r, uint64_t i, uint64_t last, struct ahead *a)
{
	struct dc_span_sum sum = dc_spans_after(&r->spans, i, last);
	uint64_t prose = dc_ring_after(&r->prose, i), j;
	uint32_t n = (uint32_t)(last - i);

	*a = (struct ahead){
		.count = n, .best = sum.best, .joins = DC_MIN(sum.head, SPAN_MAX),
		.run = count_run(&r->open, i, n),
		.headlines = count_run(&r->titled, i, n)
	};
	if (prose != 0 && (uint32_t)__builtin_ctzll(prose) < n) {
		a->until = (uint32_t)__builtin_ctzll(prose) + 1;
		a->units = at(r, i + a->until - 1)->all_units - at(r, i)->all_units;
	}
	for (j = i + 1; i == r->first && j <= last; j++)
		a->echo |= at(r, j)->echo != 0;
}

/* 65536 / n, rounded up. */
static const uint32_t reciprocal[33] = {
	0, 65536, 32768, 21846, 16384, 13108, 10923, 9363, 8192, 7282, 6554, 5958,
	5462, 5042, 4682, 4370, 4096, 3856, 3641, 3450, 3277, 3121, 2979, 2850,
	2731, 2622, 2521, 2428, 2341, 2260, 2185, 2115, 2048
};

/* The mean level of blocks 'from' + 1 to 'to'; one above all for none. */
static uint8_t
mean_level(const struct dc_reader *r, uint64_t from, uint64_t to)
{
	uint32_t sum = at(r, to)->levels - at(r, from)->levels;
	uint64_t n = to - from;

	return n == 0 ? FAR : (uint8_t)(sum * reciprocal[n] >> 16);
}

static uint8_t
prose_level(const struct dc_reader *r, uint64_t from, uint64_t to)
{
	return dc_level((at(r, to)->prose - at(r, from)->prose) / 16);
}

/* Windows that end before the block: blocks b - n + 1 to b = i - 1. */
static void
read_before(const struct dc_reader *r, uint64_t i, uint8_t *f)
{
	uint64_t seen = i - r->first;
	uint64_t n3 = DC_MIN(seen, 3), n8 = DC_MIN(seen, 8), n12 = DC_MIN(seen, 12);
	uint64_t n32 = DC_MIN(seen, 32), b = i - 1;

	f[DC_F_kind_m1] = seen > 0 ? at(r, i - 1)->kind : DC_KIND_EDGE;
	f[DC_F_kind_m2] = seen > 1 ? at(r, i - 2)->kind : DC_KIND_EDGE;
	f[DC_F_units_m1] = seen > 0 ? at(r, i - 1)->level : FAR;
	f[DC_F_end_m1] = seen > 0 ? at(r, i - 1)->end : 9;
	f[DC_F_mean_p12] = mean_level(r, b - n12, b);
	f[DC_F_mean_p32] = mean_level(r, b - n32, b);
	f[DC_F_prose_p32] = prose_level(r, b - n32, b);
	f[DC_F_hits_p8] = (uint8_t)(at(r, b)->hits - at(r, b - n8)->hits);
	f[DC_F_repeats_3] = (uint8_t)(at(r, b)->repeats - at(r, b - n3)->repeats);
	f[DC_F_repeats_12] = (uint8_t)(at(r, b)->repeats - at(r, b - n12)->repeats);
	f[DC_F_dates] = (uint8_t)(at(r, b)->dates - at(r, b - n12)->dates);
}

static void
read_behind(const struct dc_reader *r, uint64_t i, uint64_t last, uint8_t *f)
{
	uint64_t seen = last - i;
	uint64_t n3 = DC_MIN(seen, 3), n8 = DC_MIN(seen, 8), n12 = DC_MIN(seen, 12);
	const struct dc_cell *c = at(r, i);

	f[DC_F_kind_p1] = seen > 0 ? at(r, i + 1)->kind : DC_KIND_EDGE;
	f[DC_F_kind_p2] = seen > 1 ? at(r, i + 2)->kind : DC_KIND_EDGE;
	f[DC_F_units_p1] = seen > 0 ? at(r, i + 1)->level : FAR;
	f[DC_F_end_p1] = seen > 0 ? at(r, i + 1)->end : 9;
	f[DC_F_mean_a12] = mean_level(r, i, i + n12);
	f[DC_F_mean_a32] = mean_level(r, i, last);
	f[DC_F_prose_a32] = prose_level(r, i, last);
	f[DC_F_hits_a8] = (uint8_t)(at(r, i + n8)->hits - c->hits);
	f[DC_F_repeats_3] += (uint8_t)(at(r, i + n3)->repeats - c->repeats);
	f[DC_F_repeats_12] += (uint8_t)(at(r, i + n12)->repeats - c->repeats);
	f[DC_F_dates] += (uint8_t)(at(r, i + n12)->dates - c->dates);
}

/* Blocks 'from' + 1 to 'to': how their words lean in the mean, in steps of 1 / 'scale'
   round the middle; one above all for none. */
static uint8_t
lean_level(const struct dc_reader *r, uint64_t from, uint64_t to, int32_t scale)
{
	int32_t sum = (int32_t)(at(r, to)->leans - at(r, from)->leans);
	int32_t n = (int32_t)(to - from), level;

	if (n == 0)
		return FAR;
	level = sum * scale / (n * 256) + LEAN_NONE;
	return (uint8_t)DC_MIN(DC_MAX(level, 0), FAR - 1);
}

static void
read_words(const struct dc_reader *r, uint64_t i, uint64_t last, uint8_t *f)
{
	uint64_t seen = i - r->first, ahead = last - i, b = i - 1;

	f[DC_F_word] = lean_level(r, b, i, LEAN_STEPS);
	f[DC_F_word_m3] = lean_level(r, b - DC_MIN(seen, 3), b, LEAN_STEPS);
	f[DC_F_word_a3] = lean_level(r, i, i + DC_MIN(ahead, 3), LEAN_STEPS);
	f[DC_F_word_8] = lean_level(r, b - DC_MIN(seen, 8), i + DC_MIN(ahead, 8),
				    2 * LEAN_STEPS);
}

/* What its longer words are to the document's prose, and to its first block. */
static void
read_topic(const struct dc_reader *r, const struct dc_view *v, uint64_t i, uint8_t *f)
{
	struct dc_topic t = dc_mentions_ask(&r->mentions, v,
					    at(r, i)->kind == DC_KIND_PROSE);
	bool none = t.words == 0, first = i == r->first;

	f[DC_F_shared] = (uint8_t)(none ? 17 : t.shared * 16 / t.words);
	f[DC_F_times] = (uint8_t)(none ? FAR : t.times * 8 / t.words);
	f[DC_F_in_title] = first ? 0 : (uint8_t)DC_MIN(t.title, 9);
	f[DC_F_title_share] = (uint8_t)(none ? 17 : first ? 0 :
					t.title * 16 / t.words);
}

/* Words of consent within 8 blocks, phrases of any kind within 32. */
static void
read_phrases(const struct dc_reader *r, uint64_t i, uint64_t last, uint8_t *f)
{
	uint64_t seen = i - r->first + 1, ahead = last - i;
	const struct dc_cell *from = at(r, i - DC_MIN(seen, 9));
	const struct dc_cell *to = at(r, i + DC_MIN(ahead, 8));

	f[DC_F_consents] = (uint8_t)(to->consents - from->consents);
	f[DC_F_known_w] = (uint8_t)DC_MIN(FAR, at(r, last)->hits -
						at(r, i - DC_MIN(seen, 32))->hits);
}

static uint8_t
heading_class(const struct dc_reader *r, uint64_t i, uint64_t last)
{
	if (!at(r, i)->open)
		return 0;
	if (i < last && at(r, i + 1)->kind == DC_KIND_PROSE)
		return r->past.run == 0 ? 2 : 3;
	if (i + 1 < last && at(r, i + 2)->kind == DC_KIND_PROSE)
		return 4;
	return 1;
}

/* Where the block stands to the spans of prose round it. */
static void
read_spans(const struct dc_reader *r, const struct ahead *a, bool ended,
	   uint8_t *f)
{
	const struct dc_past *p = &r->past;
	uint8_t best = dc_level((uint32_t)p->best + 25);

	f[DC_F_since] = p->since == UINT32_MAX ? FAR : dc_level(p->since);
	f[DC_F_until] = a->until > 0 ? dc_level(a->units) : ended ? NOWHERE : FAR;
	f[DC_F_span] = dc_level((uint32_t)p->span / 4);
	f[DC_F_best] = dc_level((uint32_t)p->best / 4);
	f[DC_F_between] = dc_level((uint32_t)DC_MIN(p->span, a->joins) / 4);
	f[DC_F_fallen] = (uint8_t)(best - DC_MIN(best, dc_level((uint32_t)p->span + 25)));
	f[DC_F_ahead] = (uint8_t)DC_MIN(FAR, 32 + dc_level((uint32_t)a->best + 50) -
					     dc_level((uint32_t)p->best + 50));
	f[DC_F_after] = p->best < SPAN_LEAST ? 0 : p->span > 0 ? 1 :
			a->best < SPAN_NEXT ? 2 : 3;
	f[DC_F_sofar] = dc_level(p->sofar / 4);
}

static uint8_t
echo_class(const struct dc_reader *r, uint64_t i, bool bounded, bool follows)
{
	if (i == r->first && bounded)
		return follows ? 3 : 4;
	return at(r, i)->echo;
}

/* The block becomes part of the past. */
static void
step(struct dc_reader *r, const struct dc_view *v, const struct dc_cell *c)
{
	/* What opens a section that the article's own text rarely follows. */
	static const uint8_t section_of[DECLUTTER_NCATEGORIES] = {
		[DECLUTTER_COMMENTS] = 2, [DECLUTTER_RELATED] = 3,
		[DECLUTTER_BIO] = 1, [DECLUTTER_TAGS] = 1,
		[DECLUTTER_NEWSLETTER] = 1, [DECLUTTER_LEGAL] = 1,
		[DECLUTTER_SHARE] = 1
	};
	struct dc_past *p = &r->past;
	const struct dc_rule *rule = v->sure != NULL ? v->sure : v->cue;
	uint8_t section = rule != NULL && c->kind != DC_KIND_LONG &&
			  c->kind != DC_KIND_PROSE ? section_of[rule->category] : 0;
	bool prose = c->kind == DC_KIND_PROSE;

	p->span = DC_MIN(DC_MAX(p->span + c->worth, 0), SPAN_MAX);
	if (!v->bounded) {
		p->best -= p->best / 128;
		p->sofar -= p->sofar / 64;
	}
	p->best = DC_MAX(p->best, p->span);
	if (prose || c->kind == DC_KIND_SENTENCE)
		p->sofar += c->units;
	p->position++;
	if (prose)
		p->since = 0;
	else if (p->since < 4000)
		p->since += c->units;
	p->run = c->open ? p->run + 1 : 0;
	p->headlines = c->titled ? p->headlines + 1 : 0;
	p->section_age += p->section_age < 1000;
	if (section > 0) {
		if (section >= p->section || p->section_age > 100)
			p->section = section;
		if (section == 2 && p->comments < 12)
			p->comments++;
		p->section_age = 0;
	}
	p->opens += (c->kind >= DC_KIND_MID ? 1024 : 0) - p->opens / 64;
	p->blocks += 1024 - p->blocks / 64;
}

void
dc_reader_skip(struct dc_reader *r, const struct dc_window *w, uint64_t i)
{
	step(r, dc_window_at(w, i), at(r, i));
}

void
dc_reader_read(struct dc_reader *r, const struct dc_window *w, uint64_t i,
	       uint64_t last, bool ended, uint8_t *f)
{
	const struct dc_view *v = dc_window_at(w, i);
	const struct dc_cell *c = at(r, i);
	const struct dc_past *p = &r->past;
	uint32_t opens = at(r, last)->opens - c->opens;
	struct ahead a;

	look_ahead(r, i, last, &a);
	dc_own_features(v, c, f);
	read_before(r, i, f);
	read_behind(r, i, last, f);
	read_phrases(r, i, last, f);
	read_spans(r, &a, ended, f);
	read_words(r, i, last, f);
	read_topic(r, v, i, f);
	f[DC_F_run] = c->open ? (uint8_t)DC_MIN(p->run + a.run + 1, FAR) : 0;
	f[DC_F_headlines] = c->titled ?
		(uint8_t)DC_MIN(p->headlines + a.headlines + 1, FAR) : 0;
	f[DC_F_heading] = heading_class(r, i, last);
	f[DC_F_section] = p->section;
	f[DC_F_section_age] = p->section > 0 ? dc_level(p->section_age) : FAR;
	f[DC_F_comments] = p->comments;
	f[DC_F_echo] = echo_class(r, i, v->bounded, a.echo);
	f[DC_F_from_start] = v->bounded ? dc_level(DC_MIN(p->position, 1000)) : FAR;
	f[DC_F_to_end] = v->bounded && ended ? (uint8_t)DC_MIN(last - i, NOWHERE)
					     : FAR;
	f[DC_F_regime] = (uint8_t)((p->opens + (opens + 1) * 1024) * 32 /
				   (p->blocks + (a.count + 3) * 1024));
	step(r, v, c);
}
