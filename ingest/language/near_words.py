"""Words that are spelt nearly alike: one typed amiss and those that an archive has."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise

from ingest.language.letters import folded
from ingest.language.name_spelling import DJ, SOUNDS

SHORTEST = 4  # letters; shorter words are near too many others
_SHORT = 5  # up to which the first letter is hardly ever another one
_LONGEST = 24
_MOST = 200_000  # words, the most frequent: more are mostly numbers, codes and slips of the pen
_HEAD, _TAIL = 2, 3  # letters at either end of which a word amiss has at least one kept
_HARD = str.maketrans("gqh", "kkk")  # Gaddafi, Qadhafi, Khadafy: one sound of Arabic, Persian and Russian names
_CONSONANTS = str.maketrans("bdvwz", "ptffs", "aeiou")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = ("aeiouy", "gkqhcx", "bpfv", "vwu", "dt", "szcx", "jiyg")


def _like() -> dict[str, set[str]]:
    """Return for each letter its neighbours on the keyboard and the letters of like sound."""
    like: dict[str, set[str]] = defaultdict(set)
    for row in _KEYS:
        for one, other in pairwise(row):
            like[one].add(other)
            like[other].add(one)
    for letters in _ALIKE:
        for letter in letters:
            like[letter] |= set(letters)
    return like


_LIKE = _like()


@dataclass(frozen=True, slots=True)
class Distance:
    """In how many letters two words differ, as they are written and as they sound."""

    letters: int
    sound: int

    @property
    def apart(self) -> float:
        """The lesser of both; to sound alike is a little less than to be written alike."""
        return min(self.letters, self.sound + 0.5)


@dataclass(frozen=True, slots=True)
class NearWord:
    """A word of the archive, how far it is from another, and in how many texts it stands."""

    word: str
    distance: float
    count: int


class NearWords:
    """Finds the words of an archive that are near another one.

    A word amiss shares its first letters with the right one, or its last, or it sounds alike: only those are
    compared, so that the time of a question hardly grows with the number of words.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        """`counts` are the words in small letters without accents, each with the number of texts that have it."""
        self._counts = counts
        fitting = (
            word for word in counts if SHORTEST <= len(word) <= _LONGEST and word.isascii() and word.isalpha()
        )
        words = nlargest(_MOST, fitting, key=counts.__getitem__)
        self._sounds = dict(zip(words, sounding(words), strict=True))
        self._sharing: dict[str, list[str]] = defaultdict(list)
        for word, skeleton in zip(words, _skeletons(self._sounds.values()), strict=True):
            for key in _keys(word, skeleton):
                self._sharing[key].append(word)

    def near(self, word: str, most: float) -> list[NearWord]:
        """Return the words at most so many letters away, the nearest first, of those the most frequent.

        Where a word begins amiss, nothing else may be.
        """
        plain = folded(word)
        (sound,) = sounding([plain])
        (skeleton,) = _skeletons([sound])
        others = dict.fromkeys(
            other
            for key in _keys(plain, skeleton)
            for other in self._sharing.get(key, ())
            if other != plain and abs(len(other) - len(plain)) <= most + 2
        )
        found = (
            NearWord(other, far.apart, self._counts[other])
            for other in others
            if (far := _distance(plain, sound, other, self._sounds[other], int(most) + 1)).apart <= most
            and (other[0] == plain[0] or self._sounds[other][:1] == sound[:1] or _begins_amiss(plain, other, far))
        )
        return sorted(found, key=lambda each: (each.distance, -each.count, each.word))

    def of_consonants(self, consonants: str) -> list[NearWord]:
        """Return the words that have these consonants, as Arabic and Hebrew write names; most frequent first."""
        (skeleton,) = _skeletons(sounding([folded(consonants)]))
        words = self._sharing.get(skeleton, ()) if len(skeleton) > 1 else ()
        found = (NearWord(word, 0, self._counts[word]) for word in words)
        return sorted(found, key=lambda each: (-each.count, each.word))


def sound_alike(one: str, other: str) -> bool:
    """Whether two words are written otherwise and sound the same, as far as languages differ in it."""
    first, second = sounding([folded(one), folded(other)])
    return first == second


def _distance(one: str, its_sound: str, other: str, other_sound: str, cutoff: int) -> Distance:
    from rapidfuzz.distance import OSA

    letters = OSA.distance(one, other, score_cutoff=cutoff)
    return Distance(letters, OSA.distance(its_sound, other_sound, score_cutoff=cutoff))


def amiss(typed: str, right: str) -> float:
    """Return how unlikely it is that somebody who meant one word typed the other: 1 for an ordinary slip.

    A letter too few or too many, two that changed places, a neighbour on the keyboard or a letter of like sound is
    such a slip, a letter doubled or a silent h is half of one; any other letter in place of the right one is two.
    """
    a, b = folded(typed), folded(right)
    before: list[float] = []
    row = [0.0]
    for place in range(len(b)):
        row.append(row[-1] + _gap(b, place))
    for at, letter in enumerate(a):
        # A vowel too many at the end makes another name: Hamidi is not Hamid, Rossi not Ross.
        extra = _gap(a, at) + 0.5 * (at == len(a) - 1 and letter in "aiouy")
        last, before, row = before, row, [row[0] + extra]
        for place, other in enumerate(b):
            cost = min(
                before[place] + _swap(letter, other),
                before[place + 1] + extra,
                row[place] + _gap(b, place),
            )
            if at and place and letter != other and a[at - 1] == other and b[place - 1] == letter:
                cost = min(cost, last[place - 1] + 1)
            row.append(cost)
    return row[-1]


def _gap(word: str, at: int) -> float:
    """Return what it costs that a letter of a word is not in the other one."""
    return 0.5 if word[at] == "h" or (at and word[at - 1] == word[at]) else 1


def _swap(one: str, other: str) -> float:
    return 0 if one == other else 1 if other in _LIKE.get(one, "") else 2


def sounding(words: Sequence[str]) -> list[str]:
    """Return how words in small letters sound, all at once: "qadhafi" and "gaddafi" are both "kadafi"."""
    if not words:
        return []
    text = DJ.sub("d", "\n".join(words))
    for letters, sound in SOUNDS:
        text = text.replace(letters, sound)
    return re.sub(r"([a-z])\1+", r"\1", text.translate(_HARD)).split("\n")


def _begins_amiss(word: str, other: str, far: Distance) -> bool:
    """Whether only the beginning of a word is amiss, which is likely enough in a long one."""
    if len(word) > _SHORT:
        return far.apart <= 1
    return word[:2] == other[1::-1] or (len(word) == _SHORT and word == other[1:])


def _skeletons(sounds: Collection[str]) -> list[str]:
    """Return the consonants of words that are given as they sound."""
    text = "\n".join(sounds).translate(_CONSONANTS)
    return re.sub(r"([a-z])\1+", r"\1", text).split("\n") if sounds else []


def _keys(word: str, skeleton: str) -> tuple[str, ...]:
    """Return what words near this one share with it, one or the other."""
    ends = (f"^{word[:_HEAD]}", f"{word[-_TAIL:]}$")
    return (*ends, skeleton) if len(skeleton) > 1 else ends
