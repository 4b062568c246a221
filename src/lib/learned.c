/* SPDX-License-Identifier: MIT */
#include "learned.h"
#include "hash.h"

/* 65,536 texts are the templates of some thousand sites: 8 MB, 84 at the most. */
#define ITEMS_MAX 65536
#define TEXT_BYTES 1024		/* of units there are few, of marks there may be many */
#define HEADER "#declutter-templates 1"
#define ANY_SITE "*"

struct dc_learned_text {
	uint64_t key;
	uint32_t at;		/* site, then text, in 'bytes' */
	uint16_t nsite, ntext;
	uint8_t kind;
	bool repeated;		/* another has its key */
};

static const char *const kind_names[DC_LEARNED_KINDS] = {"template", "headline"};

void
dc_learned_init(struct dc_learned *l, const struct declutter_allocator *a,
		struct dc_templates *seen, struct dc_templates *headlines)
{
	*l = (struct dc_learned){.alloc = a, .memory = {seen, headlines}};
}

void
dc_learned_clear(struct dc_learned *l)
{
	dc_array_clear(l->alloc, &l->items, sizeof(struct dc_learned_text));
	dc_array_clear(l->alloc, &l->bytes, 1);
	dc_canon_clear(&l->canon, l->alloc);
	dc_scan_clear(l->alloc, &l->scan);
}

size_t
dc_learned_site(const char *site, size_t len, char out[DC_SITE_BYTES])
{
	size_t at = 0, n, done = 0;
	struct dc_char c;

	for (; at < len; at += n) {
		uint32_t cp = dc_utf8_decode(site + at, len - at, &n);

		if (done + n > DC_SITE_BYTES)
			break;
		dc_char_lookup(cp, &c);
		if (cp & DC_INVALID || c.bits & DC_GONE || c.class == DC_SPACE)
			out[done++] = '_';
		else
			done += dc_utf8_encode(cp, out + done);
	}
	return done == 1 && *out == *ANY_SITE ? 0 : done;
}

uint64_t
dc_learned_key(uint64_t hash, struct dc_span site)
{
	return site.len == 0 ? hash : dc_hash_mix(hash, dc_hash(site.data, site.len));
}

bool
dc_learned_add(struct dc_learned *l, enum dc_learned_kind kind, uint64_t key,
	       struct dc_span site, struct dc_span text)
{
	struct dc_learned_text item = {
		.key = key, .at = (uint32_t)l->bytes.len, .kind = (uint8_t)kind,
		.nsite = (uint16_t)site.len
	};

	if (l->items.len == ITEMS_MAX || text.len > TEXT_BYTES)
		return true;
	dc_canon_start(&l->canon);
	if (!dc_canon_add(&l->canon, l->alloc, &l->chars, text.data, text.len) ||
	    !dc_canon_end(&l->canon, l->alloc))
		return false;
	if (l->canon.text.len > TEXT_BYTES)
		return true;
	item.ntext = (uint16_t)l->canon.text.len;
	return dc_array_append(l->alloc, &l->bytes, site.data, site.len, 1) &&
	       dc_array_append(l->alloc, &l->bytes, l->canon.text.data, item.ntext, 1) &&
	       dc_array_append(l->alloc, &l->items, &item, 1, sizeof(item));
}

/* --- writing ----------------------------------------------------------------- */

static struct dc_span
site_of(const struct dc_learned *l, const struct dc_learned_text *t)
{
	return (struct dc_span){(const char *)l->bytes.data + t->at, t->nsite};
}

static struct dc_span
text_of(const struct dc_learned *l, const struct dc_learned_text *t)
{
	return (struct dc_span){(const char *)l->bytes.data + t->at + t->nsite,
				t->ntext};
}

static int
compare_spans(struct dc_span a, struct dc_span b)
{
	size_t n = DC_MIN(a.len, b.len);
	int order = n == 0 ? 0 : memcmp(a.data, b.data, n);

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int
compare_texts(const struct dc_learned *l, const struct dc_learned_text *a,
	      const struct dc_learned_text *b)
{
	int order = compare_spans(site_of(l, a), site_of(l, b));

	if (order == 0)
		order = compare_spans(text_of(l, a), text_of(l, b));
	return order != 0 ? order : (int)a->kind - (int)b->kind;
}

static bool
is_same_key(const struct dc_learned_text *a, const struct dc_learned_text *b)
{
	return a->key == b->key && a->kind == b->kind;
}

static int
compare_keys(const struct dc_learned *l, const struct dc_learned_text *a,
	     const struct dc_learned_text *b)
{
	if (is_same_key(a, b))
		return compare_texts(l, a, b);
	return a->key != b->key ? (a->key > b->key) - (a->key < b->key)
				: (int)a->kind - (int)b->kind;
}

typedef int compare_fn(const struct dc_learned *l, const struct dc_learned_text *a,
		       const struct dc_learned_text *b);

/* Heap sort: qsort() may ask for memory that is not the caller's. */
static void
sift(const struct dc_learned *l, compare_fn *compare, struct dc_learned_text *item,
     size_t at, size_t n)
{
	struct dc_learned_text moved = item[at];
	size_t child;

	for (; (child = 2 * at + 1) < n; at = child) {
		if (child + 1 < n && compare(l, &item[child], &item[child + 1]) < 0)
			child++;
		if (compare(l, &moved, &item[child]) >= 0)
			break;
		item[at] = item[child];
	}
	item[at] = moved;
}

static void
sort(struct dc_learned *l, compare_fn *compare)
{
	struct dc_learned_text *item = l->items.data, last;
	size_t n = l->items.len, i;

	for (i = n / 2; i-- > 0;)
		sift(l, compare, item, i, n);
	for (; n > 1; n--) {
		last = item[n - 1];
		item[n - 1] = item[0];
		item[0] = last;
		sift(l, compare, item, 0, n - 1);
	}
}

/* Texts of the same words have one count: whoever reads it twice has it twice. */
static void
find_repeated(struct dc_learned *l)
{
	struct dc_learned_text *item = l->items.data;
	size_t i;

	sort(l, compare_keys);
	for (i = 1; i < l->items.len; i++)
		item[i].repeated = is_same_key(&item[i - 1], &item[i]);
}

static size_t
put_number(char *s, uint32_t n)
{
	char digits[10];
	size_t len = 0, i;

	do
		digits[len++] = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	for (i = 0; i < len; i++)
		s[i] = digits[len - 1 - i];
	return len;
}

static size_t
put(char *s, size_t at, struct dc_span part, char end)
{
	memcpy(s + at, part.data, part.len);
	s[at + part.len] = end;
	return at + part.len + 1;
}

static struct dc_span
span(const char *word)
{
	return (struct dc_span){word, strlen(word)};
}

enum declutter_status
dc_learned_write(struct dc_learned *l,
		 int (*write)(void *ctx, const char *data, size_t len), void *ctx)
{
	char line[10 + 16 + DC_SITE_BYTES + TEXT_BYTES + 4];
	const struct dc_learned_text *item = l->items.data;
	size_t i, n;

	find_repeated(l);
	sort(l, compare_texts);
	if (write(ctx, HEADER "\n", sizeof(HEADER)) != 0)
		return DECLUTTER_ESINK;
	for (i = 0; i < l->items.len; i++) {
		struct dc_span site = site_of(l, &item[i]);
		uint32_t documents = dc_templates_count(l->memory[item[i].kind],
							item[i].key, DC_NO_DOCUMENT);

		if (documents == 0 || item[i].repeated)	/* 0: forgotten since */
			continue;
		n = put_number(line, documents);
		line[n++] = '\t';
		n = put(line, n, span(kind_names[item[i].kind]), '\t');
		n = put(line, n, site.len > 0 ? site : span(ANY_SITE), '\t');
		n = put(line, n, text_of(l, &item[i]), '\n');
		if (write(ctx, line, n) != 0)
			return DECLUTTER_ESINK;
	}
	return DECLUTTER_OK;
}

/* --- reading ----------------------------------------------------------------- */

struct entry {
	uint32_t documents;
	enum dc_learned_kind kind;
	struct dc_span site, text;
};

static bool
read_number(struct dc_span s, uint32_t *number)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < s.len && n <= UINT32_MAX; i++) {
		if (s.data[i] < '0' || s.data[i] > '9')
			return false;
		n = n * 10 + (uint64_t)(s.data[i] - '0');
	}
	*number = (uint32_t)n;
	return n > 0 && n <= UINT32_MAX;
}

/* What is wrong with the line, or NULL. */
static const char *
read_line(struct dc_span line, struct entry *e)
{
	struct dc_span documents, kind;
	char site[DC_SITE_BYTES];

	if (!dc_span_cut(&line, '\t', &documents) || !dc_span_cut(&line, '\t', &kind) ||
	    !dc_span_cut(&line, '\t', &e->site) || dc_span_cut(&line, '\t', &e->text))
		return "expected four columns set apart by tabs: documents, kind, "
		       "site, text";
	if (!read_number(documents, &e->documents))
		return "documents is a number from 1 to 4294967295";
	for (e->kind = 0; e->kind < DC_LEARNED_KINDS; e->kind++)
		if (dc_span_is(kind, kind_names[e->kind]))
			break;
	if (e->kind == DC_LEARNED_KINDS)
		return "kind is template or headline";
	if (dc_span_is(e->site, ANY_SITE))
		e->site.len = 0;
	else if (e->site.len == 0 ||
		 dc_learned_site(e->site.data, e->site.len, site) != e->site.len ||
		 memcmp(site, e->site.data, e->site.len) != 0)
		return "site is a name without blanks of at most "
		       DC_TEXT_OF(DC_SITE_BYTES) " bytes, or * for any";
	return NULL;
}

/* Let the memory know the text; what is wrong with it, NULL, or "" if memory is
   out. */
static const char *
know(struct dc_learned *l, const struct entry *e, bool keep)
{
	struct dc_view v;
	uint64_t key;

	if (e->text.len > TEXT_BYTES)
		return "the text is too long: " DC_TEXT_OF(TEXT_BYTES)
		       " bytes at most; write a rule for it";
	if (!dc_scan(l->alloc, &l->chars, e->text.data, e->text.len, &l->scan))
		return "";
	if (l->scan.shape.invalid > 0)
		return "the text is not UTF-8";
	if (l->scan.tokens.len == 0)
		return "the text has no word: take the line out";
	dc_view_read(&v, &l->scan, e->text, NULL, 0);
	if (!dc_view_is_short(&v))
		return "the text is too long for a template, "
		       DC_TEXT_OF(DC_TEMPLATE_UNITS) " letters at most, a sentence under "
		       DC_TEXT_OF(DC_PROSE_UNITS) ": write a rule for it";
	key = dc_learned_key(v.hash, e->site);
	if (!dc_templates_know(l->memory[e->kind], key, e->documents) ||
	    (keep && !dc_learned_add(l, e->kind, key, e->site, e->text)))
		return "";
	return NULL;
}

/* What is wrong with line 'number' of a file, NULL, or "" if memory is out. */
static const char *
take_line(struct dc_learned *l, struct dc_span line, uint64_t number, bool keep,
	  size_t *items)
{
	struct entry e;
	const char *what;

	if (number == 1 && !dc_span_is(line, HEADER))
		return "the first line has to be \"" HEADER "\": --learn writes such "
		       "files";
	if (line.len == 0 || line.data[0] == '#')
		return NULL;
	if (++*items > ITEMS_MAX)
		return "too many texts: " DC_TEXT_OF(ITEMS_MAX)
		       " at most; leave out those of few documents";
	what = read_line(line, &e);
	return what != NULL ? what : know(l, &e, keep);
}

enum declutter_status
dc_learned_read(struct dc_learned *l, const char *text, size_t len, bool keep,
		struct declutter_rules_error *error)
{
	size_t mark = dc_utf8_mark(text, len), items = 0;
	struct dc_span rest = {text + mark, len - mark};
	const char *what;
	uint64_t number = 0;

	do
		what = take_line(l, dc_span_line(&rest), ++number, keep, &items);
	while (rest.len > 0 && what == NULL);
	if (what == NULL)
		return DECLUTTER_OK;
	if (error != NULL)
		*error = (struct declutter_rules_error){number, what};
	return *what == '\0' ? DECLUTTER_ENOMEM : DECLUTTER_ERULES;
}
