#!/bin/sh
# SPDX-License-Identifier: MIT
# test_languages.sh - fixtures/languages.tsv: chrome of each language goes under its
# name, and what only looks like it stays
#
# Usage: test_languages.sh PROGRAM
set -u
prog=$(realpath "$1") || exit 2
table=$(cd "$(dirname "$0")/.." && pwd)/fixtures/languages.tsv
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT || exit 1
export LC_ALL=C
count=0 bad=0

for language in $(sed '/^#/d' "$table" | cut -f 1 | sort -u); do
	count=$((count + 1))
	sed -n "s/^$language	//p" "$table" >"$tmp/want"
	cut -f 2 "$tmp/want" | sed G | "$prog" --mark --no-dedup >"$tmp/got"
	diff "$tmp/want" "$tmp/got" >"$tmp/diff" && continue
	echo "FAIL $language"
	sed -n '/^[<>]/p' "$tmp/diff"
	bad=$((bad + 1))
done
echo "languages: $count languages, $bad failed"
[ "$count" -ge 16 ] && [ "$bad" -eq 0 ]
