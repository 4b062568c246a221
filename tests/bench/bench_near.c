/* SPDX-License-Identifier: MIT */
/*
 * bench_near.c - speed and memory of the near-duplicate engine alone
 *
 *	bench_near BLOCKS [DUPLICATES_PCT [TOKENS [MEMORY]]]
 *	bench_near text BLOCKS [DUPLICATES_PCT [TOKENS]]
 *
 * Blocks are made from a Zipf vocabulary of invented words, a batch at a time
 * outside the clock, so the figure is judging and inserting only: no scan, no
 * input.  The text log goes to an unlinked temporary file, as in the command.
 * With 'text' the same blocks are written as paragraphs, for other programs.
 */
#define _XOPEN_SOURCE 700
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "cli/huge.h"
#include "hash.h"
#include "near.h"

#define VOCABULARY 100000u
#define BATCH ((size_t)DC_AHEAD_BLOCKS)	/* in the cache, as after the scan */
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
		.tokens = m->tokens, .ntokens = n, .folded = m->folded, .nfolded = at,
		.place = {0, 0, number, number}
	};
}

/* The next batch: new blocks, and 'share' percent edited copies of recent ones. */
static uint64_t
make_batch(struct made *made, uint32_t *recent, uint64_t number, unsigned share,
	   size_t ntokens)
{
	uint64_t copies = 0;
	size_t i, k;

	for (i = 0; i < BATCH; i++) {
		uint32_t *ids = recent + (number + i) % RECENT * TOKENS_MAX;
		bool copy = number >= RECENT && next_random() % 100 < share;

		if (copy)
			memmove(ids, recent + next_random() % RECENT * TOKENS_MAX,
				ntokens * sizeof(*ids));
		copies += copy;
		for (k = 0; k < ntokens; k++)
			if (!copy || next_random() % 100 < EDIT_PCT)
				ids[k] = random_word();
		make_block(&made[i], ids, ntokens, number + i);
	}
	return copies;
}

/* Judge 'made', insert what stays, expect 'next'; how many were removed. */
static uint64_t
judge_batch(struct dc_near *near, const struct made *made, const struct made *next)
{
	uint64_t removed = 0;
	size_t i;

	for (i = 0; i < BATCH; i++) {
		struct dc_near_verdict v;

		if (dc_near_judge(near, &made[i].block, &v) != DECLUTTER_OK ||
		    (!v.removed && dc_near_insert(near, &made[i].block) !=
		     DECLUTTER_OK) ||
		    dc_near_expect(near, &next[i].block) != DECLUTTER_OK)
			exit(1);
		removed += v.removed;
	}
	return removed;
}

/* Arguments, and what is made of them. */
struct bench {
	uint64_t nblocks, copies;
	unsigned share;
	size_t ntokens;
	struct made made[2 * BATCH];
	uint32_t *recent;
};

static void
bench_init(struct bench *b, int argc, char **argv)
{
	size_t i;

	*b = (struct bench){
		.nblocks = argc > 1 ? strtoull(argv[1], NULL, 0) : 100000,
		.share = argc > 2 ? (unsigned)atoi(argv[2]) : 10,
		.ntokens = argc > 3 ? strtoul(argv[3], NULL, 0) : 56,
		.recent = calloc(RECENT * TOKENS_MAX, sizeof(uint32_t))
	};
	if (b->recent == NULL || b->ntokens > TOKENS_MAX)
		exit(1);
	make_words();
	for (i = 0; i < RECENT * TOKENS_MAX; i++)
		b->recent[i] = 1;	/* now, not while memory is measured */
	for (i = 0; i < 2 * BATCH; i++) {
		struct made *m = &b->made[i];

		m->tokens = calloc(b->ntokens, sizeof(struct dc_token));
		m->folded = calloc(b->ntokens, sizeof(words[0].text) + 1);
		if (m->tokens == NULL || m->folded == NULL)
			exit(1);
	}
}

static void
bench_clear(struct bench *b)
{
	size_t i;

	for (i = 0; i < 2 * BATCH; i++) {
		free(b->made[i].tokens);
		free(b->made[i].folded);
	}
	free(b->recent);
}

/* The batch that begins with block 'number'. */
static struct made *
next_batch(struct bench *b, uint64_t number)
{
	struct made *made = b->made + number % (2 * BATCH);

	b->copies += make_batch(made, b->recent, number, b->share, b->ntokens);
	return made;
}

static int
write_text(struct bench *b)
{
	uint64_t done;
	size_t i;

	for (done = 0; done < b->nblocks; done += BATCH) {
		struct made *made = next_batch(b, done);

		for (i = 0; i < BATCH; i++) {
			const struct dc_near_block *p = &made[i].block;

			if (fwrite(p->folded, 1, p->nfolded - 1, stdout) !=
			    p->nfolded - 1 || fputs(".\n\n", stdout) == EOF)
				return 1;
		}
	}
	return fflush(stdout) == 0 ? 0 : 1;
}

static int
run_engine(struct bench *b, uint64_t memory)
{
	char name[] = "/tmp/bench_near.XXXXXX";
	int fd = mkstemp(name);
	struct declutter_options opt = {
		.allocator = huge_allocator(),
		.store = {.write = store_write, .read = store_read, .ctx = &fd},
		.shingle = 3, .containment = .5, .resemblance = .4,
		.memory = memory
	};
	struct declutter_stats s = {0};
	struct dc_near *near = dc_near_new(&opt);
	uint64_t done, removed = 0, kept;
	const struct made *made, *next;
	double spent = 0;
	struct rusage base, use;

	if (fd < 0 || near == NULL)
		return 1;
	unlink(name);
	getrusage(RUSAGE_SELF, &base);
	made = next_batch(b, 0);
	for (done = 0; done < b->nblocks; done += BATCH) {
		double start;

		next = next_batch(b, done + BATCH);
		start = now();
		removed += judge_batch(near, made, next);
		spent += now() - start;
		made = next;
	}
	getrusage(RUSAGE_SELF, &use);
	dc_near_stats(near, &s);
	kept = s.indexed_blocks - s.forgotten_blocks;
	printf("%llu blocks of %zu tokens, %llu edited copies, %llu removed: "
	       "%.0f ns a block, %.1f Mtoken/s, %.1f B of index and %.1f B resident "
	       "a kept block, %.2f B an entry, %.2f verified, %.4f capped, "
	       "%.0f B stored a block\n",
	       (unsigned long long)done, b->ntokens, (unsigned long long)b->copies,
	       (unsigned long long)removed, spent / (double)done * 1e9,
	       (double)done * (double)b->ntokens / spent / 1e6,
	       (double)s.index_bytes / (double)kept,
	       (double)(use.ru_maxrss - base.ru_maxrss) * 1024 / (double)kept,
	       (double)s.index_bytes / (double)s.index_entries,
	       (double)s.verifications / (double)done,
	       (double)s.capped / (double)done,
	       (double)s.store_bytes / (double)s.indexed_blocks);
	dc_near_free(near);
	close(fd);
	return 0;
}

int
main(int argc, char **argv)
{
	static struct bench b;
	bool text = argc > 1 && strcmp(argv[1], "text") == 0;
	int status;

	bench_init(&b, argc - text, argv + text);
	if (text)
		status = write_text(&b);
	else
		status = run_engine(&b, argc > 4 ? strtoull(argv[4], NULL, 0) : 0);
	bench_clear(&b);
	return status;
}
