#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run declutter on its own output: how many blocks does it remove again?

  again.py PROGRAM [DATA] [-v]

Whole pages of ../shared/data, each a document by itself.  Fails above a ceiling.
-v lists which verdicts differ.  Without the data there is nothing to do.
"""
import gzip
import json
import pathlib
import subprocess
import sys
from collections import Counter

DATA = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"
CEILING = .001  # the law's, of the blocks of the output
SETS = ("wcxb-dev", "dragnet", "fundus")


def run(program, records, *flags):
    return subprocess.run([program, "--format=jsonl", "--scope=document", *flags],
                          input=records, stdout=subprocess.PIPE, check=True).stdout


def main():
    program, verbose = sys.argv[1], "-v" in sys.argv
    folder = [pathlib.Path(a) for a in sys.argv[2:] if a != "-v"] or [DATA]
    if not (folder[0] / "pages").is_dir():
        print(f"no labelled sets in {folder[0]}: nothing measured")
        return 0
    failed = False
    for name in SETS:
        with gzip.open(folder[0] / f"pages/{name}.jsonl.gz", "rt", encoding="utf-8") as f:
            rows = [json.loads(line) for line in f]
        records = b"".join(json.dumps({"id": str(n), "text": r["text"]}).encode() +
                           b"\n" for n, r in enumerate(rows))
        once = run(program, records)
        again = [json.loads(r) for r in run(program, once, "--explain=json").splitlines()]
        blocks = sum(s.strip() != "" for r in once.splitlines()
                     for s in json.loads(r)["text"].split("\n"))
        size = sum(len(json.loads(r)["text"].encode()) for r in once.splitlines())
        gone = [r for r in again if r["action"] not in ("keep", "cut")]
        share = len(gone) / max(1, blocks)
        failed |= share > CEILING
        print(f"again {name:8s} {blocks:7d} blocks  removed {100 * share:.3f} % of blocks, "
              f"{100 * sum(r['length'] for r in gone) / max(1, size):.3f} % of bytes "
              f"(at most {100 * CEILING:g} % of blocks)"
              f"{'  ABOVE' if share > CEILING else ''}")
        if verbose:
            for what, n in Counter((r["reason"], r["evidence"]) for r in gone
                                   ).most_common(12):
                print(f"  {n:5d} {what[0]}: {what[1]}")
    return failed


sys.exit(main())
