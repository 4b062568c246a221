/* SPDX-License-Identifier: MIT */
#include "hash.h"
#include "letters.h"
#include "punct.h"
#include "words.h"

/*
 * Sixty-four bytes at a time: masks say where words start and end, so that the
 * next word need not wait for the length of this one, and what words are like is
 * counted on the masks.
 */
#define CHUNK 64u
#define MARGIN 16u	/* a word is read as sixteen bytes */

/* What may follow a word of the shortcut. */
enum follow {
	OTHER,		/* it is no such word then */
	END,		/* ends it, and the run */
	PLAIN,		/* punctuation that marks nothing and joins no digits */
	BLANK
};

#define E END
#define P PLAIN
static const uint8_t follow_of[256] = {
	['\t'] = E, E, E, E, E, [' '] = BLANK,
	['!'] = P, P, E, P, P, P, P, P, P, P, P, P, E, P, P,
	[':'] = E, P, P, P, P, P, E,
	['['] = P, P, P, P, P, P, ['{'] = P, P, P, P
};
#undef E
#undef P

/* What of a chunk can be taken: up to 'stop', in whole words. */
struct part {
	struct dc_letters m;
	unsigned stop;
};

static unsigned
first_bit(uint64_t mask)
{
	return mask == 0 ? CHUNK : (unsigned)__builtin_ctzll(mask);
}

static uint64_t
below(unsigned bit)
{
	return bit == CHUNK ? UINT64_MAX : (UINT64_C(1) << bit) - 1;
}

/* Where the letters that end before bit 'end' start. */
static unsigned
word_start(uint64_t letters, unsigned end)
{
	uint64_t others = ~letters & below(end);

	return others == 0 ? 0 : CHUNK - (unsigned)__builtin_clzll(others);
}

/* Up to the first word that is too long, second blank, or other character that
   is not plain; a word that does not end in the chunk, or ends in a character
   that may belong to it, is left out. */
static struct part
find_part(const char *p)
{
	struct part part = {.m = dc_letters(p)};
	uint64_t letters = part.m.letters, run = letters & letters >> 1, others;
	enum follow follow = OTHER;

	run &= run >> 2;
	run &= run >> 4;
	run &= run >> 8;
	run |= part.m.blanks & part.m.blanks << 1;
	part.stop = first_bit(run);
	others = ~(letters | part.m.blanks) & below(part.stop);
	for (; others != 0; others &= others - 1) {
		unsigned at = (unsigned)__builtin_ctzll(others);

		follow = (enum follow)follow_of[(unsigned char)p[at]];
		if (follow == PLAIN)
			continue;
		part.stop = at;
		break;
	}
	if (part.stop > 0 && letters >> (part.stop - 1) & 1 && follow != END)
		part.stop = word_start(letters, part.stop);
	part.m.letters &= below(part.stop);
	part.m.blanks &= below(part.stop);
	part.m.upper &= part.m.letters;
	return part;
}

/* Count what the masks tell. */
static void
count_words(struct dc_scanner *s, const struct dc_letters *m)
{
	struct dc_shape *shape = &s->out->shape;
	uint64_t starts = m->letters & ~(m->letters << 1), longs, small;
	unsigned nletters = dc_count_bits(m->letters), nupper;

	static_assert(DC_LONG_WORD == 4 && DC_SMALL_WORD == 5, "shifts by them");
	longs = starts & m->letters >> 1 & m->letters >> 2 & m->letters >> 3;
	small = longs & ~(m->letters >> 4 & m->letters >> 5) & ~m->upper;
	shape->long_tokens += dc_count_bits(longs);
	shape->small_tokens += dc_count_bits(small);
	if (m->upper != 0) {
		nupper = dc_count_bits(m->upper);
		shape->title_tokens += dc_count_bits(m->upper & starts);
		shape->long_titles += dc_count_bits(m->upper & longs);
		shape->upper += nupper;
		shape->lower -= nupper;
	}
	shape->lower += nletters;
	shape->letters += nletters;
	s->nchars += nletters;
	s->nspaces += dc_count_bits(m->blanks);
}

/* A word with a capital behind its first letter. */
static void
put_capitals(struct dc_shape *shape, struct dc_token *t, unsigned upper, unsigned n)
{
	unsigned capitals = (unsigned)__builtin_ctz(~upper), joints;

	if (capitals == n) {
		t->flags |= DC_TOKEN_CAPS;
		shape->caps_tokens++;
	}
	joints = dc_count_bits(~upper & upper >> 1) + (capitals > 2 && capitals < n);
	shape->joints += joints;
	if (joints > 0)
		t->flags |= DC_TOKEN_GLUED;
}

/* The words of the chunk at 'p', byte 'at' of the block, become tokens. */
static void
put_words(struct dc_scan *out, const struct dc_letters *m, const char *p, size_t at)
{
	static const char ones[2 * MARGIN] = {
		-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1
	};
	uint64_t starts = m->letters & ~(m->letters << 1);
	uint64_t ends = ~m->letters & m->letters << 1;
	struct dc_token *first = (struct dc_token *)out->tokens.data + out->tokens.len;
	struct dc_token *t = first;
	char *folded = out->folded.data;
	size_t pos = out->folded.len;

	for (; starts != 0; starts &= starts - 1, ends &= ends - 1, t++) {
		unsigned from = (unsigned)__builtin_ctzll(starts);
		unsigned n = (unsigned)__builtin_ctzll(ends) - from;
		unsigned upper = (unsigned)(m->upper >> from) & ((1u << n) - 1);
		const char *mask = ones + MARGIN - n;
		uint64_t words[2], masks[2];

		memcpy(words, p + from, sizeof(words));
		memcpy(masks, mask, sizeof(masks));
		words[0] = (words[0] | DC_BYTES(0x20)) & masks[0];
		words[1] = (words[1] | DC_BYTES(0x20)) & masks[1];
		memcpy(folded + pos, words, sizeof(words));
		folded[pos + n] = ' ';
		t->hash = dc_hash_short(words);
		t->start = (uint32_t)at + from;
		t->end = (uint32_t)at + from + n;
		t->folded = (uint32_t)pos;
		t->nfolded = (uint16_t)n;
		t->flags = (uint8_t)((upper & 1) * DC_TOKEN_TITLE);
		if (DC_UNLIKELY(upper > 1))
			put_capitals(&out->shape, t, upper, n);
		pos += n + 1;
	}
	out->shape.word_tokens += (uint32_t)(t - first);
	out->tokens.len += (size_t)(t - first);
	out->folded.len = pos;
}

/* The last character so far is this letter. */
static void
end_in_letter(struct dc_scanner *s, unsigned char letter)
{
	struct dc_shape *shape = &s->out->shape;

	shape->last = s->last_bits = dc_ascii_bits[letter];
	shape->last_class = DC_LETTER;
	shape->ends_quote = shape->ends_ellipsis = false;
	s->last_cp = 'a';
}

/* The same if it is one, a blank left out; the chunk starts with a letter. */
static void
end_before(struct dc_scanner *s, const char *p, unsigned at)
{
	at -= p[at - 1] == ' ' ? 2 : 1;
	if (dc_ascii_class[(unsigned char)p[at]] == DC_LETTER)
		end_in_letter(s, (unsigned char)p[at]);
}

/* Punctuation of the chunk at 'p', byte 'at' of the block. */
static void
put_punct(struct dc_scanner *s, uint64_t others, const char *p, size_t left)
{
	for (; others != 0; others &= others - 1) {
		unsigned at = (unsigned)__builtin_ctzll(others);
		unsigned char c = (unsigned char)p[at];

		end_before(s, p, at);
		dc_punct_count(s, p, left, at + 1, c, dc_ascii_bits[c]);
		dc_token_ends(s, c, DC_PUNCT, dc_ascii_bits[c]);
	}
}

/* The first character of the block: blanks before it do not count. */
static void
start(struct dc_scanner *s, unsigned char letter)
{
	s->out->shape.first = dc_ascii_bits[letter];
	s->out->shape.first_class = DC_LETTER;
	s->space = false;
}

/* Take a chunk at 'p' with 'left' bytes of the block; returns its bytes. */
static unsigned
take_chunk(struct dc_scanner *s, const char *p, size_t left, size_t at)
{
	struct part part = find_part(p);
	const struct dc_letters *m = &part.m;

	if (part.stop == 0)
		return 0;
	if (s->nchars == 0)
		start(s, (unsigned char)*p);
	s->nspaces += s->space;
	count_words(s, m);
	put_words(s->out, m, p, at);
	put_punct(s, ~(m->letters | m->blanks) & below(part.stop), p, left);
	end_before(s, p, part.stop);
	s->space = p[part.stop - 1] == ' ';
	s->nspaces -= s->space;
	return part.stop;
}

size_t
dc_scan_words(struct dc_scanner *s, const char *text, size_t len, size_t at)
{
	char tail[CHUNK + MARGIN];
	unsigned n;

	do {
		const char *p = text + at;

		if (len - at < sizeof(tail)) {
			/* the text ends like a line; what lies behind is not ours */
			memcpy(tail, p, len - at);
			memset(tail + (len - at), '\n', sizeof(tail) - (len - at));
			p = tail;
		}
		n = take_chunk(s, p, len - at, at);
		at += n;
	} while (n > 0 && at < len &&
		 dc_ascii_class[(unsigned char)text[at] & 0x7f] == DC_LETTER &&
		 (unsigned char)text[at] < 0x80);
	return at;
}
