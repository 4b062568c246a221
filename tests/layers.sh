#!/bin/sh
# SPDX-License-Identifier: MIT
# layers.sh - fail if a file includes a header of its own layer or above
#
# src/lib/LAYERS and src/cli/LAYERS list the modules, a layer a line.
cd "$(dirname "$0")/../src" || exit 1
status=0

# The layer of module $1: a line number, nothing if it is not listed.
layer() {
	awk -v module="$1" '/^#/ { next }
		{ for (i = 1; i <= NF; i++) if ($i == module) { print NR; exit } }' LAYERS
}

check() {
	file=$1 module=${1%.*}
	mine=$(layer "$module")
	if [ -z "$mine" ]; then
		echo "$folder/$file: not in LAYERS"
		status=1
		return
	fi
	for header in $(sed -n 's/^#include "\(.*\)\.h"$/\1/p' "$file"); do
		[ "$header" != "$module" ] && [ "$header" != declutter ] || continue
		theirs=$(layer "$header")
		if [ -z "$theirs" ] || [ "$theirs" -ge "$mine" ]; then
			echo "$folder/$file includes $header.h: not below it"
			status=1
		fi
	done
}

for folder in lib cli; do
	cd $folder || exit 1
	for file in *.c *.h; do
		check "$file"
	done
	for module in $(grep -v '^#' LAYERS); do
		[ -e "$module.c" ] || [ -e "$module.h" ] || {
			echo "$folder/LAYERS: no module $module"
			status=1
		}
	done
	cd ..
done
# only HEADER FILE...: what only these files may know.
only() {
	header=$1
	shift
	for file in $(grep -l "#include <$header>" lib/*.[ch] cli/*.[ch]); do
		case " $* " in
		*" $file "*) ;;
		*)
			echo "$file includes <$header>: only $* may"
			status=1
			;;
		esac
	done
}
only zlib.h cli/gunzip.c cli/gzip.c
only zstd.h cli/unzstd.c cli/zstd.c
only yajl/yajl_parse.h cli/json.c
only nettle/nettle-meta.h cli/digest.c
only dlfcn.h cli/charset.c
only iconv.h cli/charset.c
only xxhash.h lib/hash.h
only getopt.h cli/opts.c
exit $status
