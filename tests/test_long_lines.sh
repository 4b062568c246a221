#!/bin/bash
# SPDX-License-Identifier: MIT
# test_long_lines.sh - lines over 1 MiB, which pass in pieces
#
# Usage: test_long_lines.sh PROGRAM
set -u
prog=$(realpath "$1")
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT || exit 1
cd "$tmp" || exit 1
export LC_ALL=C
bad=0

fail() {
	echo "FAIL $1"
	bad=$((bad + 1))
}

seq -f 'w%07.0f' 300000 | paste -sd ' ' >line
tr -d '\n' <line >open
head -c 2500000 open | tr -d ' ' >word
{ head -c 1100000 /dev/zero | tr '\0' ' '; cat line; } >indented

# Between two pieces is what stood between them.
"$prog" line | cmp -s - line || fail "blanks"
"$prog" word | tr -d '\n' | cmp -s - word || fail "a word"
"$prog" indented | cmp -s - line || fail "blanks in front"
tr ' ' '\t' <line | "$prog" | cmp -s - line || fail "tabs"
sed 's/ /\xc2\xa0/g' line | "$prog" | cmp -s - line || fail "no-break spaces"
sed 's/ / \t /g' line >wide
"$prog" wide | cmp -s - line || fail "several blanks"
(head -c 1048577 wide; sleep .1; tail -c +1048578 wide) | "$prog" |
	cmp -s - line || fail "a pause"
{ printf 'keep\t'; cat line; } >marked
"$prog" --mark wide | cmp -s - marked || fail "--mark"

# So in a record.
{ printf '{"text":"Before.\\n'; sed 's/ /  /g' open; printf '"}\n'; } >in.jsonl
{ printf '{"text":"Before.\\n'; cat open; printf '"}\n'; } >out.jsonl
"$prog" in.jsonl | cmp -s - out.jsonl || fail "JSONL"
{ printf '{"text":"Before.\\n'; tr -d '\n' <indented; printf '"}\n'; } >in.jsonl
"$prog" in.jsonl | cmp -s - out.jsonl || fail "JSONL, blanks in front"
wet() {
	printf 'WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: %d\r\n\r\n' \
		"$(wc -c <"$1")"
	cat "$1"
	printf '\r\n\r\n'
}
wet wide >in.wet
wet line >out.wet
"$prog" in.wet | cmp -s - out.wet || fail "WET"

echo "long_lines: $bad failed"
[ "$bad" -eq 0 ]
