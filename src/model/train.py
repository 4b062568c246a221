#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Train the chrome model: labelled text in, weights.tsv, pages.tsv, streams.tsv out.

  train.py DUMP DATA [-o DIR] [--folds FOLDS [--only FOLD]...]
           [--without FAMILY]... [--kind KIND] [--words FOLDS]

DUMP is the program built from dump.c: it computes all features, as the filter
will.  DATA is a folder like ../shared/data.  --folds also writes FOLDS/0 and so
on, each trained without that fold's sites, for honest figures; with --only some
of them and nothing to DIR.  --kind takes documents (weights.tsv), pages or streams
alone.  --words takes the words that an earlier run with --folds left there, as
all but documents have to if alone; pages want its weights.tsv too.
Needs numpy, to retrain only.
"""
import argparse
import os
import subprocess
import sys
import time

import numpy as np

import corpus
import lexicon
import trees

BINS, LEVELS, COARSE = 20, 64, 8
CROSSES = {
    1: """units*end from_start*units start*end documents*units
          section*section_age units*regime repeat*units regime*between
          units*after title*units form*after
          known_w*units known_w*between word*units shared*units times*until""",
    2: """z*chrome_n z*chrome_u own_units*chrome_n z*own_units z*zbetween
          zb_m3*zb_a3 z_m1*z_p1 zafter*z zb_m3*z zb_a3*z chrome_n*zbetween
          zafter*chrome_n own_place*z own_place*own_units""",
}
FAMILIES = """shape phrase near span run repeat place regime company
              words topic""".split()
# A table is shrunk towards nothing by this, in weights of one average block.
SHRINK = 3e-6
PAGE_BLOCKS, PAGE_SHARE = 32, 2     # as in rounds.c
RECORD = np.dtype([(n, "<u4") for n in ("document", "line", "nlines", "units")] +
                  [("first", "<i4"), ("second", "<i4"), ("category", "<u4"),
                   ("final", "<u4")])


def features(dump):
    """{pass: [(name, family, order)]}"""
    out = {1: [], 2: []}
    for row in subprocess.run([dump, "-n"], capture_output=True, check=True,
                              text=True).stdout.splitlines():
        n, name, family, order = row.split("\t")
        out[int(n)].append((name, FAMILIES[int(family)], order))
    return out


def run(dump, documents, names, weights=(), which=lambda d: 0):
    """Records and levels of every block of the documents, each by the weights of
    its number."""
    frames = []
    for d in documents:
        text = d.text.encode("utf-8", "surrogatepass")
        frames.append(b"%d %d %d %d\n" % (d.bounded, d.reset, len(text), which(d)) +
                      text)
    out = subprocess.run([dump] + [x for path in weights for x in ("-w", path)],
                         input=b"".join(frames), stdout=subprocess.PIPE,
                         check=True).stdout
    n1, n2 = len(names[1]), len(names[2])
    rows = np.frombuffer(out, np.dtype([("r", RECORD), ("f", "u1", n1),
                                        ("s", "u1", n2)]))
    return rows["r"], {1: rows["f"], 2: rows["s"]}


def whole_pages(records):
    """For each document: do weights of documents call it a whole page?"""
    n = np.bincount(records["document"])
    gone = np.bincount(records["document"], records["final"] > 0)
    return (gone >= PAGE_BLOCKS) & (gone * PAGE_SHARE >= n)


# Titles and standfirsts are policy: most golds leave them out, we keep them.
TITLE, STANDFIRST = 5, 6


def block_labels(documents, records, place):
    """For each block: label -1, 0, 1 and its weight before normalising."""
    y = np.full(len(records), -1, np.int8)
    source = np.ones(len(records), np.float32)
    starts = np.searchsorted(records["document"], np.arange(len(documents) + 1))
    for n, d in enumerate(documents):
        blocks = records[starts[n]:starts[n + 1]]
        # label of every line of the text, blank ones too
        label = np.full(d.text.count("\n") + 3, -1, np.int8)
        number = [i for i, s in enumerate(d.text.split("\n"), 1) if s.strip()]
        ys = [-1 if v is None else v for v in d.y]
        if d.row["set"] == "dragnet" and d.regime not in ("body", "extracted"):
            ys = [-2 if v < 0 else v for v in ys]     # comments: chrome, less sure
        label[number] = ys
        for k, b in enumerate(blocks):
            part = label[b["line"]:b["line"] + b["nlines"]]
            part = part[part != -1]
            if len(part):
                y[starts[n] + k] = part[len(part) // 2] if len(set(part)) > 1 \
                    else part[0]
    own = np.repeat([d.row["set"] == "fundus" for d in documents], np.diff(starts))
    y[~own & (y <= 0) & ((place == TITLE) | (place == STANDFIRST))] = -1
    source[y == -2] = .6
    source[y == -1] = 0
    return np.where(y < 0, 0, y).astype(np.float32), source, starts


def block_weights(documents, records, y, source, starts, regime):
    w = np.sqrt(np.minimum(records["units"], 1000)).astype(np.float32) * source
    total = dict.fromkeys(regime, 0.0)
    for n, d in enumerate(documents):
        s = slice(starts[n], starts[n + 1])
        kind = d.row["set"]
        share = corpus.SOURCE[kind]
        if kind == "wcxb" and d.row.get("page_type") != "article":
            share *= .3
        if d.regime == "stream":
            share = 1
        w[s] *= share * 10 / np.sqrt(w[s].sum() * share + 60)
        w[s] = np.where(y[s] == 1, w[s] * corpus.BOOST[d.regime], w[s])
        total[d.regime] += w[s].sum()
    for n, d in enumerate(documents):
        w[starts[n]:starts[n + 1]] *= regime[d.regime] / total[d.regime]
    return w / w.mean()


def merge(counts, order, most):
    """Level -> bin, so that no bin of an ordered feature is too thin."""
    if order == "c":
        top = int(np.nonzero(counts)[0].max()) if counts.any() else 0
        return np.minimum(np.arange(LEVELS), min(top + 1, LEVELS - 1))
    bins, b, mass, least = np.zeros(LEVELS, np.int64), 0, 0, counts.sum() / most
    for level in range(LEVELS):
        bins[level] = b
        mass += counts[level]
        # the last two levels often mean "none"
        if level < LEVELS - 1 and (mass >= least or level >= LEVELS - 3):
            b, mass = b + 1, 0
    return bins


class Model:
    """One pass: tables over levels, and crosses of coarser ones."""

    def __init__(self, number, names, without=()):
        self.number, self.names = number, names
        self.at = {name: i for i, (name, _, _) in enumerate(names)}
        family = {name: f for name, f, _ in names}
        self.used = [n for n, f, _ in names if f not in without or n == "z"]
        self.crosses = [c.split("*") for c in CROSSES[number].split()]
        self.crosses = [c for c in self.crosses if "crosses" not in without and
                        all(family[n] not in without or n == "z" for n in c)]

    def prepare(self, levels):
        counts = {n: np.bincount(levels[:, self.at[n]], minlength=LEVELS)
                  for n in self.at}
        order = {n: o for n, _, o in self.names}
        self.bins = {n: merge(counts[n], order[n], BINS) for n in self.used}
        self.coarse = {n: merge(counts[n], order[n], COARSE)
                       for c in self.crosses for n in c}
        for bins in self.coarse.values():
            np.minimum(bins, 15, out=bins)
        self.offset, total = [], 0
        for n in self.used:
            self.offset.append(total)
            total += self.bins[n].max() + 1
        for a, b in self.crosses:
            self.offset.append(total)
            total += (self.coarse[a].max() + 1) * (self.coarse[b].max() + 1)
        self.size = int(total)

    def index(self, levels):
        out = np.empty((len(levels), len(self.offset)), np.int32)
        for k, n in enumerate(self.used):
            out[:, k] = self.bins[n][levels[:, self.at[n]]] + self.offset[k]
        for k, (a, b) in enumerate(self.crosses, len(self.used)):
            out[:, k] = (self.coarse[a][levels[:, self.at[a]]] *
                         (self.coarse[b].max() + 1) +
                         self.coarse[b][levels[:, self.at[b]]] + self.offset[k])
        return out

    def fit(self, index, y, w, epochs=8, batch=1024, rate=.08, seed=0):
        """AdaGrad on the weighted log loss; the last epochs are averaged."""
        rng = np.random.default_rng(seed)
        rows = np.nonzero(w > 0)[0]
        w = w / w[rows].mean()
        table, grown = np.zeros(self.size), np.full(self.size, 1e-2)
        bias, bias_grown, mean, mean_bias, loss = 0.0, 1e-2, 0, 0, 0
        for epoch in range(epochs):
            loss = 0
            for pick in np.array_split(rng.permutation(rows),
                                       len(rows) // batch + 1):
                part = index[pick]
                z = table[part].sum(1) + bias
                p = 1 / (1 + np.exp(-z))
                g = (p - y[pick]) * w[pick]
                loss += (w[pick] * np.logaddexp(0, np.where(y[pick] > .5, -z, z))
                         ).sum()
                grad = np.bincount(part.ravel(), np.repeat(g, part.shape[1]),
                                   self.size) / 30
                grad += SHRINK * batch * table
                grown += grad * grad
                table -= rate * grad / np.sqrt(grown)
                bias_grown += (g.sum() / 30) ** 2
                bias -= rate * g.sum() / 30 / np.sqrt(bias_grown)
            if epoch >= epochs - 3:
                mean, mean_bias = mean + table / 3, mean_bias + bias / 3
        self.table, self.bias, self.loss = mean, mean_bias, loss / len(rows)
        self.centre(index[rows[::7]])
        return self

    def centre(self, index):
        """Every table has mean nothing; the bias takes what is left over."""
        hits = np.bincount(index.ravel(), minlength=self.size)
        for k, at in enumerate(self.offset):
            s = slice(at, self.offset[k + 1] if k + 1 < len(self.offset)
                      else self.size)
            mean = (hits[s] * self.table[s]).sum() / max(1, hits[s].sum())
            self.table[s] -= mean
            self.bias += mean

    def rows(self):
        thousand = lambda x: int(np.clip(round(1000 * x), -32768, 32767))
        yield f"{self.number}\tbias\t{thousand(self.bias)}"
        for k, n in enumerate(self.used):
            bins = self.bins[n]
            for b in range(bins.max() + 1):
                weight = thousand(self.table[self.offset[k] + b])
                yield f"{self.number}\t{n}\t{np.nonzero(bins == b)[0].max()}\t{weight}"
        for k, (a, b) in enumerate(self.crosses, len(self.used)):
            for i in range(self.coarse[a].max() + 1):
                for j in range(self.coarse[b].max() + 1):
                    at = i * (self.coarse[b].max() + 1) + j
                    top = [np.nonzero(self.coarse[n] == x)[0].max()
                           for n, x in ((a, i), (b, j))]
                    yield (f"{self.number}\t{a}*{b}\t{top[0]},{top[1]}\t"
                           f"{thousand(self.table[self.offset[k] + at])}")


FILES = {"documents": "weights.tsv", "pages": "pages.tsv", "streams": "streams.tsv"}
# Trees, and the log-odds within which blocks teach them.
TREES = {"documents": (192, 4), "pages": (384, 9), "streams": (192, 4)}


def models(folder, folds, other):
    """{fold: what dump is told to read}, weights of documents and of 'other'; of a
    folder with one model the fold is None."""
    files = lambda d: ",".join(os.path.join(d, FILES[f])
                               for f in ("documents", other))
    if os.path.exists(os.path.join(folder, FILES["documents"])):
        return {None: files(folder)}
    return {k: files(os.path.join(folder, str(k))) for k in folds}


HEADER = """\
# SPDX-License-Identifier: MIT
# The chrome model, made by train.py; README.md explains it.
# 0, word, weight: log-odds of content x 16.
# pass, feature, highest level of the bin, weight: log-odds of content x 1000.
# A bin starts above the one before it.  a*b are pairs of levels.
# 3, six questions, a leaf for each row of answers: log-odds of content x 1000.
"""


def save(path, words, models, grown=()):
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as f:
        f.write(HEADER)
        f.writelines(row + "\n" for row in lexicon.rows(words))
        for m in models:
            f.writelines(row + "\n" for row in m.rows())
        f.writelines(row + "\n" for row in grown)


def rows_of(path):
    """The rows of a table's passes and trees."""
    with open(path, encoding="utf-8", errors="surrogateescape") as f:
        return [row[:-1] for row in f if row[0] in "123"]


def words_path(a, k, j):
    return os.path.join(a.words or a.folds or a.o, f"words{k}{j}.tsv")


class Trainer:
    """What all fits of a kind share: documents, labels, weights, words."""

    def __init__(self, a, kind, say):
        self.a, self.kind, self.say = a, kind, say
        self.documents = [d for d in corpus.regimes(corpus.load(a.data), kind)
                          if d.regime in corpus.REGIME[kind]]
        self.names = features(a.dump)
        records, self.levels = run(a.dump, self.documents, self.names)
        place = [n for n, _, _ in self.names[2]].index("own_place")
        self.y, source, starts = block_labels(self.documents, records,
                                              self.levels[2][:, place])
        self.w = block_weights(self.documents, records, self.y, source, starts,
                               corpus.REGIME[kind])
        per_block = lambda x: np.repeat(x, np.diff(starts))
        self.fold = per_block([d.fold for d in self.documents])
        sites = {}
        site = per_block([sites.setdefault(d.row["site"], len(sites))
                          for d in self.documents])
        self.learns = kind == "documents" and not a.words and \
            "words" not in a.without
        self.words = lexicon.Words(a.dump, self.documents, site) \
            if self.learns else None
        say(f"{len(self.documents)} documents, {len(records)} blocks")

    def first(self, levels, w, without):
        m = Model(1, self.names[1], without)
        m.prepare(levels[w > 0])
        index = m.index(levels)
        return m.fit(index, self.y, w), index

    def lexicons(self, k):
        """Words for all sites but those of fold k, and, so that a block is never
        told by words of its own site, for each other fold without it."""
        if not self.learns:
            return
        w = np.where(self.fold == k, 0, self.w)
        m, index = self.first(self.levels[1], w,
                              self.a.without + ["words", "topic"])
        start = m.table[index].sum(1) + m.bias
        for j in range(-1, corpus.FOLDS):
            if j >= 0 and j == k:
                continue
            save(words_path(self.a, k, j),
                 self.words.fit(start, self.y, np.where(self.fold == j, 0, w)), [])

    def read_words(self, k, j):
        if "words" in self.a.without:
            return {}
        with open(words_path(self.a, k, j), "rb") as f:
            rows = [r.rstrip(b"\n").split(b"\t") for r in f if r[:1] != b"#"]
        return {r[1]: int(r[2]) for r in rows}

    def train(self, folder, k):
        a, path = self.a, os.path.join(folder, FILES[self.kind])
        os.makedirs(folder, exist_ok=True)
        self.lexicons(k)
        # a file a fold: its documents are read with words of other sites
        parts = [f"{path}.{j}" for j in range(corpus.FOLDS)]
        words = [self.read_words(k, j if j != k else -1)
                 for j in range(corpus.FOLDS)]
        run_parts = lambda: run(a.dump, self.documents, self.names, parts,
                                lambda d: d.fold)

        def save_parts(models, grown=()):
            for part, x in zip(parts, words):
                save(part, x, models, grown)

        save_parts([], rows_of(os.path.join(folder, FILES["documents"]))
                   if self.kind == "pages" else [])
        records, levels = run_parts()
        w = np.where(self.fold == k, 0, self.w)
        if self.kind == "pages":
            w = np.where(whole_pages(records)[records["document"]], w, 0)
        first, _ = self.first(levels[1], w, a.without)
        save_parts([first])
        records, levels = run_parts()
        # rules take these away before the second pass matters
        w = np.where(records["category"] > 0, 0, w)
        second = Model(2, self.names[2], a.without)
        second.prepare(levels[2][w > 0])
        index = second.index(levels[2])
        second.fit(index, self.y, w)
        # all kinds ask the same words: one file has them
        save(path, self.read_words(k, -1) if self.kind == "documents" else {},
             [first, second],
             self.grow(levels, w, second.table[index].sum(1) + second.bias))
        for part in parts:
            os.unlink(part)
        self.say(f"{path}: loss {first.loss:.4f} {second.loss:.4f}, "
                 f"{first.size} + {second.size} weights")

    def grow(self, levels, w, score):
        """Trees for blocks that the second pass is not sure of."""
        if "trees" in self.a.without:
            return []
        number, within = TREES[self.kind]
        near = (w > 0) & (np.abs(score) < within)
        forest = trees.fit(np.hstack([levels[1], levels[2]])[near], self.y[near],
                           w[near], score[near], number)
        return trees.rows(forest, [n for k in (1, 2) for n, _, _ in self.names[k]])


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("dump")
    ap.add_argument("data")
    ap.add_argument("-o", default="src/model")
    ap.add_argument("--folds")
    ap.add_argument("--only", type=int, action="append")
    ap.add_argument("--without", action="append", default=[])
    ap.add_argument("--kind", choices=FILES)
    ap.add_argument("--words")
    a = ap.parse_args()
    began = time.time()
    say = lambda *x: print(f"{time.time() - began:5.0f} s ", *x, file=sys.stderr)
    targets = [(f"{a.folds}/{k}", k) for k in a.only or range(corpus.FOLDS)
               if a.folds]
    if not a.only:
        targets.insert(0, (a.o, -1))
    for kind in [a.kind] if a.kind else FILES:
        t = Trainer(a, kind, say)
        for folder, k in targets:
            t.train(folder, k)
    if not a.folds and not a.words:
        for j in range(-1, corpus.FOLDS):
            if os.path.exists(words_path(a, -1, j)):
                os.unlink(words_path(a, -1, j))


if __name__ == "__main__":
    main()
