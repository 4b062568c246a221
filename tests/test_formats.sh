#!/bin/bash
# SPDX-License-Identifier: MIT
# test_formats.sh - what others make of our files: gzip, zstd, jq, a WARC reader
#
# Tools that are not there are passed over, and said so.
# Usage: test_formats.sh PROGRAM
set -u
prog=$(realpath "$1")
reader=$(realpath "$(dirname "$0")/read_warc.py")
cd "$(dirname "$0")/../fixtures/cases" || exit 1
cases=$PWD
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT || exit 1
cd "$tmp" || exit 1
export LC_ALL=C
bad=0

fail() {
	echo "FAIL $1"
	bad=$((bad + 1))
}

have() {
	command -v "$1" >/dev/null || { echo "formats: without $1"; return 1; }
}

lines=$cases/jsonl-text-changes-alone
warc=$cases/wet-texts-change-alone
cat "$lines/in" "$lines/in" "$lines/in" >big.jsonl

# Lines of a record that an indentation kept apart stay apart without it.
"$prog" --format=jsonl "$cases/jsonl-indented-lines/out" |
	cmp -s - "$cases/jsonl-indented-lines/out" || fail "records: indented lines read again"

# Compressed output is what others read.
"$prog" big.jsonl >plain || fail "status $?"
"$prog" --compress=gzip big.jsonl | gzip -dc | cmp -s - plain || fail "gzip"
"$prog" -o out.jsonl.gz big.jsonl && gzip -t out.jsonl.gz || fail "gzip by name"
"$prog" -o again.jsonl.gz big.jsonl && cmp -s out.jsonl.gz again.jsonl.gz ||
	fail "the same text makes another file"
if "$prog" --compress=zstd </dev/null >/dev/null 2>&1 && have zstd; then
	"$prog" --compress=zstd big.jsonl | zstd -dcq | cmp -s - plain || fail "zstd"
	zstd -q big.jsonl && "$prog" big.jsonl.zst | cmp -s - plain || fail "unzstd"
	"$prog" -d clean big.jsonl.zst && zstd -dcq clean/big.jsonl.zst |
		cmp -s - plain || fail "zstd in, zstd out"
	# pzstd writes a frame that is skipped before each, which is all to know it by
	{
		printf '\x50\x2a\x4d\x18\x04\0\0\0more'
		cat big.jsonl.zst
		printf '\x5f\x2a\x4d\x18\0\0\0\0'
		zstd -cq big.jsonl
	} >skipping
	cat big.jsonl big.jsonl | "$prog" >twice
	"$prog" skipping | cmp -s - twice || fail "zstd: skippable frames"
	head -c 10 skipping | "$prog" >/dev/null 2>&1 && fail "zstd: half a frame"
fi

# An output for each input is compressed as the input is, its format given or not.
gzip -k big.jsonl && gzip -c "$warc/in" >a.wet.gz && head -n 4 big.jsonl | gzip >a.txt.gz
for format in jsonl:big.jsonl.gz wet:a.wet.gz text:a.txt.gz; do
	file=${format#*:} format=${format%:*}
	cp "$file" "own.$file"
	"$prog" -d given --format="$format" "$file" || fail "$format, -d: status $?"
	"$prog" --suffix=.new --format="$format" "$file" || fail "$format, --suffix: status $?"
	"$prog" -i --format="$format" "own.$file" || fail "$format, -i: status $?"
	"$prog" --format="$format" "$file" >want
	for made in "given/$file" "$file.new" "own.$file"; do
		gzip -t <"$made" || fail "$made: not compressed"
		gzip -dc <"$made" | cmp -s - want || fail "$made: text"
	done
done
if [ -e big.jsonl.zst ]; then
	"$prog" -i --format=jsonl big.jsonl.zst && zstd -dcq big.jsonl.zst |
		cmp -s - plain || fail "zstd in place, format given"
fi
rm -f big.jsonl.gz a.*.gz

# A guess at an encoding, where the library for it is there.
text='Der Rat stimmte am Dienstag für die Schließung der alten Markthalle. Die Händler
wollen vor Gericht gehen, um die Schließung vor dem Herbst zu verhindern.'
echo "$text" | iconv -f UTF-8 -t ISO-8859-1 >latin
if "$prog" --encoding=auto --verbatim latin >guessed 2>err; then
	echo "$text" | cmp -s - guessed || fail "a guessed encoding"
else
	grep -q 'without libuchardet' err || fail "no guess: $(cat err)"
	echo "formats: without libuchardet"
fi

# Nothing but the text of a record changes, and it changes to the canonical text.
if have jq; then
	jq -c 'del(.text)' big.jsonl >before
	jq -c 'del(.text)' plain | cmp -s before - || fail "jq: more than the text"
	[ "$(jq -r '.text' plain | grep -c '^Share on')" = 0 ] || fail "jq: text"
	"$prog" --annotate big.jsonl | jq -c 'del(.attributes)' >after
	jq -c . big.jsonl | cmp -s - after || fail "jq: --annotate changes a record"
	# spans cut out of the text are what --verbatim leaves
	"$prog" --annotate big.jsonl | jq -c '[[.attributes[]] | add // [] | sort |
		reverse[] | {s: .[0], e: .[1]}] as $spans | .text |
		reduce $spans[] as $p (explode; .[:$p.s] + .[$p.e:]) | implode' >"cut"
	"$prog" --verbatim big.jsonl | jq -c .text | cmp -s - cut ||
		fail "jq: spans are not what goes"
	"$prog" --to=jsonl "$warc/in" | jq -e .url >/dev/null || fail "jq: WET to JSONL"
	"$prog" --stats=json -n big.jsonl 2>&1 | jq -e '.files[0].format == "jsonl" and
		.files[0].documents == .documents' >/dev/null || fail "jq: --stats=json"
fi

# A WARC reader finds every record, with right digests, in a member of its own.
"$prog" --compress=gzip "$warc/in" >out.wet.gz || fail "WET: status $?"
gzip -dc out.wet.gz | cmp -s - "$warc/out" || fail "WET: gzip"
if have python3; then
	python3 "$reader" out.wet.gz >said 2>&1 || { fail "WET: reader"; cat said; }
	cat said
fi

# Nor does a file that ends before the line ends of its last record lose one.
head -c -4 "$warc/in" >open.wet
"$prog" --compress=gzip open.wet open.wet >out.wet.gz || fail "WET: open, status $?"
if have python3; then
	python3 "$reader" out.wet.gz >said 2>&1 || { fail "WET: open"; cat said; }
fi

# In place: the mode stays, nothing else is left, a bad input stays as it was.
cp big.jsonl a.jsonl && chmod 640 a.jsonl
# root may give a file away, and so has to give it back
owner=$(id -u) && [ "$owner" -ne 0 ] || owner=65534
chown "$owner" a.jsonl
(cat big.jsonl; echo '{"text":') >b.jsonl && cp b.jsonl old
find . >names
"$prog" -i a.jsonl b.jsonl 2>/dev/null && fail "in place: status 0"
cmp -s a.jsonl plain || fail "in place: text"
[ "$(stat -c '%a %u' a.jsonl)" = "640 $owner" ] || fail "in place: mode, owner"
cmp -s b.jsonl old || fail "in place: a bad input was replaced"
find . | cmp -s - names || fail "in place: something is left behind"

# What was taken from a file is there as soon as the file is, whatever comes then.
mkfifo slow
"$prog" -d parted --removed gone big.jsonl slow &
pid=$!
exec 3>slow
i=0
until [ -e parted/big.jsonl ] || [ $((i += 1)) -gt 500 ]; do
	sleep .02
done
kill "$pid" && wait "$pid" 2>/dev/null
exec 3>&-
cmp -s plain parted/big.jsonl || fail "a signal: text"
[ -s gone ] || fail "a signal: the text is there and what was removed is not"

# Threads change nothing, and end with the run.

for i in $(seq 300); do
	cat "$cases/../articles/"0*.txt
	echo "The $i. boat left at $((i % 24)):00 with $i men."
done | gzip >many.gz
head -c 100000 many.gz >half.gz
for file in many.gz half.gz; do
	"$prog" -j 1 --explain $file >one 2>one.err
	first=$?
	"$prog" -j 2 --explain $file >two 2>two.err
	[ $first = $? ] || fail "-j: another status for $file"
	cmp -s one two && cmp -s one.err two.err || fail "-j: $file"
done
yes '{"text":}' | timeout 20 "$prog" -j 2 >/dev/null 2>&1
[ $? = 1 ] || fail "-j: a bad record does not end a run that reads on"

# A million records; a record of 100 MB, which has to be held.  Sanitizers are
# slow, so they get a tenth.
case $prog in
*/release/*) share=1 ;;
*) share=10 ;;
esac
n=$((1000000 / share))
yes '{"text":"Follow us on Instagram"}' | head -n $n | "$prog" |
	grep -c '"text":""' >count
[ "$(cat count)" = $n ] || fail "$n records: $(cat count)"
{ printf '{"id":1,"text":"'; yes 'The tide turns at six.\n' |
	head -n $((4400000 / share)) | tr -d '\n'; printf '","z":2}\n'; } >huge.jsonl
"$prog" --no-dedup huge.jsonl | cmp -s - huge.jsonl || fail "a large record"
# one such record is there at a time, some three times over; sanitizers take more
cat huge.jsonl huge.jsonl >huge2.jsonl
[ $share = 10 ] || (ulimit -v 600000 && exec "$prog" -j 2 --no-dedup --no-chrome huge2.jsonl) |
	cmp -s - huge2.jsonl || fail "large records take too much memory"

echo "formats: $bad failed"
[ "$bad" -eq 0 ]
