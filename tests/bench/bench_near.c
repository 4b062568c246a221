/* SPDX-License-Identifier: MIT */
/*
 * bench_near.c - speed and memory of the near-duplicate engine alone
 *
 *	bench_near BLOCKS [DUPLICATES_PCT [TOKENS [MEMORY]]]
 *
 * Blocks are made from a Zipf vocabulary of invented words, a batch at a time
 * outside the clock, so the figure is judging and inserting only: no scan, no
 * input.  The text log goes to an unlinked temporary file, as in the command.
 */
#define _XOPEN_SOURCE 700
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "hash.h"
#include "near.h"

#define VOCABULARY 100000u
#define BATCH 16u	/* stays in the cache, as blocks do after the scan */
#define RECENT 4096u	/* edited copies are made of one of so many */
#define EDIT_PCT 8u
#define TOKENS_MAX 1024u

struct word {
	char text[16];
	uint64_t hash;
	uint16_t len;
};

static struct word words[VOCABULARY];
static uint64_t state = 0x9e3779b97f4a7c15u;

static uint64_t
next_random(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state * 0x2545f4914f6cdd1du;
}

static void
make_words(void)
{
	static const char *const syllables[] = {
		"ba", "de", "fi", "go", "lu", "ma", "ne", "pri", "stu", "ter",
		"con", "ra", "si", "to", "ver", "wen"
	};
	size_t i;

	for (i = 0; i < VOCABULARY; i++) {
		size_t k = i;

		do {
			const char *s = syllables[k % 16];

			memcpy(words[i].text + words[i].len, s, strlen(s));
			words[i].len = (uint16_t)(words[i].len + strlen(s));
			k /= 16;
		} while (k > 0);
		words[i].hash = dc_hash(words[i].text, words[i].len);
	}
}

/* Zipf's law without a table, which would push the index out of the cache. */
static uint32_t
random_word(void)
{
	double u = (double)(next_random() >> 11) / 9007199254740992.0;

	return (uint32_t)(exp(u * log(VOCABULARY)) - 1);
}

static int
store_write(void *ctx, uint64_t offset, const void *data, size_t len)
{
	return pwrite(*(int *)ctx, data, len, (off_t)offset) == (ssize_t)len ? 0 : -1;
}

static int
store_read(void *ctx, uint64_t offset, void *data, size_t len)
{
	return pread(*(int *)ctx, data, len, (off_t)offset) == (ssize_t)len ? 0 : -1;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct made {
	struct dc_token *tokens;
	char *folded;
	struct dc_near_block block;
};

static void
make_block(struct made *m, const uint32_t *ids, size_t n, uint64_t number)
{
	size_t i, at = 0;

	for (i = 0; i < n; i++) {
		const struct word *w = &words[ids[i]];

		m->tokens[i] = (struct dc_token){
			.hash = w->hash, .folded = (uint32_t)at, .nfolded = w->len
		};
		memcpy(m->folded + at, w->text, w->len);
		at += w->len;
		m->folded[at++] = ' ';
	}
	m->block = (struct dc_near_block){
		m->tokens, n, m->folded, at, {0, number / 20, number % 20, number}
	};
}

int
main(int argc, char **argv)
{
	uint64_t nblocks = argc > 1 ? strtoull(argv[1], NULL, 0) : 100000;
	unsigned share = argc > 2 ? (unsigned)atoi(argv[2]) : 10;
	size_t ntokens = argc > 3 ? strtoul(argv[3], NULL, 0) : 56, i, k;
	struct made *made = calloc(BATCH, sizeof(*made));
	uint32_t *recent = calloc(RECENT * TOKENS_MAX, sizeof(*recent));
	char name[] = "/tmp/bench_near.XXXXXX";
	int fd = mkstemp(name);
	struct declutter_options opt = {
		.allocator = dc_default_allocator,
		.store = {store_write, store_read, &fd},
		.shingle = 3, .containment = .5, .resemblance = .4,
		.memory = argc > 4 ? strtoull(argv[4], NULL, 0) : 0
	};
	struct declutter_stats s = {0};
	struct dc_near *near = dc_near_new(&opt);
	uint64_t done, removed = 0, copies = 0, kept;
	double spent = 0;
	struct rusage base, use;

	if (made == NULL || recent == NULL || fd < 0 || near == NULL ||
	    ntokens > TOKENS_MAX)
		return 1;
	unlink(name);
	make_words();
	for (i = 0; i < RECENT * TOKENS_MAX; i++)
		recent[i] = 1;	/* now, not while memory is measured */
	for (i = 0; i < BATCH; i++) {
		made[i].tokens = calloc(ntokens, sizeof(struct dc_token));
		made[i].folded = calloc(ntokens, sizeof(words[0].text) + 1);
		if (made[i].tokens == NULL || made[i].folded == NULL)
			return 1;
	}
	getrusage(RUSAGE_SELF, &base);
	for (done = 0; done < nblocks; done += BATCH) {
		double start;

		for (i = 0; i < BATCH; i++) {
			uint32_t *ids = recent + (done + i) % RECENT * TOKENS_MAX;
			bool copy = done >= RECENT && next_random() % 100 < share;

			if (copy) {
				uint32_t *from = recent +
					next_random() % RECENT * TOKENS_MAX;
				memmove(ids, from, ntokens * sizeof(*ids));
			}
			copies += copy;
			for (k = 0; k < ntokens; k++)
				if (!copy || next_random() % 100 < EDIT_PCT)
					ids[k] = random_word();
			make_block(&made[i], ids, ntokens, done + i);
		}
		start = now();
		for (i = 0; i < BATCH; i++) {
			struct dc_near_verdict v;

			if (dc_near_judge(near, &made[i].block, &v) != DECLUTTER_OK)
				return 1;
			removed += v.removed;
			if (!v.removed && dc_near_insert(near, &made[i].block) !=
			    DECLUTTER_OK)
				return 1;
		}
		spent += now() - start;
	}
	getrusage(RUSAGE_SELF, &use);
	dc_near_stats(near, &s);
	kept = s.indexed_blocks - s.forgotten_blocks;
	printf("%llu blocks of %zu tokens, %llu edited copies, %llu removed: "
	       "%.0f ns a block, %.1f Mtoken/s, %.1f B of index and %.1f B resident "
	       "a kept block, %.2f B an entry, %.2f verified, %.4f capped, "
	       "%.0f B stored a block\n",
	       (unsigned long long)done, ntokens, (unsigned long long)copies,
	       (unsigned long long)removed, spent / (double)done * 1e9,
	       (double)done * (double)ntokens / spent / 1e6,
	       (double)s.index_bytes / (double)kept,
	       (double)(use.ru_maxrss - base.ru_maxrss) * 1024 / (double)kept,
	       (double)s.index_bytes / (double)s.index_entries,
	       (double)s.verifications / (double)done,
	       (double)s.capped / (double)done,
	       (double)s.store_bytes / (double)s.indexed_blocks);
	dc_near_free(near);
	for (i = 0; i < BATCH; i++) {
		free(made[i].tokens);
		free(made[i].folded);
	}
	free(made);
	free(recent);
	close(fd);
	return 0;
}
