# SPDX-License-Identifier: MIT
"""How each word leans: weights of single words, what the tables leave over.

A logistic regression on the words of a block, with the score of the first pass
(without words) as its start, so that a word says only what looks and neighbours
do not.  The value of a block is that of lexis.c: sum over root of number.
"""
import subprocess

import numpy as np

TOKENS = 32             # as in lexis.h
SITES = 8               # a word of fewer sites is a topic
WORDS = 8000            # kept, by what they change
SHRINK = 3e-6           # of the squares of weights, to a mean loss
STEP = 16               # weights are whole numbers of 1 / STEP
ROUNDS, MEMORY = 30, 8


class Words:
    """The words of every block, each different block once."""

    def __init__(self, dump, documents, site):
        frames = []
        for d in documents:
            text = d.text.encode("utf-8", "surrogatepass")
            frames.append(b"1 1 %d 0\n" % len(text) + text)
        out = subprocess.run([dump, "-t"], input=b"".join(frames),
                             stdout=subprocess.PIPE, check=True).stdout
        number, unique, rows, of = {}, {}, [], []
        for line in out.split(b"\n")[:-1]:
            n = unique.setdefault(line, len(rows))
            if n == len(rows):
                rows.append([number.setdefault(t, len(number))
                             for t in line.split(b" ")[:TOKENS] if t])
            of.append(n)
        self.of = np.array(of)
        self.words = list(number)
        length = np.array([len(r) for r in rows])
        self.row = np.repeat(np.arange(len(rows)), length)
        self.word = np.fromiter((t for r in rows for t in r), np.int64,
                                length.sum())
        self.part = np.repeat(1 / np.sqrt(length + 1), length)
        self.plain = np.array([not any(chr(c).isdigit() for c in t)
                               for t in self.words])
        self.site = site

    def sites(self, blocks):
        """On how many sites each word stands."""
        pair = np.unique(self.of[blocks] * (self.site.max() + 1) +
                         self.site[blocks])
        row, site = np.divmod(pair, self.site.max() + 1)
        order = np.argsort(row, kind="stable")
        row, site = row[order], site[order]
        # the words of a row, once for each of its sites
        first = np.searchsorted(self.row, row)
        count = np.searchsorted(self.row, row, "right") - first
        at = np.repeat(first - np.cumsum(count) + count, count) + \
            np.arange(count.sum())
        pair = np.unique(self.word[at] * (self.site.max() + 1) +
                         np.repeat(site, count))
        return np.bincount(pair // (self.site.max() + 1),
                           minlength=len(self.words))

    def fit(self, start, y, w):
        """{word: weight}, from the blocks whose weight is not 0."""
        blocks = np.nonzero(w > 0)[0]
        sites = self.sites(blocks)
        known = (sites >= SITES) & self.plain
        column = np.cumsum(known) - 1
        use = known[self.word]
        row, word, part = self.row[use], column[self.word[use]], self.part[use]
        of, z0, y, w = same(self.of[blocks], start[blocks], y[blocks], w[blocks])
        w = w / w.sum()
        n, rows = int(known.sum()), self.row.max() + 1

        def loss(b):
            z = z0 + np.bincount(row, part * b[word], rows)[of]
            p = 1 / (1 + np.exp(-z))
            g = np.bincount(of, w * (p - y), rows)
            return ((w * np.logaddexp(0, np.where(y > .5, -z, z))).sum() +
                    SHRINK * (b * b).sum(),
                    np.bincount(word, part * g[row], n) + 2 * SHRINK * b)

        b = minimise(loss, n)
        least = np.sort(np.abs(b) * np.sqrt(sites[known]))[-WORDS:][0]
        b[np.abs(b) * np.sqrt(sites[known]) < least] = 0
        whole = np.clip(np.round(b * STEP), -127, 127).astype(int)
        return {t: int(x) for t, x in
                zip((t for t, k in zip(self.words, known) if k), whole) if x}


def same(of, start, y, w):
    """Blocks of the same words, label and nearly the same start as one."""
    level = np.clip(np.round(start * 4), -31, 32).astype(np.int64) + 31
    key, at = np.unique((of * 64 + level) * 2 + (y > .5), return_inverse=True)
    total = np.bincount(at, w)
    return (key // 128, np.bincount(at, w * start) / total,
            (key % 2).astype(float), total)


def minimise(f, n):
    """L-BFGS."""
    b = np.zeros(n)
    value, grad = f(b)
    steps, turns = [], []
    for _ in range(ROUNDS):
        d, a = grad.copy(), []
        for s, t in zip(reversed(steps), reversed(turns)):
            a.append(s @ d / (s @ t))
            d -= a[-1] * t
        d *= steps[-1] @ turns[-1] / (turns[-1] @ turns[-1]) if steps else \
            1 / np.abs(grad).sum()
        for s, t, x in zip(steps, turns, reversed(a)):
            d += s * (x - t @ d / (s @ t))
        rate = 1.0
        while rate > 1e-3:
            new, turned = f(b - rate * d)
            if new < value - 1e-4 * rate * (grad @ d):
                break
            rate /= 2
        else:
            break
        steps = (steps + [-rate * d])[-MEMORY:]
        turns = (turns + [turned - grad])[-MEMORY:]
        b, value, grad = b - rate * d, new, turned
    return b


def rows(weights):
    """As they stand in weights.tsv; those that change most first."""
    for word, x in sorted(weights.items(), key=lambda i: (-abs(i[1]), i[0])):
        yield f"0\t{word.decode('utf-8', 'surrogateescape')}\t{x}"
