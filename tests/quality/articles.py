#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Score declutter against the hand-written verdicts beside fixtures/articles.

  articles.py PROGRAM DIR [-v]

Prints precision and recall of lines removed as chrome and as duplicates, and
of inline cuts; exit status 1 below a floor.  -v lists every line that differs.
"""
import json
import pathlib
import subprocess
import sys

# kind: least precision, least recall
FLOORS = {"chrome": (1.00, .98), "duplicate": (1.00, 1.00), "cut": (1.00, 1.00)}


def expected(path):
    """{line: (verdict, reason, note)} of one article."""
    rows = {}
    for row in path.with_suffix(".verdicts").read_text("utf-8").splitlines():
        line, verdict, reason, *note = row.split("\t")
        rows[int(line)] = (verdict, reason, note[0] if note else "")
    return rows


def found(program, files):
    """{file: {line: (action, reason, text)}} of what the program removes."""
    out = subprocess.run([program, "--explain=json", *map(str, files)],
                         capture_output=True, check=True).stdout.decode("utf-8")
    lines = {f.name: {} for f in files}
    data = {f.name: f.read_bytes() for f in files}
    for record in map(json.loads, out.splitlines()):
        if record["action"] == "keep":
            continue
        name = pathlib.Path(record["file"]).name
        start, end = record["offset"], record["offset"] + record["length"]
        body = data[name][start:end].rstrip()
        first = data[name][:start].count(b"\n") + 1
        for line in range(first, first + body.count(b"\n") + 1):
            lines[name][line] = (record["action"], record["reason"], record["text"])
    return lines


def main():
    program, folder, verbose = sys.argv[1], pathlib.Path(sys.argv[2]), "-v" in sys.argv
    files = sorted(folder.glob("*.txt"))
    got = found(program, files)
    right, wrong, missed = ({k: 0 for k in FLOORS} for _ in range(3))
    named = 0
    for path in files:
        text = path.read_bytes().decode("utf-8").splitlines()
        for line, (verdict, reason, note) in expected(path).items():
            action, why, what = got[path.name].get(line, ("keep", "", ""))
            if verdict == "either":
                continue
            if action == verdict:
                if verdict in FLOORS:
                    right[verdict] += 1
                    named += why == reason
                continue
            if action in FLOORS:
                wrong[action] += 1
            if verdict in FLOORS:
                missed[verdict] += 1
            if verbose:
                print(f"{path.name}:{line}: {verdict} {reason}, "
                      f"got {action} {why}: {text[line - 1][:90]}")
    failed = False
    for kind, (precision, recall) in FLOORS.items():
        p = right[kind] / max(1, right[kind] + wrong[kind])
        r = right[kind] / max(1, right[kind] + missed[kind])
        bad = p < precision or r < recall
        failed |= bad
        print(f"{kind:10s} lines {right[kind] + missed[kind]:4d}  precision {p:.3f} "
              f"(floor {precision:.2f})  recall {r:.3f} (floor {recall:.2f})"
              + ("  BELOW" if bad else ""))
    total = sum(right.values())
    print(f"reason as in the verdicts: {named} of {total}")
    return failed


sys.exit(main())
