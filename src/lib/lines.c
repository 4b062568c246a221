/* SPDX-License-Identifier: MIT */
#include "letters.h"
#include "lines.h"
#include "unicode.h"

/* Nobody wraps wider than this; a longer line is a paragraph by itself. */
#define WRAP_MAX 100
#define WRAP_BYTES ((size_t)4 * WRAP_MAX)	/* a column is up to 4 bytes */
#define WRAP_MIN 40
/* A first pair of lines shows wrapping only if it is at least this wide. */
#define WRAP_PAIR 55
/* Longest broken sentence put together again, in lines. */
#define CHAIN_MAX 24
/* A piece of a broken sentence that ends in a comma: "Google News,". */
#define PIECE_WORDS 4

/* Words that end no sentence, by their first letters.  'short_too' also after one or
   two words; the others end labels as well ("Log in", "Read on") and need a longer
   line. */
#define WORD_MAX 7
#define ROW(letter) [(letter) - 'a']
static const struct open_word {
	char word[WORD_MAX + 1];	/* empty: the row ends */
	bool short_too;
} open_words[26][12] = {
	ROW('a') = {{"a", true}, {"about", false}, {"an", true}, {"and", true},
		{"as", false}, {"at", false}, {"auf", false}, {"avec", false}},
	ROW('b') = {{"bei", false}, {"by", true}},
	ROW('c') = {{"con", false}},
	ROW('d') = {{"das", true}, {"de", true}, {"del", true}, {"dem", true},
		{"den", true}, {"der", true}, {"des", true}, {"di", true},
		{"die", true}, {"du", true}},
	ROW('e') = {{"ein", false}, {"eine", true}, {"el", true}, {"en", false},
		{"et", true}},
	ROW('f') = {{"for", true}, {"from", true}},
	ROW('h') = {{"het", true}},
	ROW('i') = {{"il", true}, {"im", true}, {"in", false}, {"into", false}},
	ROW('l') = {{"la", true}, {"las", true}, {"le", true}, {"les", true},
		{"los", true}},
	ROW('m') = {{"met", false}, {"mit", false}},
	ROW('n') = {{"notre", true}, {"nuestra", true}, {"nuestro", true}},
	ROW('o') = {{"och", true}, {"oder", true}, {"of", true}, {"og", true},
		{"on", false}, {"op", false}, {"or", true}, {"ou", true},
		{"our", true}},
	ROW('p') = {{"per", false}},
	ROW('s') = {{"su", false}, {"sur", false}},
	ROW('t') = {{"than", false}, {"the", true}, {"their", false}, {"to", false}},
	ROW('u') = {{"und", true}, {"unser", true}, {"unseren", true}},
	ROW('v') = {{"van", true}, {"via", true}, {"von", true}},
	ROW('w') = {{"with", true}},
	ROW('y') = {{"y", true}, {"your", true}},
	ROW('z') = {{"zum", true}, {"zur", true}}
};
#undef ROW

static bool
is_open_word(const char *s, size_t len, uint32_t nwords)
{
	char word[WORD_MAX + 1] = {0};
	const struct open_word *w;
	size_t i;

	for (i = 0; i < len; i++)
		word[i] = (char)(s[i] | 32);
	if (word[0] < 'a' || word[0] > 'z')
		return false;
	for (w = open_words[word[0] - 'a']; w->word[0] != '\0'; w++)
		if (memcmp(w->word, word, sizeof(word)) == 0)
			return w->short_too || nwords >= 4;
	return false;
}

/* What the first or last character is; of ASCII without a copy of all of it. */
static struct dc_char
look_up(uint32_t cp)
{
	struct dc_char c;

	if (cp < 0x80)
		dc_char_ascii((unsigned char)cp, &c);
	else
		dc_char_lookup(cp, &c);
	return c;
}

static void
read_start(const char *s, size_t len, struct dc_line *line)
{
	size_t n;
	struct dc_char c = look_up(dc_utf8_decode(s, len, &n));

	line->starts_lower = c.class == DC_LETTER && c.bits & DC_LOWER;
	line->starts_upper = c.class == DC_LETTER && c.bits & DC_UPPER;
	line->starts_caseless = (c.class == DC_LETTER || c.class == DC_SOLO) &&
				!(c.bits & (DC_LOWER | DC_UPPER));
	line->starts_closing = c.class == DC_PUNCT && !(c.bits & DC_QUOTE) &&
		(c.bits & (DC_COMMA | DC_TERMINAL | DC_COLON | DC_CLOSER) ||
		 c.cp == ';') && !(c.cp == '.' && len > 1 && s[1] == '.');
	if (c.bits & DC_BULLET && n < len && dc_is_blank(s[n]))
		line->indented = true;
}

static void
read_end(const char *s, size_t len, struct dc_line *line)
{
	struct dc_char c = {0};
	size_t n, word;

	while (len > 0) {
		c = look_up(dc_utf8_last(s, len, &n));
		if (c.class != DC_PUNCT || !(c.bits & DC_CLOSER))
			break;
		len -= n;
	}
	line->ends_sentence = (c.bits & (DC_TERMINAL | DC_COLON)) != 0;
	line->ends_comma = (c.bits & DC_COMMA) != 0;
	for (word = 0; word < len && word <= WORD_MAX; word++)
		if (dc_is_blank(s[len - word - 1]))
			break;
	line->ends_open = word <= WORD_MAX &&
			  is_open_word(s + len - word, word, line->nwords);
}

#define CHUNK 64
#define WORDS_MAX 15

/* Columns and words of a line that starts with a word. */
static void
count_words(const char *s, size_t len, struct dc_line *line)
{
	uint64_t behind_blank = 1;	/* of the byte before the chunk */
	bool first = true;
	char tail[CHUNK] = {0};
	size_t at;

	for (at = 0; at < len; at += CHUNK) {
		const char *p = s + at;
		uint64_t valid = UINT64_MAX, before = UINT64_MAX;
		struct dc_columns m;

		if (len - at < CHUNK) {
			valid = (UINT64_C(1) << (len - at)) - 1;
			memcpy(tail, p, len - at);
			p = tail;
		}
		m = dc_columns(p);
		m.blanks |= ~valid;
		if (first && m.blanks != 0) {
			before = (m.blanks & -m.blanks) - 1;
			first = false;
		} else if (!first) {
			before = 0;
		}
		line->first_word += dc_count_bits(m.chars & before);
		line->columns += dc_count_bits(m.chars & valid);
		line->nwords += dc_count_bits(~m.blanks &
					      (m.blanks << 1 | behind_blank));
		behind_blank = m.blanks >> 63;
	}
	line->nwords = DC_MIN(line->nwords, WORDS_MAX);
}

void
dc_line_read(const char *s, size_t len, struct dc_line *line)
{
	size_t lead = 0;

	*line = (struct dc_line){0};
	while (len > 0 && dc_is_blank(s[len - 1]))
		len--;
	while (lead < len && dc_is_blank(s[lead]))
		lead++;
	line->indented = lead > 1 || (lead == 1 && s[0] == '\t');
	s += lead;
	len -= lead;
	if (len == 0)
		return;
	if (len > WRAP_BYTES) {
		line->columns = UINT32_MAX;
		line->nwords = WORDS_MAX;
	} else {
		count_words(s, len, line);
	}
	read_start(s, len, line);
	read_end(s, len, line);
}

/* Would the first word of 'next' not have fitted on 'line'? */
static bool
is_full(const struct dc_line *line, const struct dc_line *next, uint32_t width)
{
	return line->columns <= width &&
	       line->columns + 1 + next->first_word > width;
}

static uint32_t
widest(const struct dc_line *lines, size_t n)
{
	uint32_t width = 0;
	size_t i;

	for (i = 0; i < n; i++)
		width = DC_MAX(width, lines[i].columns);
	return width;
}

/*
 * The width these lines are wrapped at, 0 if they are not.  The longest line is
 * full by definition, so a pair proves little: it needs a sentence that goes
 * on, or a width known from before.
 */
static uint32_t
wrap_width(const struct dc_line *lines, size_t n, const struct dc_wrap *wrap)
{
	uint32_t width = widest(lines, n);
	size_t full = 0, inside = 0, i;
	bool known = wrap->width != 0 && width <= wrap->width;

	if (known)
		width = wrap->width;
	if (n < 2 || width > WRAP_MAX || width < WRAP_MIN)
		return 0;
	for (i = 0; i + 1 < n; i++) {
		if (lines[i + 1].indented ||
		    !is_full(&lines[i], &lines[i + 1], width))
			continue;
		full++;
		inside += !lines[i].ends_sentence &&
			  (lines[i + 1].starts_lower ||
			   (n > 2 && lines[i + 1].starts_caseless));
	}
	if (full * 10 < (n - 1) * 7)
		return 0;
	if (known)
		return width;
	if (n == 2 && width < WRAP_PAIR)
		return 0;
	return inside * 3 >= full && inside > 0 ? width : 0;
}

enum opening {
	CLOSED,
	WEAK,		/* after a comma: only inside a chain */
	LOWER,		/* goes on in lower case */
	STRONG		/* cannot be a paragraph end */
};

static enum opening
opening(const struct dc_line *line, const struct dc_line *next)
{
	if (line->ends_sentence || next->indented)
		return CLOSED;
	if (next->starts_closing || line->ends_open)
		return STRONG;
	if (next->starts_lower)
		return LOWER;
	if (line->ends_comma &&
	    (line->nwords <= PIECE_WORDS || next->nwords <= PIECE_WORDS))
		return WEAK;
	return CLOSED;
}

/* The chain of open line ends from line 'at': is it one broken sentence? */
static size_t
chain_length(const struct dc_line *lines, size_t n, size_t at)
{
	enum opening best = CLOSED;
	size_t end = at;

	while (end + 1 < n && end - at < CHAIN_MAX) {
		enum opening o = opening(&lines[end], &lines[end + 1]);

		if (o == CLOSED)
			break;
		best = DC_MAX(best, o);
		end++;
	}
	if (best == STRONG)
		return end - at;
	if (best >= LOWER && lines[end].ends_sentence &&
	    lines[at].starts_upper && lines[at].nwords >= 3)
		return end - at;
	return 0;
}

void
dc_lines_join(const struct dc_line *lines, size_t n, struct dc_wrap *wrap,
	      bool *joins)
{
	uint32_t width = wrap_width(lines, n, wrap);
	size_t i, k, len;

	for (i = 0; i < n; i++)
		joins[i] = false;
	if (width != 0) {
		wrap->width = DC_MAX(wrap->width, width);
		for (i = 0; i + 1 < n; i++)
			joins[i] = !lines[i + 1].indented &&
				   is_full(&lines[i], &lines[i + 1], width);
	}
	for (i = 0; i < n; i += len + 1) {
		len = chain_length(lines, n, i);
		for (k = 0; k < len; k++)
			joins[i + k] = true;
	}
}
