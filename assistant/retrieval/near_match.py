"""Where words stand in a text nearly as they are remembered: some replaced, missing, or parted by others."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.question_words import ASKING
from ingest.language.name_spelling import skeleton
from ingest.search.word_index import word_stems

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SMALL = ASKING | frozenset(
    """
    am arent because cannot cant could couldnt did didnt do does doesnt dont down even had hadnt has hasnt have
    havent here hes however im isnt ive let may me might must my no nor ours shall shes shouldnt since still that
    thats theirs theyre theyve though through until upon us wasnt werent weve while whose wont
    wouldnt yet youre yours
    """.split()
)
_LIGHT = frozenset(
    "already always completely even extremely just never now quite really simply so too very".split()
)
_SMALL_WEIGHS, _LIGHT_WEIGHS = 0.3, 0.5
_MISSPELT = 0.35  # of its weight a word costs that only sounds alike
_SMALL_GAP, _GAP = 0.1, 0.25  # what a word costs that the text has in between
_NEVER = 1e6
_EXACT = 1e-6  # what sums of such numbers may be off
_OTHER = -1  # a word that is not looked for
MOST_WORDS = 60  # of what is remembered; more is a pasted page


@dataclass(frozen=True, slots=True)
class ComparedWords:
    """The words of a text as they are compared, and where each stands."""

    spans: tuple[tuple[int, int], ...]
    stems: tuple[str, ...]
    plain: tuple[str, ...]

    @classmethod
    def of(cls, text: str, most: int | None = None) -> "ComparedWords":
        """Take a text apart; an apostrophe is no letter: "wouldn't" and "wouldnt" are one word."""
        found = list(_WORD.finditer(text))[:most]
        plain = [re.sub(r"['’]", "", match[0]).lower() for match in found]
        return cls(tuple(match.span() for match in found), tuple(word_stems(plain)), tuple(plain))

    @property
    def matter(self) -> int:
        """How many of them say something by themselves."""
        return sum(weight(word) == 1.0 for word in self.plain)


@dataclass(frozen=True, slots=True)
class Near:
    """A stretch of one of the texts, by its place among them, and how near it comes: 1 is word for word."""

    text: int
    start: int
    end: int
    score: float


def weight(word: str) -> float:
    """Return how much a word counts: "the" little, "just" half."""
    return _SMALL_WEIGHS if word in _SMALL or len(word) == 1 else _LIGHT_WEIGHS if word in _LIGHT else 1.0


def nearest(wanted: ComparedWords, texts: Sequence[str], least: float) -> list[Near]:
    """Return the stretch of each text that comes nearest to the wanted words, if it scores `least`; best first."""
    read = [ComparedWords.of(text) for text in texts]
    if not wanted.stems or not read:
        return []
    ids: dict[str, int] = {}
    asked = _numbered(ids, wanted.stems), _numbered(ids, map(_sound, wanted.plain))
    weights = np.array([weight(word) for word in wanted.plain])
    # In front of each text stands what no word is, so that nothing goes on from one text to the next.
    stems = [ids.get(stem, _OTHER) for each in read for stem in ("", *each.stems)]
    sounds = [ids.get(_sound(word), _OTHER) for each in read for word in ("", *each.plain)]
    gaps = np.array([_gap(word) for each in read for word in ("", *each.plain)])
    text = np.array(stems, dtype=np.int64), np.array(sounds, dtype=np.int64)
    costs = _costs(asked, weights, text, gaps)[1:]
    found = []
    begin = 0
    for place, each in enumerate(read):
        here = slice(begin + 1, begin + 1 + len(each.stems))
        begin = here.stop
        if each.stems and (cost := costs[here].min()) <= (1 - least) * weights.sum() + _EXACT:
            last = int(costs[here].argmin())
            first = _first(asked, weights, (text[0][here], text[1][here]), gaps[here], last)
            score = round(float(1 - cost / weights.sum()), 3)
            found.append(Near(place, each.spans[first][0], each.spans[last][1], score))
    return sorted(found, key=lambda near: -near.score)


_Ids = NDArray[np.int64]
_Costs = NDArray[np.float64]


def _costs(asked: tuple[_Ids, _Ids], weights: _Costs, text: tuple[_Ids, _Ids], gaps: _Costs) -> _Costs:
    """Return for each place of a text what the best match costs that ends before it (Sellers 1980)."""
    passed = np.concatenate([[0.0], np.cumsum(gaps)])
    costs = np.zeros(len(gaps) + 1)
    for stem, sound, weighs in zip(*asked, weights, strict=True):
        differs = np.where(text[0] == stem, 0.0, np.where(text[1] == sound, _MISSPELT * weighs, weighs))
        differs[gaps == _NEVER] = _NEVER
        row = costs + weighs  # the word is missing
        row[1:] = np.minimum(row[1:], costs[:-1] + differs)
        costs = np.minimum.accumulate(row - passed) + passed
    return costs


def _first(asked: tuple[_Ids, _Ids], weights: _Costs, text: tuple[_Ids, _Ids], gaps: _Costs, last: int) -> int:
    """Return where the best match begins that ends at a word: where it ends if all is read backwards."""
    begin = max(0, last + 1 - 4 * len(weights) - 20)
    back = slice(begin, last + 1)
    turned = (asked[0][::-1], asked[1][::-1]), weights[::-1], (text[0][back][::-1], text[1][back][::-1])
    costs = _costs(*turned, gaps[back][::-1])[1:]
    return last - int(costs.argmin())


def _numbered(ids: dict[str, int], words: Iterable[str]) -> _Ids:
    return np.array([ids.setdefault(word, len(ids)) for word in words], dtype=np.int64)


def _sound(word: str) -> str:
    return f"~{skeleton(word) or word}"


def _gap(word: str) -> float:
    if not word:
        return _NEVER
    return _SMALL_GAP if weight(word) < 1 else _GAP
