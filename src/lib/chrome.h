/* SPDX-License-Identifier: MIT */
/*
 * chrome.h - where chrome verdicts are taken
 *
 * The caller adds blocks in order and asks for verdicts DC_AHEAD blocks later,
 * or at the end of the document.
 */
#ifndef DC_CHROME_H
#define DC_CHROME_H
#include "memory.h"
#include "model.h"

struct dc_chrome_verdict {
	enum declutter_category category;	/* DECLUTTER_CONTENT: keep */
	double score;		/* log-odds of chrome */
	const char *evidence;	/* static, or a phrase of the table */
	bool ruled;		/* a rule spoke */
	int32_t z;		/* if not: the model's log-odds of content, in
				   thousandths */
};

/* Readers' comments, as far as the rules have come. */
struct dc_comments {
	bool inside;
	uint64_t mark;		/* the last block that shows one */
	uint64_t head;		/* the last heading, and how many stood apart */
	uint32_t heads;
	uint32_t prose;		/* units of prose before them */
};

/* What rules said of a block and the model read of it: all that another judgement of
   the same text by other weights needs. */
struct dc_reading {
	struct dc_chrome_verdict said;	/* by rules, before the model overruled them */
	uint8_t place;		/* enum dc_place_in */
	uint8_t echo;		/* dc_reader_echo() */
	uint8_t levels[DC_NFEATURES];	/* none where a rule is sure */
};

struct dc_chrome {
	const struct declutter_options *opt;
	struct dc_window window;
	struct dc_model model;
	struct dc_chrome_verdict early[DC_WINDOW];	/* what rules say */
	struct dc_reading reading[DC_WINDOW];
	bool recalls;		/* blocks come with what was read of them */
	uint64_t ruled, scored;	/* blocks that rules, and both passes, have seen */
	uint64_t spared;	/* a document left to the rules, or UINT64_MAX */
	/* The trainer's: called with every block that both passes have seen. */
	void (*tap)(void *ctx, const struct dc_chrome *c, uint64_t i, int pass);
	void *tap_ctx;
	const struct dc_memory *memory;	/* of other documents */
	struct dc_comments comments;
	uint64_t names[4];	/* first two words of the document's bylines */
	size_t nnames;
	uint64_t document, index;	/* of the block added last */
};

/* All of it is zero; 'opt' and 'memory' stay. */
void dc_chrome_init(struct dc_chrome *c, const struct declutter_options *opt,
		    const struct dc_memory *memory);

/* As if it were new. */
void dc_chrome_forget(struct dc_chrome *c);

/* Add the next block; the view is copied, and what it is made of stays until the
   verdict. */
void dc_chrome_add(struct dc_chrome *c, const struct dc_view *view, uint64_t document,
		   bool bounded);

/* If it recalls: the same of a block that was judged before, among the same ones. */
void dc_chrome_add_again(struct dc_chrome *c, const struct dc_view *view,
			 uint64_t document, const struct dc_reading *reading);

/* What was read of block 'i', judged last. */
void dc_chrome_reading(const struct dc_chrome *c, uint64_t i, struct dc_reading *to);

/*
 * The verdict on block 'i', counted from the first ever added; blocks are
 * judged in order.  'ended': no block follows the last one added.
 */
void dc_chrome_judge(struct dc_chrome *c, uint64_t i, bool ended,
		     struct dc_chrome_verdict *v);

/* Does block 'i', judged so, head its document? */
bool dc_chrome_is_headline(struct dc_chrome *c, uint64_t i, bool ended,
			   struct dc_chrome_verdict *v);

/* Remember the name in byline 'v'; does 'v' open with such a name? */
void dc_chrome_note_name(struct dc_chrome *c, const struct dc_view *v);
bool dc_chrome_knows_name(const struct dc_chrome *c, const struct dc_view *v);

#endif
