#!/bin/sh
# SPDX-License-Identifier: MIT
# symbols.sh - the library keeps to its names and stays silent
#
# Usage: symbols.sh ARCHIVE SHARED
status=0
foreign=$(nm -g --defined-only "$1" |
	awk 'NF == 3 && $3 !~ /^(declutter|dc)_/ { print $3 }')
[ -z "$foreign" ] || { echo "$1 defines: $foreign"; status=1; }

foreign=$(nm -D --defined-only "$2" | awk '$3 !~ /^declutter_/ { print $3 }')
[ -z "$foreign" ] || { echo "$2 exports: $foreign"; status=1; }

# Writable data would be shared by all filters of a process.
data=$(nm -f sysv "$1" | awk -F '|' '{ gsub(/ /, "") }
	$7 ~ /^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)$/ { print $1 }')
[ -z "$data" ] || { echo "$1 has writable data: $data"; status=1; }

loud=$(nm -u "$1" | grep -w -E \
	'exit|_exit|abort|printf|fprintf|vfprintf|puts|fputs|putchar|fwrite|perror|stdout|stderr|getenv|signal|sigaction|setlocale|open|fopen|write|read|time|clock_gettime|rand|random' | sort -u)
[ -z "$loud" ] || { echo "$1 refers to: $loud"; status=1; }
exit $status
