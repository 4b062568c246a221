/* SPDX-License-Identifier: MIT */
/*
 * lines.h - which line ends inside a run of lines are no paragraph ends
 *
 * Two things break a paragraph apart: hard wrapping (mail, wire copy at 72 or
 * 80 columns), where every line is as long as the next word lets it be; and
 * links that an extractor put on lines of their own, where the sentence goes on
 * in lower case, with a comma, or after a word that ends no sentence.
 */
#ifndef DC_LINES_H
#define DC_LINES_H
#include "base.h"

/* What joining looks at in a line, without its line end and outer blanks. */
struct dc_line {
	uint32_t columns;	/* code points; UINT32_MAX: too long to be wrapped */
	uint32_t first_word;	/* columns of its first word */
	uint32_t nwords;	/* counted to 15 */
	bool indented;		/* starts with a tab or two blanks, or a bullet */
	bool starts_lower, starts_upper;
	bool starts_caseless;	/* with a letter of a script without case */
	bool starts_closing;	/* with , ; : . ! ? or a closing bracket */
	bool ends_sentence;	/* terminal or colon */
	bool ends_comma;
	bool ends_open;		/* last word cannot end a sentence */
};

/* What is known of the document's wrapping so far; zeroed at its start. */
struct dc_wrap {
	uint32_t width;		/* columns; 0: not wrapped as far as seen */
};

void dc_line_read(const char *s, size_t len, struct dc_line *line);

/*
 * For 'n' successive non-blank lines set joins[i] where line i + 1 continues
 * line i (joins[n - 1] is false).
 */
void dc_lines_join(const struct dc_line *lines, size_t n, struct dc_wrap *wrap,
		   bool *joins);

#endif
