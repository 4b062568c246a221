/* SPDX-License-Identifier: MIT */
/*
 * embed.c - a whole user of the library
 *
 * Filters standard input: kept blocks go to standard output, a line for each
 * removal to standard error.
 *
 *	cc embed.c $(pkg-config --cflags --libs libdeclutter)
 */
#include <declutter.h>
#include <stdio.h>

/* A verdict: called once for every block, in order. */
static int
on_block(void *ctx, const struct declutter_block *b)
{
	FILE *out = ctx;

	if (b->removed)
		fprintf(stderr, "line %llu: %s\n",
			(unsigned long long)b->place.line,
			b->category != DECLUTTER_CONTENT ?
			declutter_category_name(b->category) :
			declutter_duplicate_name(b->duplicate));
	else if (b->ntext > 0)
		fprintf(out, "%.*s\n", (int)b->ntext, b->text);
	return ferror(out);	/* not 0: stop */
}

static enum declutter_status
filter(struct declutter *d, FILE *in)
{
	enum declutter_status status;
	char buf[65536];
	size_t n;

	status = declutter_begin(d, DECLUTTER_UNBOUNDED);
	while (status == DECLUTTER_OK &&
	       (n = fread(buf, 1, sizeof(buf), in)) > 0)
		status = declutter_push(d, buf, n);
	if (status == DECLUTTER_OK)
		status = declutter_end(d);
	if (status == DECLUTTER_OK)
		status = declutter_finish(d);
	return status;
}

int
main(void)
{
	struct declutter_sink sink = {.block = on_block, .ctx = stdout};
	struct declutter_options opt;
	enum declutter_status status;
	struct declutter *d;

	declutter_options_init(&opt);
	opt.keep = 1u << DECLUTTER_CREDIT;
	status = declutter_new(&d, &opt, &sink);
	if (status == DECLUTTER_OK)
		status = filter(d, stdin);
	declutter_free(d);
	if (status != DECLUTTER_OK)
		fprintf(stderr, "embed: %s\n", declutter_strerror(status));
	return status != DECLUTTER_OK || ferror(stdin) || fclose(stdout) != 0;
}
