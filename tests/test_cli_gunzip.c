/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "cli/gunzip.h"

Suite *cli_gunzip_suite(void);

static const char text[] = "She sells sea shells. She sells sea shells, too.\n";
#define TEXT_LEN (sizeof(text) - 1)

/* One gzip member of 'text' at 'out'. */
static size_t
member(unsigned char *out, size_t size)
{
	z_stream z = {0};
	static unsigned char copy[sizeof(text)];

	memcpy(copy, text, sizeof(text));
	ck_assert_int_eq(deflateInit2(&z, 6, Z_DEFLATED, 31, 8,
				      Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = copy;
	z.avail_in = TEXT_LEN;
	z.next_out = out;
	z.avail_out = (uInt)size;
	ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
	ck_assert_int_eq(deflateEnd(&z), Z_OK);
	return size - z.avail_out;
}

struct result {
	const char *wrong;
	bool complete;
	size_t used, made;
	char out[512];
};

/* Inflate with 'piece' bytes of input and 'room' of output at a time. */
static void
inflate_all(struct result *r, const unsigned char *in, size_t len,
	    size_t piece, size_t room)
{
	struct gunzip *g = gunzip_new();

	ck_assert_ptr_nonnull(g);
	memset(r, 0, sizeof(*r));
	gunzip_reset(g);
	for (;;) {
		size_t n = len - r->used < piece ? len - r->used : piece;
		size_t used, made;

		r->wrong = gunzip_step(g, in + r->used, n, &used,
				       r->out + r->made, room, &made);
		r->used += used;
		r->made += made;
		if (r->wrong != NULL || (r->used == len && made == 0))
			break;
	}
	r->complete = gunzip_is_complete(g);
	gunzip_free(g);
}

START_TEST(members_follow_one_another_in_any_pieces)
{
	unsigned char in[512];
	size_t len = member(in, sizeof(in)), piece, room;
	struct result r;

	len += member(in + len, sizeof(in) - len);
	for (piece = 1; piece <= len; piece += 3) {
		for (room = 1; room <= 2 * TEXT_LEN; room += 5) {
			inflate_all(&r, in, len, piece, room);
			ck_assert_ptr_null(r.wrong);
			ck_assert(r.complete);
			ck_assert_uint_eq(r.made, 2 * TEXT_LEN);
			ck_assert_mem_eq(r.out, text, TEXT_LEN);
			ck_assert_mem_eq(r.out + TEXT_LEN, text, TEXT_LEN);
		}
	}
}
END_TEST

START_TEST(every_truncation_is_seen)
{
	unsigned char in[512];
	size_t first = member(in, sizeof(in)), len, cut;
	struct result r;

	len = first + member(in + first, sizeof(in) - first);
	for (cut = 2; cut < len; cut++) {
		inflate_all(&r, in, cut, 7, 64);
		ck_assert_ptr_null(r.wrong);
		ck_assert(r.complete == (cut == first));
	}
}
END_TEST

START_TEST(every_flipped_byte_of_data_and_trailer_is_seen)
{
	unsigned char in[512];
	size_t len = member(in, sizeof(in)), i;
	struct result r;

	for (i = 10; i < len; i++) {
		in[i] ^= 0x55;
		inflate_all(&r, in, len, len, 256);
		ck_assert(r.wrong != NULL || !r.complete);
		in[i] ^= 0x55;
	}
}
END_TEST

START_TEST(zeros_may_follow_but_nothing_else)
{
	unsigned char in[512] = {0};
	size_t len = member(in, sizeof(in));
	struct result r;

	inflate_all(&r, in, len + 100, 9, 64);
	ck_assert_ptr_null(r.wrong);
	ck_assert(r.complete);
	in[len + 50] = 'x';
	inflate_all(&r, in, len + 100, 9, 64);
	ck_assert_ptr_nonnull(r.wrong);
	ck_assert_uint_eq(r.used, len + 50);
	ck_assert_uint_eq(r.made, TEXT_LEN);
}
END_TEST

Suite *
cli_gunzip_suite(void)
{
	Suite *s = suite_create("cli/gunzip");
	TCase *t = tcase_create("gunzip");

	tcase_add_test(t, members_follow_one_another_in_any_pieces);
	tcase_add_test(t, every_truncation_is_seen);
	tcase_add_test(t, every_flipped_byte_of_data_and_trailer_is_seen);
	tcase_add_test(t, zeros_may_follow_but_nothing_else);
	suite_add_tcase(s, t);
	return s;
}
