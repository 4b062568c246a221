#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Read a .warc.gz as an indexer does: member by member, digests checked.

With the package warcio that reads it too; without, only what is here.
"""
import base64
import hashlib
import sys
import zlib


def members(data):
    """The gzip members, unpacked."""
    while data:
        unpack = zlib.decompressobj(31)
        yield unpack.decompress(data) + unpack.flush()
        data = unpack.unused_data


def check(record):
    """One record and nothing else, as long as it says, with its digest."""
    head, block = record.split(b"\r\n\r\n", 1)
    lines = head.decode("utf-8").split("\r\n")
    assert lines[0].startswith("WARC/1."), lines[0]
    fields = dict(line.split(": ", 1) for line in lines[1:])
    length = int(fields["Content-Length"])
    assert block[length:] == b"\r\n\r\n", fields
    digest = base64.b32encode(hashlib.sha1(block[:length]).digest()).decode()
    assert fields["WARC-Block-Digest"] == "sha1:" + digest, fields


def check_with_warcio(path):
    """The same by an independent reader; its count, or None without it."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        return None
    count = 0
    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.raw_stream.read()
            count += 1
    return count


def main():
    with open(sys.argv[1], "rb") as stream:
        records = list(members(stream.read()))
    for record in records:
        check(record)
    assert len(records) > 1
    count = check_with_warcio(sys.argv[1])
    assert count in (None, len(records)), count
    print(f"warc: {len(records)} records" + ("" if count else ", without warcio"))


if __name__ == "__main__":
    main()
