#!/bin/sh
# SPDX-License-Identifier: MIT
# golden.sh - run every case under fixtures/cases and compare what it did
#
# A case is a folder:  args     arguments, one a line        (default: none)
#                      in       standard input               (default: empty)
#                      out      expected standard output     (default: empty)
#                      err      expected standard error      (default: empty)
#                      status   expected exit status         (default: 0)
#                      made.X   expected content of a file X that the run makes,
#                               in X '%' for '/'; X.gz is compared unpacked,
#                               since not all versions of zlib pack alike
#                      others   there for the run to read, by their names
#
# It runs in a copy of the folder that holds the others only, so '-o text' with
# a 'made.text' tests an output file.  A file made or changed without a made.X
# is a failure: nothing may be left behind.
#
# Usage: golden.sh PROGRAM [CASE...]     ACCEPT=1 writes what it got instead
set -u
prog=$(realpath "$1") && shift || exit 2
cases=$(cd "$(dirname "$0")/../fixtures/cases" && pwd) || exit 1
tmp=$(mktemp -d) && trap 'chmod -R u+w "$tmp"; rm -rf "$tmp"' EXIT || exit 1
export LC_ALL=C
ran=0 bad=0
zstd=yes
"$prog" --compress=zstd </dev/null >/dev/null 2>&1 || zstd=no

# Run the case in $dir; what it did goes to $tmp/got.
run_case() {
	rm -rf "$tmp/run" "$tmp/got" && mkdir "$tmp/run" "$tmp/got" || exit 1
	for file in "$dir"/*; do
		case ${file##*/} in
		args | in | out | err | status | made.*) ;;
		*) cp -R "$file" "$tmp/run/" ;;
		esac
	done
	in=/dev/null
	[ -e "$dir/in" ] && in=$dir/in
	set --
	if [ -e "$dir/args" ]; then
		while IFS= read -r arg || [ -n "$arg" ]; do
			set -- "$@" "$arg"
		done <"$dir/args"
	fi
	(cd "$tmp/run" && "$prog" "$@" <"$in" >"$tmp/got/out" 2>"$tmp/got/err")
	status=$?
	[ $status = 0 ] || echo $status >"$tmp/got/status"
	(cd "$tmp/run" && find . -type f) >"$tmp/files"
	while IFS= read -r file; do
		file=${file#./}
		cmp -s "$tmp/run/$file" "$dir/$file" ||
			cp "$tmp/run/$file" "$tmp/got/made.$(echo "$file" | tr / %)"
	done <"$tmp/files"
}

# Compare one part of the case with what it got.
same() {
	want=$dir/$1 got=$tmp/got/$1
	[ -e "$want" ] || want=/dev/null
	[ -e "$got" ] || got=/dev/null
	case $1 in
	made.*.gz)
		gzip -dcf "$want" >"$tmp/want" && want=$tmp/want
		gzip -dcf "$got" >"$tmp/unpacked" && got=$tmp/unpacked
		;;
	esac
	cmp -s "$want" "$got" && return
	echo "FAIL $name: $1"
	diff -u "$want" "$got" | head -n 20
	ok=0
}

accept() {
	rm -f "$dir/out" "$dir/err" "$dir/status" "$dir"/made.*
	for file in "$tmp/got"/*; do
		[ ! -s "$file" ] || cp "$file" "$dir/"
	done
}

[ $# -gt 0 ] || set -- "$cases"/*/
for dir; do
	dir=${dir%/} name=${dir##*/} ok=1
	dir=$cases/$name
	if [ ! -d "$dir" ]; then
		echo "FAIL $name: no such case"
		bad=$((bad + 1))
		continue
	fi
	case $name in
	zstd*) [ $zstd = yes ] || continue ;;
	esac
	ran=$((ran + 1))
	run_case
	if [ "${ACCEPT:-0}" = 1 ]; then
		accept
		continue
	fi
	for part in status out err; do
		same $part
	done
	for file in "$dir"/made.* "$tmp/got"/made.*; do
		[ ! -e "$file" ] || same "${file##*/}"
	done
	[ $ok = 1 ] || bad=$((bad + 1))
done
echo "golden: $ran cases, $bad failed"
[ "$ran" -gt 0 ] && [ "$bad" -eq 0 ]
