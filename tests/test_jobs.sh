#!/bin/bash
# SPDX-License-Identifier: MIT
# test_jobs.sh - with one thread and with several the command does the same
#
# Usage: test_jobs.sh PROGRAM
set -u
prog=$(realpath "$1")
wet=$(realpath fixtures/cases/wet-digest-sha256/in)
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT || exit 1
cd "$tmp" || exit 1
export LC_ALL=C
count=0 bad=0

# Documents of all lengths, paragraphs of which some come again, chrome between.
awk 'function word(n) { return substr("harbourvesselwintermarketcounciltimberengine", n % 37 + 1, n % 5 + 3) }
	function paragraph(n, i, s) {
		s = "The " word(n)
		for (i = 1; i < 30; i++)
			s = s " " word(n * (i + 7) % 9973) n % (i * 31)
		return s "."
	}
	BEGIN {
		for (k = 1; k <= 4000; k++) {
			print paragraph(k % 7 == 0 ? k / 7 : k) "\n"
			if (k % 9 == 0) print "Accept all cookies\n\nFollow us on Facebook\n"
			if (k % 11 == 0) print "No comment.\n"
			if (k % (k / 50 + 3) < 1) print "\f"
		}
	}' >text
[ "$(wc -c <text)" -gt 500000 ] || bad=1
head -c 100000 text >short
gzip -c text >text.gz
awk 'BEGIN { printf "{\"id\":\"a\",\"text\":\"" }
	/^\f/ { printf "\"}\n{\"id\":\"b\",\"text\":\""; next }
	{ printf "%s\\n", $0 }
	END { print "\"}" }' text >text.jsonl

{
	sed -n 1,20p text.jsonl
	printf '\n{"id":"c","text":"cut sho\n\n'
	sed 1,20d text.jsonl
} >mixed.jsonl
for _ in $(seq 300); do cat "$wet"; done >many.wet
mkdir parts
split -l 12 -a 4 text parts/

# same NAME ARGS... - output, messages, status, removed text
same() {
	local name=$1 j
	shift
	count=$((count + 1))
	for j in 1 2 8; do
		rm -f removed
		"$prog" -j $j "$@" <short >"out$j" 2>"err$j"
		echo $? >>"err$j"
		[ ! -e removed ] || cat removed >>"out$j"
	done
	for j in 2 8; do
		cmp -s out1 "out$j" && cmp -s err1 "err$j" && continue
		echo "FAIL $name, -j $j"
		bad=$((bad + 1))
	done
}

same text text
[ "$(wc -c <out1)" -lt "$(wc -c <text)" ] && [ -s out1 ] || bad=$((bad + 1))
same stdin -
same verbatim --verbatim --removed removed text
same mark --mark --stats=json text short
same explain --explain=json text
same scope --scope document --explain text
same memory --memory 1M text
same nothing --no-dedup --stats text
same gzip text.gz short
same jsonl --format jsonl --removed removed text.jsonl
same annotate --annotate text.jsonl
same ids --explain=json text.jsonl
same mixed mixed.jsonl text.jsonl
same wet many.wet
same "wet, compressed" --compress gzip many.wet
same "mixed, going on" --keep-going --removed removed --to text mixed.jsonl text
same files --removed removed parts/*
same "files, a row each" --stats=json parts/*
same "files as records" --to jsonl parts/*
same suffix --to jsonl text short
same check --check text
same missing text nowhere short
TMPDIR=/nowhere same "no temporary file" short
if [ -w /dev/full ]; then
	same "full disk" -o /dev/full text
	[ "$(tail -n 1 err1)" = 1 ] || { echo "FAIL full disk"; bad=$((bad + 1)); }
fi
echo "jobs: $count runs, $bad failed"
[ "$count" -ge 24 ] && [ "$bad" -eq 0 ]
