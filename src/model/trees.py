# SPDX-License-Identifier: MIT
"""Boosted oblivious trees over levels, on what the tables leave over.

Newton boosting of the log loss (Friedman 2001; CatBoost, Prokhorenkova et al.
2018): each tree asks DEPTH questions, the same on all ways, each the one that
lowers the loss most; a part of the rows and features is seen by each.
"""
import numpy as np

DEPTH, LEVELS = 6, 64       # as in trees.h
RATE, SHRINK = .2, 20.0     # of a step; of a leaf, in weights of average blocks
ROWS, FEATURES = .5, .3     # shares seen by a tree


def grow(columns, g, h):
    """The questions of one tree, [(column, level)]: is it above?"""
    node, asked = np.zeros(len(g), np.int64), []
    for depth in range(DEPTH):
        size, best = LEVELS << depth, (0, 0, 0)
        for n, column in enumerate(columns):
            at = node * LEVELS + column
            gl, hl = (np.bincount(at, x, size).reshape(-1, LEVELS).cumsum(1)
                      for x in (g, h))
            gr, hr = gl[:, -1:] - gl, hl[:, -1:] - hl
            gain = (gl ** 2 / (hl + SHRINK) + gr ** 2 / (hr + SHRINK)).sum(0)
            level = int(gain[:-1].argmax())
            best = max(best, (gain[level], n, level))
        asked.append(best[1:])
        node = node * 2 + (columns[best[1]] > best[2])
    return asked


def fit(levels, y, w, start, number, seed=0):
    """[(questions, leaves)], so many of them, from the rows of uint8 levels, given
    their log-odds so far."""
    rng = np.random.default_rng(seed)
    column = np.ascontiguousarray(levels.T)
    z, w, out = start.astype(float), w / w.mean(), []
    for _ in range(number):
        p = 1 / (1 + np.exp(-z))
        g, h = w * (p - y), w * p * (1 - p)
        rows = np.nonzero(rng.random(len(z)) < ROWS)[0]
        used = np.nonzero(rng.random(len(column)) < FEATURES)[0]
        asked = [(int(used[n]), level) for n, level in grow(
            [column[n][rows].astype(np.int64) for n in used], g[rows], h[rows])]
        leaf = np.zeros(len(z), np.int64)
        for n, level in asked:
            leaf = leaf * 2 + (column[n] > level)
        leaves = -RATE * np.bincount(leaf, g, 1 << DEPTH) / \
            (np.bincount(leaf, h, 1 << DEPTH) + SHRINK)
        z += leaves[leaf]
        out.append((asked, leaves))
    return out


def rows(forest, names):
    """As they stand in weights.tsv."""
    for asked, leaves in forest:
        yield ("3\t" + " ".join(f"{names[n]}>{level}" for n, level in asked) + "\t" +
               " ".join(str(int(round(1000 * x))) for x in leaves))
