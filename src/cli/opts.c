/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "opts.h"
#include "stats.h"
#include "together.h"

#define LONG 256	/* getopt_long() returns LONG + row for a long option */
/* deflate makes at most 1032 bytes of one: only bombs of other kinds meet it. */
#define MAX_RATIO 1100
#define MAX_DOCUMENT ((uint64_t)1 << 30)

/* Store what the row's field takes; the kind of the row says its type. */
static void
put(struct opts *o, const struct option_row *row, const void *value,
    size_t size)
{
	memcpy((char *)o + row->offset, value, size);
}

static bool
wrong(struct msg *msg, const struct option_row *row, const char *text,
      const char *reason, const char *range)
{
	msg_usage(msg, NULL, "--%s: '%s' %s (%s)", row->word, text, reason,
		  range);
	return false;
}

/* Is the word of 'len' bytes one of "one|other"?  Its place, or -1. */
static int
choice(const char *choices, const char *word, size_t len)
{
	int place;

	for (place = 0;; place++) {
		size_t n = strcspn(choices, "|");

		if (n == len && memcmp(choices, word, n) == 0)
			return place;
		if (choices[n] == '\0')
			return -1;
		choices += n + 1;
	}
}

/* A category by its name, which may end before a hyphen: "byline". */
static unsigned
category(const char *word, size_t len)
{
	unsigned i, found = DECLUTTER_NCATEGORIES;

	for (i = 1; i < DECLUTTER_NCATEGORIES; i++) {
		const char *name = declutter_category_name(i);

		if (len == 0 || strncmp(name, word, len) != 0)
			continue;
		if (name[len] == '\0')
			return i;
		if (name[len] == '-')
			found = i;
	}
	return found;
}

static bool
set_categories(struct opts *o, const struct option_row *row, const char *text,
	       struct msg *msg)
{
	char names[512] = "";
	unsigned i;

	for (;;) {
		size_t len = strcspn(text, ",");
		unsigned c = category(text, len);

		if (c == DECLUTTER_NCATEGORIES)
			break;
		o->lib.keep |= (uint32_t)1 << c;
		if (text[len] == '\0')
			return true;
		text += len + 1;
	}
	for (i = 1; i < DECLUTTER_NCATEGORIES; i++) {
		if (strlen(names) + 32 > sizeof(names))
			break;
		strcat(names, i > 1 ? ", " : "");
		strcat(names, declutter_category_name(i));
	}
	msg_usage(msg, NULL, "--%s: '%.*s' is no category: use %s", row->word,
		  (int)strcspn(text, ","), text, names);
	return false;
}

static bool
set_number(struct opts *o, const struct option_row *row, const char *text,
	   struct msg *msg)
{
	const char *reason;
	char range[64];
	uint64_t size;
	double share;
	unsigned n;

	if (row->kind == OPTION_SHARE) {
		reason = num_share(text, &share);
		if (reason != NULL)
			return wrong(msg, row, text, reason,
				     "above 0, at most 1");
		put(o, row, &share, sizeof(share));
	} else if (row->kind == OPTION_SIZE) {
		reason = num_size(text, &size);
		if (reason != NULL)
			return wrong(msg, row, text, reason,
				     "bytes, or with K, M, G or T");
		if (size < row->min)
			return wrong(msg, row, text, "is too small", "1M or more");
		put(o, row, &size, sizeof(size));
	} else {
		snprintf(range, sizeof(range), "%u to %u", row->min, row->max);
		reason = num_unsigned(text, row->min, row->max, &size);
		if (reason != NULL)
			return wrong(msg, row, text, reason, range);
		n = (unsigned)size;
		put(o, row, &n, sizeof(n));
	}
	return true;
}

static bool
set(struct opts *o, const struct option_row *row, const char *text,
    struct msg *msg)
{
	int value = row->value;
	struct names *names;

	switch (row->kind) {
	case OPTION_CHOICE:
		if (text != NULL) {
			int place = choice(row->argument, text, strlen(text));

			if (place < 0)
				return wrong(msg, row, text, "is no choice",
					     row->argument);
			value += place;
		}
		put(o, row, &value, sizeof(value));
		return true;
	case OPTION_SET:
		put(o, row, &value, sizeof(value));
		return true;
	case OPTION_TEXT:
		put(o, row, &text, sizeof(text));
		return true;
	case OPTION_NAMES:
		names = (struct names *)((char *)o + row->offset);
		names->name[names->n++] = text;
		return true;
	case OPTION_CATEGORIES:
		return text != NULL && set_categories(o, row, text, msg);
	case OPTION_UNSIGNED:
	case OPTION_SHARE:
	case OPTION_SIZE:
		return set_number(o, row, text, msg);
	}
	return false;
}

static const struct option_row *
row_of(int code)
{
	size_t i;

	if (code >= LONG)
		return &option_table[code - LONG];
	for (i = 0; i < OPTION_COUNT; i++)
		if (code != 0 && option_table[i].letter == code)
			return &option_table[i];
	return NULL;
}

/* The rows as getopt_long() wants them. */
static void
for_getopt(struct option longs[OPTION_COUNT + 1], char *shorts)
{
	size_t i;

	*shorts++ = ':';	/* tell a missing argument from a wrong option */
	for (i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &option_table[i];

		longs[i] = (struct option){row->word, row->argument == NULL ?
			no_argument : row->optional ? optional_argument :
			required_argument, NULL, LONG + (int)i};
		if (row->letter == 0)
			continue;
		*shorts++ = row->letter;
		if (row->argument != NULL)
			*shorts++ = ':';
	}
	*shorts = '\0';
	longs[OPTION_COUNT] = (struct option){0};
}

/* getopt_long() found fault with 'word', and with what it knows as 'code'. */
static bool
fault(struct msg *msg, bool missing, int code, const char *word)
{
	const struct option_row *row = row_of(code);

	if (missing && row != NULL)
		msg_usage(msg, NULL, "--%s: needs %s", row->word,
			  row->argument);
	else if (row != NULL && code >= LONG)
		msg_usage(msg, NULL, "--%s: takes no argument", row->word);
	else if (code != 0)
		msg_usage(msg, NULL, "-%c: no such option", code);
	else
		msg_usage(msg, NULL, "%s: no such option", word);
	return false;
}

/*
 * getopt_long() takes "--mem" for "--memory".  Scripts that did that would
 * break with the next option that starts so; so it has to be whole.
 */
static bool
is_whole(const char *word, const struct option_row *row)
{
	size_t len = strlen(row->word);

	return strncmp(word, "--", 2) == 0 &&
	       strncmp(word + 2, row->word, len) == 0 &&
	       (word[2 + len] == '\0' || word[2 + len] == '=');
}

/* -z and --doc-sep are one option of the library. */
static bool
set_separator(struct opts *o, struct msg *msg)
{
	const char *text = o->doc_sep != NULL ? o->doc_sep : "\f";

	if (o->null && o->doc_sep != NULL) {
		msg_usage(msg, NULL, "--null: not together with --doc-sep");
		return false;
	}
	o->lib.separator = o->null ? "\0" : text;
	o->lib.nseparator = o->null ? 1 : strlen(text);
	if (declutter_options_check(&o->lib) == NULL)
		return true;
	msg_usage(msg, NULL, "--doc-sep: takes at most %d bytes of one line",
		  DECLUTTER_SEPARATOR_MAX);
	return false;
}

static bool
parse(struct opts *o, int argc, char **argv, struct msg *msg)
{
	struct option longs[OPTION_COUNT + 1];
	char shorts[2 * OPTION_COUNT + 2];
	const struct option_row *row;
	const char *word;
	int code;

	for_getopt(longs, shorts);
	opterr = 0;
	while ((code = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		word = argv[optind - 1];
		if (code == ':' || code == '?')
			return fault(msg, code == ':', optopt, word);
		row = row_of(code);
		if (optarg != NULL && optarg == word)
			word = argv[optind - 2];
		if (code >= LONG && !is_whole(word, row))
			return fault(msg, false, 0, word);
		if (!set(o, row, optarg, msg))
			return false;
		if (o->help || o->version)
			return true;
	}
	o->files = (const char *const *)(argv + optind);
	o->nfiles = (size_t)(argc - optind);
	o->lib.learn = o->learn != NULL;
	if (o->lint)
		o->lib.dedup = 0;	/* a duplicate hits as well as its witness */
	if (o->dry_run && o->stats == STATS_NONE)
		o->stats = STATS_TEXT;
	return set_separator(o, msg) && together_check(o, msg);
}

void
opts_defaults(struct opts *o)
{
	*o = (struct opts){
		.max_ratio = MAX_RATIO, .max_document = MAX_DOCUMENT
	};
	declutter_options_init(&o->lib);
}

bool
opts_parse(struct opts *o, int argc, char **argv, struct msg *msg)
{
	opts_defaults(o);
	o->rules.name = calloc((size_t)argc, sizeof(*o->rules.name));
	if (o->rules.name != NULL)
		o->templates.name = calloc((size_t)argc,
					   sizeof(*o->templates.name));
	if (o->templates.name == NULL) {
		msg_say(msg, NULL, "out of memory");
		return false;
	}
	return parse(o, argc, argv, msg);
}

void
opts_clear(struct opts *o)
{
	free(o->rules.name);
	free(o->templates.name);
	*o = (struct opts){0};
}
