"""Who holds an office in a cable, and whom of several holders a mention of the office means."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from ingest.language.lexicon import lexicon

_Closeness = tuple[int, bool, int, str]  # words of the office left over, named later, how far away, the name
_Places = list[tuple[int, str]]  # where in the cable, and whom it names, in order


class Holders:
    """The places of a cable, in order, at which it gives somebody an office; an office is the set of its words."""

    def __init__(self) -> None:
        self._offices: list[tuple[int, frozenset[str], str]] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._found: dict[frozenset[str], dict[int, _Places]] = {}
        self._found_of: dict[frozenset[str], dict[str, dict[int, _Places]]] = {}

    def add(self, place: int, office: frozenset[str], name: str) -> None:
        """Note that somebody is given an office, at a place after all earlier ones."""
        for word in office:
            self._by_word[word].append(len(self._offices))
        self._offices.append((place, office, name))

    def nearest(self, wanted: frozenset[str], place: int, speaking: str | None) -> str | None:
        """Return whose office comes nearest to the words, named last before `place`; before others, who speaks.

        "the Secretary" is not his deputy, nor somebody's private secretary. Ask it once everything is added.
        """
        if wanted not in self._found:
            self._look_up(wanted)
        nearest = [each for more, places in self._found[wanted].items() for each in _around(places, place, more)]
        for more, places in self._found_of[wanted].get(speaking or "", {}).items():
            nearest += _around(places, place, more - 1)
        return min(nearest)[-1] if nearest else None

    def _look_up(self, wanted: frozenset[str]) -> None:
        """Collect who holds an office with all of these words, by how many others it has."""
        rarest = min((self._by_word.get(word, []) for word in wanted), key=len)
        all_of = self._found[wanted] = defaultdict(list)
        own = self._found_of[wanted] = defaultdict(lambda: defaultdict(list))
        for at, office, name in (self._offices[each] for each in rarest):
            if wanted <= office and not (office - wanted) & lexicon("lesser"):
                more = len(office - wanted)
                all_of[more].append((at, name))
                own[name][more].append((at, name))


def _around(places: _Places, place: int, more: int) -> Iterator[_Closeness]:
    """Yield the last of the places before one, and the first that is not before it."""
    after = bisect_left(places, (place,))
    if after:
        at, name = places[after - 1]
        yield more, False, place - at, name
    if after < len(places):
        at, name = places[after]
        yield more, True, at - place, name
