/* SPDX-License-Identifier: MIT */
/*
 * replay.c - run a fuzz target on saved inputs, with any compiler
 *
 * replay_TARGET FOLDER... runs it on every file there.  A crash that fuzzing
 * found becomes a file in fixtures/fuzz/TARGET and stays tested.
 */
#include <dirent.h>
#include <string.h>

#include "fuzz.h"

#define LARGEST (1 << 20)

static void
run_file(const char *path)
{
	static uint8_t buf[LARGEST];
	FILE *file = fopen(path, "rb");
	uint8_t *data;
	size_t n;

	REQUIRE(file != NULL);
	n = fread(buf, 1, sizeof(buf), file);
	REQUIRE(!ferror(file));
	fclose(file);
	/* a block of exactly that size: sanitizers see a byte too far */
	data = malloc(n > 0 ? n : 1);
	REQUIRE(data != NULL);
	memcpy(data, buf, n);
	LLVMFuzzerTestOneInput(data, n);
	free(data);
}

int
main(int argc, char **argv)
{
	unsigned long ran = 0;
	struct dirent *entry;
	char path[4096];
	DIR *folder;
	int i;

	for (i = 1; i < argc; i++) {
		folder = opendir(argv[i]);
		REQUIRE(folder != NULL);
		while ((entry = readdir(folder)) != NULL) {
			if (entry->d_name[0] == '.')
				continue;
			snprintf(path, sizeof(path), "%s/%s", argv[i],
				 entry->d_name);
			run_file(path);
			ran++;
		}
		closedir(folder);
	}
	printf("replay: %lu inputs of %s\n", ran, argc > 1 ? argv[1] : "nothing");
	return ran > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
