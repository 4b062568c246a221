# SPDX-License-Identifier: MIT
"""The texts of bench.py: invented words in the frequencies of a language.

Each is always the same, and like something that is fed to declutter:

  news     paragraphs, a fifth of them earlier ones with 8 % of the words
           replaced, and a chrome line before every fourth
  light    what an extractor leaves of articles: paragraphs of some sentences, a
           few chrome lines at head and tail; documents set apart by form feeds
  pages    whole pages: nine lines in ten are menus, headlines, notices
  scripts  the words of 'light' in Cyrillic and Arabic letters and in ideographs

Chrome lines are those of fixtures/articles.
"""
import pathlib
import random

LATIN = "etaoinshrdlucmfwyp"
CYRILLIC = "еоаинтсрвлкмдпуяыз"
ARABIC = "\u0627\u0644\u064a\u0645\u0646\u0648\u0631\u062a\u0628\u0639\u062f" \
         "\u0633\u0641\u0643\u0642\u062d\u0634\u0635"


def chrome_lines():
    """Lines the fixtures call chrome."""
    lines = []
    folder = pathlib.Path(__file__).parents[2] / "fixtures/articles"
    for path in sorted(folder.glob("*.verdicts")):
        text = path.with_suffix(".txt").read_text("utf-8").split("\n")
        for row in path.read_text("utf-8").splitlines():
            line, verdict, *_ = row.split("\t")
            if verdict == "chrome":
                lines.append(text[int(line) - 1])
    return lines or ["Follow us on Facebook"]


class Writer:
    """Words, sentences and paragraphs, from one seed."""

    def __init__(self, letters=LATIN, shortest=2, longest=9, blank=" ", stop=". "):
        self.rng = rng = random.Random(1)
        self.blank, self.stop = blank, stop
        self.words = ["".join(rng.choices(letters, k=rng.randint(shortest, longest)))
                      for _ in range(60_000)]
        total, self.cumulated = 0.0, []
        for i in range(len(self.words)):
            total += 1 / (i + 3)
            self.cumulated.append(total)

    def some(self, n):
        """n words."""
        return self.rng.choices(self.words, cum_weights=self.cumulated, k=n)

    def sentence(self):
        """A capital first, commas now and then."""
        words = self.some(self.rng.randint(6, 28))
        for i in range(7, len(words) - 2, 9):
            words[i] += ","
        return self.blank.join(words).capitalize()

    def paragraph(self):
        """One to five sentences."""
        n = self.rng.randint(1, 5)
        return (self.stop.join(self.sentence() for _ in range(n)) + self.stop).rstrip()

    def headline(self):
        """Title Case."""
        return " ".join(w.capitalize() for w in self.some(self.rng.randint(5, 11)))

    def label(self):
        """One or two words, as in a menu."""
        return " ".join(w.capitalize() for w in self.some(self.rng.randint(1, 2)))


def news():
    """Blocks without end."""
    w, chrome, recent = Writer(), chrome_lines(), []
    while True:
        if recent and w.rng.random() < .2:
            new = list(w.rng.choice(recent))
            for _ in range(len(new) * 8 // 100):
                new[w.rng.randrange(len(new))] = w.rng.choice(w.words)
        else:
            new = w.some(w.rng.randint(20, 90))
            recent.append(new)
            del recent[:-4000]
        if w.rng.random() < .25:
            yield w.rng.choice(chrome) + "\n\n"
        yield " ".join(new).capitalize() + ".\n\n"


def light(w=None):
    """Articles with some chrome left."""
    w, chrome = w or Writer(), chrome_lines()
    while True:
        some = [w.rng.choice(chrome) for _ in range(w.rng.randint(0, 5))]
        body = [w.paragraph() for _ in range(w.rng.randint(5, 25))]
        head = w.rng.randint(0, len(some))
        lines = [w.headline()] + some[:head] + body + some[head:]
        yield "\n\n".join(lines) + "\n\n\f\n"


def pages():
    """Whole pages of one site in twenty."""
    w, chrome = Writer(), chrome_lines()
    menus = [[w.label() for _ in range(w.rng.randint(10, 40))] for _ in range(20)]
    while True:
        site = w.rng.choice(menus)
        lines = list(site)
        lines += [w.rng.choice(chrome) for _ in range(6)]
        lines.append(w.headline())
        lines += [w.paragraph() for _ in range(w.rng.randint(4, 12))]
        for _ in range(w.rng.randint(3, 6)):
            lines.append(w.label())
            lines += [w.headline() for _ in range(w.rng.randint(3, 10))]
        lines += [w.rng.choice(chrome) for _ in range(8)] + site
        yield "\n".join(lines) + "\n\f\n"


def scripts():
    """The light text by turns in three scripts."""
    han = "".join(chr(0x4e00 + 7 * i) for i in range(2000))
    by_turns = [light(Writer(CYRILLIC)), light(Writer(ARABIC)),
                light(Writer(han, 1, 3, "", "\u3002"))]
    while True:
        for text in by_turns:
            yield next(text)


TEXTS = {"news": (news, 40_000_000), "light": (light, 20_000_000),
         "pages": (pages, 20_000_000), "scripts": (scripts, 20_000_000)}


def write(name, path):
    """Write a text; returns its path."""
    make, size = TEXTS[name]
    with path.open("w", encoding="utf-8") as out:
        for piece in make():
            if size <= 0:
                break
            size -= len(piece.encode("utf-8"))
            out.write(piece)
    return path
