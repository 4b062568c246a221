/* SPDX-License-Identifier: MIT */
/*
 * restore.c - put the inputs together again
 *
 * restore VERBATIM REMOVED writes, one after the other, the inputs of a run of
 * 'declutter --verbatim --removed REMOVED ... >VERBATIM'.  Written from the
 * manual alone: it shares nothing with the program.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
die(const char *what)
{
	fprintf(stderr, "restore: %s\n", what);
	exit(1);
}

static void
copy(FILE *from, unsigned long long n)
{
	int c;

	for (; n > 0; n--) {
		if ((c = getc(from)) == EOF)
			die("kept text or a record is too short");
		putchar(c);
	}
}

/* "@ NAME OFFSET LENGTH REASON": NAME may hold blanks, so from the right. */
static void
parse(char *line, unsigned long long *offset, unsigned long long *len,
      const char **reason)
{
	char *field[3], *end;
	int i;

	if (strncmp(line, "@ ", 2) != 0)
		die("a record does not start with '@ '");
	line[strcspn(line, "\n")] = '\0';
	for (i = 2; i >= 0; i--) {
		field[i] = strrchr(line, ' ');
		if (field[i] == NULL)
			die("a record lacks a field");
		*field[i]++ = '\0';
	}
	*offset = strtoull(field[0], &end, 10);
	if (*end != '\0' || end == field[0])
		die("a record has no offset");
	*len = strtoull(field[1], &end, 10);
	if (*end != '\0' || end == field[1])
		die("a record has no length");
	*reason = field[2];
}

int
main(int argc, char **argv)
{
	unsigned long long offset, len, at = 0;
	const char *reason;
	FILE *kept, *removed;
	char line[8192];

	if (argc != 3)
		die("usage: restore VERBATIM REMOVED");
	kept = fopen(argv[1], "rb");
	removed = fopen(argv[2], "rb");
	if (kept == NULL || removed == NULL)
		die("cannot open a file");
	while (fgets(line, sizeof(line), removed) != NULL) {
		parse(line, &offset, &len, &reason);
		if (offset < at)
			die("records are out of order");
		copy(kept, offset - at);
		copy(removed, len);
		if (getc(removed) != '\n')
			die("a record does not end with a newline");
		at = strcmp(reason, "end") == 0 ? 0 : offset + len;
	}
	if (at != 0)
		die("an input has no end record");
	if (getc(kept) != EOF)
		die("kept text is left over");
	if (fflush(stdout) != 0 || ferror(stdout))
		die("cannot write");
	return 0;
}
