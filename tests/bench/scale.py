#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does the speed stay as work grows?  Streams through a pipe, stored nowhere.

  scale.py PROGRAM STREAM SIZE...

STREAM (stream.c) writes articles of SIZE bytes (100M, 1G, 10G) to wc -w, to PROGRAM
with its defaults, whose index grows, and with --memory.  MB/s of wall time and, since
other work on the machine disturbs that, of PROGRAM's own processor time; both against
the first size; then against wc -w, and peak memory.  Sizes under 1 GB run three times,
and the median counts.
"""
import os
import statistics
import subprocess
import sys
import time

from bench import high_water

MEMORY = "256M"
UNITS = {"K": 1e3, "M": 1e6, "G": 1e9}


def run(stream, size, command):
    """Seconds, processor seconds of the reader and its peak MiB."""
    start, peak, pid = time.perf_counter(), 0, 0
    maker = subprocess.Popen([stream, size], stdout=subprocess.PIPE)
    reader = subprocess.Popen(command, stdin=maker.stdout, stdout=subprocess.DEVNULL)
    maker.stdout.close()
    while pid == 0:
        peak = max(peak, high_water(reader.pid))
        time.sleep(.01)
        pid, status, used = os.wait4(reader.pid, os.WNOHANG)
    reader.returncode = os.waitstatus_to_exitcode(status)
    if reader.returncode != 0 or maker.wait() != 0:
        sys.exit(f"scale: {' '.join(command)}: status {reader.returncode}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, peak / 1024


def main():
    program, stream, sizes = sys.argv[1], sys.argv[2], sys.argv[3:]
    commands = [["wc", "-w"], [program], [program, "--memory", MEMORY]]
    first = {}
    for size in sizes:
        nbytes = float(size.rstrip("KMG")) * UNITS.get(size[-1], 1)
        rounds = 3 if nbytes < 1e9 else 1
        runs = [[run(stream, size, c) for c in commands] for _ in range(rounds)]
        for i, command in enumerate(commands):
            rates = [nbytes / 1e6 / statistics.median(r[i][k] for r in runs)
                     for k in (0, 1)]
            words = rates[0] if i == 0 else words
            at_first = first.setdefault(i, rates)
            print(f"{size:>5} {' '.join([os.path.basename(command[0])] + command[1:]):24}"
                  f"{rates[0]:8.1f} MB/s, of the first {rates[0] / at_first[0]:4.2f}"
                  f"  cpu {rates[1]:8.1f}, {rates[1] / at_first[1]:4.2f}"
                  f"  x{rates[0] / words:5.2f}  {max(r[i][2] for r in runs):8.1f} MiB",
                  flush=True)


if __name__ == "__main__":
    main()
