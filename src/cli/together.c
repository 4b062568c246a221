/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "charset.h"
#include "codec.h"
#include "format.h"
#include "resolve.h"
#include "together.h"

/* An output for each input, and what that excludes. */
static bool
check_outputs(const struct opts *o, struct msg *msg)
{
	int ways = (o->output != NULL) + (o->directory != NULL) +
		   (o->suffix != NULL) + (o->in_place != 0);

	if (ways > 1) {
		msg_usage(msg, NULL, "-o, -d, --suffix, -i: only one of them");
		return false;
	}
	if (o->directory != NULL && o->directory[0] == '\0') {
		msg_usage(msg, NULL, "--directory: '' is no directory: '.' is the "
			  "one you are in");
		return false;
	}
	if (o->suffix != NULL && (o->suffix[0] == '\0' ||
				  strchr(o->suffix, '/') != NULL)) {
		msg_usage(msg, NULL, "--suffix: '%s' is no ending of a file's name",
			  o->suffix);
		return false;
	}
	if (o->in_place && o->to != FORMAT_AUTO) {
		msg_usage(msg, NULL, "--in-place: not together with --to");
		return false;
	}
	if (o->compress > 0 && !codec_is_built((enum codec)(o->compress - 1))) {
		msg_usage(msg, NULL, "--compress: declutter was built without %s",
			  codec_name((enum codec)(o->compress - 1)));
		return false;
	}
	return true;
}

static bool
is_standard(const char *name)
{
	return name != NULL && strcmp(name, "-") == 0;
}

static bool
is_stdout(const char *name)
{
	return is_standard(name) ||
	       (name != NULL && resolve_descriptor(name) == STDOUT_FILENO);
}

/* Do two of the files that are written have one name?  'streams': how many things go
   to standard output. */
static bool
check_written(const struct opts *o, int streams, struct msg *msg)
{
	const struct {
		const char *option, *name;
	} file[] = {
		{"-o", o->output}, {"--removed", o->removed}, {"--learn", o->learn},
		{"standard output", streams > 0 ? "-" : NULL}
	};
	const size_t n = sizeof(file) / sizeof(file[0]);
	size_t i, k;

	for (i = 0; i < n; i++) {
		for (k = i + 1; k < n; k++) {
			if (file[i].name == NULL || file[k].name == NULL ||
			    is_stdout(file[i].name) ||
			    !resolve_is_same(file[i].name, file[k].name))
				continue;
			msg_usage(msg, NULL, "%s and %s name the same file",
				  file[i].option, file[k].option);
			return false;
		}
	}
	return true;
}

/* What asks for verdicts on chrome, and for rules. */
static bool
check_chrome(const struct opts *o, struct msg *msg)
{
	if ((o->learn != NULL || o->lint) && !o->lib.chrome) {
		msg_usage(msg, NULL, "--%s: not together with --no-chrome",
			  o->lint ? "lint-rules" : "learn");
		return false;
	}
	if (o->lint && o->rules.n == 0) {
		msg_usage(msg, NULL, "--lint-rules: needs --rules");
		return false;
	}
	if (o->lint && o->explain) {
		msg_usage(msg, NULL, "--lint-rules: not together with --explain");
		return false;
	}
	return true;
}

/* Is it one that iconv(3) knows, whatever is read? */
static bool
check_encoding(const char *name, struct msg *msg)
{
	struct charset *c;
	bool known;

	if (name == NULL || strcmp(name, "auto") == 0)
		return true;
	errno = EINVAL;
	c = name[0] != '\0' ? charset_new(name) : NULL;
	known = c != NULL || errno != EINVAL;	/* other faults are told later */
	charset_free(c);
	if (known)
		return true;
	msg_usage(msg, NULL, "--encoding: '%s' is no encoding: iconv -l lists them, "
		  "'auto' guesses", name);
	return false;
}

static size_t
count_standard(const char *const *names, size_t n)
{
	size_t count = 0;

	while (n > 0)
		count += is_standard(names[--n]);
	return count;
}

/* Standard input can be read once: what else would be empty without a word. */
static bool
check_standard_input(const struct opts *o, struct msg *msg)
{
	bool is_input = count_standard(o->files, o->nfiles) > 0 ||
			(o->nfiles == 0 && o->files_from == NULL);

	if (is_input + is_standard(o->files_from) +
	    count_standard(o->rules.name, o->rules.n) +
	    count_standard(o->templates.name, o->templates.n) < 2)
		return true;
	msg_usage(msg, NULL, "standard input cannot be two of an input, --files-from, "
		  "--rules and --templates-from: name files");
	return false;
}

/* What is read, and as what. */
static bool
check_inputs(const struct opts *o, struct msg *msg)
{
	if (!check_encoding(o->encoding, msg))
		return false;
	if (o->recursive && o->nfiles == 0 && o->files_from == NULL) {
		msg_usage(msg, NULL, "--recursive: name a directory");
		return false;
	}
	return check_standard_input(o, msg);
}

/* Options that cannot be had together. */
bool
together_check(const struct opts *o, struct msg *msg)
{
	bool per_input = o->directory != NULL || o->suffix != NULL || o->in_place;
	int streams = 0;

	if (o->verbatim && o->mark) {
		msg_usage(msg, NULL, "--mark: not together with --verbatim");
		return false;
	}
	if (o->annotate && (o->verbatim || o->mark || o->to == FORMAT_TEXT)) {
		msg_usage(msg, NULL, "--annotate: not together with --verbatim, "
			  "--mark or --to=text");
		return false;
	}
	if (o->learn != NULL && o->lib.scope != DECLUTTER_RUN) {
		msg_usage(msg, NULL, "--learn: needs --scope=run");
		return false;
	}
	if (!check_inputs(o, msg) || !check_outputs(o, msg) || !check_chrome(o, msg))
		return false;
	if (o->dry_run || o->check)
		return true;
	streams += o->output != NULL ? is_stdout(o->output) :
				       !o->explain && !o->lint && !per_input;
	streams += o->explain != 0;
	streams += o->lint;
	streams += is_stdout(o->removed);
	streams += is_stdout(o->learn);
	if (streams > 1) {
		msg_usage(msg, NULL, "one thing at a time can go to standard "
			  "output: give -o, --removed or --learn a FILE");
		return false;
	}
	return check_written(o, streams, msg);
}
