/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "codec.h"
#include "codecs.h"

struct decoder {
	const struct decoder_calls *calls;
	void *state;
};

struct encoder {
	const struct encoder_calls *calls;
	void *state;
	encoder_sink *sink;
	void *ctx;
	bool open;		/* a member was begun */
};

static const struct {
	const char *name, *suffix, *magic;
	size_t nmagic;
	const struct decoder_calls *decoder;
	const struct encoder_calls *encoder;
} codecs[] = {
	[CODEC_NONE] = {"none", "", "", 0, NULL, NULL},
	[CODEC_GZIP] = {"gzip", ".gz", "\x1f\x8b", 2, &gunzip_calls, &gzip_calls},
#ifdef HAVE_ZSTD
	[CODEC_ZSTD] = {"zstd", ".zst", "\x28\xb5\x2f\xfd", 4, &unzstd_calls,
			&zstd_calls},
#else
	[CODEC_ZSTD] = {"zstd", ".zst", "\x28\xb5\x2f\xfd", 4, NULL, NULL},
#endif
};

/* A frame with no text in it, as pzstd writes before each that has. */
static bool
is_skippable(const unsigned char *p, size_t len)
{
	return len >= 4 && (p[0] & 0xf0) == 0x50 && memcmp(p + 1, "\x2a\x4d\x18", 3) == 0;
}

enum codec
codec_of(const unsigned char *p, size_t len)
{
	unsigned c;

	if (is_skippable(p, len))
		return CODEC_ZSTD;
	for (c = CODEC_GZIP; c <= CODEC_ZSTD; c++)
		if (len >= codecs[c].nmagic &&
		    memcmp(p, codecs[c].magic, codecs[c].nmagic) == 0)
			return (enum codec)c;
	return CODEC_NONE;
}

enum codec
codec_of_name(const char *name)
{
	size_t len = strlen(name);
	unsigned c;

	for (c = CODEC_GZIP; c <= CODEC_ZSTD; c++) {
		size_t n = strlen(codecs[c].suffix);

		if (len > n && strcmp(name + len - n, codecs[c].suffix) == 0)
			return (enum codec)c;
	}
	return CODEC_NONE;
}

const char *
codec_name(enum codec codec)
{
	return codecs[codec].name;
}

const char *
codec_suffix(enum codec codec)
{
	return codecs[codec].suffix;
}

bool
codec_is_built(enum codec codec)
{
	return codec == CODEC_NONE || codecs[codec].decoder != NULL;
}

struct decoder *
decoder_new(enum codec codec)
{
	struct decoder *d = malloc(sizeof(*d));

	if (d == NULL)
		return NULL;
	d->calls = codecs[codec].decoder;
	d->state = d->calls->make();
	if (d->state == NULL) {
		free(d);
		return NULL;
	}
	return d;
}

void
decoder_free(struct decoder *d)
{
	if (d != NULL)
		d->calls->free(d->state);
	free(d);
}

void
decoder_reset(struct decoder *d)
{
	d->calls->reset(d->state);
}

const char *
decoder_step(struct decoder *d, const unsigned char *in, size_t nin,
	     size_t *used, char *out, size_t nout, size_t *made)
{
	return d->calls->step(d->state, in, nin, used, out, nout, made);
}

bool
decoder_is_complete(const struct decoder *d)
{
	return d->calls->is_complete(d->state);
}

struct encoder *
encoder_new(enum codec codec, encoder_sink *sink, void *ctx)
{
	struct encoder *e = malloc(sizeof(*e));

	if (e == NULL)
		return NULL;
	*e = (struct encoder){codecs[codec].encoder, NULL, sink, ctx, false};
	e->state = e->calls->make();
	if (e->state == NULL) {
		free(e);
		return NULL;
	}
	return e;
}

void
encoder_free(struct encoder *e)
{
	if (e != NULL)
		e->calls->free(e->state);
	free(e);
}

static bool
step(struct encoder *e, const char *data, size_t len, enum encoder_step what)
{
	char out[16384];
	size_t made;
	bool more;

	do {
		if (!e->calls->step(e->state, &data, &len, what, out,
				    sizeof(out), &made, &more))
			return false;
		e->sink(e->ctx, out, made);
	} while (more);
	return true;
}

bool
encoder_write(struct encoder *e, const char *data, size_t len)
{
	e->open = true;
	return len == 0 || step(e, data, len, ENCODER_GO_ON);
}

bool
encoder_end(struct encoder *e)
{
	if (!e->open)
		return true;
	e->open = false;
	return step(e, NULL, 0, ENCODER_END);
}

bool
encoder_flush(struct encoder *e)
{
	return !e->open || step(e, NULL, 0, ENCODER_FLUSH);
}
