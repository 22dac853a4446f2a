"""Whom the people of an archive met, by the individuals behind the names: an officer of a post is one of these."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.attribution.people import Individual
from ingest.domain.statements import EncounterKind

Place = tuple[str, str]  # a cable, and the name that it has for somebody


@dataclass(frozen=True, slots=True)
class EncounterRow:
    """Two who met, or spoke with each other, by one sentence of a cable, as a row of a table.

    `one` and `other` are the people as the archive calls them. Where `is_post`, `other` is an officer of the post
    that sent the cable, as the sentence calls them ("the Ambassador"). `kind` is "met", or "spoke" where they may
    have done so by telephone. `text` is the sentence, `start` and `end` its place in the paragraph. `date` is the
    cable's, ISO, which may be long after the meeting.
    """

    one: str
    other: str
    is_post: bool
    kind: EncounterKind
    text: str
    date: str | None
    post: str | None
    cable: str
    paragraph: int | None
    ordinal: int
    marking: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who met, and in how many sentences of how many cables; with `is_post`, `other` names a post."""

    one: str
    other: str
    is_post: bool
    sentences: int
    cables: int


class Acquaintances:
    """Who is who among those who met: who speaks anywhere, and who is only met."""

    def __init__(self, speakers: Sequence[Individual], everybody: Sequence[Individual]) -> None:
        """`speakers` are the people of the archive, `everybody` the same joined with who is only met."""
        self.by_place: dict[Place, Individual] = {place: each for each in speakers for place in each.named}
        silent: list[Individual] = []
        for each in everybody:
            there = Counter(id(self.by_place[place]) for place in each.named if place in self.by_place)
            known = {
                id(self.by_place[place]): self.by_place[place] for place in each.named if place in self.by_place
            }
            whom = known[there.most_common(1)[0][0]] if there else each
            if not there:
                silent.append(each)
            for place in each.named:
                self.by_place.setdefault(place, whom)
        self.people: tuple[Individual, ...] = (*speakers, *silent)
        self._places: dict[int, set[Place]] = {}
        for place, whom in self.by_place.items():
            self._places.setdefault(id(whom), set()).add(place)

    def places(self, person: Individual) -> set[Place]:
        """Return under which names a person is in which cables."""
        return self._places.get(id(person), set(person.named))

    def name(self, cable: str, name: str) -> str:
        """Return what the archive calls whom a cable calls so."""
        found = self.by_place.get((cable, name))
        return found.name if found else name


def pairs(
    found: Iterable[tuple[str, str, str, bool]], names: Acquaintances, posts: Mapping[str, str]
) -> list[Pair]:
    """Return who met whom, those of most sentences first.

    Each encounter is given by its cable, both names, and whether the second is of the post; `posts` are those of
    the cables.
    """
    sentences: Counter[tuple[str, str, bool]] = Counter()
    cables: dict[tuple[str, str, bool], set[str]] = {}
    for cable, one, other, is_post in found:
        first = names.name(cable, one)
        second = posts.get(cable, "") if is_post else names.name(cable, other)
        if first == second:
            continue
        if not is_post:
            first, second = sorted((first, second))
        who = first, second, is_post
        sentences[who] += 1
        cables.setdefault(who, set()).add(cable)
    counted = (Pair(*who, number, len(cables[who])) for who, number in sentences.items())
    return sorted(counted, key=lambda each: (-each.sentences, -each.cables, each.one, each.other))
