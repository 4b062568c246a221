/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "help.h"
#include "opts.h"

#define WIDTH 26	/* of the column with the options */

/* The default of a row, from what the library fills in; "" for none. */
static void
default_of(const struct opts *o, const struct option_row *row, char *text,
	   size_t size)
{
	const void *at = (const char *)o + row->offset;
	uint64_t bytes;
	double share;
	unsigned n;
	const char *word = row->argument;
	int place;

	text[0] = '\0';
	switch (row->kind) {
	case OPTION_UNSIGNED:
		memcpy(&n, at, sizeof(n));
		if (n > 0)
			snprintf(text, size, " (%u)", n);
		break;
	case OPTION_SHARE:
		memcpy(&share, at, sizeof(share));
		snprintf(text, size, " (%g)", share);
		break;
	case OPTION_SIZE:
		memcpy(&bytes, at, sizeof(bytes));
		if (bytes == 0)
			snprintf(text, size, " (no limit)");
		else
			snprintf(text, size, " (%" PRIu64 "M)", bytes >> 20);
		break;
	case OPTION_CHOICE:
		if (row->optional || word == NULL)
			break;
		memcpy(&place, at, sizeof(place));
		for (; place > row->value; place--)
			word += strcspn(word, "|") + 1;
		snprintf(text, size, " (%.*s)", (int)strcspn(word, "|"), word);
		break;
	case OPTION_SET:
	case OPTION_TEXT:
	case OPTION_NAMES:
	case OPTION_CATEGORIES:
		break;
	}
}

static void
row_write(struct output *out, const struct opts *o,
	  const struct option_row *row)
{
	const char *argument = row->argument != NULL ? row->argument : "";
	char words[64], value[32], letter[5] = "    ";

	if (row->letter != 0)
		snprintf(letter, sizeof(letter), "-%c, ", row->letter);
	snprintf(words, sizeof(words), "%s--%s%s%s%s", letter, row->word,
		 row->optional ? "[=" : row->argument != NULL ? " " : "",
		 argument, row->optional ? "]" : "");
	default_of(o, row, value, sizeof(value));
	output_printf(out, "  %-*s %s%s\n", WIDTH, words, row->help, value);
}

void
help_write(struct output *out)
{
	struct opts defaults;
	size_t i;

	opts_defaults(&defaults);
	output_puts(out,
		"usage: declutter [OPTION]... [FILE]...\n"
		"Strip site chrome and near-duplicate paragraphs from scraped "
		"articles.\n"
		"\n"
		"  cat *.txt | declutter > clean.txt    one stream\n"
		"  declutter *.txt > clean.txt          each FILE a document\n"
		"  declutter --explain *.txt            what would go, and why\n"
		"\n"
		"No FILE, or -, is standard input.  gzip, zstd, JSONL and WET are "
		"recognised.\n");
	for (i = 0; i < OPTION_COUNT; i++) {
		if (option_table[i].group != NULL)
			output_printf(out, "\n%s:\n", option_table[i].group);
		row_write(out, &defaults, &option_table[i]);
	}
	output_puts(out,
		"\n"
		"Status: 0 done, 1 an input or output failed, 2 wrong usage, "
		"3 --check found some.\n"
		"The manual declutter(1) has the categories and the rules.\n");
}
