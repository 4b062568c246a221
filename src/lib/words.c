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
	JOINT,		/* the same before a letter or blank, else END */
	POINT,		/* the same but before a digit */
	GENERAL,	/* may start a quotation mark or dash of three bytes */
	BLANK
};

#define E END
#define P PLAIN
#define J JOINT
#define O POINT
static const uint8_t follow_of[256] = {
	['\t'] = E, E, E, E, E, [' '] = BLANK,
	['!'] = P, P, E, P, P, P, P, P, P, P, P, P, J, O, P,
	[':'] = J, P, P, P, P, P, E,
	['['] = P, P, P, P, P, P, ['{'] = P, P, P, P, [0xe2] = GENERAL
};
#undef E
#undef P
#undef J
#undef O

/* What of a chunk can be taken: up to 'stop', in whole words. */
struct part {
	struct dc_letters m;
	uint64_t others;	/* punctuation */
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

/* U+2013, U+2014, U+2018 to U+201F, U+2026: dashes, quotation marks, an ellipsis. */
#define GENERAL_MARKS ((uint64_t)0x40ff180000)

/* What the byte at 'p', of 'left' bytes, is to a word before it. */
static enum follow
follow_at(const char *p, size_t left)
{
	enum follow follow = (enum follow)follow_of[(unsigned char)*p];

	if (follow == JOINT)
		return left > 1 && (dc_ascii_class[p[1] & 0x7f] == DC_LETTER ||
				    p[1] == ' ') && !(p[1] & 0x80) ? PLAIN : END;
	if (follow == POINT)
		return left > 1 && p[1] >= '0' && p[1] <= '9' ? END : PLAIN;
	if (follow == GENERAL)
		return left > 2 && p[1] == '\x80' && (p[2] & 0xc0) == 0x80 &&
		       GENERAL_MARKS >> (p[2] & 0x3f) & 1 ? GENERAL : OTHER;
	return follow;
}

/*
 * Of 'left' bytes: up to the first word that is too long, second blank, or other
 * character that is not plain; a word that does not end in the chunk, or ends in
 * a character that may belong to it, is left out.
 */
static struct part
find_part(const char *p, size_t left)
{
	struct part part = {.m = dc_letters(p)};
	unsigned limit = (unsigned)DC_MIN(left, CHUNK);
	uint64_t letters = part.m.letters & below(limit), run, others;
	uint64_t blanks = part.m.blanks & below(limit);
	enum follow follow = OTHER;

	run = letters & letters >> 1;
	run &= run >> 2;
	run &= run >> 4;
	run &= run >> 8;
	run |= blanks & blanks << 1;
	part.stop = DC_MIN(first_bit(run), limit);
	others = ~(letters | blanks) & below(part.stop);
	for (part.others = others; others != 0; others &= others - 1) {
		unsigned at = (unsigned)__builtin_ctzll(others);

		follow = follow_at(p + at, left - at);
		if (follow == PLAIN)
			continue;
		if (follow == GENERAL && at + 3 <= part.stop) {
			others &= ~(UINT64_C(3) << (at + 1));
			continue;
		}
		part.stop = at;
		break;
	}
	if (others == 0)
		follow = part.stop == left && part.stop < CHUNK ? END : OTHER;
	if (part.stop > 0 && letters >> (part.stop - 1) & 1 && follow == OTHER)
		part.stop = word_start(letters, part.stop);
	part.m.letters = letters & below(part.stop);
	part.m.blanks = blanks & below(part.stop);
	part.m.upper &= part.m.letters;
	part.others &= below(part.stop);
	return part;
}

/* Count what the masks tell of words. */
static void
count_words(struct dc_shape *shape, const struct dc_letters *m)
{
	uint64_t starts = m->letters & ~(m->letters << 1), longs, small;
	unsigned nupper, ntitles;

	static_assert(DC_LONG_WORD == 4 && DC_SMALL_WORD == 5, "shifts by them");
	longs = starts & m->letters >> 1 & m->letters >> 2 & m->letters >> 3;
	small = longs & ~(m->letters >> 4 & m->letters >> 5) & ~m->upper;
	shape->long_tokens += dc_count_bits(longs);
	shape->small_tokens += dc_count_bits(small);
	if (m->upper == 0)
		return;
	nupper = ntitles = dc_count_bits(m->upper & starts);
	if (DC_UNLIKELY((m->upper & ~starts) != 0))
		nupper = dc_count_bits(m->upper);
	shape->title_tokens += ntitles;
	shape->long_titles += dc_count_bits(m->upper & longs);
	shape->upper += nupper;
	shape->lower -= nupper;
}

/* A word with a capital behind its first letter. */
static void
put_capitals(struct dc_shape *shape, struct dc_token *t, unsigned upper, unsigned n)
{
	unsigned capitals = (unsigned)__builtin_ctz(~upper);

	if (capitals == n) {
		t->flags |= DC_TOKEN_CAPS;
		shape->caps_tokens++;
	}
	if ((~upper & upper >> 1) != 0 || (capitals > 2 && capitals < n))
		t->flags |= DC_TOKEN_GLUED;
}

/* Those of 'n' words, of a chunk that starts at byte 'at'. */
static void
find_capitals(struct dc_shape *shape, struct dc_token *t, size_t n, uint64_t mask,
	      size_t at)
{
	for (; n > 0; n--, t++) {
		unsigned upper = (unsigned)(mask >> (t->start - at)) &
				 ((1u << t->nfolded) - 1);

		if (upper > 1)
			put_capitals(shape, t, upper, t->nfolded);
	}
}

/* The words of the chunk at 'p', byte 'at' of the block, become tokens; returns
   how many letters they have. */
static unsigned
put_words(struct dc_scan *out, const struct dc_letters *m, const char *p, size_t at)
{
	uint64_t starts = m->letters & ~(m->letters << 1), inner = m->upper & ~starts;
	uint64_t ends = ~m->letters & m->letters << 1;
	struct dc_token *first = (struct dc_token *)out->tokens.data + out->tokens.len;
	struct dc_token *t = first;
	char *folded = out->folded.data;
	size_t pos = out->folded.len, nfolded, n;

	for (; starts != 0; starts &= starts - 1, ends &= ends - 1, t++) {
		size_t from = (unsigned)__builtin_ctzll(starts);
		size_t len = (unsigned)__builtin_ctzll(ends) - from;
		uint64_t words[2], masks[2];

		memcpy(words, p + from, sizeof(words));
		dc_short_masks(len, masks);
		words[0] = (words[0] | DC_BYTES(0x20)) & masks[0];
		words[1] = (words[1] | DC_BYTES(0x20)) & masks[1];
		memcpy(folded + pos, words, sizeof(words));
		folded[pos + len] = ' ';
		t->hash = dc_hash_short(words);
		t->start = (uint32_t)(at + from);
		t->end = (uint32_t)(at + from + len);
		t->folded = (uint32_t)pos;
		t->nfolded = (uint16_t)len;
		t->flags = (uint8_t)((m->upper >> from & 1) * DC_TOKEN_TITLE);
		pos += len + 1;
	}
	n = (size_t)(t - first);
	if (DC_UNLIKELY(inner != 0))
		find_capitals(&out->shape, first, n, m->upper, at);
	nfolded = pos - out->folded.len;
	out->folded.len = pos;
	out->tokens.len += n;
	out->shape.word_tokens += (uint32_t)n;
	return (unsigned)(nfolded - n);
}

/* The last character so far is this letter. */
static void
end_in_letter(struct dc_scanner *s, unsigned char letter)
{
	struct dc_shape *shape = &s->out->shape;

	s->last_bits = shape->last = dc_ascii_bits[letter];
	shape->last_class = DC_LETTER;
	shape->ends_quote = shape->ends_ellipsis = false;
	s->last_cp = 'a';
}

/* The same of what stands before 'at', a blank left out, if it is a letter; there
   is one before that. */
static void
end_before(struct dc_scanner *s, const char *p, size_t at)
{
	at -= p[at - 1] == ' ' ? 2 : 1;
	if (!(p[at] & 0x80) && dc_ascii_class[(unsigned char)p[at]] == DC_LETTER)
		end_in_letter(s, (unsigned char)p[at]);
}

/* Punctuation of the chunk at 'p', of which 'left' bytes are text. */
static void
put_punct(struct dc_scanner *s, uint64_t others, const char *p, size_t left)
{
	for (; others != 0; others &= others - 1) {
		unsigned at = (unsigned)__builtin_ctzll(others), n = 1;
		uint32_t cp = (unsigned char)p[at];
		unsigned bits;

		if (cp < 0x80) {
			bits = dc_ascii_bits[cp];
		} else {
			cp = 0x2000u | ((unsigned char)p[at + 2] & 0x3fu);
			bits = dc_char_get(s->chars, cp)->bits;
			others &= ~(UINT64_C(3) << (at + 1));
			n = 3;
		}
		end_before(s, p, at);
		dc_punct_count(s, p, left, at + n, cp, bits);
		dc_token_ends(s, cp, DC_PUNCT, bits);
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
	struct part part = find_part(p, left);
	struct dc_shape *shape = &s->out->shape;
	unsigned nletters, nothers = 0;

	if (part.stop == 0)
		return 0;
	if (s->nchars == 0)
		start(s, (unsigned char)*p);
	count_words(shape, &part.m);
	nletters = put_words(s->out, &part.m, p, at);
	shape->lower += nletters;
	shape->letters += nletters;
	s->nchars += nletters;
	if (part.others != 0) {
		nothers = dc_count_bits(part.others);
		put_punct(s, part.others, p, left);
	}
	s->nspaces += s->space + (part.stop - nletters - nothers);
	s->space = p[part.stop - 1] == ' ';
	s->nspaces -= s->space;
	return part.stop;
}

size_t
dc_scan_words(struct dc_scanner *s, const char *text, size_t len, size_t at)
{
	char tail[CHUNK + MARGIN];
	size_t from = at;
	unsigned n;

	do {
		const char *p = text + at;

		if (s->room - at < sizeof(tail)) {
			memset(tail, '\n', sizeof(tail));
			memcpy(tail, p, DC_MIN(len - at, sizeof(tail)));
			p = tail;
		}
		n = take_chunk(s, p, len - at, at);
		at += n;
	} while (n > 0 && at < len &&
		 dc_ascii_class[(unsigned char)text[at] & 0x7f] == DC_LETTER &&
		 (unsigned char)text[at] < 0x80);
	if (at > from)
		end_before(s, text, at);
	return at;
}
