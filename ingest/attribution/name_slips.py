"""Names that a cable spells in two ways: "Senator John Kerry" is "Senator Joh Kerry" a paragraph later."""

from collections import Counter
from collections.abc import Iterator, Mapping, Set

_VOWELS = frozenset("aeiouy")


def slips(names: Counter[str], offices: Mapping[str, Set[str]]) -> dict[str, str]:
    """Return the rarer spelling of a full name with the commoner one.

    They differ by one consonant of what stands before the surname, and share an office. A vowel more may make
    another person: "Daniel" and "Daniela".
    """
    found: dict[str, str] = {}
    for name in names:
        for shorter in _without_a_consonant(name):
            if shorter in names and offices.get(name, frozenset()) & offices.get(shorter, frozenset()):
                kept, slip = sorted((name, shorter), key=lambda each: (-names[each], -len(each)))
                found[slip] = kept
    return {slip: kept for slip, kept in found.items() if kept not in found}  # a chain of slips proves nothing


def _without_a_consonant(name: str) -> Iterator[str]:
    before = name.rpartition(" ")[0]
    for i in range(1, len(before)):
        if before[i].isalpha() and before[i].islower() and before[i] not in _VOWELS:
            yield name[:i] + name[i + 1 :]
