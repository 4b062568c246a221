#!/bin/bash
# SPDX-License-Identifier: MIT
# test_readme.sh - the examples of README.md do what they show
#
# In its ```console blocks a line "$ COMMAND" is run at the top of the tree, with
# the program first in PATH, and the lines up to the next are what it prints.
# Usage: test_readme.sh PROGRAM
set -u
PATH=$(dirname "$(realpath "$1")"):$PATH
cd "$(dirname "$0")/.." || exit 1
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT || exit 1
export LC_ALL=C.UTF-8 tmp

awk -v dir="$tmp" '
	/^```console$/ { inside = 1; next }
	/^```$/ { inside = 0; next }
	inside && /^\$ / { n++; print substr($0, 3) >(dir "/" n ".cmd"); next }
	inside { print >(dir "/" n ".want") }' README.md

ran=0 bad=0
for cmd in "$tmp"/*.cmd; do
	want=${cmd%.cmd}.want
	[ -e "$want" ] || : >"$want"
	bash "$cmd" >"$tmp/got" 2>&1
	ran=$((ran + 1))
	if ! diff -u "$want" "$tmp/got"; then
		echo "FAIL README.md: $(cat "$cmd")"
		bad=$((bad + 1))
	fi
done
echo "readme: $ran examples, $bad failed"
[ "$ran" -gt 5 ] && [ "$bad" -eq 0 ]
