#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Score weights by fold: each site with weights that never saw it.

  evaluate.py DUMP DATA FOLDS [-t THRESHOLD]... [--rules] [--every N] [--stream]
              [--only FOLD]...

FOLDS is what train.py --folds wrote, or a folder with one model for in-sample figures.
Verdicts are those of the filter but for inline cuts; thresholds are log-odds
of content in thousandths.  --every takes each Nth extracted document, --only the
sites of some folds.  --stream runs each set as one stream without boundaries, at
the threshold of the filter.
"""
import argparse
import os
import sys
from collections import Counter, defaultdict

import numpy as np

import corpus
import train

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "../../../shared/tools"))
import score  # noqa: E402

SPARED, LITTLE = 10, 1000       # as in verdict.c
WINDOW = 64
PAGE, AMID = 30, 8              # as in model.c, verdict.c
# What the bars are above the threshold, as there.
FULL, WHOLE, GUARD, FULL_GUARD, WHOLE_GUARD = 250, -250, -1250, -250, -750
PROSE, BODY = 0, 4              # as in smooth.h
HEAD_BLOCKS = 16                # as in verdict.c
ROW = 11                        # as in reader.c
HELD, ENOUGH, ENOUGH_SHARE, BELOW = 2048, 300, 20, 2500  # as in hold.c
ROUNDS = 8                      # as in rounds.c


def sets(data, every):
    """{name: documents} as the filter would get them."""
    def whole(rows, field="text"):
        out = []
        for row in rows:
            lines, blank = corpus.split(row[field])
            d = corpus.Document(lines, row["y"], row, "page", blank)
            d.lines = [" ".join(s.split()) for s in lines]
            # a page stands in several extractors' output: each is a corpus
            d.reset = not out or \
                row.get("extractor") != out[-1].row.get("extractor")
            out.append(d)
        return out

    article = [r for r in data["wcxb"] if r.get("page_type") == "article"]
    return {
        "wcxb": whole(article), "dragnet": whole(data["dragnet"]),
        "fundus": whole(data["fundus"]), "cpe": whole(data["cpe"]),
        "light": whole(sorted(data["extracted"], key=lambda r: r["extractor"])
                       [::every]), "turku": whole(data["turku"]),
        "clean wcxb": whole(article, "gold"),
        "clean fundus": whole(data["fundus"], "gold"),
        "clean dragnet": whole(data["dragnet"][::4], "gold"),
    }


def join(documents):
    d = corpus.Document([], [], documents[0].row, "stream", [])
    d.text = "\n\n".join(x.text for x in documents)
    d.bounded, d.reset = False, True
    return d


def separate(r, documents):
    """Give the blocks of a stream their documents and lines back."""
    first = np.cumsum([1] + [x.text.count("\n") + 2 for x in documents])
    r["document"] = np.searchsorted(first, r["line"], "right") - 1
    r["line"] -= first[r["document"]].astype("<u4") - 1
    return r


def as_pages(dump, documents, names, path):
    """Documents that prove to be whole pages are judged again, as such."""
    for d in documents:
        d.bounded = 1
    r, _ = train.run(dump, documents, names, [path])
    for n in np.flatnonzero(train.whole_pages(r)):
        documents[n].bounded = 2
    return train.run(dump, documents, names, [path])


class Blocks:
    """What the model says of one set, each document by its fold's weights."""

    def __init__(self, dump, documents, names, weights, stream=False):
        self.documents, self.stream = documents, stream
        self.dump, self.names, self.weights = dump, names, weights
        fold = np.array([d.fold for d in documents])
        for k, path in weights.items():
            if stream:
                r, levels = train.run(dump, [join(documents)], names, [path])
                r = separate(r.copy(), documents)
            else:
                r, levels = as_pages(dump, documents, names, path)
            if not hasattr(self, "r"):
                self.r, self.s = r.copy(), levels[2].copy()
                own = levels[1]         # what is asked of it, all folds agree on
            mine = slice(None) if k is None else fold[r["document"]] == k
            self.r[mine], self.s[mine] = r[mine], levels[2][mine]
        self.starts = np.searchsorted(self.r["document"],
                                      np.arange(len(documents) + 1))
        at = {n: i for i, (n, _, _) in enumerate(names[2])}
        f = {n: own[:, i] for i, (n, _, _) in enumerate(names[1])}
        self.row = (f["form"] == ROW) & (f["known"] == 0) & (f["cue"] == 0)
        chrome, place = self.s[:, at["chrome_n"]], self.s[:, at["own_place"]]
        self.page = chrome >= PAGE
        whole = np.array([d.bounded == 2 for d in documents])[self.r["document"]]
        self.whole = self.page & whole
        behind = np.append(False, (place[:-1] == PROSE) &
                           (np.diff(self.r["document"]) == 0))
        self.guarded = (place > BODY) | ((place == BODY) & ~self.page) | (
            behind & (self.s[:, at["own_sentences"]] > 0) &
            (self.s[:, at["own_cue"]] == 0))
        self.between = self.page & (
            (place == BODY) | (self.whole & self.amid(place == PROSE)))
        self.again = self.headline_again(f["echo"], place == PROSE)
        self.many = ((self.s[:, at["chrome_n"]] < 15) &
                     (self.s[:, at["own_sentences"]] > 1) &
                     (self.s[:, at["own_cue"]] == 0))

    def amid(self, prose):
        """Blocks with prose on both sides."""
        at = np.flatnonzero(prose)
        i = np.arange(len(prose))
        far = np.full(AMID + 1, -1)
        document = np.concatenate([self.r["document"].astype(int), far])
        before = np.concatenate([[len(i)], at])[np.searchsorted(at, i)]
        after = np.append(at, len(i))[np.searchsorted(at, i, "right")]
        return (before >= i - AMID) & (document[before] == document[i]) & (
            after <= i + AMID) & (document[after] == document[i])

    def headline_again(self, echo, prose):
        """Blocks with the text of the page title, above prose."""
        after = np.append(np.flatnonzero(prose), len(prose) + HEAD_BLOCKS)
        at = np.arange(len(prose))
        near = after[np.searchsorted(after, at, "right")]
        document = np.append(self.r["document"], -1)
        return ((echo == 1) | (echo == 2)) & (near <= at + HEAD_BLOCKS) & (
            document[np.minimum(near, len(prose))] == self.r["document"])

    def keep(self, threshold, rules=False):
        ruled = self.r["category"] > 0
        if self.stream:
            return ~ruled if rules else self.r["final"] == 0
        least = threshold + np.select(
            [self.guarded, self.between & self.whole, self.between, self.whole,
             self.page], [GUARD, WHOLE_GUARD, FULL_GUARD, WHOLE, FULL], 0)
        model = (self.r["second"] < least) & ~self.many & ~self.row & \
            ~self.again & ~ruled
        if rules:
            model[:] = False
        units = np.minimum(self.r["units"], 1000)
        for n in range(len(self.documents)):
            s = slice(self.starts[n], self.starts[n + 1])
            if s.stop - s.start <= WINDOW:
                kept = units[s][~(ruled | model)[s]].sum()
                if kept * SPARED < units[s].sum() or units[s].sum() < LITTLE:
                    model[s] = False
            kept, free = units[s][~(ruled | model)[s]].sum(), ~ruled[s]
            if not rules and s.stop - s.start < HELD and \
                    kept < min(ENOUGH, units[s].sum() // ENOUGH_SHARE) and \
                    free.any():
                z = self.r["second"][s]
                model[s] &= z < z[free].max() - BELOW
        return ~(ruled | model)

    def settled(self, threshold, rules=False):
        """Judged again until nothing more goes; all blocks, as keep() has them."""
        keep = self.keep(threshold, rules)
        for _ in range(0 if self.stream else ROUNDS):
            kept = [np.flatnonzero(keep[a:b]) + a
                    if b - a < HELD and not keep[a:b].all() else []
                    for a, b in zip(self.starts, self.starts[1:])]
            left = Blocks(self.dump, [self.only(d, k) for d, k in
                                      zip(self.documents, kept)],
                          self.names, self.weights)
            was = keep.sum()
            for k, (_, flags) in zip(kept, left.lines(left.keep(threshold, rules))):
                if len(k):
                    keep[k[~flags]] = False
            if keep.sum() == was:
                break
        return keep

    def only(self, d, blocks):
        """The document's text once the others have gone, a line a block."""
        text = d.text.split("\n")
        lines = [" ".join(" ".join(text[r["line"] - 1:r["line"] - 1 + r["nlines"]])
                          .split()) for r in self.r[blocks]]
        out = corpus.Document(lines, [], d.row, d.regime, [True] * len(lines))
        out.reset, out.bounded = d.reset, d.bounded
        return out

    def lines(self, keep):
        """For each document, its kept non-blank lines as flags."""
        for n, d in enumerate(self.documents):
            number = [i for i, s in enumerate(d.text.split("\n"), 1) if s.strip()]
            flag = np.ones(d.text.count("\n") + 3, bool)
            for b in range(self.starts[n], self.starts[n + 1]):
                if not keep[b]:
                    line = self.r["line"][b]
                    flag[line:line + self.r["nlines"][b]] = False
            yield d, flag[number]


golds = {}


def gold(row):
    key = row["set"], row["id"]
    if key not in golds:
        golds[key] = score.shingles(row["gold"])
    return golds[key]


def text(d, flags):
    return "\n".join(s for s, k in zip(d.lines, flags) if k)


def f1(scores):
    p, r = (sum(s[i] for s in scores) / len(scores) for i in range(2))
    return 2 * p * r / (p + r) if p + r else 0


before = {}


def light(pairs):
    was, now = defaultdict(list), defaultdict(list)
    for d, flags in pairs:
        key = d.row["id"], d.row["extractor"]
        if key not in before:
            before[key] = score.prf(gold(d.row), score.shingles("\n".join(d.lines)))
        was[d.row["extractor"]].append(before[key])
        now[d.row["extractor"]].append(
            before[key] if flags.all() else
            score.prf(gold(d.row), score.shingles(text(d, flags))))
    return " ".join(f"{f1(now[k]) - f1(was[k]):+.4f}" for k in sorted(was))


def labelled(pairs):
    c = Counter()
    for d, flags in pairs:
        for line, y, k in zip(d.lines, d.y, flags):
            if y is not None:
                c[y, bool(k)] += len(line)
    return (f"{100 * c[1, True] / (c[1, True] + c[1, False]):.2f}/"
            f"{100 * c[0, False] / (c[0, True] + c[0, False]):.1f}")


def lost(pairs):
    n = gone = 0
    for d, flags in pairs:
        n += sum(map(len, d.lines))
        gone += sum(len(s) for s, k in zip(d.lines, flags) if not k)
    return f"{100 * gone / n:.3f}"


def report(blocks, threshold, rules=False):
    out = []
    for name, b in blocks.items():
        pairs = b.lines(b.settled(threshold, rules))
        if name == "light":
            out.append(f"light {light(pairs)}")
        elif name == "turku":
            out.append(f"turku {labelled(pairs)}")
        elif name.startswith("clean"):
            out.append(f"{name} {lost(pairs)}")
        else:
            out.append(f"{name} " + format(f1([
                score.prf(gold(d.row), score.shingles(text(d, k)))
                for d, k in pairs]), ".3f"))
    print("rules only:" if rules else f"{threshold:+5d}:", "  ".join(out),
          flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("dump")
    ap.add_argument("data")
    ap.add_argument("folds")
    ap.add_argument("-t", type=int, action="append")
    ap.add_argument("--rules", action="store_true")
    ap.add_argument("--every", type=int, default=8)
    ap.add_argument("--only", type=int, action="append")
    ap.add_argument("--stream", action="store_true")
    a = ap.parse_args()
    folds = range(corpus.FOLDS) if a.only is None else a.only
    weights = train.models(a.folds, folds, "streams" if a.stream else "pages")
    names = train.features(a.dump)
    blocks = {name: Blocks(a.dump, [d for d in documents if a.only is None or
                                    d.fold in a.only], names, weights, a.stream)
              for name, documents in sets(corpus.load(a.data), a.every).items()}
    if a.rules:
        report(blocks, 0, True)
    for t in a.t or [0]:
        report(blocks, t)


if __name__ == "__main__":
    main()
