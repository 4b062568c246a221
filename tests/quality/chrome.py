#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Score chrome removal on the labelled sets of ../shared/data.

  chrome.py PROGRAM [DATA] [--mode safe|default|strict] [--every N]

Prints a table and fails below a floor.  The sites of these sets have been seen
in training: honest figures are made with src/model/evaluate.py.  Without the
data there is nothing to do.  --every takes each Nth extracted document.
"""
import argparse
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

HERE = pathlib.Path(__file__).resolve()
DATA = HERE.parents[3] / "shared" / "data"
sys.path.insert(0, str(HERE.parents[3] / "shared" / "tools"))

# what: (floor, is it a ceiling); default mode
FLOORS = {
    "F1 wcxb": (.940, False), "F1 dragnet": (.915, False),
    "F1 fundus": (.925, False), "F1 cpe": (.970, False),
    "gain justext-lang": (.004, False), "gain readability-lxml": (0, False),
    "gain trafilatura-recall": (0, False),
    "turku content kept %": (97.0, False), "turku chrome removed %": (15, False),
    "clean fundus lost %": (.10, True), "clean wcxb lost %": (.30, True),
}


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def removed(program, texts, flags):
    """For each text the numbers, from 1, of its lines that are gone, and the
    kept text (cuts made)."""
    out = []
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for n, text in enumerate(texts):
            names.append(f"{folder}/{n:06d}.txt")
            with open(names[-1], "w", encoding="utf-8", newline="\n") as f:
                f.write(text)
        for at in range(0, len(names), 500):
            part = names[at:at + 500]
            found = defaultdict(list)
            explain = subprocess.run(
                [program, "--format=text", "--no-dedup", "--explain=json",
                 *flags, *part],
                capture_output=True, check=True).stdout
            for record in map(json.loads, explain.splitlines()):
                if record["action"] in ("chrome", "cut"):
                    found[record["file"]].append(record)
            for name in part:
                with open(name, "rb") as f:
                    data = f.read()
                gone, kept, last = set(), [], 0
                for r in sorted(found[name], key=lambda r: r["offset"]):
                    start, end = r["offset"], r["offset"] + r["length"]
                    kept.append(data[last:start])
                    last = max(last, end)
                    if r["action"] == "chrome":
                        first = data.count(b"\n", 0, start) + 1
                        body = data[start:end].rstrip()
                        gone.update(range(first, first + body.count(b"\n") + 1))
                kept.append(data[last:])
                out.append((gone, b" ".join(kept).decode("utf-8", "replace")))
                os.unlink(name)
    return out


def f1(scores):
    p, r = (sum(s[i] for s in scores) / len(scores) for i in range(2))
    return 2 * p * r / (p + r) if p + r else 0


def measure(program, data, flags, every, score):
    out = {}
    wcxb = [r for r in rows(data / "pages/wcxb-dev.jsonl.gz")
            if r["page_type"] == "article"]
    sets = {"wcxb": wcxb}
    for name in ("dragnet", "fundus", "cpe"):
        sets[name] = rows(data / f"pages/{name}.jsonl.gz")
    for name, docs in sets.items():
        got = removed(program, [r["text"] for r in docs], flags)
        out[f"F1 {name}"] = f1([
            score.prf(score.shingles(r["gold"]), score.shingles(text))
            for r, (_, text) in zip(docs, got)])
    # a page stands in the output of several extractors: each is a corpus
    light = defaultdict(list)
    for r in rows(data / "extracted/extracted.jsonl.gz"):
        light[r["extractor"]].append(r)
    for k in sorted(light):
        docs, was, now = light[k][::every], [], []
        for r, (_, text) in zip(docs, removed(program, [r["text"] for r in docs],
                                              flags)):
            gold = score.shingles(r["gold"])
            was.append(score.prf(gold, score.shingles(r["text"])))
            now.append(score.prf(gold, score.shingles(text)))
        out[f"gain {k}"] = f1(now) - f1(was)
    # by line numbers: score.py's greedy alignment miscounts repeated lines
    docs, c = rows(data / "extracted/turku.jsonl.gz"), Counter()
    for r, (gone, _) in zip(docs, removed(program, [r["text"] for r in docs], flags)):
        lines = [(n, s) for n, s in enumerate(r["text"].split("\n"), 1) if s.strip()]
        for (n, s), y in zip(lines, r["y"]):
            c[y, n in gone] += len(s)
    out["turku content kept %"] = 100 * c[1, False] / (c[1, False] + c[1, True])
    out["turku chrome removed %"] = 100 * c[0, True] / (c[0, False] + c[0, True])
    for name in ("fundus", "wcxb"):
        lost = total = 0
        texts = [r["gold"] for r in sets[name]]
        for text, (_, kept) in zip(texts, removed(program, texts, flags)):
            a, b = score.shingles(text, 1), score.shingles(kept, 1)
            total += sum(len(t[0]) * n for t, n in a.items())
            lost += sum(len(t[0]) * n for t, n in (a - b).items())
        out[f"clean {name} lost %"] = 100 * lost / total
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("program")
    ap.add_argument("data", nargs="?", type=pathlib.Path, default=DATA)
    ap.add_argument("--mode", default="default")
    ap.add_argument("--every", type=int, default=1)
    a = ap.parse_args()
    if not (a.data / "pages").is_dir():
        print(f"no labelled sets in {a.data}: nothing measured")
        return 0
    import score
    flags = [] if a.mode == "default" else [f"--{a.mode}"]
    failed = False
    for what, value in measure(a.program, a.data, flags, a.every, score).items():
        floor, ceiling = FLOORS.get(what, (None, False))
        bad = a.mode == "default" and floor is not None and \
            (value > floor if ceiling else value < floor)
        failed |= bad
        note = "" if floor is None else \
            f"({'at most' if ceiling else 'at least'} {floor:g})"
        print(f"{what:32s} {value:8.4f}  {note}{'  BELOW' if bad else ''}")
    return failed


sys.exit(main())
