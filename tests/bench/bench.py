#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Speed and peak memory of declutter, beside others on the same text; no verdict.

  bench.py PROGRAM [FILE...]

Without FILE the texts are those of texts.py.  Commands run in turn, five times; x
is the speed against wc -w, cpu x the same of the processor's time alone, which
other work on the machine disturbs less.  Where valgrind is installed, instructions a byte of
the first 2 MB of the first two texts, start-up included: unlike times they do
not depend on what else the machine does.  tests/bench/HISTORY.md keeps them.
"""
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import texts

ROUNDS = 5
STARTS = 40
SMALL = 2_000_000
WAYS = {"scan": ["--no-chrome", "--no-dedup"], "no-dedup": ["--no-dedup"],
        "no-chrome": ["--no-chrome"], "all": []}


def high_water(pid):
    """Peak KiB so far; getrusage() would count this process before exec."""
    try:
        for line in open(f"/proc/{pid}/status", encoding="ascii"):
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def run(command):
    """Seconds, seconds of the processor and peak KiB of one run."""
    start, peak, pid = time.perf_counter(), 0, 0
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while pid == 0:
        peak = max(peak, high_water(child.pid))
        time.sleep(.002)
        pid, status, used = os.wait4(child.pid, os.WNOHANG)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"bench: {' '.join(command)}: status {child.returncode}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, peak


def compare(program, files, packed):
    """A table of all commands on the same files, 'packed' their gzip."""
    size = sum(os.path.getsize(f) for f in files)
    commands = [["wc", "-w"] + files, ["wc", "-l"] + files, ["sort", "-u"] + files]
    if packed:
        commands += [["gzip", "-1", "-c"] + files, ["zcat", packed],
                     [program, packed]]
    commands += [[program] + options + files for options in WAYS.values()]
    runs = [[run(c) for c in commands] for _ in range(ROUNDS)]
    words, words_cpu = (statistics.median(r[0][k] for r in runs) for k in (0, 1))
    print(f"{size / 1e6:.1f} MB, median of {ROUNDS} runs in turn")
    for i, command in enumerate(commands):
        times = [r[i][0] for r in runs]
        seconds = statistics.median(times)
        spread = (max(times) - min(times)) / seconds
        name = " ".join(os.path.basename(c) for c in command if c not in files)
        cpu = statistics.median(r[i][1] for r in runs)
        print(f"{name:34} {size / seconds / 1e6:8.1f} MB/s  x{words / seconds:5.2f}"
              f"  spread {spread:4.0%}  cpu x{words_cpu / max(cpu, 1e-9):5.2f}"
              f"  {max(r[i][2] for r in runs) / 1024:7.1f} MiB")


def first_byte(program):
    """Milliseconds from start to the end of an empty run, and of one that does
    nothing at all."""
    for command in ([program, os.devnull], ["true"]):
        times = []
        for _ in range(STARTS):
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            times.append(time.perf_counter() - start)
        print(f"{os.path.basename(command[0]):10} on nothing: "
              f"{min(times) * 1e3:.2f} ms at best, "
              f"{statistics.median(times) * 1e3:.2f} ms median of {STARTS}")


def instructions(program, options, path):
    """Instructions of one run, as callgrind counts them."""
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program]
        + options + [path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        check=True, encoding="utf-8")
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def count(program, path):
    """Instructions a byte of a small text in each way."""
    small = path.with_suffix(".small")
    data = path.read_bytes()[:SMALL]
    small.write_bytes(data[:data.rindex(b"\n\n") + 2] if b"\n\n" in data else data)
    size = small.stat().st_size
    found = [f"{way} {instructions(program, options, str(small)) / size:.1f}"
             for way, options in WAYS.items()]
    print("instructions a byte: " + ", ".join(found))


def main():
    program, files = sys.argv[1], sys.argv[2:]
    if files:
        compare(program, files, None)
        return
    with tempfile.TemporaryDirectory() as folder:
        for i, name in enumerate(texts.TEXTS):
            path = texts.write(name, pathlib.Path(folder) / name)
            packed = None
            print(f"\n{name}: ", end="", flush=True)
            if i == 0:
                packed = str(path) + ".gz"
                subprocess.run(f"gzip -6 -c {path} >{packed}", shell=True, check=True)
            compare(program, [str(path)], packed)
            if shutil.which("valgrind"):
                count(program, path)
            path.unlink()
    print()
    first_byte(program)


if __name__ == "__main__":
    main()
