#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Near-duplicates as the work grows: speed and memory, beside wc -w and sort -u.

  near.py PROGRAM BENCH_NEAR BLOCKS...

For each number of paragraphs (56 invented words, a tenth of them edited copies)
the engine alone, then commands on the same text in the same run.  The last line
says how much longer a paragraph takes where there are most of them.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from bench import run

TOKENS = 56


def engine(bench, blocks):
    """Print the engine's own report; nanoseconds a block."""
    line = subprocess.run([bench, str(blocks)], check=True, capture_output=True,
                          text=True).stdout
    print(line, end="", flush=True)
    return float(line.split(": ")[1].split(" ns")[0])


def indexed(program, path):
    """Paragraphs that a run remembers."""
    out = subprocess.run([program, "--no-chrome", "--dry-run", "--stats=json", path],
                         check=True, capture_output=True, text=True)
    return json.loads(out.stdout or out.stderr)["indexed_blocks"]


def commands(program, bench, blocks):
    """Print a line for each command; seconds a block of the program."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "text"
        with path.open("wb") as out:
            subprocess.run([bench, "text", str(blocks)], check=True, stdout=out)
        size = path.stat().st_size
        for command in (["wc", "-w"], ["sort", "-u"], [program, "--no-chrome"],
                        [program, "--no-chrome", "-j", "1"]):
            seconds, _, peak = run(command + [str(path)])
            name = " ".join([command[0].rsplit("/", 1)[-1]] + command[1:])
            print(f"  {name:27} {size / seconds / 1e6:8.1f} MB/s "
                  f"{blocks * TOKENS / seconds / 1e6:7.1f} Mtoken/s "
                  f"{peak / 1024:8.1f} MiB", flush=True)
        kept = indexed(program, str(path))
        print(f"  {'':27} {peak * 1024 / kept:8.1f} B resident a kept paragraph")
        return seconds / blocks


def main():
    program, bench, *sizes = sys.argv[1:]
    alone, whole = [], []
    for blocks in map(int, sizes):
        alone.append(engine(bench, blocks))
        whole.append(commands(program, bench, blocks))
    print(f"time a paragraph, last against first: engine x{alone[-1] / alone[0]:.2f}, "
          f"command x{whole[-1] / whole[0]:.2f}")


if __name__ == "__main__":
    main()
