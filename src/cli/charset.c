/* SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "charset.h"
#include "utf8.h"

#define DETECTOR "libuchardet.so.0"
#define LONGEST 16	/* bytes of a character or shift sequence, amply */

struct charset {
	iconv_t cd;
	char rest[LONGEST];	/* of a character, from the last step */
	size_t nrest;
	size_t unit;		/* bytes of the encoding's smallest character */
	uint64_t invalid;
};

const char *
charset_wide(const char *text, size_t len)
{
	static const struct {
		char start[5];
		size_t len;
		const char *name;
	} signatures[] = {
		{"\xff\xfe\0\0", 4, "UTF-32"},
		{"\0\0\xfe\xff", 4, "UTF-32"},
		{"\xff\xfe", 2, "UTF-16"},
		{"\xfe\xff", 2, "UTF-16"},
	};
	size_t i;

	for (i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++)
		if (len >= signatures[i].len &&
		    memcmp(text, signatures[i].start, signatures[i].len) == 0)
			return signatures[i].name;
	if (len < 4)
		return NULL;
	if (text[0] != 0 && text[1] == 0 && text[2] != 0 && text[3] == 0)
		return "UTF-16LE";
	if (text[0] == 0 && text[1] != 0 && text[2] == 0 && text[3] != 0)
		return "UTF-16BE";
	return NULL;
}

/* Is 'text', cut off somewhere, in that encoding?  mbrtowc() would ask the locale. */
static bool
is_in(const char *name, const char *text, size_t len)
{
	iconv_t cd = iconv_open("UTF-32LE", name);
	char *in = (char *)(uintptr_t)text, out[4096];	/* iconv only reads it */
	bool valid = true;

	if (cd == (iconv_t)-1)
		return false;
	while (len > 0 && valid) {
		char *to = out;
		size_t room = sizeof(out);

		if (iconv(cd, &in, &len, &to, &room) != (size_t)-1)
			continue;
		if (errno == EINVAL)
			break;
		valid = errno == E2BIG;
	}
	iconv_close(cd);
	return valid;
}

/* Japanese in seven bits is ASCII as well, but for what shifts to it. */
static bool
is_shifted(const char *text, size_t len)
{
	return (memmem(text, len, "\x1b$B", 3) != NULL ||
		memmem(text, len, "\x1b$@", 3) != NULL) &&
	       is_in("ISO-2022-JP", text, len);
}

/* The calls of uchardet.h, part of its interface since version 0.0.5. */
struct detector {
	void *library;
	void *(*make)(void);
	void (*discard)(void *state);
	int (*feed)(void *state, const char *text, size_t len);
	void (*end)(void *state);
	const char *(*name)(void *state);
};

static bool
load(struct detector *d)
{
	const struct {
		const char *name;
		void *call;
	} symbols[] = {
		{"uchardet_new", &d->make}, {"uchardet_delete", &d->discard},
		{"uchardet_handle_data", &d->feed},
		{"uchardet_data_end", &d->end},
		{"uchardet_get_charset", &d->name}
	};
	size_t i;

	d->library = dlopen(DETECTOR, RTLD_NOW | RTLD_LOCAL);
	for (i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		void *symbol = d->library != NULL ?
			       dlsym(d->library, symbols[i].name) : NULL;

		if (symbol == NULL)
			return false;
		/* POSIX has functions and data in pointers of one size */
		memcpy(symbols[i].call, &symbol, sizeof(symbol));
	}
	return true;
}

/* What the library thinks, "" if nothing. */
static void
detect(const struct detector *d, const char *text, size_t len, char *name,
       size_t size)
{
	void *state = d->make();

	if (state != NULL && d->feed(state, text, len) == 0) {
		d->end(state);
		strncat(name, d->name(state), size - 1);
	}
	if (state != NULL)
		d->discard(state);
}

const char *
charset_guess(const char *text, size_t len, char *name, size_t size, bool *able)
{
	const char *wide = charset_wide(text, len);
	struct detector detector;

	*able = true;
	if (wide != NULL)
		return wide;
	if (is_in("UTF-8", text, len))
		return is_shifted(text, len) ? "ISO-2022-JP" : NULL;
	name[0] = '\0';
	*able = load(&detector);
	if (*able)
		detect(&detector, text, len, name, size);
	if (detector.library != NULL)
		dlclose(detector.library);
	return name[0] == '\0' ? NULL : name;
}

/* Bytes that 'text' has in the encoding, an order mark included. */
static size_t
encoded_size(const char *name, const char *text)
{
	iconv_t cd = iconv_open(name, "UTF-8");
	char *in = (char *)(uintptr_t)text, out[64], *to = out;
	size_t left = strlen(text), room = sizeof(out);

	if (cd == (iconv_t)-1)
		return 0;
	if (iconv(cd, &in, &left, &to, &room) == (size_t)-1)
		room = sizeof(out);
	iconv_close(cd);
	return sizeof(out) - room;
}

struct charset *
charset_new(const char *name)
{
	struct charset *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->cd = iconv_open("UTF-8", name);
	if (c->cd == (iconv_t)-1) {
		free(c);
		return NULL;
	}
	c->unit = encoded_size(name, "  ") - encoded_size(name, " ");
	if (c->unit == 0 || c->unit > LONGEST)
		c->unit = 1;
	return c;
}

void
charset_free(struct charset *c)
{
	if (c != NULL)
		iconv_close(c->cd);
	free(c);
}

static void
replace(struct charset *c, char **to, size_t *room)
{
	memcpy(*to, UTF8_REPLACEMENT, sizeof(UTF8_REPLACEMENT) - 1);
	*to += sizeof(UTF8_REPLACEMENT) - 1;
	*room -= sizeof(UTF8_REPLACEMENT) - 1;
	c->invalid++;
}

/*
 * Convert until 'in' is used up or there is no room; what is left of 'in' then
 * is the start of a character.
 */
static void
convert(struct charset *c, char **in, size_t *nin, char **to, size_t *room)
{
	while (*nin > 0 && *room > LONGEST) {
		size_t n;

		if (iconv(c->cd, in, nin, to, room) != (size_t)-1)
			continue;
		if (errno != EILSEQ)
			return;		/* EINVAL, or E2BIG */
		/* a whole unit, or all behind it would be out of step */
		n = c->unit < *nin ? c->unit : *nin;
		*in += n;
		*nin -= n;
		replace(c, to, room);
	}
}

/* Bytes of 'in' that were needed to finish the character in 'rest'. */
static size_t
finish_rest(struct charset *c, const char *in, size_t nin, char **to, size_t *room)
{
	size_t had = c->nrest, n = nin < LONGEST - had ? nin : LONGEST - had, used;
	char *from = c->rest;

	memcpy(c->rest + had, in, n);
	c->nrest += n;
	convert(c, &from, &c->nrest, to, room);
	used = (size_t)(from - c->rest);
	if (used < had) {	/* still not whole: all of 'in' is in it */
		memmove(c->rest, from, c->nrest);
		return n;
	}
	c->nrest = 0;
	return used - had;
}

void
charset_step(struct charset *c, const char *in, size_t nin, bool last,
	     size_t *used, char *out, size_t nout, size_t *made)
{
	char *from = (char *)(uintptr_t)in, *to = out;	/* iconv only reads it */
	size_t left = nin, room = nout;

	if (c->nrest > 0 && nin > 0) {
		size_t n = finish_rest(c, in, nin, &to, &room);

		from += n;
		left -= n;
	}
	if (c->nrest == 0)
		convert(c, &from, &left, &to, &room);
	if (left > 0 && left < LONGEST && room > LONGEST && c->nrest == 0) {
		memcpy(c->rest, from, left);
		c->nrest = left;
		left = 0;
	}
	if (last && left == 0 && c->nrest > 0 && room > LONGEST) {
		c->nrest = 0;
		replace(c, &to, &room);
	}
	/* it may hold a letter back until it knows that no accent follows */
	if (last && left == 0 && c->nrest == 0 && room > LONGEST)
		iconv(c->cd, NULL, NULL, &to, &room);
	*used = nin - left;
	*made = nout - room;
}

uint64_t
charset_invalid(const struct charset *c)
{
	return c->invalid;
}
