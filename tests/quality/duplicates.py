#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Recall and wrong removals of near-duplicate paragraphs, by kind of edit.

    duplicates.py PROGRAM [--seed N] [--articles N] [--keep DIR]

Writes articles of invented sentences, publishes half of them again the way
newspapers do (a dateline, other quotes, words changed, sentences cut, added,
merged, numbers updated), runs PROGRAM with chrome removal off, and compares
what is gone with what should be.  Exits 1 if a figure is under its floor.
Everything comes from the seed; the words follow Zipf's law, so that common
phrases repeat as they do in print.
"""
import argparse
import bisect
import os
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter

# Least share removed of what repeats, most of what does not.  The floors are
# those of the issue; what must stay may go only where chance makes the added
# words a repeat.
FLOOR = {'exact': 1.0, 'case': .995, 'quotes': .995, 'dateline': .995, 'sub2%': .995, 'sub5%': .995,
         'sub10%': .99, 'sub15%': .95, 'dropsent': .98, 'reorder': .90, 'split': .98, 'merge': .99,
         'han-exact': 1.0, 'han-sub5%': .98}
CEILING = {'unique': 0, 'numbers': 0, 'addsent': .005, 'short': 0, 'han-unique': 0}
OVERALL = .995

SYLLABLES = ('ba be bi da de do fa fe ga go ha ka ke la le li lo ma me mi mo na ne ni no pa pe po ra re '
             'ri ro sa se si so ta te ti to va ve vi za').split()
FUNCTION = 'the of and to in a that for on with was as by at from his it were an'.split()


class Writer:
    """Invented prose."""

    def __init__(self, rng):
        self.rng = rng
        words = list(FUNCTION)
        seen = set(words)
        while len(words) < 30000:
            w = ''.join(rng.choice(SYLLABLES) for _ in range(rng.choice((1, 2, 2, 3, 3, 4))))
            w += rng.choice(('', '', 'n', 's', 'r', 'l', 'd'))
            if w not in seen:
                seen.add(w)
                words.append(w)
        self.words, self.sums, total = words, [], 0
        for rank in range(len(words)):
            total += 1 / (rank + 2.7)
            self.sums.append(total)

    def word(self):
        return self.words[bisect.bisect(self.sums, self.rng.random() * self.sums[-1])]

    def sentence(self, low=7, high=26):
        out = []
        for _ in range(self.rng.randint(low, high)):
            r = self.rng.random()
            if r < .03:
                out.append(str(self.rng.randint(2, 4000)))
            elif r < .08:
                out.append(self.word().capitalize())
            else:
                out.append(self.word())
            if r > .95:
                out[-1] += ','
        out[0] = out[0].capitalize()
        if self.rng.random() < .15:
            out[0], out[-1] = '"' + out[0], out[-1].rstrip(',') + '"'
        return ' '.join(out).rstrip(',') + '.'

    def paragraph(self):
        return [self.sentence() for _ in range(self.rng.choice((1, 2, 2, 3, 3, 4, 5)))]

    def han(self):
        return ''.join(chr(0x4e00 + int(self.rng.paretovariate(.6)) % 6000) for _ in range(self.rng.randint(40, 160))) + '。'


def substitute(writer, text, share):
    rng, words = writer.rng, text.split(' ')
    for i in rng.sample(range(len(words)), max(1, round(share * len(words)))):
        r = rng.random()
        words[i] = writer.word() if r < .6 else '' if r < .8 else words[i] + ' ' + writer.word()
    return ' '.join(w for w in words if w)


def edit(writer, sentences):
    """-> [(kind, text)] in place of the paragraph."""
    rng, text = writer.rng, ' '.join(sentences)
    kinds = ['exact', 'case', 'quotes', 'dateline', 'sub2%', 'sub5%', 'sub10%', 'sub15%']
    if len(sentences) >= 2:
        kinds += ['addsent']
    if len(sentences) >= 3:
        kinds += ['dropsent', 'reorder', 'split']
    if re.search(r'\d', text):
        kinds += ['numbers']
    kind = rng.choice(kinds)
    if kind == 'case':
        text = text.upper()
    elif kind == 'quotes':
        text = re.sub(r'"([^"]*)"', '“\\1”', text).replace(', ', ' — ', 1)
    elif kind == 'dateline':
        text = rng.choice(('GENEVA', 'LIMA', 'OSLO, Norway')) + ' (' + rng.choice(('AP', 'dpa')) + ') — ' + text
    elif kind.startswith('sub'):
        text = substitute(writer, text, float(kind[3:-1]) / 100)
    elif kind == 'addsent':
        text += ' ' + writer.sentence(14, 28)
    elif kind == 'dropsent':
        # a third of the text at most, so that most of it stays
        i = min(range(len(sentences)), key=lambda k: len(sentences[k]))
        text = ' '.join(sentences[:i] + sentences[i + 1:])
    elif kind == 'reorder':
        text = ' '.join(sentences[1:] + sentences[:1])
    elif kind == 'split':
        k = rng.randint(1, len(sentences) - 1)
        parts = [' '.join(sentences[:k]), ' '.join(sentences[k:])]
        return [(kind if len(p.split()) >= 14 else 'short-part', p) for p in parts]
    elif kind == 'numbers':
        text = re.sub(r'\d+', lambda m: str(int(m.group()) + rng.randint(1, 9) * 5000), text)
    return [(kind, text)]


def generate(seed, narticles):
    """-> [[(kind, text)]]: documents in order."""
    rng = random.Random(seed)
    writer, stream = Writer(rng), []
    for _ in range(narticles):
        if rng.random() < .1:
            body = [writer.han() for _ in range(6)]
            stream.append([('han-unique', t) for t in body])
            again = []
            for t in body:
                if rng.random() < .5:
                    again.append(('han-exact', t))
                else:
                    chars = list(t)
                    for i in rng.sample(range(len(t) - 1), max(1, len(t) // 20)):
                        chars[i] = chr(0x4e00 + rng.randrange(6000, 20000))
                    again.append(('han-sub5%', ''.join(chars)))
        else:
            body = [writer.paragraph() for _ in range(rng.randint(4, 14))]
            out = []
            for s in body:
                t = ' '.join(s)
                out.append(('unique' if len(t.split()) >= 20 else 'short', t))
            stream.append(out)
            again, i = [], 0
            long = [s for s in body if len(' '.join(s).split()) >= 20]
            while i < len(long):
                if i + 1 < len(long) and rng.random() < .08:
                    again.append(('merge', ' '.join(long[i] + long[i + 1])))
                    i += 2
                    continue
                again += edit(writer, long[i])
                i += 1
        if rng.random() < .5:
            stream.insert(rng.randint(max(1, len(stream) - 300), len(stream)), again)
            # never before the original, which stands at most 300 back
            k = next(k for k, d in enumerate(stream) if d is again)
            o = next(k for k, d in enumerate(stream) if d is not again and d[0][1] == (body[0] if isinstance(body[0], str) else ' '.join(body[0])))
            if k < o:
                stream[k], stream[o] = stream[o], stream[k]
    return stream


def fold(s):
    return ' '.join(unicodedata.normalize('NFC', s).split())


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('program')
    ap.add_argument('--seed', type=int, default=1)
    ap.add_argument('--articles', type=int, default=4000)
    ap.add_argument('--keep', help='write input and output into this folder')
    a = ap.parse_args()
    stream = generate(a.seed, a.articles)
    where = a.keep or tempfile.mkdtemp()
    os.makedirs(where, exist_ok=True)
    source, result = os.path.join(where, 'in.txt'), os.path.join(where, 'out.txt')
    with open(source, 'w', encoding='utf-8') as f:
        f.write('\f'.join('\n\n'.join(t for _, t in d) + '\n' for d in stream))
    with open(result, 'wb') as f:
        subprocess.run([a.program, '--no-chrome', '-q', source], stdout=f, check=True)
    with open(result, encoding='utf-8') as f:
        out = [fold(b) for b in re.split(r'[\n\f]+', f.read()) if b.strip()]
    if not a.keep:
        os.remove(source)
        os.remove(result)
        os.rmdir(where)
    total, gone, j = Counter(), Counter(), 0
    for d in stream:
        for kind, t in d:
            total[kind] += 1
            if j < len(out) and out[j] == fold(t):
                j += 1
            else:
                gone[kind] += 1
    bad = []
    if j < len(out):
        bad.append('the output is no subsequence of the input: %r' % out[j][:60])
    for kind in sorted(total):
        share = gone[kind] / total[kind]
        mark = ''
        if share < FLOOR.get(kind, 0) or share > CEILING.get(kind, 1):
            mark = '  <-- %s' % FLOOR.get(kind, CEILING.get(kind))
            bad.append(kind)
        want = 'remove' if kind in FLOOR else 'keep' if kind in CEILING else 'either'
        print('%-6s %-11s removed %6d of %6d  %6.2f %%%s' % (want, kind, gone[kind], total[kind], 100 * share, mark))
    # a paragraph put in another order may say something else: not in the sum
    repeats = [k for k in total if k in FLOOR and k != 'reorder']
    recall = sum(gone[k] for k in repeats) / max(1, sum(total[k] for k in repeats))
    wrong = sum(gone[k] for k in total if k in CEILING)
    print('recall %.4f, wrong removals %d of %d' % (recall, wrong, sum(total[k] for k in total if k in CEILING)))
    if recall < OVERALL:
        bad.append('recall')
    for b in bad:
        print('duplicates.py: under its floor: ' + b, file=sys.stderr)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
