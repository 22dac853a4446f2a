"""The same person in many cables: joined across spellings, never across different first names."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.attribution.name_mentions import office_words
from ingest.domain.statements import Person
from ingest.language.name_spelling import alike, skeleton

POST = re.compile(r"^\d{2}(\D+?)\d*$")


@dataclass(frozen=True, slots=True)
class Individual:
    """One person of the archive: the name most used, all offices and spellings, the cables, in order, and how
    many sentences are theirs."""

    name: str
    titles: tuple[str, ...]
    spellings: tuple[str, ...]
    cables: tuple[str, ...]
    said: int = 0


@dataclass
class _Group:
    """Persons found to be one; `names` counts how often each spelling is a cable's fullest."""

    names: Counter[str] = field(default_factory=Counter)
    titles: dict[str, None] = field(default_factory=dict)
    spellings: dict[str, None] = field(default_factory=dict)
    cables: dict[str, None] = field(default_factory=dict)
    said: int = 0

    def add(self, cable: str, person: Person, said: int) -> None:
        self.said += said
        self.names[person.name] += 1
        self.titles |= dict.fromkeys(person.titles)
        self.spellings |= dict.fromkeys((person.name, *person.spellings))
        self.cables[cable] = None

    def absorb(self, other: "_Group") -> None:
        self.names += other.names
        self.titles |= other.titles
        self.spellings |= other.spellings
        self.cables |= other.cables
        self.said += other.said

    def agrees(self, other: "_Group") -> bool:
        """Whether both appear at the same post or hold the same office."""
        if {_post(cable) for cable in self.cables} & {_post(cable) for cable in other.cables}:
            return True
        return any(office_words(a) == office_words(b) for a in self.titles for b in other.titles)

    def individual(self) -> Individual:
        name = max(self.names, key=lambda name: (len(name.split()) > 1, self.names[name], len(name)))
        return Individual(name, tuple(self.titles), tuple(self.spellings), tuple(sorted(self.cables)), self.said)


def join(people: Iterable[tuple[str, Person, int]]) -> list[Individual]:
    """Return the individuals behind the persons of many cables, by name.

    A person is given with the id of the cable and the number of sentences that are theirs there.

    The same full name is one individual. Another spelling of it is the same if both appear at one post or in
    one office; so is a bare surname, if it fits only one individual. People who share a surname
    and differ in first name are never joined.
    """
    exact: dict[str, _Group] = defaultdict(_Group)
    bare: dict[tuple[str, str], _Group] = defaultdict(_Group)
    for cable, person, said in people:
        if " " in person.name:
            exact[person.name.lower()].add(cable, person, said)
        else:
            bare[person.name.lower(), _post(cable)].add(cable, person, said)
    by_surname: dict[str, list[_Group]] = defaultdict(list)
    for group in sorted(exact.values(), key=lambda group: -group.names.total()):
        peers = by_surname[skeleton(_surname(group))]
        same = [peer for peer in peers if _same_name(_a_name(peer), _a_name(group)) and peer.agrees(group)]
        if len(same) == 1:
            same[0].absorb(group)
        else:
            peers.append(group)
    alone: dict[str, list[_Group]] = defaultdict(list)
    for group in bare.values():
        surname = _surname(group)
        peers = [peer for peer in by_surname.get(skeleton(surname), []) if alike(_surname(peer), surname)]
        fitting = [peer for peer in peers if peer.agrees(group)]
        if len(fitting) == 1:
            fitting[0].absorb(group)
        elif not fitting and (known := [peer for peer in alone[surname.lower()] if peer.agrees(group)]):
            known[0].absorb(group)
        else:
            alone[surname.lower()].append(group)
    groups = [group for index in (by_surname, alone) for peers in index.values() for group in peers]
    return sorted((group.individual() for group in groups), key=lambda individual: individual.name)


def _a_name(group: _Group) -> str:
    return next(iter(group.names))


def _surname(group: _Group) -> str:
    return _a_name(group).split()[-1]


def _post(cable: str) -> str:
    found = POST.match(cable)
    return found[1] if found else cable


def _same_name(one: str, other: str) -> bool:
    """Whether two full names may be spellings of one: first and last words alike, those between not at odds."""
    a, b = one.split(), other.split()
    if not (alike(a[-1], b[-1]) and alike(a[0], b[0])):
        return False
    between = a[1:-1], b[1:-1]
    return len(between[0]) != len(between[1]) or all(map(alike, *between))
