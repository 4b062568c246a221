# SPDX-License-Identifier: MIT
"""The labelled sets as documents to train on: their sites, folds and regimes.

The text format is that of the data's README: one JSON object a line with
`text`, one label in `y` for each non-blank line, and the clean body in `gold`.
"""
import gzip
import json
import random
import re
import zlib
from collections import Counter, defaultdict
from urllib.parse import urlparse

FOLDS = 4
SETS = {
    "wcxb": "pages/wcxb-dev", "dragnet": "pages/dragnet",
    "fundus": "pages/fundus", "cpe": "pages/cpe",
    "extracted": "extracted/extracted", "turku": "extracted/turku",
}
# What a source counts: fundus is small, and the only one with many languages.
SOURCE = {"wcxb": 1.0, "dragnet": 1.0, "fundus": 5.0, "cpe": 1.5,
          "extracted": 1.0, "turku": 1.0}
# What a regime counts in all, where documents end is known, of those that prove to be
# whole pages, and where it is not known; and how much more its content weighs.
REGIME = {
    "documents": {"page": 1.0, "body": .5, "partial": .6, "cropped": .4,
                  "stream": .6, "extracted": .8, "lines": .25},
    "pages": {"page": 1.0},
    "streams": {"page": .3, "body": .5, "partial": .6, "cropped": .4,
                "stream": 3.0, "extracted": .8, "lines": .25}
}
# How often streams are made of the documents, and the share of extracted ones in them.
DRAWS = {"documents": (1, .1), "pages": (0, 0), "streams": (3, .25)}
BOOST = {"page": 1.0, "body": 3.0, "partial": 1.3, "cropped": 1.0,
         "stream": 1.3, "extracted": 3.0, "lines": 3.0}


class Document:
    """Text with a label a non-blank line, as one regime shows it."""

    def __init__(self, lines, y, row, regime, blank):
        # blank: True where a blank line stood before the line
        self.y, self.row, self.regime = y, row, regime
        parts = []
        for n, line in enumerate(lines):
            if n and blank[n]:
                parts.append("")
            parts.append(line)
        self.text = "\n".join(parts)
        self.fold, self.reset, self.bounded = row["fold"], False, True


def split(text):
    lines, blank, empty = [], [], False
    for line in text.split("\n"):
        if line.strip():
            lines.append(line)
            blank.append(empty)
        empty = not line.strip()
    return lines, blank


def fold_key(line):
    return re.sub(r"[\W_]+", " ", re.sub(r"\d+", "0", line.lower())).strip()


def cluster(rows):
    """Documents without an address: a site is what shares rare short lines."""
    by = defaultdict(list)
    for i, row in enumerate(rows):
        for key in {fold_key(s) for s in row["text"].split("\n")
                    if 0 < len(s) < 60}:
            by[key].append(i)
    pairs = Counter()
    for group in by.values():
        if 2 <= len(group) <= 12:
            pairs.update((b, a) for n, a in enumerate(group) for b in group[:n])
    parent = list(range(len(rows)))

    def find(a):
        while parent[a] != a:
            parent[a] = a = parent[parent[a]]
        return a

    for (a, b), n in pairs.items():
        if n >= 6:
            parent[find(b)] = find(a)
    for i, row in enumerate(rows):
        row["site"] = f"dragnet-{find(i)}"


def load(folder):
    """{set: rows}, each row with its site and fold."""
    data = {}
    for name, path in SETS.items():
        with gzip.open(f"{folder}/{path}.jsonl.gz", "rt", encoding="utf-8") as f:
            data[name] = [json.loads(line) for line in f]
    for name, rows in data.items():
        for row in rows:
            host = urlparse(row.get("url") or "").netloc.lower()
            row["site"] = row.get("site") or re.sub(r"^www\d*\.", "", host) \
                or row["id"]
            row["set"] = name
    cluster(data["dragnet"])
    site = {row["id"]: row["site"] for name in ("wcxb", "dragnet", "cpe")
            for row in data[name]}
    for row in data["extracted"]:
        row["site"] = site.get(row["id"], row["id"])
    for rows in data.values():
        for row in rows:
            row["fold"] = zlib.crc32(row["site"].encode()) % FOLDS
    return data


def spacing(blank, rng):
    """As found, no blank lines, or one after each block."""
    kind = rng.choice("ffnb")
    return blank if kind == "f" else [kind == "b"] * len(blank)


def choose(row, pick, regime, rng):
    lines, blank = split(row["text"])
    return Document([lines[i] for i in pick], [row["y"][i] for i in pick], row,
                    regime, spacing([blank[i] for i in pick], rng))


def partial(row, rng, few):
    """The body with some of the chrome left: what an extractor makes."""
    chrome = [i for i, y in enumerate(row["y"]) if y == 0]
    body = [i for i, y in enumerate(row["y"]) if y == 1]
    n = int(len(chrome) * rng.uniform(.05, .3))
    if few:
        n = min(n, max(2, int(len(body) * rng.uniform(.05, .5))))
    if rng.random() < .5:
        left = rng.sample(chrome, n)
    else:
        left = sorted(chrome, key=lambda i: min(
            abs(i - body[0]), abs(i - body[-1]) * rng.uniform(.5, 1)))[:n]
    return sorted(body + left)


def regimes(data, kind, seed=1):
    """All training documents; memory of templates starts anew where told to."""
    rng = random.Random(seed)
    groups = defaultdict(list)
    for name in ("wcxb", "dragnet", "fundus", "cpe"):
        for row in data[name]:
            n = len(row["y"])
            groups["page", name].append(choose(row, range(n), "page", rng))
            lines, blank = split(row["gold"])
            if lines:
                groups["body", name].append(Document(
                    lines, [1] * len(lines), row, "body", spacing(blank, rng)))
            body = [i for i in range(n) if row["y"][i] == 1]
            if not body:
                continue
            for few in (True, False):
                groups["partial", name, few].append(choose(
                    row, partial(row, rng, few), "partial", rng))
            groups["cropped", name].append(choose(
                row, range(max(0, body[0] - 8), min(n, body[-1] + 9)),
                "cropped", rng))
    for row in data["extracted"]:
        if rng.random() < .5:
            groups["extracted", row["extractor"]].append(choose(
                row, range(len(row["y"])), "extracted", rng))
    for row in data["turku"]:
        groups["lines", ""].append(choose(row, range(len(row["y"])), "lines", rng))
    documents = []
    for group in groups.values():
        alone = [d for d in group if rng.random() < .5]
        others = [d for d in group if d not in set(alone)]
        for d in alone + others[:1]:
            d.reset = True
        documents += alone + others
    times, extracted = DRAWS[kind]
    return documents + [s for _ in range(times)
                        for s in streams(documents, extracted, rng)]


def streams(documents, extracted, rng):
    """Documents run together without a boundary, twelve of one fold each."""
    out = []
    for fold in range(FOLDS):
        pool = [d for d in documents if d.fold == fold and
                rng.random() < (extracted if d.regime == "extracted" else .4)]
        rng.shuffle(pool)
        # a stream is all pages or all cleaned, or mixed
        pool.sort(key=lambda d: d.regime != "page" if rng.random() < .6
                  else rng.random() < .5)
        for at in range(0, len(pool), 12):
            part = pool[at:at + 12]
            glue = rng.choice(("\n", "\n\n"))
            d = Document([], [], part[0].row, "stream", [])
            d.text = glue.join(p.text for p in part)
            d.y = [y for p in part for y in p.y]
            d.parts = [(p.row["set"], len(p.y)) for p in part]
            d.bounded, d.reset = False, True
            out.append(d)
    return out
