/* SPDX-License-Identifier: MIT */
/*
 * stream.c - articles without end to standard output, always the same ones
 *
 *	stream SIZE [SEED]	about SIZE bytes; K, M, G for powers of 1000
 *
 * Invented words in the frequencies of a language, common ones short; numbers; a
 * headline, paragraphs of 20 to 90 words, chrome between them, a form feed.  A fifth
 * of the paragraphs are earlier ones with one word in twelve replaced, half of these
 * from the last 4,000, half from anywhere before.  Fast enough to feed any reader,
 * since a paragraph is a function of its number: nothing has to be remembered.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS 60000
#define WORD_SIZE 16	/* letters, a blank, and in the last byte their number */
#define SLOTS 65536	/* a word has as many as its frequency asks for */
#define BUFFER 1048576
#define LONGEST 65536	/* of an article, by far */
#define RECENT 4000

struct stream {
	char word[WORDS][WORD_SIZE];
	uint16_t slot[SLOTS];
	uint64_t seed;
	uint64_t noriginals;
	char *to;
	char buf[BUFFER + LONGEST];
};

static const char *const chrome[] = {
	"We use cookies to improve your visit. By continuing you agree to their use.",
	"Share on Facebook", "Follow us on Instagram", "Advertisement", "Read more",
	"Sign up for our newsletter", "Home | News | Sport | Weather", "Most read",
	"Skip to main content", "Print this page", "All rights reserved.",
	"Download our app", "Log in to comment", "Related articles"
};
#define NCHROME (sizeof(chrome) / sizeof(chrome[0]))

/* splitmix64 */
static uint64_t
draw(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* 0 to n - 1 */
static unsigned
below(uint64_t *state, unsigned n)
{
	return (unsigned)((draw(state) >> 32) * n >> 32);
}

static void
make_words(struct stream *s)
{
	static const char letters[] = "eeeetttaaaoooiiinnnsshhrrddlluucmfwypbgkv";
	uint64_t rng = s->seed;
	unsigned i, k;

	for (i = 0; i < WORDS; i++) {
		double common = .8 + .4 * log2(i + 1.0);
		unsigned len = (unsigned)common + below(&rng, 4);

		len = len > WORD_SIZE - 2 ? WORD_SIZE - 2 : len;
		for (k = 0; k < len; k++)
			s->word[i][k] = letters[below(&rng, sizeof(letters) - 1)];
		s->word[i][len] = ' ';
		s->word[i][WORD_SIZE - 1] = (char)(len + 1);
	}
}

/* Frequencies fall as 1 / (rank + 3); of the rarest, who comes by. */
static void
make_slots(struct stream *s)
{
	double total = 0, sum = 0;
	unsigned i, next = 0;

	for (i = 0; i < WORDS; i++)
		total += 1 / (i + 3.0);
	for (i = 0; i < WORDS; i++) {
		sum += 1 / (i + 3.0);
		while (next < SLOTS && next < sum / total * SLOTS)
			s->slot[next++] = (uint16_t)i;
	}
}

static void
put(struct stream *s, const char *text)
{
	size_t len = strlen(text);

	memcpy(s->to, text, len);
	s->to += len;
}

/* 'bits' are random: one word in 32 is a number. */
static inline void
put_word(struct stream *s, uint64_t bits)
{
	const char *word = s->word[s->slot[bits & (SLOTS - 1)]];

	if ((bits >> 16 & 31) == 0) {
		s->to += sprintf(s->to, "%u ", (unsigned)(bits >> 21 & 2047));
		return;
	}
	memcpy(s->to, word, WORD_SIZE);
	s->to += word[WORD_SIZE - 1];
}

/* The last word ends the sentence that starts at 'start'. */
static void
put_sentence_end(struct stream *s, char *start)
{
	s->to[-1] = '.';
	*s->to++ = ' ';
	if (*start >= 'a')
		*start = (char)(*start - 'a' + 'A');
}

/* Paragraph 'number'; 'edits' is 0 or the seed of what differs in this copy. */
static void
put_paragraph(struct stream *s, uint64_t number, uint64_t edits)
{
	uint64_t rng = s->seed ^ number * UINT64_C(0xd1342543de82ef95);
	unsigned words = 20 + below(&rng, 71), left = 6 + below(&rng, 22);
	uint64_t bits, other = edits;
	char *start = s->to;

	while (words-- > 0) {
		bits = draw(&rng);
		if (edits != 0 && below(&other, 12) == 0)
			bits = draw(&other) | 1 << 16;
		put_word(s, bits);
		if (--left > 0 && words > 0)
			continue;
		put_sentence_end(s, start);
		start = s->to;
		left = 6 + (unsigned)(bits >> 48) % 22;
	}
	s->to[-1] = '\n';
	*s->to++ = '\n';
}

static void
put_headline(struct stream *s, uint64_t *rng)
{
	unsigned words = 5 + below(rng, 7);
	char *start;

	while (words-- > 0) {
		start = s->to;
		put_word(s, draw(rng) | 1 << 16);
		*start = (char)(*start - 'a' + 'A');
	}
	s->to[-1] = '\n';
	*s->to++ = '\n';
}

static void
put_chrome(struct stream *s, uint64_t *rng, unsigned most)
{
	unsigned n = below(rng, most + 1);

	while (n-- > 0) {
		put(s, chrome[below(rng, NCHROME)]);
		put(s, "\n\n");
	}
}

static void
put_article(struct stream *s, uint64_t *rng)
{
	unsigned paragraphs = 4 + below(rng, 9);
	uint64_t bits, far;

	put_chrome(s, rng, 2);
	put_headline(s, rng);
	while (paragraphs-- > 0) {
		bits = draw(rng);
		far = (bits & 1) == 1 || s->noriginals < RECENT ? s->noriginals :
								   RECENT;
		if (bits % 5 == 0 && far > 0)
			put_paragraph(s, s->noriginals - 1 - draw(rng) % far,
				      bits | 1);
		else
			put_paragraph(s, s->noriginals++, 0);
		if ((bits >> 32 & 7) == 0)
			put_chrome(s, rng, 1);
	}
	put_chrome(s, rng, 3);
	put(s, "\f\n");
}

static bool
write_all(const char *p, size_t len)
{
	while (len > 0) {
		ssize_t n = write(STDOUT_FILENO, p, len);

		if (n < 0 && errno != EINTR)
			return false;
		p += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

static double
size_of(const char *text)
{
	char *end;
	double size = strtod(text, &end);

	return size * (*end == 'K' ? 1e3 : *end == 'M' ? 1e6 : *end == 'G' ? 1e9 : 1);
}

int
main(int argc, char **argv)
{
	static struct stream s;
	double left = argc > 1 ? size_of(argv[1]) : 0;
	uint64_t rng;

	s.seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	rng = ~s.seed;
	make_words(&s);
	make_slots(&s);
	while (left > 0) {
		for (s.to = s.buf; s.to < s.buf + BUFFER;)
			put_article(&s, &rng);
		if ((double)(s.to - s.buf) > left)
			s.to = s.buf + (size_t)left;
		left -= (double)(s.to - s.buf);
		if (!write_all(s.buf, (size_t)(s.to - s.buf))) {
			perror("stream");
			return 1;
		}
	}
	return 0;
}
