/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "near_support.h"

void
t_near_scan(struct t_near_block *b, const char *text, uint64_t document,
	    uint64_t number)
{
	static struct dc_chars chars;

	if (!dc_scan(&dc_default_allocator, &chars, text, strlen(text), &b->scan))
		abort();
	b->block = (struct dc_near_block){
		.tokens = b->scan.tokens.data, .ntokens = b->scan.tokens.len,
		.folded = b->scan.folded.data, .nfolded = b->scan.folded.len,
		.place = {.document = document, .block = number, .line = number + 1}
	};
}

void
t_near_clear(struct t_near_block *b)
{
	dc_scan_clear(&dc_default_allocator, &b->scan);
}

struct declutter_options
t_near_options(void)
{
	return (struct declutter_options){
		.size = sizeof(struct declutter_options),
		.allocator = dc_default_allocator,
		.shingle = 3, .containment = .50, .resemblance = .40
	};
}

static int
store_write(void *ctx, uint64_t offset, const void *data, size_t len)
{
	struct t_store *s = ctx;

	if (++s->writes == s->fail_write || offset > s->data.len)
		return -1;
	if (offset == s->data.len)
		t_append(&s->data, data, len);
	else if (len <= s->data.len - offset)
		memcpy(s->data.s + offset, data, len);
	else
		return -1;	/* it grows at its end only */
	return 0;
}

static int
store_read(void *ctx, uint64_t offset, void *data, size_t len)
{
	struct t_store *s = ctx;

	if (++s->reads == s->fail_read || offset + len > s->data.len)
		return -1;
	memcpy(data, s->data.s + offset, len);
	if (s->garbage)
		memset(data, 0xff, len);
	return 0;
}

struct declutter_store
t_store(struct t_store *s)
{
	return (struct declutter_store){store_write, store_read, s};
}

void
t_store_clear(struct t_store *s)
{
	t_clear(&s->data);
}

struct t_near my;

void
t_near_setup(void)
{
	my.memory = (struct t_memory){0};
	my.opt = t_near_options();
	my.opt.allocator = t_allocator(&my.memory);
	my.near = NULL;
	my.block = (struct t_near_block){0};
	my.text = (struct t_text){0};
	my.nblocks = 0;
	my.seed = 7;
}

void
t_near_teardown(void)
{
	dc_near_free(my.near);
	ck_assert_uint_eq(my.memory.live, 0);
	ck_assert(!my.memory.wrong_size);
	t_near_clear(&my.block);
	t_clear(&my.text);
}

enum declutter_duplicate
t_feed_in(uint64_t document, const char *s)
{
	if (my.near == NULL) {
		my.near = dc_near_new(&my.opt);
		ck_assert_ptr_nonnull(my.near);
	}
	t_near_scan(&my.block, s, document, my.nblocks++);
	ck_assert_int_eq(dc_near_judge(my.near, &my.block.block, &my.v), DECLUTTER_OK);
	if (!my.v.removed)
		ck_assert_int_eq(dc_near_insert(my.near, &my.block.block), DECLUTTER_OK);
	ck_assert(my.v.removed ? my.v.duplicate != DECLUTTER_UNIQUE : true);
	return my.v.duplicate;
}

enum declutter_duplicate
t_feed(const char *s)
{
	return t_feed_in(my.nblocks, s);
}

const char *
t_add_words(unsigned from, unsigned to)
{
	char word[16];

	for (; from < to; from++) {
		snprintf(word, sizeof(word), "w%c%c%c ", 'a' + from / 676 % 26,
			 'a' + from / 26 % 26, 'a' + from % 26);
		t_add(&my.text, word);
	}
	return my.text.s;
}

struct t_text *
t_start_text(void)
{
	my.text.len = 0;
	return &my.text;
}

const char *
t_words(unsigned from, unsigned to)
{
	my.text.len = 0;
	t_append(&my.text, "", 0);
	return t_add_words(from, to);
}

const char *
t_ideographs(unsigned from, unsigned to)
{
	my.text.len = 0;
	t_append(&my.text, "", 0);
	for (; from < to; from++)
		t_put_char(&my.text, 0x4e00 + from);
	return my.text.s;
}
