/* SPDX-License-Identifier: MIT */
/*
 * codec.h - compressed streams, whichever library does the work
 *
 * gzip is always there, zstd if the build found libzstd (codec_is_built()).
 * Members (zstd calls them frames) may follow one another in a file.
 */
#ifndef CLI_CODEC_H
#define CLI_CODEC_H
#include <stdbool.h>
#include <stddef.h>

enum codec {
	CODEC_NONE = 0,
	CODEC_GZIP,
	CODEC_ZSTD
};

/* What the first bytes of a file say; four are enough. */
enum codec codec_of(const unsigned char *p, size_t len);

/* What the ending of a file's name says. */
enum codec codec_of_name(const char *name);

const char *codec_name(enum codec codec);	/* "gzip" */
const char *codec_suffix(enum codec codec);	/* ".gz", "" */
bool codec_is_built(enum codec codec);

struct decoder;

/* NULL if memory is out; 'codec' is built and not CODEC_NONE. */
struct decoder *decoder_new(enum codec codec);
void decoder_free(struct decoder *d);

/* Start a file. */
void decoder_reset(struct decoder *d);

/*
 * Decompress from 'in' to 'out'; *used and *made say how far it came, on failure
 * too.  Returns NULL, or what is wrong at in + *used.
 */
const char *decoder_step(struct decoder *d, const unsigned char *in, size_t nin,
			 size_t *used, char *out, size_t nout, size_t *made);

/* May the file end here? */
bool decoder_is_complete(const struct decoder *d);

struct encoder;

/* Takes what an encoder makes. */
typedef void encoder_sink(void *ctx, const char *data, size_t len);

struct encoder *encoder_new(enum codec codec, encoder_sink *sink, void *ctx);
void encoder_free(struct encoder *e);

/* Compress 'len' bytes; false if memory is out. */
bool encoder_write(struct encoder *e, const char *data, size_t len);

/* End the member, if one is open: what follows starts another. */
bool encoder_end(struct encoder *e);

/* Give out all that was written so far without ending the member. */
bool encoder_flush(struct encoder *e);

#endif
