/* SPDX-License-Identifier: MIT */
#include "smooth.h"

#define Z_MAX 4000
#define NONE 63			/* no neighbour */
#define SPAN_MAX (200 << 5)	/* worths are in 1/32 */
#define SPAN_LEAST (4 << 5)
#define SPAN_NEXT (8 << 5)
#define SURE_Z 1000		/* content beyond doubt */

const struct dc_feature dc_smooths[DC_NSMOOTHS] = {
#define DC_SMOOTH_ROW(name, family, order) {#name, DC_##family, order},
	DC_SMOOTHS(DC_SMOOTH_ROW)
};

static const struct dc_score *
at(const struct dc_smoother *s, uint64_t i)
{
	return &s->score[i & (DC_WINDOW - 1)];
}

/* 4 * sqrt(n), n at most 404, rounded down. */
static uint16_t
root(uint32_t n)
{
	uint32_t x = 0, bit;

	for (bit = 64; bit > 0; bit /= 2)	/* no branch: it would go either way */
		x += bit * ((x + bit) * (x + bit) <= n * 16);
	return (uint16_t)x;
}

void
dc_smoother_add(struct dc_smoother *s, uint64_t i, bool start, int32_t z,
		uint32_t units, uint8_t place)
{
	struct dc_score *c = &s->score[i & (DC_WINDOW - 1)];
	const struct dc_score *b = at(s, i - 1);

	if (start) {
		s->first = i;
		s->span = s->best = 0;
		s->sofar = s->chrome = s->blocks = s->chrome_units = s->units = 0;
		s->since = 1000;
	}
	c->z = (int16_t)DC_MIN(DC_MAX(z, -Z_MAX), Z_MAX);
	c->place = place;
	c->units = (uint16_t)DC_MIN(units, 400);
	c->root = root(c->units + 4u);
	c->worth = c->z * c->root / 1000;
	c->zs = b->zs + (uint32_t)(c->z + Z_MAX);
	c->weighted = b->weighted + (uint32_t)(c->z + Z_MAX) * c->root;
	c->roots = b->roots + c->root;
	c->chrome = b->chrome + (c->z < 0);
	c->chrome_units = b->chrome_units + (c->z < 0 ? c->units : 0u);
	c->all_units = b->all_units + c->units;
	s->spans.floor = -Z_MAX;
	dc_spans_add(&s->spans, i, c->worth, c->z);
	dc_ring_set(&s->content, i, c->z > SURE_Z);
}

static uint8_t
z_level(int32_t z)
{
	return (uint8_t)((DC_MIN(DC_MAX(z, -Z_MAX), Z_MAX) + Z_MAX) / 200);
}

/* 2^32 / 200 n, rounded up: of a sum of n scores, each under 8001, the quotient is
   exact, since what is too much stays below n * 8000 * n * 200 < 2^32. */
#define ONE(n) ((n) == 0 ? 0 : UINT32_MAX / (200u * DC_MAX(n, 1)) + 1)
#define FOUR(n) ONE(n), ONE((n) + 1), ONE((n) + 2), ONE((n) + 3)
static const uint32_t reciprocal[DC_REACH + 4] = {
	FOUR(0), FOUR(4), FOUR(8), FOUR(12), FOUR(16), FOUR(20), FOUR(24), FOUR(28),
	FOUR(32)
};
#undef ONE
#undef FOUR

/* The mean score of blocks 'from' + 1 to 'to', at most DC_REACH of them. */
static uint8_t
mean(const struct dc_smoother *s, uint64_t from, uint64_t to)
{
	uint64_t sum = at(s, to)->zs - at(s, from)->zs;

	return (uint8_t)(to == from ? NONE : sum * reciprocal[to - from] >> 32);
}

/* The same, weighted by the roots of their lengths. */
static uint8_t
weighted_mean(const struct dc_smoother *s, uint64_t from, uint64_t to)
{
	uint32_t sum = at(s, to)->weighted - at(s, from)->weighted;
	uint32_t roots = at(s, to)->roots - at(s, from)->roots;

	return (uint8_t)(to == from ? NONE : sum / (roots * 200));
}

static void
read_means(const struct dc_smoother *s, uint64_t i, uint64_t last, uint8_t *f)
{
	uint64_t seen = i - s->first, follow = last - i, b = i - 1;

	f[DC_S_z_m1] = seen > 0 ? z_level(at(s, i - 1)->z) : NONE;
	f[DC_S_z_m2] = seen > 1 ? z_level(at(s, i - 2)->z) : NONE;
	f[DC_S_z_p1] = follow > 0 ? z_level(at(s, i + 1)->z) : NONE;
	f[DC_S_z_p2] = follow > 1 ? z_level(at(s, i + 2)->z) : NONE;
	f[DC_S_zb_m3] = mean(s, b - DC_MIN(seen, 3), b);
	f[DC_S_zb_m8] = mean(s, b - DC_MIN(seen, 8), b);
	f[DC_S_zb_m32] = mean(s, b - DC_MIN(seen, 32), b);
	f[DC_S_zb_a3] = mean(s, i, i + DC_MIN(follow, 3));
	f[DC_S_zb_a8] = mean(s, i, i + DC_MIN(follow, 8));
	f[DC_S_zb_a32] = mean(s, i, last);
	f[DC_S_zu_a8] = weighted_mean(s, i, i + DC_MIN(follow, 8));
	f[DC_S_zu_a32] = weighted_mean(s, i, last);
}

static void
read_spans(struct dc_smoother *s, uint64_t i, uint64_t last, uint8_t *f)
{
	struct dc_span_sum ahead = dc_spans_after(&s->spans, i, last);
	uint64_t content = dc_ring_after(&s->content, i);
	uint8_t far = dc_level((uint32_t)s->best + 8);
	uint64_t until = content == 0 ? NONE : (uint64_t)__builtin_ctzll(content) + 1;

	f[DC_S_zbetween] = dc_level((uint32_t)DC_MIN(s->span, ahead.head));
	f[DC_S_zbest] = dc_level((uint32_t)s->best);
	f[DC_S_zfallen] = (uint8_t)(far - DC_MIN(far, dc_level((uint32_t)s->span + 8)));
	f[DC_S_zafter] = s->best <= SPAN_LEAST ? 0 : s->span > 0 ? 1 :
			 ahead.best < SPAN_NEXT ? 2 : 3;
	f[DC_S_zsince] = dc_level(s->since);
	f[DC_S_zuntil] = until <= last - i ? (uint8_t)until : NONE;
	f[DC_S_zsofar] = dc_level(s->sofar / 4);
	f[DC_S_zpeak] = z_level(ahead.peak);
	f[DC_S_zahead] = (uint8_t)DC_MIN(NONE, 32 + dc_level((uint32_t)ahead.best + 64) -
					       dc_level((uint32_t)s->best + 64));
}

uint8_t
dc_smoother_regime(const struct dc_smoother *s, uint64_t i, uint64_t last)
{
	uint32_t chrome = s->chrome + (at(s, last)->chrome - at(s, i)->chrome) * 1024;

	return (uint8_t)((chrome + 307) * 60 /
			 (s->blocks + ((uint32_t)(last - i) + 1) * 1024));
}

void
dc_smoother_step(struct dc_smoother *s, uint64_t i, bool bounded)
{
	const struct dc_score *c = at(s, i);
	bool chrome = c->z < 0;

	s->span = DC_MIN(DC_MAX(s->span + c->worth, 0), SPAN_MAX);
	if (!bounded) {
		s->best -= s->best / 128;
		s->sofar -= s->sofar / 32;
	}
	s->best = DC_MAX(s->best, s->span);
	if (c->z > SURE_Z) {
		s->since = 0;
		s->sofar += c->units;
	}
	s->since += s->since < 1000;
	s->chrome += (chrome ? 1024u : 0u) - s->chrome / 64;
	s->blocks += 1024u - s->blocks / 64;
	s->chrome_units += (chrome ? c->units : 0u) - s->chrome_units / 64;
	s->units += c->units - s->units / 64;
}

void
dc_smoother_read(struct dc_smoother *s, const struct dc_view *v, uint64_t i,
		 uint64_t last, uint8_t *f)
{
	const struct dc_score *c = at(s, i), *l = at(s, last);
	uint32_t units = s->chrome_units + l->chrome_units - c->chrome_units;

	f[DC_S_z] = z_level(c->z);
	read_means(s, i, last, f);
	read_spans(s, i, last, f);
	f[DC_S_chrome_n] = dc_smoother_regime(s, i, last);
	f[DC_S_chrome_u] = (uint8_t)((units + 20) * 60 /
				     (s->units + l->all_units - c->all_units + 60));
	f[DC_S_own_units] = dc_level(v->shape.units);
	f[DC_S_own_sentences] = (uint8_t)DC_MIN(v->shape.sentences, 9);
	f[DC_S_own_cue] = v->cue != NULL ? v->cue->category : 0;
	f[DC_S_own_place] = c->place;
}
