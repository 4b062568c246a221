/* SPDX-License-Identifier: MIT */
/*
 * declutter.h - strip site chrome and near-duplicate paragraphs from text
 *
 * A filter reads documents as bytes, cuts them into blocks (paragraphs as a
 * reader sees them), takes a verdict on every block and hands block and
 * verdict to a sink, in input order.  Nothing is printed, no file is opened,
 * no environment is read; memory comes from the caller's allocator.
 *
 *	struct declutter_options opt;
 *	struct declutter *d;
 *	declutter_options_init(&opt);
 *	declutter_new(&d, &opt, &sink);
 *	declutter_begin(d, DECLUTTER_BOUNDED);
 *	declutter_push(d, data, len);
 *	declutter_end(d);
 *	declutter_finish(d);
 *	declutter_free(d);
 *
 * Verdicts are a function of options and input alone: not of how the input is
 * cut into pieces, nor of time, locale, machine or processor.
 *
 * Threads: a filter belongs to one thread at a time, but for what a helper does;
 * different filters share nothing.  Sizes are bytes, offsets count from 0, lines from 1.
 */
#ifndef DECLUTTER_H
#define DECLUTTER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"	/* declutter_stats is two things */
extern "C" {
#endif

#define DECLUTTER_VERSION_MAJOR 0
#define DECLUTTER_VERSION_MINOR 2
#define DECLUTTER_VERSION_PATCH 0

#define DECLUTTER_SEPARATOR_MAX 64

#if defined(__GNUC__)
#define DECLUTTER_API __attribute__((visibility("default")))
#else
#define DECLUTTER_API
#endif

struct declutter;

/*
 * What a call can return.  Numbers never change.  A filter that returned
 * anything but DECLUTTER_OK or DECLUTTER_ERULES stays failed: later calls return
 * the same status and only declutter_free() is useful.
 */
enum declutter_status {
	DECLUTTER_OK = 0,
	DECLUTTER_ENOMEM = 1,	/* the allocator returned NULL */
	DECLUTTER_EOPTION = 2,	/* an option is out of range */
	DECLUTTER_ERULES = 3,	/* a text of rules or templates is malformed */
	DECLUTTER_ESINK = 4,	/* the sink returned non-zero */
	DECLUTTER_ESTORE = 5,	/* the store failed to write or read */
	DECLUTTER_EUTF16 = 6,	/* the input is UTF-16 or UTF-32, not UTF-8 */
	DECLUTTER_EUSE = 7	/* calls came out of order, or with no such bounds */
};

/* A short text for 'status', and "MAJOR.MINOR.PATCH" of the library; never NULL. */
DECLUTTER_API const char *declutter_strerror(enum declutter_status status);
DECLUTTER_API const char *declutter_version(void);

/* Chrome: what a removed block was, if it was not a duplicate. */
enum declutter_category {
	DECLUTTER_CONTENT = 0,	/* no chrome */
	DECLUTTER_COOKIE_CONSENT,
	DECLUTTER_FOLLOW_US,
	DECLUTTER_NEWSLETTER,
	DECLUTTER_SHARE,
	DECLUTTER_RELATED,
	DECLUTTER_ADVERTISEMENT,
	DECLUTTER_NAVIGATION,
	DECLUTTER_LOGIN_PAYWALL,
	DECLUTTER_APP,
	DECLUTTER_COMMENTS,
	DECLUTTER_COUNTERS,
	DECLUTTER_BYLINE_DATE,
	DECLUTTER_CREDIT,
	DECLUTTER_CAPTION,
	DECLUTTER_TAGS,
	DECLUTTER_LEGAL,
	DECLUTTER_PAGE_TITLE,
	DECLUTTER_PLACEHOLDER,
	DECLUTTER_BROWSER_NOTICE,
	DECLUTTER_CONTACT,
	DECLUTTER_BIO,
	DECLUTTER_WIRE_SLUG,
	DECLUTTER_MEDIA_PLAYER,
	DECLUTTER_TEMPLATE,	/* stood in many documents */
	DECLUTTER_FURNITURE,	/* by shape and place alone */
	DECLUTTER_NCATEGORIES
};

/* The name of a category ("cookie-consent"), NULL beyond the last. */
DECLUTTER_API const char *declutter_category_name(unsigned category);

/*
 * How a block relates to earlier kept blocks.  EXACT to SHORT are reasons to
 * remove; EXTENDS and NUMBERS are reported on kept blocks unless the options
 * drop them.
 */
enum declutter_duplicate {
	DECLUTTER_UNIQUE = 0,
	DECLUTTER_EXACT,	/* the same tokens */
	DECLUTTER_NEAR,		/* resemblance reached */
	DECLUTTER_CONTAINED,	/* containment reached */
	DECLUTTER_STITCHED,	/* covered by several witnesses */
	DECLUTTER_SHORT,	/* short repeat among removed neighbours */
	DECLUTTER_EXTENDS,	/* matches, but has a run of its own */
	DECLUTTER_NUMBERS,	/* matches, but has a number of its own */
	DECLUTTER_NDUPLICATES
};

/* The name of a kind ("near", "template" for DECLUTTER_NUMBERS). */
DECLUTTER_API const char *declutter_duplicate_name(unsigned kind);

/*
 * Memory.  resize(ctx, p, old, new) is malloc for p NULL, free for new 0 and
 * else realloc; 'old' is the size asked for before.  Never asked for more
 * than SIZE_MAX / 2.
 */
struct declutter_allocator {
	void *(*resize)(void *ctx, void *p, size_t old_size, size_t new_size);
	void *ctx;
};

/*
 * Where the text of kept blocks waits for exact verification, about 6 bytes a
 * token: an array of bytes that grows at its end, and is read and, where text
 * was forgotten ('memory' below), written again at random.  Both calls return 0,
 * or non-zero on failure.  With write NULL the text is kept in memory.
 */
struct declutter_store {
	int (*write)(void *ctx, uint64_t offset, const void *data, size_t len);
	int (*read)(void *ctx, uint64_t offset, void *data, size_t len);
	void *ctx;
};

/* A helper judges chrome; it looks for duplicates and calls the sink. */
enum declutter_lane { DECLUTTER_JUDGING = 0, DECLUTTER_MATCHING = 1, DECLUTTER_LANES };

/*
 * Other threads, of the caller's, at work while more is pushed.  start() has task(arg)
 * run in one, those of a lane one at a time, in order, and no more than 8 of it are
 * open; non-zero: it cannot (it is done here then).  wait() returns when 'left' or fewer
 * of the lane's are, and does meanwhile what nobody has begun.  Tasks call both for a
 * higher lane.  The allocator is called from all threads at once, store and sink from
 * one at a time.  Verdicts stay the same.
 */
struct declutter_helper {
	int (*start)(void *ctx, enum declutter_lane lane, void (*task)(void *arg),
		     void *arg);
	void (*wait)(void *ctx, enum declutter_lane lane, unsigned left);
	void *ctx;
};

enum declutter_mode {
	DECLUTTER_SAFE = -1,	/* phrases, repeated titles, known templates */
	DECLUTTER_DEFAULT = 0,	/* loses at most .1 % of clean text */
	DECLUTTER_STRICT = 1	/* as clean as it gets */
};

/* How far one document bears on another, as a duplicate or as a template's. */
enum declutter_scope {
	DECLUTTER_RUN = 0,	/* all of them */
	DECLUTTER_INPUT = 1,	/* those of one input: as if each had its run */
	DECLUTTER_DOCUMENT = 2	/* not at all */
};

/* Fill with declutter_options_init(), then change fields.  'size' is this version's. */
struct declutter_options {
	size_t size;
	struct declutter_allocator allocator;	/* malloc by default */
	struct declutter_store store;		/* memory by default */
	struct declutter_helper helper;		/* none by default */
	int chrome;		/* strip chrome; 1 */
	int dedup;		/* drop near-duplicates; 1 */
	int mode;		/* enum declutter_mode */
	uint32_t keep;		/* bit 1 << category: keep that chrome */
	unsigned shingle;	/* tokens a shingle, 1 to 32; 3 */
	double containment;	/* C that makes a duplicate, 0 < C <= 1; .50 */
	double resemblance;	/* R that makes a duplicate, 0 < R <= 1; .40 */
	int keep_repeats;	/* keep repeats within one document; 0 */
	int drop_templates;	/* drop what differs by a number only; 0 */
	int drop_extends;	/* drop what adds a run of tokens; 0 */
	int learn;		/* keep texts for declutter_templates_write(); 0 */
	int scope;		/* enum declutter_scope */
	uint64_t memory;	/* of the duplicate index, 1 MiB or more; 0: no limit */
	size_t max_block;	/* longer blocks pass in pieces, kept; 64 bytes to
				   256 MiB; 1 MiB */
	const char *separator;	/* what ends a document inside an input: a control
				   character anywhere, or text without line end that
				   is a whole line; "\f"; copied */
	size_t nseparator;	/* its bytes, 0 (nothing separates) to
				   DECLUTTER_SEPARATOR_MAX; 1 */
};

/* Fill in the defaults. */
DECLUTTER_API void declutter_options_init(struct declutter_options *opt);

/* NULL if every field is in range, else the name of the first that is not (a
   constant string: "shingle"). */
DECLUTTER_API const char *
declutter_options_check(const struct declutter_options *opt);

/* A place in the input: which one, and where in it. */
struct declutter_place {
	uint64_t input;		/* number of the declutter_begin(), from 0 */
	uint64_t document;	/* number of the document, from 0 */
	uint64_t block;		/* number of the block in the document, from 0; blank
				   stretches and pieces of long blocks do not count */
	uint64_t line;		/* first line, in the input or record, from 1 */
};

/* A part of a block, as a range of its bytes, that was or would be cut. */
struct declutter_cut {
	size_t start, end;	/* range in declutter_block.bytes */
	enum declutter_category category;
	const char *evidence;	/* the phrase that decided */
};

/*
 * A block and its verdict, valid during the call only.  All blocks of the
 * input are reported, in order; their 'bytes' put together are the input.
 */
struct declutter_block {
	struct declutter_place place;
	uint64_t offset;	/* of 'bytes' in the input or record */
	const char *bytes;	/* as read, line ends and blank lines included */
	size_t nbytes;
	size_t nbody;		/* length without what separates it from the next */
	const char *text;	/* canonical: UTF-8, NFC; what cuts leave of it */
	size_t ntext;		/* 0: a blank stretch, or nothing is left */
	uint64_t invalid;	/* bytes that are no UTF-8, and U+FFFD in 'text' */
	const struct declutter_cut *cuts;	/* parts removed, in order */
	size_t ncuts;
	int removed;		/* the verdict: 1 removed, 0 kept */
	int continues;		/* a later piece of a long block, whose text goes on */
	enum declutter_category category;	/* why, if it is chrome */
	enum declutter_duplicate duplicate;	/* why, if it is a duplicate */
	double score;		/* chrome: log-odds; duplicate: max(C, R) */
	const char *evidence;	/* strongest reason, a short text; never NULL */
	double containment, resemblance;	/* of the first witness */
	uint32_t shared, own;	/* shingles shared with it, shingles of the block */
	const struct declutter_place *witnesses;	/* kept blocks matched */
	size_t nwitnesses;
};

/* A rule of declutter_rules() whose phrase stands in a block where it wants to. */
struct declutter_rule_hit {
	uint64_t text;		/* number of the declutter_rules(), from 0 */
	uint64_t line;		/* of the rule in that text, from 1 */
	int acts;		/* it is why the block, or a part of it, goes or stays */
	int prose;		/* the block reads like a paragraph */
};

/* Where verdicts go; must not call the filter.  Non-zero stops it: DECLUTTER_ESINK. */
struct declutter_sink {
	int (*block)(void *ctx, const struct declutter_block *block);
	/* A document ended (optional). 'separated': a separator followed. */
	int (*document)(void *ctx, uint64_t document, int separated);
	/* A rule hit the block just reported (optional). */
	int (*rule)(void *ctx, const struct declutter_block *block,
		    const struct declutter_rule_hit *hit);
	int (*note)(void *ctx, void *what);	/* of declutter_note() (optional) */
	void *ctx;
};

/* Make a filter.  'opt' NULL means the defaults; 'opt' and 'sink' are copied.  On
   failure *d is NULL: DECLUTTER_ENOMEM or DECLUTTER_EOPTION. */
DECLUTTER_API enum declutter_status
declutter_new(struct declutter **d, const struct declutter_options *opt,
	      const struct declutter_sink *sink);

/* Free a filter in any state; NULL is nothing. */
DECLUTTER_API void declutter_free(struct declutter *d);

struct declutter_rules_error {
	uint64_t line;
	const char *what;	/* a constant string: what is wrong, what to do */
};

/*
 * Add rules, before the first declutter_begin(): lines "category TAB language
 * TAB place TAB strength TAB phrase", in UTF-8; "!keep" as category protects
 * what the phrase matches.  '#' starts a comment line.  The text is not kept.
 * DECLUTTER_ERULES fills 'error' (may be NULL) and leaves the filter usable,
 * with the rules before that line in force.
 */
DECLUTTER_API enum declutter_status
declutter_rules(struct declutter *d, const char *text, size_t len,
		struct declutter_rules_error *error);

/*
 * Short texts that stand in many documents of a site are chrome, and so is, outside
 * an article, another document's headline.  What one run learned another can use,
 * from its first document on: write what was learned, between inputs or after the
 * last, as a text of lines "documents TAB kind TAB site TAB text" (declutter(1)
 * has the details).  The same documents give the same bytes.  'write' returns 0, or
 * non-zero to stop with DECLUTTER_ESINK.  Needs the option 'learn'.
 */
DECLUTTER_API enum declutter_status
declutter_templates_write(struct declutter *d,
			  int (*write)(void *ctx, const char *data, size_t len),
			  void *ctx);

/* Use such a text, before the first declutter_begin(); more than one adds up.  The
   text is not kept.  Errors are those of declutter_rules(). */
DECLUTTER_API enum declutter_status
declutter_templates_read(struct declutter *d, const char *text, size_t len,
			 struct declutter_rules_error *error);

/*
 * Name the site of the documents to come (a host name, any key of at most 255
 * bytes; more is cut, and blanks, control characters and what is not UTF-8 count as
 * "_"), until the next call; between inputs, or with DECLUTTER_RECORDS before the
 * first byte of a record.  Texts then count by the documents of their site, and across
 * sites by sites.  With 'len' 0, as at first, each document counts as a site.
 */
DECLUTTER_API enum declutter_status
declutter_site(struct declutter *d, const char *site, size_t len);

enum declutter_bounds {
	DECLUTTER_BOUNDED = 0,	/* the input is one document (a file, a record) */
	DECLUTTER_UNBOUNDED = 1,	/* a stream: where documents end is unknown */
	DECLUTTER_RECORDS = 2	/* documents end at declutter_end_record() */
};

/* Start an input.  In it, unless 'bounds' is DECLUTTER_RECORDS, the separator of the
   options, a form feed by default, ends one document and starts another; behind the
   last one it starts none.  Duplicates are remembered across inputs. */
DECLUTTER_API enum declutter_status
declutter_begin(struct declutter *d, enum declutter_bounds bounds);

/* Feed 'len' bytes.  Pieces may be cut anywhere, inside a character too.  'data' is not
   kept.  Verdicts follow with a look-ahead of 64 blocks, those of a bounded document at
   its end or after 2,048; a short repeat behind a removed paragraph may wait for 256
   more.  With a helper, they and a failure may come later. */
DECLUTTER_API enum declutter_status
declutter_push(struct declutter *d, const void *data, size_t len);

/* Wait for the verdicts of a helper; declutter_finish() does so too, and so does a call
   that fails: the sink is not called after it. */
DECLUTTER_API enum declutter_status declutter_drain(struct declutter *d);

/* End a document of an input begun with DECLUTTER_RECORDS, or the input; the verdicts
   are given now, but for a helper's.  Lines and offsets of the next count from its own
   start. */
DECLUTTER_API enum declutter_status declutter_end_record(struct declutter *d);
DECLUTTER_API enum declutter_status declutter_end(struct declutter *d);

/* What the input that ended last had is nobody's witness from now on, since its text was
   not written after all.  Between inputs; waits for the verdicts of a helper. */
DECLUTTER_API enum declutter_status declutter_disown(struct declutter *d);

/* Between inputs or records: the sink's note(), which it needs to have, gets 'what'
   once it was told all that came before, unless something fails. */
DECLUTTER_API enum declutter_status declutter_note(struct declutter *d, void *what);

/* End of all inputs: the status of the whole run. */
DECLUTTER_API enum declutter_status declutter_finish(struct declutter *d);

/* Counters since declutter_new().  C++ too has to write 'struct declutter_stats'. */
struct declutter_stats {
	uint64_t inputs, documents, blocks, bytes;
	uint64_t kept_blocks, kept_bytes;	/* bytes as read */
	uint64_t chrome_blocks[DECLUTTER_NCATEGORIES];
	uint64_t chrome_bytes[DECLUTTER_NCATEGORIES];
	uint64_t cuts, cut_bytes;
	uint64_t duplicate_blocks[DECLUTTER_NDUPLICATES]; /* EXTENDS, NUMBERS: seen */
	uint64_t duplicate_bytes[DECLUTTER_NDUPLICATES];
	uint64_t invalid_bytes;		/* replaced by U+FFFD */
	uint64_t long_blocks;		/* over max_block, passed unjudged */
	uint64_t indexed_blocks;	/* kept blocks that can be witnesses */
	uint64_t index_entries, index_bytes;
	uint64_t displaced_entries;	/* by later ones: a phrase in over 8 blocks */
	uint64_t store_bytes;		/* of text, in the store or in memory */
	uint64_t forgotten_blocks;	/* left the horizon of 'memory', or exceed it */
	uint64_t verifications;		/* candidates compared exactly */
	uint64_t capped;		/* searches cut short by the work limit */
};

/* Copy the counters, of what the sink was told. */
DECLUTTER_API void declutter_stats(const struct declutter *d, struct declutter_stats *to);

#ifdef __cplusplus
}
#pragma GCC diagnostic pop
#endif
#endif
