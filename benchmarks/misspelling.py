"""How many names that are typed amiss are read right, and how many right words are read as others.

    PYTHONPATH=. python benchmarks/misspelling.py LIBRARY [--questions FILE...] [--others FOLDER] [--seed 1]

The names are those of the people and places of the library. What makes them wrong is drawn by chance: a letter
is dropped, doubled, swapped with the next or with its neighbour on the keyboard, or written as other languages
transliterate it. The right words are drawn from the texts, and are all those of labelled questions. `--others` is
a folder of cables that are not in the library: the names in them that it does not have are right too.
"""

import argparse
import json
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.question.spelling import read
from ingest import Library
from ingest.domain.posts import post_name
from ingest.language.letters import folded
from ingest.search.word_index import stems

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_TRANSLITERATIONS = (  # one way and the other
    ("kh", "h"), ("sh", "sch"), ("ch", "tsch"), ("zh", "j"), ("y", "j"), ("w", "v"), ("v", "w"), ("q", "k"),
    ("ou", "u"), ("u", "ou"), ("i", "y"), ("y", "i"), ("iy", "y"), ("ph", "f"), ("f", "ph"), ("c", "k"),
    ("k", "c"), ("x", "ks"), ("ks", "x"), ("ee", "i"), ("oo", "u"), ("dh", "d"), ("th", "t"), ("gh", "g"),
    ("e", "a"), ("o", "u"), ("s", "z"), ("z", "s"), ("ts", "tz"), ("ai", "ei"),
)  # fmt: skip
_WORD = re.compile(r"(?<![\w@])[^\W\d_]{4,}(?![\w@])")
_NAMES = 100
_WORDS = 1000


def _dropped(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return name[:at] + name[at + 1 :]


def _doubled(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return name[:at] + name[at] + name[at:]


def _swapped(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _neighbour(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    row = next((row for row in _ROWS if name[at] in row), name[at])
    place = row.index(name[at])
    beside = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    return name[:at] + (chance.choice(beside) if beside else name[at]) + name[at + 1 :]


def _transliterated(name: str, chance: random.Random) -> str:
    fitting = [pair for pair in _TRANSLITERATIONS if pair[0] in name]
    return name.replace(*chance.choice(fitting), 1) if fitting else name


FAULTS: tuple[Callable[[str, random.Random], str], ...] = (
    _dropped,
    _doubled,
    _swapped,
    _neighbour,
    _transliterated,
)


def misspelt(library: Library, seed: int) -> Iterator[tuple[str, str, str]]:
    """Yield names of the library, each with the fault that was drawn for it and as it is typed with that."""
    chance = random.Random(seed)
    names = {folded(word) for person in library.people() for word in _WORD.findall(person.name)}
    names |= {folded(word) for place, _ in library.counts("origin") for word in _WORD.findall(post_name(place))}
    for name in chance.sample(sorted(names), len(names)):
        fault = chance.choice(FAULTS)
        typed = fault(name, chance)
        if typed != name and len(typed) > 3 and read(library, f"about {name}").text == f"about {name}":
            yield name, fault.__name__.strip("_"), typed


def changed(library: Library, texts: list[str]) -> list[str]:
    """Return how those texts are read that are read otherwise than they stand."""
    return [each for text in texts for each in read(library, text).understood]


def main() -> None:
    """Print what is read right and what is not."""
    options = argparse.ArgumentParser()
    options.add_argument("library")
    options.add_argument("--questions", nargs="*", default=[])
    options.add_argument("--others")
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    library = Library.open(options.library, lives_on=False)
    began = time.perf_counter()
    read(library, "xqzvw")
    print(f"first question: {time.perf_counter() - began:.3f} s")
    seconds, right, wrong, here = [], 0, [], 0
    for name, fault, typed in misspelt(library, options.seed):
        if right + len(wrong) == _NAMES:
            break
        began = time.perf_counter()
        reading = read(library, f"about {typed}")
        seconds.append(time.perf_counter() - began)
        if not reading.spelt and not reading.missing:
            here += 1  # another word of the archive or of English: it is not amiss
        elif folded(reading.text) == f"about {name}":
            right += 1
        else:
            wrong.append(f"{typed} ({fault} {name}): {', '.join(reading.understood) or 'not read'}")
    print(f"names: {right} of {right + len(wrong)} read right; {here} further ones were other good words")
    print(*(f"  {each}" for each in wrong), sep="\n")
    print(f"seconds: median {statistics.median(seconds):.4f}, longest {max(seconds):.4f}")
    cables = library.cables(library.catalogue.ids())
    words = sorted({word for cable in cables for each in cable.paragraphs for word in _WORD.findall(each.text)})
    chosen = random.Random(options.seed).sample(words, min(_WORDS, len(words)))
    _report("words of the texts", chosen, changed(library, chosen))
    for file in options.questions:
        lines = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
        asked = [
            turn["question"]
            for each in lines
            for turn in each.get("turns", [each])
            if each.get("kind") != "misspelt"
        ]
        _report(file, asked, changed(library, asked))
    if options.others:
        texts = [path.read_text(encoding="utf-8") for path in Path(options.others).glob("*.txt")]
        absent = sorted({word for text in texts for word in re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}", text)})
        absent = [word for word in absent if not any(library.frequency(stems(word)).values())]
        _report("names that are not there", absent, changed(library, [f"about {word}" for word in absent]))


def _report(what: str, given: list[str], read_otherwise: list[str]) -> None:
    print(f"{what}: {len(read_otherwise)} of {len(given)} read otherwise")
    print(*(f"  {each}" for each in read_otherwise), sep="\n")


if __name__ == "__main__":
    main()
