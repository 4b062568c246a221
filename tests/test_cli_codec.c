/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "cli/codec.h"

Suite *cli_codec_suite(void);

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

/* Decode with 'piece' bytes of input and 'room' of output at a time. */
static void
decode_all(struct result *r, enum codec codec, const unsigned char *in,
	   size_t len, size_t piece, size_t room)
{
	struct decoder *g = decoder_new(codec);

	ck_assert_ptr_nonnull(g);
	memset(r, 0, sizeof(*r));
	decoder_reset(g);
	for (;;) {
		size_t n = len - r->used < piece ? len - r->used : piece;
		size_t used, made;

		r->wrong = decoder_step(g, in + r->used, n, &used,
				       r->out + r->made, room, &made);
		r->used += used;
		r->made += made;
		if (r->wrong != NULL || (r->used == len && made == 0) ||
		    r->made + room > sizeof(r->out))
			break;
	}
	r->complete = decoder_is_complete(g);
	decoder_free(g);
}

static void
inflate_all(struct result *r, const unsigned char *in, size_t len,
	    size_t piece, size_t room)
{
	decode_all(r, CODEC_GZIP, in, len, piece, room);
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

/* What an encoder made. */
struct made {
	unsigned char data[4096];
	size_t len;
};

static void
take(void *ctx, const char *data, size_t len)
{
	struct made *m = ctx;

	ck_assert_uint_le(len, sizeof(m->data) - m->len);
	memcpy(m->data + m->len, data, len);
	m->len += len;
}

/* Two members of 'text', the first flushed after every 'piece' bytes. */
static void
encode(struct made *m, enum codec codec, size_t piece, size_t *first)
{
	struct encoder *e = encoder_new(codec, take, m);
	size_t at, n;

	ck_assert_ptr_nonnull(e);
	m->len = 0;
	ck_assert(encoder_flush(e) && encoder_end(e));
	ck_assert_uint_eq(m->len, 0);	/* no member was begun */
	for (at = 0; at < TEXT_LEN; at += n) {
		n = TEXT_LEN - at < piece ? TEXT_LEN - at : piece;
		ck_assert(encoder_write(e, text + at, n) && encoder_flush(e));
	}
	ck_assert(encoder_end(e) && encoder_end(e));
	*first = m->len;
	ck_assert(encoder_write(e, text, TEXT_LEN) && encoder_end(e));
	encoder_free(e);
}

START_TEST(what_is_encoded_is_decoded_and_every_cut_is_seen)
{
	enum codec codec = (enum codec)_i;
	struct made m;
	struct result r;
	size_t piece, first, cut;

	if (!codec_is_built(codec))
		return;
	for (piece = 1; piece <= TEXT_LEN; piece += 11) {
		encode(&m, codec, piece, &first);
		ck_assert_int_eq(codec_of(m.data, m.len), codec);
		decode_all(&r, codec, m.data, m.len, 1 + piece % 7, 64);
		ck_assert_ptr_null(r.wrong);
		ck_assert(r.complete);
		ck_assert_uint_eq(r.made, 2 * TEXT_LEN);
		ck_assert_mem_eq(r.out, text, TEXT_LEN);
		ck_assert_mem_eq(r.out + TEXT_LEN, text, TEXT_LEN);
		decode_all(&r, codec, m.data, first, 5, 64);
		ck_assert(r.complete);
		ck_assert_uint_eq(r.made, TEXT_LEN);
	}
	for (cut = 4; cut < m.len; cut++) {
		decode_all(&r, codec, m.data, cut, 9, 64);
		ck_assert_ptr_null(r.wrong);
		ck_assert(r.complete == (cut == first));
	}
	memcpy(m.data + m.len, "garbage", 7);
	decode_all(&r, codec, m.data, m.len + 7, 9, 64);
	ck_assert_ptr_nonnull(r.wrong);
}
END_TEST

START_TEST(what_is_had_of_damaged_data_does_not_depend_on_pieces)
{
	enum codec codec = (enum codec)_i;
	struct result whole, r;
	struct made m;
	size_t i, piece, first;

	if (!codec_is_built(codec))
		return;
	encode(&m, codec, 11, &first);
	for (i = 4; i < m.len; i++) {
		m.data[i] ^= 0x15;
		decode_all(&whole, codec, m.data, m.len, m.len, 256);
		for (piece = 1; piece < 30 && whole.made < 256; piece += 4) {
			decode_all(&r, codec, m.data, m.len, piece, 20 + piece % 3);
			ck_assert_uint_eq(r.made, whole.made);
			ck_assert_mem_eq(r.out, whole.out, r.made);
			ck_assert_pstr_eq(r.wrong, whole.wrong);
		}
		m.data[i] ^= 0x15;
	}
}
END_TEST

START_TEST(names_and_contents_tell_the_codec)
{
	ck_assert_int_eq(codec_of_name("a.jsonl.gz"), CODEC_GZIP);
	ck_assert_int_eq(codec_of_name("a.zst"), CODEC_ZSTD);
	ck_assert_int_eq(codec_of_name(".gz"), CODEC_NONE);
	ck_assert_int_eq(codec_of_name("a.gzip"), CODEC_NONE);
	ck_assert_int_eq(codec_of((const unsigned char *)"\x1f\x8b", 2), CODEC_GZIP);
	ck_assert_int_eq(codec_of((const unsigned char *)"\x1f", 1), CODEC_NONE);
	ck_assert_int_eq(codec_of((const unsigned char *)"\x5f\x2a\x4d\x18", 4), CODEC_ZSTD);
	ck_assert_int_eq(codec_of((const unsigned char *)"\x60\x2a\x4d\x18", 4), CODEC_NONE);
	ck_assert_int_eq(codec_of((const unsigned char *)"\x28\xb5\x2f", 3),
			 CODEC_NONE);
}
END_TEST

Suite *
cli_codec_suite(void)
{
	Suite *s = suite_create("cli/codec");
	TCase *t = tcase_create("gunzip");

	tcase_add_test(t, members_follow_one_another_in_any_pieces);
	tcase_add_test(t, every_truncation_is_seen);
	tcase_add_test(t, every_flipped_byte_of_data_and_trailer_is_seen);
	tcase_add_test(t, zeros_may_follow_but_nothing_else);
	tcase_add_loop_test(t, what_is_encoded_is_decoded_and_every_cut_is_seen,
			    CODEC_GZIP, CODEC_ZSTD + 1);
	tcase_add_loop_test(t, what_is_had_of_damaged_data_does_not_depend_on_pieces,
			    CODEC_GZIP, CODEC_ZSTD + 1);
	tcase_add_test(t, names_and_contents_tell_the_codec);
	suite_add_tcase(s, t);
	return s;
}
