#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does the speed stay as work grows?  Streams through a pipe, stored nowhere.

  scale.py PROGRAM STREAM SIZE...

STREAM (stream.c) writes articles of SIZE bytes (100M, 1G, 10G) to wc -w, to PROGRAM
with its defaults, whose index grows, and with --memory.  MB/s of wall time and, since
other work on the machine disturbs that, of PROGRAM's own processor time; both against
the first size, which runs before and after each other one, so that a machine that gets
slower is not taken for a program that does; then against wc -w, and peak memory.
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


def rates(stream, size, command):
    """MB/s of wall and of processor time, and peak MiB."""
    nbytes = float(size.rstrip("KMG")) * UNITS.get(size[-1], 1)
    *seconds, peak = run(stream, size, command)
    return [nbytes / 1e6 / s for s in seconds] + [peak]


def main():
    program, stream, sizes = sys.argv[1], sys.argv[2], sys.argv[3:]
    for size in sizes:
        words = None
        for command in ["wc", "-w"], [program], [program, "--memory", MEMORY]:
            first = [rates(stream, sizes[0], command)]
            wall, cpu, peak = rates(stream, size, command)
            first.append(rates(stream, sizes[0], command))
            wall_first, cpu_first = (statistics.mean(f[k] for f in first)
                                     for k in (0, 1))
            words = words or wall
            name = " ".join([os.path.basename(command[0])] + command[1:])
            print(f"{size:>5} {name:24}{wall:8.1f} MB/s, of the first "
                  f"{wall / wall_first:4.2f}  cpu {cpu:8.1f}, {cpu / cpu_first:4.2f}"
                  f"  x{wall / words:5.2f}  {peak:8.1f} MiB", flush=True)


if __name__ == "__main__":
    main()
