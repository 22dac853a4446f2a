"""Names of people as they are compared across cables: taken apart, cleaned, and how two of them are related."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import Literal

from ingest.domain.countries import place
from ingest.domain.posts import posts
from ingest.language.letters import folded
from ingest.language.lexicon import OFFICES, lexicon
from ingest.language.name_spelling import ARTICLE, alike, romanized, skeleton

MASKED = re.compile(r"[xX]{4,}|\[\w+ removed\]", re.IGNORECASE)
ABBREVIATION = re.compile(r"(?=.{2,4}$)[A-Z]\w?[A-Z]\w?")  # MbZ, HBJ
_FATHERS = frozenset("bin bn ben ibn bint".split())  # before the father's name
_HOUSES = frozenset(("al", "el"))  # before the name of a house, as a word of its own
_RULING = frozenset("al-saud al-nahyan al-khalifa al-thani al-sabah al-maktoum".split())  # houses as one word
_PARTICLES = (
    _FATHERS
    | _HOUSES
    | frozenset("the de da do dos das del della di la le van von zu der den du ter y e of".split())
)
_SERVANT = re.compile(r"\babd[aeu]?l?[ -](?:(?:al|el|ul|a[rsntdz])-)?(?=\w)", re.IGNORECASE)  # Abd al-Aziz
# Places that are first names too: no reason to drop them from the front of a name.
_GIVEN = frozenset(
    "victoria florence salvador santiago sofia milan georgia jordan chad israel hamilton cordoba kingston "
    "adelaide sydney bern merida adam lima juba".split()
)
_MOST_WORDS = 8
_INITIAL, _NO_INITIAL = ".", "..."  # behind a first letter: what it stands for

# How two names are related, the closest first. `spelling`: word for word the same in another spelling; `middle`:
# one has words between that the other leaves out; `house`: one has the family's name behind the father's; the
# others need more to go by: `loose` (spelt in a way that no rule of spelling explains), `initial`, `father` (the
# father's name is left out), `prefix`, `suffix`, `turned`.
Relation = Literal["spelling", "house", "middle", "loose", "initial", "father", "prefix", "suffix", "turned"]
CLOSEST: tuple[Relation, ...] = (
    *("spelling", "house", "middle", "loose", "initial"),
    *("father", "prefix", "suffix", "turned"),
)


@dataclass(frozen=True, slots=True)
class ComparedName:
    """A name without what a cable has put in front of it: `printed`, and its words as they are compared.

    Of each word `roles` has "father" or "house" where the name says so. `is_doubtful`: the first word is a place,
    and so hardly a part of it ("London Karzai"). `is_place`: it is that of
    a country, a people or a body rather than of somebody.
    """

    printed: str
    words: tuple[str, ...]
    roles: tuple[str, ...]
    is_doubtful: bool = False
    is_place: bool = False

    @property
    def is_full(self) -> bool:
        """Whether it has more than a surname."""
        return len(self.words) > 1 and " " in self.printed and not self.is_doubtful

    @property
    def surname(self) -> str:
        """The last word."""
        return self.words[-1]

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """Two words each, as they sound, under which it is found by related names."""
        sounds = [skeleton(word) for word in self.words]
        first, last = sounds[0], sounds[-1]
        ends = {(first, last), (first[:1] + first[-1:], last), (min(first, last), max(first, last))}
        within = {(first, sounds[1]), (sounds[-2], last)}
        return ends | within | {(first[:1] + (_INITIAL if len(self.words[0]) == 1 else _NO_INITIAL), last)}

    @property
    def sought(self) -> set[tuple[str, str]]:
        """The same, under which it finds them: whoever has a first name those with its initial, and they all."""
        other_way = {_INITIAL: _NO_INITIAL, _NO_INITIAL: _INITIAL}
        return {(one[:1] + other_way.get(one[1:], one[1:]), last) for one, last in self.pairs}

    @property
    def initials(self) -> set[str]:
        """The letters that may stand for it: MBZ for Mohammed bin Zayed."""
        letters = [word[0] for word in re.split(r"[ -]", self.printed) if word]
        return {"".join(letters).upper(), "".join(letters[:3]).upper()} if len(letters) > 2 else set()


@lru_cache(maxsize=1 << 16)
def parsed(printed: str) -> ComparedName | None:
    """Return a name taken apart; None where it is masked or has no letters."""
    if MASKED.search(printed):
        return None
    parts = [part.strip('()"“”.,') for part in printed.split()]
    parts = [part for part in parts if part]
    rest = (
        at
        for at, part in enumerate(parts)
        if at == len(parts) - 1 or not (_is_office(part) or (at < len(parts) - 2 and _is_place(part)))
    )
    parts = parts[next(rest, 0) :]
    words: list[str] = []
    roles: list[str] = []
    role = ""
    for part in _SERVANT.sub("Abdul", " ".join(parts)).split()[:_MOST_WORDS]:
        low = part.lower()
        if low in _PARTICLES and words:
            role = "father" if low in _FATHERS else "house" if low in _HOUSES else role
        elif low not in _PARTICLES:
            found = [word for each in ARTICLE.sub("", part).split("-") if (word := compared(each))]
            words += found
            roles += [role or ("house" if low in _RULING else "")] * len(found)
            role = ""
    if not words:
        return None
    ends_in_place = place(parts[-1]) is not None or parts[-1].lower() in lexicon("bodies")
    doubtful = len(words) == 2 and len(parts) == 2 and _is_place(parts[0]) and not ends_in_place
    return ComparedName(" ".join(parts), tuple(words), tuple(roles), doubtful, ends_in_place)


def _is_office(word: str) -> bool:
    low = word.lower().strip(".")
    parts = re.split(r"[-/]", low)
    return (
        low in OFFICES | lexicon("bodies") | lexicon("dates")
        or (
            len(parts) > 1
            and (parts[-1] in OFFICES | {"equivalent"} or (parts[0] in OFFICES and len(parts[-1]) > 3))
        )
        or word in {"PolDir", "DirGen", "Agp", "AgP"}
    )


def _is_place(word: str) -> bool:
    low = word.lower()
    if low in _GIVEN:
        return False
    return low in {"united", "kingdom"} or place(word) is not None or word.upper() in posts()


@lru_cache(maxsize=1 << 16)
def compared(word: str) -> str:
    """Return a word of a name in plain small letters, without its article: al-Asad and Assad are `asad`."""
    plain = re.sub(r"c(?![eihy])", "k", re.sub(r"[^a-z]", "", folded(ARTICLE.sub("", word))))
    return re.sub(r"(.)\1", r"\1", re.sub(r"^abd[aeiou]l", "abdul", plain))


@lru_cache(maxsize=1 << 16)
def near(one: str, other: str) -> bool:
    """Whether two words are one name as rules of spelling go: the same consonants, and vowels that vary.

    Hamid is not Hamad, Erik not Erika, Jamal not Jamil; Saleh is Salih, Mohammed Muhammad.
    """
    if one == other:
        return True
    if not alike(one, other) or min(len(one), len(other)) < 2:
        return False
    if one[-1] != other[-1] and (one[-1] in "ao" or other[-1] in "ao"):
        return False
    a, b = _vowels(one), _vowels(other)
    return len(a) == len(b) and all(map(_vary, a, b, range(len(a), 0, -1)))


def _vowels(word: str) -> list[str]:
    """What stands before, between and behind the consonants: the vowels of each gap."""
    return re.split(r"[^aeiou]", romanized(word))


def _vary(a: str, b: str, left: int) -> bool:
    if a == b:
        return True
    if not a or not b:
        return left > 1 and a + b in ("e", "i")  # Aleksandr, Alexander
    pair = {*a, *b}
    if len(a + b) > 2:
        return "a" not in (a, b) and pair <= {"a", "e", "i"}
    return pair <= {"a", "e"} or pair <= {"e", "i"} or pair <= {"o", "u"}


def loosely(one: str, other: str) -> bool:
    """Whether two words may be one name spelt carelessly: Nicolas, Nicholas; Franois, Francois."""
    one, other = one.replace("ch", "k"), other.replace("ch", "k")
    if near(one, other) or alike(one, other):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or len(long) - len(short) != 1 or short[0] != long[0] or short[-1] != long[-1]:
        return False
    at = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    return short[at:] == long[at + 1 :]


@lru_cache(maxsize=1 << 16)
def relation(one: ComparedName, other: ComparedName) -> Relation | None:
    """Return how two full names are related, None where they are those of two people."""
    short, long = sorted((one, other), key=lambda name: len(name.words))
    a, b = short.words, long.words
    if len(a) == len(b):
        if all(map(near, a, b)):
            return "spelling"
        if all(map(_or_initial, a, b)):
            return "initial" if near(a[-1], b[-1]) else None
        if all(map(loosely, a, b)):
            return "loose"
        turned = len(a) <= 3 and any(all(map(near, a, order)) for order in permutations(b))
        return "turned" if turned else None
    if _same(a[0], b[0]) and _same(a[-1], b[-1]) and (left := _left_out(short, long)) is not None:
        return "father" if "father" in left or "house" in long.roles else "middle"
    if all(map(_same, a, b)):
        return "house" if short.roles[-1] == "father" and "father" not in long.roles[len(a) :] else "prefix"
    return "suffix" if all(map(_same, a, b[-len(a) :])) else None


def _or_initial(one: str, other: str) -> bool:
    return near(one, other) or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _same(one: str, other: str) -> bool:
    return near(one, other) or loosely(one, other)


def _left_out(short: ComparedName, long: ComparedName) -> list[str] | None:
    """Return the roles of the words of the longer name that the shorter has not, None where it has others."""
    left, at = [], 0
    for word, role in zip(long.words, long.roles, strict=True):
        if (at < len(short.words) and _or_initial(short.words[at], word)) or (
            at < len(short.words) and at in (0, len(short.words) - 1) and _same(short.words[at], word)
        ):
            at += 1
        else:
            left.append(role)
    return left if at == len(short.words) else None
