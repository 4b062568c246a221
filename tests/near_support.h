/* SPDX-License-Identifier: MIT */
/* near_support.h - for tests of the near-duplicate engine: blocks and a store */
#ifndef T_NEAR_SUPPORT_H
#define T_NEAR_SUPPORT_H
#include "near.h"
#include "support.h"

/* Text made a block.  Everything is malloc'd and never fails. */
struct t_near_block {
	struct dc_scan scan;
	struct dc_near_block block;
};

/* Scan 'text' as block 'number' of 'document'; reuses 'b' (zeroed at first). */
void t_near_scan(struct t_near_block *b, const char *text, uint64_t document,
		 uint64_t number);
void t_near_clear(struct t_near_block *b);

/* The defaults of the command, memory from malloc. */
struct declutter_options t_near_options(void);

/* A store in memory that can be told to fail or to lie. */
struct t_store {
	struct t_text data;
	size_t writes, reads;
	size_t fail_write, fail_read;	/* the call that fails, from 1; 0: none */
	bool garbage;			/* reads give back other bytes */
};

struct declutter_store t_store(struct t_store *s);
void t_store_clear(struct t_store *s);

/* --- one engine and what it is fed, for test_near*.c ------------------------- */

struct t_near {
	struct declutter_options opt;	/* before the first block */
	struct t_memory memory;
	struct dc_near *near;	/* made by the first t_feed() */
	struct t_near_block block;	/* fed last */
	struct dc_near_verdict v;	/* of that */
	struct t_text text;
	uint64_t nblocks;	/* fed so far */
	uint64_t seed;
};

extern struct t_near my;

/* A fixture; the end fails the test if memory leaks. */
void t_near_setup(void);
void t_near_teardown(void);

/* Judge 's' in 'document', insert it if it stays; the kind. */
enum declutter_duplicate t_feed_in(uint64_t document, const char *s);
/* The same, in a document of its own. */
enum declutter_duplicate t_feed(const char *s);

/* Empty my.text. */
struct t_text *t_start_text(void);
/* my.text becomes, or is continued with, the words w'from' to w'to' - 1. */
const char *t_words(unsigned from, unsigned to);
const char *t_add_words(unsigned from, unsigned to);
/* my.text becomes the ideographs number 'from' to 'to' - 1. */
const char *t_ideographs(unsigned from, unsigned to);

#endif
