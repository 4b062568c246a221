#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""MB/s and peak memory of declutter on archives, made as they are read.

  formats.py PROGRAM [GIGABYTES]

WET and JSONL of invented pages go through a pipe, 2 GB of each if nothing else is
said; a tenth of the paragraphs are earlier ones.  Memory beside the index is shown at
a tenth of the way and at the end: it has to stay.
"""
import base64
import hashlib
import json
import random
import subprocess
import sys
import threading
import time

CHROME = ["Home | News | Sport | Weather", "Share on Facebook", "Follow us on Instagram",
          "We use cookies to improve your visit. By continuing you agree to their use."]


def paragraphs():
    """Paragraphs without end, always the same ones."""
    rng = random.Random(1)
    words = ["".join(rng.choices("etaoinshrdlucmfwyp", k=rng.randint(2, 9)))
             for _ in range(20_000)]
    recent = []
    while True:
        if recent and rng.random() < .1:
            yield rng.choice(recent)
            continue
        text = " ".join(rng.choices(words, k=56)).capitalize() + "."
        recent.append(text)
        del recent[:-2000]
        yield text


def pages():
    """Texts of pages: chrome, six paragraphs, chrome."""
    rng, source = random.Random(2), paragraphs()
    while True:
        lines = [rng.choice(CHROME)] + [next(source) for _ in range(6)]
        yield "\n".join(lines + [rng.choice(CHROME)]) + "\n"


def wet(text, number):
    block = text.encode()
    digest = base64.b32encode(hashlib.sha1(block).digest()).decode()
    head = ["WARC/1.0", "WARC-Type: conversion",
            f"WARC-Target-URI: http://site{number % 997}.example/{number}",
            "WARC-Date: 2026-03-04T05:06:07Z",
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>",
            f"WARC-Block-Digest: sha1:{digest}", "Content-Type: text/plain",
            f"Content-Length: {len(block)}", "", ""]
    return "\r\n".join(head).encode() + block + b"\r\n\r\n"


def jsonl(text, number):
    record = {"id": number, "url": f"http://site{number % 997}.example/{number}",
              "text": text}
    return json.dumps(record).encode() + b"\n"


def resident(pid):
    for line in open(f"/proc/{pid}/status", encoding="ascii"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def run(program, make, size):
    """Feed 'size' bytes; returns seconds, memory early and late, the counters."""
    child = subprocess.Popen([program, "--stats=json"], stdin=subprocess.PIPE,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = []
    listener = threading.Thread(target=lambda: said.append(child.stderr.read()))
    listener.start()
    start, sent, number, early, batch = time.perf_counter(), 0, 0, 0, []
    for text in pages():
        batch.append(make(text, number))
        number += 1
        if len(batch) < 400:
            continue
        data = b"".join(batch)
        batch.clear()
        child.stdin.write(data)
        sent += len(data)
        if early == 0 and sent >= size / 10:
            early = resident(child.pid)
        if sent >= size:
            break
    late = resident(child.pid)
    child.stdin.close()
    listener.join()
    if child.wait() != 0:
        sys.exit(f"formats: status {child.returncode}")
    return time.perf_counter() - start, sent, early, late, json.loads(said[0])


def main():
    size = float(sys.argv[2] if len(sys.argv) > 2 else 2) * 1e9
    for name, make in (("wet", wet), ("jsonl", jsonl)):
        seconds, sent, early, late, stats = run(sys.argv[1], make, size)
        index = stats["index_bytes"]
        print(f"{name:6}{sent / 1e9:5.1f} GB {sent / seconds / 1e6:7.1f} MB/s (the "
              f"maker's time included), {stats['documents']} records, resident "
              f"{early / 2**20:.0f} MiB at a tenth, {late / 2**20:.0f} MiB at the end, "
              f"of which index {index / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
