/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fts.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "grow.h"
#include "inputs.h"

static bool
out_of_memory(struct msg *msg)
{
	msg_say(msg, NULL, "out of memory for the names of the inputs");
	return false;
}

static bool
add(struct inputs *in, const char *name, size_t len, struct msg *msg)
{
	char **names = grow(in->names, in->n, &in->cap, sizeof(*names));

	if (names == NULL)
		return out_of_memory(msg);
	in->names = names;
	in->names[in->n] = strndup(name, len);
	return in->names[in->n++] != NULL || out_of_memory(msg);
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* The files below a directory.  Links in it are not followed: they may lead
   round in circles or out of the collection. */
static bool
walk(struct inputs *in, const char *directory, struct msg *msg)
{
	char *const roots[] = {(char *)(uintptr_t)directory, NULL};	/* only read */
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR,
			     by_name);
	bool ok = true;
	FTSENT *entry;

	if (tree == NULL) {
		msg_say(msg, directory, "cannot read: %s", strerror(errno));
		in->failed = true;
		return true;
	}
	while (ok && (errno = 0, entry = fts_read(tree)) != NULL) {
		switch (entry->fts_info) {
		case FTS_F:
			ok = add(in, entry->fts_path, entry->fts_pathlen, msg);
			break;
		case FTS_DNR:
		case FTS_ERR:
		case FTS_NS:
			msg_say(msg, entry->fts_path, "cannot read: %s",
				strerror(entry->fts_errno));
			in->failed = true;
			break;
		default:	/* directories, links, devices */
			break;
		}
	}
	if (ok && errno != 0) {
		msg_say(msg, directory, "cannot read: %s", strerror(errno));
		in->failed = true;
	}
	fts_close(tree);
	return ok;
}

static bool
add_operand(struct inputs *in, const char *name, const struct opts *opts,
	    struct msg *msg)
{
	bool is_stdin = strcmp(name, "-") == 0;
	struct stat st;

	if (is_stdin && opts->files_from != NULL &&
	    strcmp(opts->files_from, "-") == 0) {
		msg_say(msg, name, "cannot be the list of inputs and an input");
		return false;
	}
	if (opts->recursive && !is_stdin && stat(name, &st) == 0 &&
	    S_ISDIR(st.st_mode))
		return walk(in, name, msg);
	return add(in, name, strlen(name), msg);
}

/* Names lie between 'end's. */
static bool
read_names(struct inputs *in, FILE *list, char end, const struct opts *opts,
	   struct msg *msg)
{
	char *name = NULL;
	size_t size = 0;
	ssize_t len;
	bool ok = true;

	errno = 0;
	while (ok && (len = getdelim(&name, &size, end, list)) > 0) {
		if (name[len - 1] == end)
			name[--len] = '\0';
		if (strlen(name) < (size_t)len) {
			msg_say(msg, opts->files_from, "has a NUL in a name: -0 "
				"takes names that end at one");
			ok = false;
		} else if (len > 0) {
			ok = add_operand(in, name, opts, msg);
		}
	}
	free(name);
	/* not ferror(): memory may be out too */
	if (!ok || feof(list))
		return ok;
	msg_say(msg, opts->files_from, "cannot read: %s", strerror(errno));
	return false;
}

/* The names that a file lists, or standard input. */
static bool
read_list(struct inputs *in, const struct opts *opts, struct msg *msg)
{
	bool is_stdin = strcmp(opts->files_from, "-") == 0, ok;
	FILE *list = is_stdin ? stdin : fopen(opts->files_from, "r");

	if (list == NULL) {
		msg_say(msg, opts->files_from, "cannot open: %s", strerror(errno));
		return false;
	}
	ok = read_names(in, list, opts->from0 ? '\0' : '\n', opts, msg);
	if (!is_stdin)
		fclose(list);
	return ok;
}

bool
inputs_collect(struct inputs *in, const struct opts *opts, struct msg *msg)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < opts->nfiles && ok; i++)
		ok = add_operand(in, opts->files[i], opts, msg);
	if (ok && opts->files_from != NULL)
		return read_list(in, opts, msg);
	if (ok && opts->nfiles == 0)
		return add(in, "-", 1, msg);
	return ok;
}

bool
inputs_find(const struct inputs *in, struct files *files, struct msg *msg)
{
	size_t i;

	for (i = 0; i < in->n; i++)
		if (!files_add(files, in->names[i]))
			return out_of_memory(msg);
	return true;
}

void
inputs_free(struct inputs *in)
{
	size_t i;

	for (i = 0; i < in->n; i++)
		free(in->names[i]);
	free(in->names);
	*in = (struct inputs){NULL, 0, 0, false};
}
