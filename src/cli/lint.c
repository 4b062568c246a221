/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "grow.h"
#include "lint.h"
#include "utf8.h"

#define SAMPLE 80	/* bytes */
/* A rule that hits one block in so many, and not just a few, hits too much. */
#define OFTEN_BLOCKS 20
#define OFTEN_HITS 20

/* A line of a file of rules. */
struct line {
	const char *file;
	uint64_t number;
	char *text;		/* NULL: it holds no rule */
	size_t len;
	uint64_t hits, documents, acts, prose;
	uint64_t document;	/* hit last */
	char sample[SAMPLE];
	size_t nsample;
};

struct lint {
	struct line *lines;	/* of all files */
	size_t nlines, lines_cap;
	size_t *texts;		/* first line of each file */
	size_t ntexts, texts_cap;
};

struct lint *
lint_new(void)
{
	return calloc(1, sizeof(struct lint));
}

void
lint_free(struct lint *l)
{
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < l->nlines; i++)
		free(l->lines[i].text);
	free(l->lines);
	free(l->texts);
	free(l);
}

static bool
add_line(struct lint *l, const char *name, uint64_t number, const char *s,
	 size_t len)
{
	struct line *lines = grow(l->lines, l->nlines, &l->lines_cap, sizeof(*lines));
	struct line *line;

	if (lines == NULL)
		return false;
	l->lines = lines;
	line = &lines[l->nlines++];
	*line = (struct line){.file = name, .number = number};
	if (len > 0 && s[len - 1] == '\r')
		len--;
	if (len == 0 || *s == '#')
		return true;
	line->text = malloc(len);
	if (line->text == NULL)
		return false;
	memcpy(line->text, s, len);
	line->len = len;
	return true;
}

bool
lint_rules(struct lint *l, const char *name, const char *text, size_t len)
{
	size_t *texts = grow(l->texts, l->ntexts, &l->texts_cap, sizeof(*texts));
	uint64_t number = 0;
	size_t at, n;

	if (texts == NULL)
		return false;
	l->texts = texts;
	texts[l->ntexts++] = l->nlines;
	at = len >= 3 && memcmp(text, UTF8_MARK, 3) == 0 ? 3 : 0;
	for (; at < len; at += n + 1) {
		const char *end = memchr(text + at, '\n', len - at);

		n = end != NULL ? (size_t)(end - text) - at : len - at;
		if (!add_line(l, name, ++number, text + at, n))
			return false;
	}
	return true;
}

void
lint_hit(struct lint *l, const struct declutter_block *b,
	 const struct declutter_rule_hit *hit)
{
	struct line *line = &l->lines[l->texts[hit->text] + hit->line - 1];

	if (line->hits++ == 0) {
		line->nsample = escape_excerpt(b->bytes, b->nbody, SAMPLE);
		memcpy(line->sample, b->bytes, line->nsample);
	}
	if (line->documents == 0 || line->document != b->place.document)
		line->documents++;
	line->document = b->place.document;
	line->acts += hit->acts != 0;
	line->prose += hit->acts != 0 && hit->prose != 0 && b->removed;
}

/* What a look at the row should see first. */
static const char *
note(const struct line *line, uint64_t blocks)
{
	bool keeps = line->len > 5 && memcmp(line->text, "!keep", 5) == 0;

	if (line->hits == 0)
		return "never";
	if (line->prose > 0 && !keeps)
		return "prose";
	if (line->hits >= OFTEN_HITS && line->hits * OFTEN_BLOCKS >= blocks)
		return "often";
	return line->acts == 0 ? "idle" : "";
}

void
lint_write(const struct lint *l, struct output *o, uint64_t blocks)
{
	size_t i;

	output_puts(o, "rule\thits\tdocuments\tacts\tprose\tnote\tcategory\t"
		    "language\tplace\tstrength\tphrase\tsample\n");
	for (i = 0; i < l->nlines; i++) {
		const struct line *line = &l->lines[i];

		if (line->text == NULL)
			continue;
		escape_tsv(o, line->file, strlen(line->file));
		output_printf(o, ":%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64
			      "\t%" PRIu64 "\t%s\t", line->number, line->hits,
			      line->documents, line->acts, line->prose,
			      note(line, blocks));
		output_write(o, line->text, line->len);
		output_puts(o, "\t");
		escape_tsv(o, line->sample, line->nsample);
		output_puts(o, "\n");
	}
}
