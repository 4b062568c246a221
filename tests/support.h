/* SPDX-License-Identifier: MIT */
/*
 * support.h - what several test files share
 *
 * An allocator that counts, fails on demand and notices wrong sizes; random
 * numbers with a seed; a sink that keeps everything; files.  Whatever memory
 * the helpers themselves need comes from malloc and never fails a test.
 */
#ifndef T_SUPPORT_H
#define T_SUPPORT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "declutter.h"

#define T_LEN(array) (sizeof(array) / sizeof((array)[0]))
#define T_MIN(a, b) ((a) < (b) ? (a) : (b))

/* --- memory ----------------------------------------------------------------- */

struct t_memory {
	size_t live, peak;	/* bytes */
	size_t blocks;		/* allocations not yet freed */
	size_t calls;		/* requests for memory so far */
	size_t fail_at;		/* the request that fails, from 1; 0: none */
	bool wrong_size;	/* an old size was not what was asked for */
};

/* Every growth moves the memory, so that stale pointers show. */
struct declutter_allocator t_allocator(struct t_memory *m);

/* --- random numbers ----------------------------------------------------------- */

uint64_t t_random(uint64_t *state);
/* In [0, n). */
size_t t_below(uint64_t *state, size_t n);

/* --- text that grows ---------------------------------------------------------- */

struct t_text {
	char *s;	/* NUL-terminated, never NULL after an append */
	size_t len, cap;
};

void t_append(struct t_text *t, const void *data, size_t len);
void t_add(struct t_text *t, const char *s);
void t_put_char(struct t_text *t, uint32_t cp);
void t_clear(struct t_text *t);
/* Random text of 'n' characters of the given code points. */
void t_random_text(struct t_text *t, uint64_t *seed, size_t n,
		   const uint32_t *alphabet, size_t nalphabet);
/* A sentence of 'n' different invented words, "Word word word." */
void t_sentence(struct t_text *t, uint64_t *seed, size_t n);

/* Paragraphs, each with the empty line behind it. */
#define T_P1 "The river rose again on Monday and the people of the lower town carried " \
	"their chairs up the hill.\n\n"
#define T_P2 "Nobody was hurt, the mayor said, but eleven houses stood in water until the " \
	"evening of the second day.\n\n"
#define T_P3 "The county will now pay for a wall, which has been promised since the flood " \
	"of the year before last.\n\n"

/* --- files -------------------------------------------------------------------- */

/* Fails the test if the file cannot be read. */
void t_read_file(struct t_text *t, const char *path);
/* Names in 'dir' with this ending, sorted; returns how many. */
size_t t_list_files(const char *dir, const char *ending, char (*names)[256],
		    size_t max);

/* --- a filter and what came out of it ------------------------------------------- */

struct t_block {
	struct declutter_place place, witness;
	uint64_t offset;
	size_t bytes, nbytes, nbody;	/* 'bytes' starts at run->bytes.s + bytes */
	char *text;
	size_t ntext;
	struct declutter_cut *cuts;
	size_t ncuts;
	bool removed, continues;
	enum declutter_category category;
	enum declutter_duplicate duplicate;
	double score, containment, resemblance;
	uint32_t shared, own;
	char evidence[80];
	size_t nwitnesses;
};

struct t_run {
	struct declutter *d;
	enum declutter_status status;	/* the first that was not OK, or OK */
	struct t_block *blocks;
	size_t nblocks, cap;
	struct t_text bytes;	/* of all blocks */
	struct t_text kept;	/* of kept blocks, cuts left out */
	struct t_text out;	/* canonical: a block a line, empty lines between */
	size_t documents, separated, notes;
	uint64_t invalid;	/* bytes that are no UTF-8 */
	size_t stop_after;	/* the sink refuses the block after so many */
	struct declutter_stats stats;	/* after t_finish() */
};

/* What declutter_note() may be given: what there was when the sink heard of it. */
struct t_note {
	size_t documents, nblocks;
};

#define T_WHOLE ((size_t)0)	/* one push */
#define T_RANDOM SIZE_MAX	/* pieces of 1 to 37 bytes */

/* 'opt' may be NULL. */
void t_start(struct t_run *r, const struct declutter_options *opt);
/* Add rules; the test fails if they are refused. */
void t_rules(struct t_run *r, const char *rules);
/* One input, in pieces of 'piece' bytes. */
void t_input(struct t_run *r, enum declutter_bounds bounds, const char *s,
	     size_t len, size_t piece);
void t_finish(struct t_run *r);
void t_free(struct t_run *r);

/* The first block with this canonical text; the test fails if there is none. */
const struct t_block *t_find(const struct t_run *r, const char *text);

/* --- the chrome model --------------------------------------------------------- */

struct dc_weights;

/* What 'n' features add up to, by a loop over them. */
int32_t t_score(const struct dc_weights *w, const uint8_t *levels, size_t n);

#endif
