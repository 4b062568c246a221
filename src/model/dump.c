/* SPDX-License-Identifier: MIT */
/*
 * dump - the chrome model's features, as the library computes them
 *
 *	dump -n			names: pass, feature, family, order
 *	dump [-w WEIGHTS[,FILE]]...	features of the documents on standard input
 *	dump -t			the words of their blocks, a block a line
 *
 * A developer's tool, run by train.py, so that training and filtering cannot
 * disagree.  Standard input is a row of documents, each a line "BOUNDED RESET
 * LENGTH MODEL" and so many bytes; RESET forgets the documents before, MODEL is
 * the number of the weights.  Those of FILE are for what BOUNDED says is 0, a stream,
 * or 2, a whole page; 1 is any other document.  For each block it writes struct record
 * and the levels of both passes.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "built_in.h"
#include "file.h"
#include "queue.h"

struct record {
	uint32_t document;	/* number of the document on standard input */
	uint32_t line, nlines;	/* first line from 1, and how many */
	uint32_t units;
	int32_t first, second;	/* log-odds of content, in thousandths */
	uint32_t category;	/* what rules say, 0 for nothing */
	uint32_t final;		/* what the whole says */
};

#define MODELS 8

struct dump {
	struct declutter_options opt;
	const struct dc_trained *models[MODELS];
	unsigned long nmodels;
	bool words;		/* write those alone */
	struct dc_chars chars;
	struct dc_phrases *phrases;
	struct dc_blocks blocks;
	struct dc_queue queue;
	struct dc_memory memory;
	struct dc_chrome chrome;
	uint8_t levels[DC_WINDOW][DC_NFEATURES];
	int32_t first[DC_WINDOW];
	struct record record[DC_WINDOW];
	uint8_t smooths[DC_WINDOW][DC_NSMOOTHS];
	uint64_t document, judged, base;
	unsigned long model;	/* of the document */
	bool bounded;
};

static void
die(const char *what)
{
	fprintf(stderr, "dump: %s\n", what);
	exit(1);
}

static void
on_tap(void *ctx, const struct dc_chrome *c, uint64_t i, int pass)
{
	struct dump *d = ctx;
	size_t at = i & (DC_WINDOW - 1);

	if (pass == 1) {
		memcpy(d->levels[at], c->model.levels[i & (DC_WINDOW - 1)], DC_NFEATURES);
		return;
	}
	memcpy(d->smooths[at], c->model.smooths, DC_NSMOOTHS);
	d->record[at].first = c->model.early[at].z;
	d->record[at].second = c->model.final[at].z;
	d->record[at].category = c->early[at].category;
	d->record[at].units = dc_window_at(&c->window, i)->shape.units;
}

static uint32_t
count_lines(const char *s, size_t len)
{
	uint32_t n = 1;

	while (len-- > 0)
		n += *s++ == '\n';
	return n;
}

static void
note(struct dump *d, struct dc_item *item, bool ended)
{
	const struct dc_view *v = dc_window_at(&d->chrome.window, item->number);

	if (dc_view_is_short(v) &&
	    !dc_memory_note(&d->memory, v,
			    dc_chrome_is_headline(&d->chrome, item->number, ended,
						  &item->chrome)))
		die("out of memory");
}

static void
judge(struct dump *d, bool ended)
{
	while (d->queue.first < d->queue.next) {
		struct dc_item *item = dc_queue_at(&d->queue, d->queue.first);
		size_t at = item->number & (DC_WINDOW - 1);
		struct record *r = &d->record[at];

		if (item->text) {
			if (!ended && d->chrome.window.next - item->number <= DC_AHEAD)
				return;
			dc_chrome_judge(&d->chrome, item->number, ended, &item->chrome);
			note(d, item, ended);
			r->document = (uint32_t)(d->document - d->base);
			r->line = (uint32_t)item->place.line;
			r->nlines = count_lines(item->bytes.data, item->nbody);
			r->final = item->chrome.category;
			fwrite(r, sizeof(*r), 1, stdout);
			fwrite(d->levels[at], DC_NFEATURES, 1, stdout);
			fwrite(d->smooths[at], DC_NSMOOTHS, 1, stdout);
		}
		dc_queue_drop(&d->queue);
	}
}

static enum declutter_status
put_words(struct dump *d, const struct dc_scan *scan)
{
	const struct dc_token *t = dc_scan_tokens(scan);
	size_t n = DC_MIN(scan->tokens.len, DC_LEXIS_TOKENS), i;

	for (i = 0; i < n; i++) {
		fwrite(dc_scan_folded(scan, &t[i]), t[i].nfolded, 1, stdout);
		putchar(' ');
	}
	putchar('\n');
	while (d->queue.first < d->queue.next)
		dc_queue_drop(&d->queue);
	return DECLUTTER_OK;
}

static enum declutter_status
on_block(void *ctx, const struct dc_raw_block *raw)
{
	struct dump *d = ctx;
	const struct declutter_allocator *a = &d->opt.allocator;
	struct dc_item *item = dc_queue_add(&d->queue, raw);
	struct dc_view view;

	if (item == NULL)
		return DECLUTTER_ENOMEM;
	if (!item->text)
		return DECLUTTER_OK;
	if (!dc_scan(a, &d->chars, item->bytes.data, item->nbody, &item->scan))
		return DECLUTTER_ENOMEM;
	if (d->words)
		return put_words(d, &item->scan);
	if (!dc_phrases_find(d->phrases, &item->scan, item->bytes.data, item->nbody,
			     &item->hits))
		return DECLUTTER_ENOMEM;
	item->number = d->chrome.window.next;
	dc_view_read(&view, &item->scan, (struct dc_span){item->bytes.data, item->nbody},
		     item->hits.data, item->hits.len);
	dc_lexis_read(&d->models[d->model]->lexicon, &view);
	dc_chrome_add(&d->chrome, &view, d->document, d->bounded);
	judge(d, false);
	return DECLUTTER_OK;
}

static void
reset(struct dump *d)
{
	dc_memory_clear(&d->memory);
	dc_queue_clear(&d->queue);
	dc_queue_init(&d->queue, &d->opt.allocator);
	dc_memory_init(&d->memory, &d->opt.allocator, false);
	memset(&d->chrome, 0, sizeof(d->chrome));
	dc_chrome_init(&d->chrome, &d->opt, &d->memory);
	d->chrome.tap = on_tap;
	d->chrome.tap_ctx = d;
	dc_model_init(&d->chrome.model, d->models[0]);
	d->chrome.model.exact = true;
}

static void
run(struct dump *d)
{
	unsigned long bounded, forget, len, model, n;
	char *text;

	for (n = 0; scanf("%lu %lu %lu %lu", &bounded, &forget, &len, &model)
	     == 4; n++) {
		if (model >= d->nmodels || getchar() != '\n' || (text = malloc(len + 1)) == NULL ||
		    fread(text, 1, len, stdin) != len)
			die("bad input");
		if (forget != 0)
			reset(d);
		d->chrome.model.trained = d->models[model];
		d->model = model;
		d->bounded = bounded != 0;
		d->chrome.model.page = bounded == 2;
		d->document = d->memory.document = n;
		dc_blocks_begin(&d->blocks, true);
		if (dc_blocks_push(&d->blocks, text, len) != DECLUTTER_OK ||
		    dc_blocks_end(&d->blocks) != DECLUTTER_OK)
			die("out of memory");
		judge(d, true);
		free(text);
	}
}

static struct dc_span
read_scorer(struct dc_scorer *scorer, const char *path)
{
	struct dc_span table = read_file(path);
	const char *what = table.data == NULL ? strerror(errno) :
			   dc_scorer_read(scorer, table);

	if (what != NULL)
		die(what);
	return table;
}

/* 'paths' is taken apart. */
static void
read_weights(struct dump *d, char *paths)
{
	static struct dc_trained models[MODELS];
	struct dc_trained *m = &models[d->nmodels];
	char *comma = strchr(paths, ',');
	struct dc_span table;
	const char *what;

	if (d->nmodels == MODELS)
		die("too many weights");
	if (comma != NULL)
		*comma = '\0';
	table = read_scorer(&m->documents, paths);
	what = dc_lexicon_read(&m->lexicon, table);
	if (what != NULL)
		die(what);
	m->streams = m->documents;
	if (comma != NULL)
		read_scorer(&m->streams, comma + 1);
	m->pages = m->streams;
	d->models[d->nmodels++] = m;
}

static void
list(unsigned pass, const struct dc_feature *f, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		printf("%u\t%s\t%u\t%c\n", pass, f[i].name, f[i].family, f[i].order);
}

int
main(int argc, char **argv)
{
	static struct dump d;
	int i;

	if (argc == 2 && strcmp(argv[1], "-n") == 0) {
		list(1, dc_features, DC_NFEATURES);
		list(2, dc_smooths, DC_NSMOOTHS);
		return 0;
	}
	d.words = argc == 2 && strcmp(argv[1], "-t") == 0;
	for (i = 1; i + 1 < argc && strcmp(argv[i], "-w") == 0; i += 2)
		read_weights(&d, argv[i + 1]);
	if (i < argc && !d.words)
		die("usage: dump -n | dump -t | dump [-w WEIGHTS[,FILE]]...");
	if (d.nmodels == 0)
		d.models[d.nmodels++] = &dc_built_in_model;
	declutter_options_init(&d.opt);
	d.phrases = dc_phrases_new(&d.opt.allocator, &dc_built_in_phrases);
	if (d.phrases == NULL)
		die("out of memory");
	dc_blocks_init(&d.blocks, &d.opt, on_block, &d);
	reset(&d);
	run(&d);
	return fflush(stdout) != 0 || ferror(stdout);
}
