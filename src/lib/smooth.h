/* SPDX-License-Identifier: MIT */
/*
 * smooth.h - the second pass: a block among the scores of its neighbours
 *
 * It does what a smoother over states would do, with what the scores of the
 * first pass around a block tell: their means, the spans of content they make,
 * and how much chrome there is at all (the regime).
 */
#ifndef DC_SMOOTH_H
#define DC_SMOOTH_H
#include "reader.h"

#define DC_SMOOTHS(X) \
	X(z, COMPANY, 'o') X(z_m1, COMPANY, 'o') X(z_p1, COMPANY, 'o') \
	X(z_m2, COMPANY, 'o') X(z_p2, COMPANY, 'o') \
	X(zb_m3, COMPANY, 'o') X(zb_a3, COMPANY, 'o') \
	X(zb_m8, COMPANY, 'o') X(zb_a8, COMPANY, 'o') \
	X(zb_m32, COMPANY, 'o') X(zb_a32, COMPANY, 'o') \
	X(zu_a8, COMPANY, 'o') X(zu_a32, COMPANY, 'o') \
	X(zbetween, SPAN, 'o') X(zbest, SPAN, 'o') X(zfallen, SPAN, 'o') \
	X(zafter, SPAN, 'c') X(zsince, SPAN, 'o') X(zuntil, SPAN, 'o') \
	X(zsofar, SPAN, 'o') X(zpeak, SPAN, 'o') X(zahead, SPAN, 'o') \
	X(chrome_n, REGIME, 'o') X(chrome_u, REGIME, 'o') \
	X(own_units, SHAPE, 'o') X(own_sentences, SHAPE, 'o') \
	X(own_cue, PHRASE, 'c') X(own_place, PLACED, 'c')

enum {
#define DC_SMOOTH_ENUM(name, family, order) DC_S_##name,
	DC_SMOOTHS(DC_SMOOTH_ENUM)
	DC_NSMOOTHS
};

extern const struct dc_feature dc_smooths[DC_NSMOOTHS];

/* Where a block stands; from BODY on it takes more to remove it. */
enum dc_place_in {
	DC_PLACE_PROSE, DC_PLACE_HEAD, DC_PLACE_TAIL, DC_PLACE_BETWEEN,
	DC_PLACE_BODY, DC_PLACE_TITLE, DC_PLACE_STANDFIRST
};

/* A score of the first pass; sums as in struct dc_cell. */
struct dc_score {
	int16_t z;		/* thousandths, within 4000 of 0 */
	uint8_t place;
	uint16_t units;		/* at most 400 */
	uint16_t root;		/* of the units, in quarters */
	int32_t worth;
	uint32_t zs, weighted, roots;
	uint32_t chrome, chrome_units, all_units;
};

struct dc_smoother {
	struct dc_score score[DC_WINDOW];
	struct dc_spans spans;	/* of the scores' worths, with z as the mark */
	struct dc_ring_mask content;	/* content beyond doubt */
	uint64_t first;
	int32_t span, best;
	uint32_t since, sofar;
	uint32_t chrome, blocks;	/* decayed, in 1/1024 */
	uint32_t chrome_units, units;	/* decayed */
};

/* Take the score of block 'i' in; 'start': a document starts with it. */
void dc_smoother_add(struct dc_smoother *s, uint64_t i, bool start, int32_t z,
		     uint32_t units, uint8_t place);

/* How much of what is around block 'i' is chrome, in sixtieths: chrome_n. */
uint8_t dc_smoother_regime(const struct dc_smoother *s, uint64_t i, uint64_t last);

/* The features of block 'i', the one after the last taken, looking on to 'last'. */
void dc_smoother_read(struct dc_smoother *s, const struct dc_view *v, uint64_t i,
		      uint64_t last, uint8_t *levels);

/* Block 'i', read or not, becomes part of the past. */
void dc_smoother_step(struct dc_smoother *s, uint64_t i, bool bounded);

#endif
