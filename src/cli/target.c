/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "resolve.h"
#include "target.h"

/* Would the path, put below a directory, lead out of it? */
static bool
leads_out(const char *path)
{
	while (*path != '\0') {
		size_t n = strcspn(path, "/");

		if (n == 2 && strncmp(path, "..", 2) == 0)
			return true;
		path += n + (path[n] == '/');
	}
	return false;
}

/* Make the directories above 'path'. */
static bool
make_directories(char *path, struct msg *msg)
{
	char *slash;

	for (slash = strchr(path + 1, '/'); slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		bool ok;

		*slash = '\0';
		ok = mkdir(path, 0777) == 0 || errno == EEXIST;
		if (!ok)
			msg_say(msg, path, "cannot make: %s", strerror(errno));
		*slash = '/';
		if (!ok)
			return false;
	}
	return true;
}

/* Bytes of 'name' without the ending that says how it is compressed. */
static size_t
plain_length(const char *name)
{
	return strlen(name) - strlen(codec_suffix(codec_of_name(name)));
}

char *
target_of(const struct opts *opts, const char *name, bool converts,
	  enum codec from, enum codec to, struct msg *msg)
{
	static const char *const formats[] = {"", ".txt", ".jsonl"};
	const char *directory = opts->directory != NULL ? opts->directory : "";
	const char *suffix = opts->suffix != NULL ? opts->suffix : "";
	const char *format = converts ? formats[opts->to] : "";
	const char *codec = "", *below = name;
	size_t keep, size;
	struct stat st;
	char *path;

	if (strcmp(name, "-") == 0) {
		msg_say(msg, name, "has no name to write to: -d, --suffix and -i "
			"are for files");
		return NULL;
	}
	while (opts->directory != NULL && *below == '/')
		below++;
	if (opts->directory != NULL && leads_out(below)) {
		msg_say(msg, name, "leads out of %s: name it without '..'",
			directory);
		return NULL;
	}
	keep = strlen(below);
	if (!opts->in_place && (from != to || format[0] != '\0')) {
		keep = plain_length(below);
		codec = codec_suffix(to);
	}
	size = strlen(directory) + keep + strlen(format) + strlen(suffix) +
	       strlen(codec) + 2;
	path = malloc(size);
	if (path == NULL) {
		msg_say(msg, name, "cannot write: out of memory");
		return NULL;
	}
	snprintf(path, size, "%s%s%.*s%s%s%s", directory,
		 opts->directory != NULL ? "/" : "", (int)keep, below, format,
		 suffix, codec);
	if (opts->in_place && (stat(path, &st) != 0 || !S_ISREG(st.st_mode) ||
			       resolve_descriptor(path) >= 0)) {
		msg_say(msg, path, "is no file that could be replaced");
	} else if (opts->directory == NULL || make_directories(path, msg)) {
		return path;
	}
	free(path);
	return NULL;
}

bool
target_is_taken(const char *path, const char *name, const struct opts *opts,
		const struct files *inputs, const struct files *written,
		struct msg *msg)
{
	struct stat st;

	if (files_have(written, path)) {
		msg_say(msg, path, "holds the text of another input, or the same "
			"again: name each file once");
		return true;
	}
	if (files_have(inputs, path) && !resolve_is_same(path, name)) {
		msg_say(msg, path, "is an input too, and would hold the text of %s: "
			"write to other names", name);
		return true;
	}
	if ((opts->removed != NULL && resolve_is_same(path, opts->removed)) ||
	    (opts->learn != NULL && resolve_is_same(path, opts->learn))) {
		msg_say(msg, path, "is the file of --removed or --learn");
		return true;
	}
	if (!opts->in_place && !opts->force && lstat(path, &st) == 0) {
		msg_say(msg, path, "is there already: --force overwrites it");
		return true;
	}
	return false;
}
