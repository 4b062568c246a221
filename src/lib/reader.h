/* SPDX-License-Identifier: MIT */
/*
 * reader.h - what the chrome model knows of a block before it knows scores
 *
 * Features are levels (weights.h): counts and lengths on a logarithmic scale
 * of four steps an octave, shares in sixteenths, classes as they are.  None
 * needs a language.  Sums over windows are differences of running sums, so the
 * cost of a block does not depend on the windows' lengths.
 */
#ifndef DC_READER_H
#define DC_READER_H
#include "lexis.h"
#include "spans.h"
#include "weights.h"

/* Families: what an ablation leaves out, what evidence is named after. */
enum dc_family {
	DC_SHAPE, DC_PHRASE, DC_NEAR, DC_SPAN, DC_RUN, DC_REPEAT, DC_PLACED,
	DC_REGIME, DC_COMPANY, DC_WORDS, DC_TOPIC, DC_NFAMILIES
};

/* X(name, family, 'o' for ordered or 'c' for classes) */
#define DC_FEATURES(X) \
	X(units, SHAPE, 'o') X(tokens, SHAPE, 'o') X(end, SHAPE, 'c') \
	X(start, SHAPE, 'c') X(title, SHAPE, 'o') X(capitals, SHAPE, 'o') \
	X(lower, SHAPE, 'o') X(upper, SHAPE, 'o') X(digits, SHAPE, 'o') \
	X(commas, SHAPE, 'o') X(sentences, SHAPE, 'o') \
	X(separators, SHAPE, 'o') X(symbols, SHAPE, 'o') X(marks, SHAPE, 'c') \
	X(tabs, SHAPE, 'o') X(indent, SHAPE, 'o') X(form, SHAPE, 'c') \
	X(sure, PHRASE, 'c') X(cue, PHRASE, 'c') X(known, PHRASE, 'o') \
	X(kind_m2, NEAR, 'c') X(kind_m1, NEAR, 'c') \
	X(kind_p1, NEAR, 'c') X(kind_p2, NEAR, 'c') \
	X(units_m1, NEAR, 'o') X(units_p1, NEAR, 'o') \
	X(end_m1, NEAR, 'c') X(end_p1, NEAR, 'c') \
	X(mean_p12, NEAR, 'o') X(mean_a12, NEAR, 'o') \
	X(mean_p32, NEAR, 'o') X(mean_a32, NEAR, 'o') \
	X(prose_p32, NEAR, 'o') X(prose_a32, NEAR, 'o') X(dates, NEAR, 'o') \
	X(since, SPAN, 'o') X(until, SPAN, 'o') X(span, SPAN, 'o') \
	X(best, SPAN, 'o') X(fallen, SPAN, 'o') X(after, SPAN, 'c') \
	X(ahead, SPAN, 'o') X(between, SPAN, 'o') X(sofar, SPAN, 'o') \
	X(run, RUN, 'o') X(headlines, RUN, 'o') X(heading, RUN, 'c') \
	X(hits_p8, PHRASE, 'o') X(hits_a8, PHRASE, 'o') \
	X(section, PHRASE, 'c') X(section_age, PHRASE, 'o') \
	X(comments, PHRASE, 'o') X(mark, PHRASE, 'c') X(credit, PHRASE, 'c') \
	X(consents, PHRASE, 'o') X(known_w, REGIME, 'o') \
	X(repeat, REPEAT, 'o') X(documents, REPEAT, 'o') X(echo, REPEAT, 'c') \
	X(repeats_3, REPEAT, 'o') X(repeats_12, REPEAT, 'o') \
	X(from_start, PLACED, 'o') X(to_end, PLACED, 'o') \
	X(regime, REGIME, 'o') \
	X(word, WORDS, 'o') X(word_m3, WORDS, 'o') X(word_a3, WORDS, 'o') \
	X(word_8, WORDS, 'o') \
	X(shared, TOPIC, 'o') X(times, TOPIC, 'o') \
	X(in_title, TOPIC, 'o') X(title_share, TOPIC, 'o')

enum {
#define DC_FEATURE_ENUM(name, family, order) DC_F_##name,
	DC_FEATURES(DC_FEATURE_ENUM)
	DC_NFEATURES
};

struct dc_feature {
	const char *name;
	uint8_t family;
	char order;
};

extern const struct dc_feature dc_features[DC_NFEATURES];

/* Classes of blocks: what a neighbour looks like. */
enum {
	DC_KIND_EDGE, DC_KIND_PROSE, DC_KIND_SENTENCE, DC_KIND_LONG, DC_KIND_MID,
	DC_KIND_SHORT_SENTENCE, DC_KIND_TITLE, DC_KIND_SHORT, DC_KIND_TINY,
	DC_KIND_SURE, DC_KIND_CUE
};

/* What windows see of a block; sums run from the first block ever to this one
   inclusive and may wrap. */
struct dc_cell {
	uint8_t kind, end, level, repeat, echo, documents;
	bool open;		/* no prose: its kind is MID or below */
	bool titled;
	uint16_t units;		/* at most 1000 */
	int32_t worth;		/* what it adds to a span of prose */
	uint32_t levels, prose, opens, hits, dates, repeats, consents, all_units;
	uint32_t leans;		/* of their words, signed */
};

#define DC_SEEN_BITS 12

/* How often each short text stood in the document so far; a slot forgets. */
struct dc_repeats {
	uint32_t tag[1u << DC_SEEN_BITS];	/* high bits: document and text */
	uint8_t count[1u << DC_SEEN_BITS];
};

/* What is remembered of the blocks before the one being read. */
struct dc_past {
	uint32_t position;	/* blocks of the document */
	int32_t span, best;
	uint32_t since;		/* units since the last prose, UINT32_MAX before it */
	uint32_t sofar;		/* units of prose */
	uint32_t run, headlines;
	uint32_t section_age;
	uint8_t section, comments;
	uint32_t opens, blocks;	/* decayed counts, in 1/1024 */
};

struct dc_reader {
	struct dc_cell cell[DC_WINDOW];
	struct dc_spans spans;	/* of the cells' worths */
	struct dc_ring_mask open, titled, prose;	/* of the cells */
	struct dc_past past;
	struct dc_repeats repeats;
	struct dc_mentions mentions;
	uint64_t first;		/* first block of the document */
	uint64_t document;
	uint64_t headline, headline_part;	/* keys of the first block */
	uint32_t echoes;
};

/* The level of a count: 0 to 3 as they are, then four steps an octave. */
static inline uint8_t
dc_level(uint32_t x)
{
	unsigned b;

	if (x < 4)
		return (uint8_t)x;
	if (x > 114687)
		return DC_LEVELS - 1;
	b = 31 - (unsigned)__builtin_clz(x);
	return (uint8_t)((b - 1) * 4 + (x >> (b - 2) & 3));
}

/* The features that need no neighbour. */
void dc_own_features(const struct dc_view *v, const struct dc_cell *c,
		     uint8_t *levels);

/* Take block 'i' of the window in. */
void dc_reader_add(struct dc_reader *r, const struct dc_window *w, uint64_t i);

/* So many other documents hold it. */
static inline void
dc_reader_count(struct dc_reader *r, uint64_t i, uint32_t documents)
{
	r->cell[i & (DC_WINDOW - 1)].documents = (uint8_t)DC_MIN(documents, 9);
}

/*
 * The features of block 'i', the one after the last read; 'last' is the last
 * block to look at, 'ended' whether the document ends with it.
 */
void dc_reader_read(struct dc_reader *r, const struct dc_window *w, uint64_t i,
		    uint64_t last, bool ended, uint8_t *levels);

/* Block 'i', likewise, whose features nobody needs. */
void dc_reader_skip(struct dc_reader *r, const struct dc_window *w, uint64_t i);

/* How often the text of the document's first block stood up to block 'i', which has
   it: 0 if it has not, at most 2. */
static inline uint8_t
dc_reader_echo(const struct dc_reader *r, uint64_t i)
{
	return r->cell[i & (DC_WINDOW - 1)].echo;
}

#endif
