/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "weights.h"

/* In front of each allocation: its size, and enough to stay aligned. */
union header {
	size_t size;
	long double align;
};

static void *
count_resize(void *ctx, void *p, size_t old_size, size_t new_size)
{
	struct t_memory *m = ctx;
	union header *old = p == NULL ? NULL : (union header *)p - 1, *h;

	if (old_size != (old == NULL ? 0 : old->size))
		m->wrong_size = true;
	if (new_size == 0) {
		if (old == NULL)
			return NULL;
		m->live -= old->size;
		m->blocks--;
		free(old);
		return NULL;
	}
	if (++m->calls == m->fail_at)
		return NULL;
	h = malloc(sizeof(*h) + new_size);
	if (h == NULL)
		return NULL;
	h->size = new_size;
	memset(h + 1, 0xa5, new_size);
	m->live += new_size;
	m->blocks++;
	m->peak = m->live > m->peak ? m->live : m->peak;
	if (old != NULL) {
		memcpy(h + 1, p, old->size < new_size ? old->size : new_size);
		m->live -= old->size;
		m->blocks--;
		free(old);
	}
	return h + 1;
}

struct declutter_allocator
t_allocator(struct t_memory *m)
{
	return (struct declutter_allocator){count_resize, m};
}

/* splitmix64 */
uint64_t
t_random(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15u;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

size_t
t_below(uint64_t *state, size_t n)
{
	return (size_t)(t_random(state) >> 11) % n;
}

void
t_append(struct t_text *t, const void *data, size_t len)
{
	if (t->len + len + 1 > t->cap) {
		t->cap = (t->len + len + 1) * 2;
		t->s = realloc(t->s, t->cap);
		ck_assert_ptr_nonnull(t->s);
	}
	if (len > 0)
		memcpy(t->s + t->len, data, len);
	t->len += len;
	t->s[t->len] = '\0';
}

void
t_add(struct t_text *t, const char *s)
{
	t_append(t, s, strlen(s));
}

void
t_put_char(struct t_text *t, uint32_t cp)
{
	unsigned char s[4];
	size_t n = 0;

	if (cp < 0x80) {
		s[n++] = (unsigned char)cp;
	} else if (cp < 0x800) {
		s[n++] = (unsigned char)(0xc0 | cp >> 6);
	} else if (cp < 0x10000) {
		s[n++] = (unsigned char)(0xe0 | cp >> 12);
		s[n++] = (unsigned char)(0x80 | (cp >> 6 & 0x3f));
	} else {
		s[n++] = (unsigned char)(0xf0 | cp >> 18);
		s[n++] = (unsigned char)(0x80 | (cp >> 12 & 0x3f));
		s[n++] = (unsigned char)(0x80 | (cp >> 6 & 0x3f));
	}
	if (cp >= 0x80)
		s[n++] = (unsigned char)(0x80 | (cp & 0x3f));
	t_append(t, s, n);
}

void
t_clear(struct t_text *t)
{
	free(t->s);
	*t = (struct t_text){0};
}

void
t_random_text(struct t_text *t, uint64_t *seed, size_t n,
	      const uint32_t *alphabet, size_t nalphabet)
{
	while (n-- > 0)
		t_put_char(t, alphabet[t_below(seed, nalphabet)]);
}

void
t_sentence(struct t_text *t, uint64_t *seed, size_t n)
{
	size_t i, k;

	for (i = 0; i < n; i++) {
		char word[16];
		size_t len = 4 + t_below(seed, 6);

		for (k = 0; k < len; k++)
			word[k] = (char)('a' + t_below(seed, 26));
		if (i == 0)
			word[0] = (char)(word[0] - 'a' + 'A');
		t_append(t, word, len);
		t_add(t, i + 1 < n ? " " : ".");
	}
}

void
t_read_file(struct t_text *t, const char *path)
{
	char buf[65536];
	FILE *f = fopen(path, "rb");
	size_t n;

	ck_assert_msg(f != NULL, "cannot open %s", path);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		t_append(t, buf, n);
	ck_assert(!ferror(f));
	fclose(f);
	t_append(t, "", 0);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

size_t
t_list_files(const char *dir, const char *ending, char (*names)[256], size_t max)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	size_t n = 0, len, tail = strlen(ending);

	ck_assert_msg(d != NULL, "cannot open %s", dir);
	while ((e = readdir(d)) != NULL) {
		len = strlen(e->d_name);
		if (len < tail || strcmp(e->d_name + len - tail, ending) != 0)
			continue;
		ck_assert_uint_lt(n, max);
		len = (size_t)snprintf(names[n], sizeof(names[0]), "%s/%s", dir,
				       e->d_name);
		ck_assert_uint_lt(len, sizeof(names[0]));
		n++;
	}
	closedir(d);
	qsort(names, n, sizeof(names[0]), by_name);
	return n;
}

static void
keep_text(struct t_run *r, const struct declutter_block *b)
{
	size_t from = 0, i;

	for (i = 0; i <= b->ncuts; i++) {
		size_t to = i < b->ncuts ? b->cuts[i].start : b->nbytes;

		t_append(&r->kept, b->bytes + from, to - from);
		if (i < b->ncuts)
			from = b->cuts[i].end;
	}
	if (b->ntext == 0)
		return;
	if (r->out.len > 0)
		t_add(&r->out, "\n");
	t_append(&r->out, b->text, b->ntext);
	t_add(&r->out, "\n");
}

static int
on_block(void *ctx, const struct declutter_block *b)
{
	struct t_run *r = ctx;
	struct t_block *t;

	if (r->stop_after > 0 && r->nblocks == r->stop_after)
		return 1;
	if (r->nblocks == r->cap) {
		r->cap = r->cap * 2 + 16;
		r->blocks = realloc(r->blocks, r->cap * sizeof(*r->blocks));
		ck_assert_ptr_nonnull(r->blocks);
	}
	t = &r->blocks[r->nblocks++];
	*t = (struct t_block){
		.place = b->place, .offset = b->offset, .bytes = r->bytes.len,
		.nbytes = b->nbytes, .nbody = b->nbody, .ntext = b->ntext,
		.ncuts = b->ncuts, .removed = b->removed != 0,
		.continues = b->continues != 0, .category = b->category,
		.duplicate = b->duplicate, .score = b->score,
		.containment = b->containment, .resemblance = b->resemblance,
		.shared = b->shared, .own = b->own, .nwitnesses = b->nwitnesses
	};
	r->invalid += b->invalid;
	if (b->nwitnesses > 0)
		t->witness = b->witnesses[0];
	t->text = calloc(b->ntext + 1, 1);
	t->cuts = calloc(b->ncuts + 1, sizeof(*t->cuts));
	ck_assert(t->text != NULL && t->cuts != NULL);
	memcpy(t->text, b->text, b->ntext);
	if (b->ncuts > 0)
		memcpy(t->cuts, b->cuts, b->ncuts * sizeof(*t->cuts));
	snprintf(t->evidence, sizeof(t->evidence), "%s", b->evidence);
	t_append(&r->bytes, b->bytes, b->nbytes);
	if (!b->removed)
		keep_text(r, b);
	return 0;
}

static int
on_document(void *ctx, uint64_t document, int separated)
{
	struct t_run *r = ctx;

	ck_assert_uint_eq(document, r->documents);
	r->documents++;
	r->separated += separated != 0;
	return 0;
}

static int
on_note(void *ctx, void *what)
{
	struct t_run *r = ctx;
	struct t_note *note = what;

	*note = (struct t_note){r->documents, r->nblocks};
	r->notes++;
	return 0;
}

static void
settle(struct t_run *r, enum declutter_status status)
{
	if (r->status == DECLUTTER_OK)
		r->status = status;
}

void
t_start(struct t_run *r, const struct declutter_options *opt)
{
	struct declutter_sink sink = {
		.block = on_block, .document = on_document, .note = on_note, .ctx = r
	};

	*r = (struct t_run){0};
	t_append(&r->bytes, "", 0);
	t_append(&r->kept, "", 0);
	t_append(&r->out, "", 0);
	settle(r, declutter_new(&r->d, opt, &sink));
}

void
t_rules(struct t_run *r, const char *rules)
{
	struct declutter_rules_error error = {0, ""};
	enum declutter_status status;

	status = declutter_rules(r->d, rules, strlen(rules), &error);
	ck_assert_msg(status == DECLUTTER_OK, "rules, line %u: %s",
		      (unsigned)error.line, error.what);
}

void
t_input(struct t_run *r, enum declutter_bounds bounds, const char *s, size_t len,
	size_t piece)
{
	uint64_t seed = 0x5eed;
	size_t at = 0;

	if (r->status != DECLUTTER_OK)
		return;
	settle(r, declutter_begin(r->d, bounds));
	while (at < len && r->status == DECLUTTER_OK) {
		size_t n = piece == T_WHOLE ? len : piece;

		if (piece == T_RANDOM)
			n = 1 + t_below(&seed, 37);
		n = n < len - at ? n : len - at;
		settle(r, declutter_push(r->d, s + at, n));
		at += n;
	}
	if (r->status == DECLUTTER_OK)
		settle(r, declutter_end(r->d));
}

void
t_finish(struct t_run *r)
{
	if (r->d == NULL)
		return;
	if (r->status == DECLUTTER_OK)
		settle(r, declutter_finish(r->d));
	declutter_stats(r->d, &r->stats);
}

void
t_free(struct t_run *r)
{
	size_t i;

	declutter_free(r->d);
	for (i = 0; i < r->nblocks; i++) {
		free(r->blocks[i].text);
		free(r->blocks[i].cuts);
	}
	free(r->blocks);
	t_clear(&r->bytes);
	t_clear(&r->kept);
	t_clear(&r->out);
}

const struct t_block *
t_find(const struct t_run *r, const char *text)
{
	size_t i;

	for (i = 0; i < r->nblocks; i++)
		if (strcmp(r->blocks[i].text, text) == 0)
			return &r->blocks[i];
	ck_abort_msg("no block reads \"%s\"", text);
	return NULL;
}

int32_t
t_score(const struct dc_weights *w, const uint8_t *levels, size_t n)
{
	int32_t sum = dc_weights_rest(w, levels);
	size_t i;

	for (i = 0; i < n; i++)
		sum += w->weight[i][levels[i]];
	return sum;
}
