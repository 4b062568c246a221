#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""MB/s and peak memory of declutter, beside others on the same text; no verdict.

  bench.py PROGRAM [FILE...]

Without FILE the text is made: 40 MB of paragraphs of invented words in the
frequencies of a language, a fifth of them earlier ones with 8 % of the words
replaced, and a chrome line of fixtures/articles before every fourth.  Commands
run in turn, five times; x is the speed against wc -w.
"""
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

SIZE = 40_000_000
ROUNDS = 5


def chrome_lines():
    """Lines the fixtures call chrome."""
    lines = []
    folder = pathlib.Path(__file__).parents[2] / "fixtures/articles"
    for path in sorted(folder.glob("*.verdicts")):
        text = path.with_suffix(".txt").read_text("utf-8").split("\n")
        for row in path.read_text("utf-8").splitlines():
            line, verdict, *_ = row.split("\t")
            if verdict == "chrome":
                lines.append(text[int(line) - 1])
    return lines or ["Follow us on Facebook"]


def make_text(path):
    """SIZE bytes of articles, always the same."""
    rng = random.Random(1)
    words = ["".join(rng.choices("etaoinshrdlucmfwyp", k=rng.randint(2, 9)))
             for _ in range(60_000)]
    ranks = [1 / (i + 3) for i in range(len(words))]
    cumulated = [0.0]
    for rank in ranks:
        cumulated.append(cumulated[-1] + rank)
    cumulated.pop(0)
    chrome, recent, size = chrome_lines(), [], 0
    with path.open("w", encoding="utf-8") as out:
        while size < SIZE:
            if recent and rng.random() < .2:
                new = list(rng.choice(recent))
                for _ in range(len(new) * 8 // 100):
                    new[rng.randrange(len(new))] = rng.choice(words)
            else:
                new = rng.choices(words, cum_weights=cumulated,
                                  k=rng.randint(20, 90))
                recent.append(new)
                del recent[:-4000]
            text = " ".join(new).capitalize() + ".\n\n"
            if rng.random() < .25:
                text = rng.choice(chrome) + "\n\n" + text
            size += out.write(text)


def high_water(pid):
    """Peak KiB so far; getrusage() would count this process before exec."""
    try:
        for line in open(f"/proc/{pid}/status", encoding="ascii"):
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def run(command, files):
    """Seconds and peak KiB of one run."""
    start, peak = time.perf_counter(), 0
    with subprocess.Popen(command + files, stdout=subprocess.DEVNULL) as child:
        while child.poll() is None:
            peak = max(peak, high_water(child.pid))
            time.sleep(.005)
    if child.returncode != 0:
        sys.exit(f"bench: {' '.join(command)}: status {child.returncode}")
    return time.perf_counter() - start, peak


def main():
    program, files = sys.argv[1], sys.argv[2:]
    commands = [["wc", "-w"], ["wc", "-l"], ["sort", "-u"], [program],
                [program, "--no-dedup"], [program, "--no-chrome"],
                [program, "--no-chrome", "--no-dedup"]]
    with tempfile.TemporaryDirectory() as folder:
        if not files:
            path = pathlib.Path(folder) / "text"
            make_text(path)
            files = [str(path)]
        size = sum(os.path.getsize(f) for f in files)
        runs = [[run(c, files) for c in commands] for _ in range(ROUNDS)]
    print(f"{size / 1e6:.1f} MB, median of {ROUNDS} runs in turn")
    words = statistics.median(r[0][0] for r in runs)
    for i, command in enumerate(commands):
        times = [r[i][0] for r in runs]
        seconds = statistics.median(times)
        spread = (max(times) - min(times)) / seconds
        name = " ".join([os.path.basename(command[0])] + command[1:])
        print(f"{name:34} {size / seconds / 1e6:8.1f} MB/s  x{words / seconds:5.2f}"
              f"  spread {spread:4.0%}  {max(r[i][1] for r in runs) / 1024:7.1f} MiB")


if __name__ == "__main__":
    main()
