/* SPDX-License-Identifier: MIT */
/*
 * codecs.h - what codec.c needs of a library; the calls are those of codec.h
 *
 * Each library is known to the one file that is named after its direction.
 */
#ifndef CLI_CODECS_H
#define CLI_CODECS_H
#include <stdbool.h>
#include <stddef.h>

struct decoder_calls {
	void *(*make)(void);	/* NULL if memory is out */
	void (*free)(void *state);
	void (*reset)(void *state);
	const char *(*step)(void *state, const unsigned char *in, size_t nin,
			    size_t *used, char *out, size_t nout, size_t *made);
	bool (*is_complete)(const void *state);
};

enum encoder_step {
	ENCODER_GO_ON,
	ENCODER_FLUSH,
	ENCODER_END
};

struct encoder_calls {
	void *(*make)(void);
	void (*free)(void *state);
	/*
	 * Take from *in and *nin, which move on, and make at most 'nout' bytes;
	 * *more if there is more to come.  False if memory is out.
	 */
	bool (*step)(void *state, const char **in, size_t *nin,
		     enum encoder_step what, char *out, size_t nout, size_t *made,
		     bool *more);
};

extern const struct decoder_calls gunzip_calls, unzstd_calls;
extern const struct encoder_calls gzip_calls, zstd_calls;

#endif
