"""A person of one cable with what tells who that is, and groups of these that are one person."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.attribution.compared_names import ComparedName, parsed
from ingest.attribution.compared_offices import ComparedOffice, compared_offices, plain_title, telling
from ingest.domain.countries import country_of
from ingest.domain.posts import full_year
from ingest.domain.statements import Person

_POST = re.compile(r"(\d{2})(\D+?)\d*$")


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person of one cable, with what tells who that is."""

    cable: str
    date: str
    year: int
    country: str
    name: ComparedName
    person: Person
    said: int
    offices: frozenset[ComparedOffice]

    @classmethod
    def of(cls, cable: str, person: Person, said: int, dates: Mapping[str, str]) -> "Appearance | None":
        """Read a person of a cable; None where the name is masked."""
        name = parsed(person.name)
        if name is None:
            return None
        year, country = _origin(cable)
        date = dates.get(cable, "")[:10] or (str(year) if year else "")
        offices = telling(frozenset(office for title in person.titles for office in compared_offices(title)))
        return cls(cable, date, int(date[:4] or 0), country, name, person, said, offices)

    @property
    def titles(self) -> Iterator[str]:
        """The offices as the cable words them, without those that may be somebody else's."""
        for title in self.person.titles:
            plain, offices = plain_title(title), compared_offices(title)
            if plain and (not offices or not self.offices.isdisjoint(offices)):
                yield plain

    @property
    def spellings(self) -> tuple[str, ...]:
        """How the cable spells the name, without what is masked."""
        return tuple(
            dict.fromkeys(name.printed for each in self.person.spellings if (name := parsed(each)) is not None)
        )


@lru_cache(maxsize=1 << 16)
def _origin(cable: str) -> tuple[int, str]:
    """Return the year and the country that a cable's id tells; without a known post the country is its own."""
    found = _POST.match(cable)
    return (full_year(int(found[1])), country_of(found[2])) if found else (0, cable)


@dataclass(eq=False, slots=True)
class Group:
    """Appearances of one person. `perhaps`: who may be the same; `given_name`: by a curator."""

    rows: list[Appearance] = field(default_factory=list)
    names: dict[ComparedName, None] = field(default_factory=dict)
    cables: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    offices: dict[ComparedOffice, list[int]] = field(default_factory=dict)
    first: int = 0
    last: int = 0
    perhaps: dict["Group", None] = field(default_factory=dict)
    given_name: str = ""

    def add(self, row: Appearance) -> None:
        """Take in an appearance."""
        self.rows.append(row)
        self.names[row.name] = None
        self.cables.add(row.cable)
        self.countries.add(row.country)
        for office in row.offices:
            self.offices.setdefault(office, []).append(row.year)
            if office.country:
                self.countries.add(office.country)
        if row.year:
            self.first = min(self.first or row.year, row.year)
            self.last = max(self.last, row.year)

    def absorb(self, other: "Group") -> None:
        """Take in another group, which was found to be the same person."""
        for row in other.rows:
            self.add(row)
        for each in other.perhaps:
            offer(self, each)

    @property
    def first_name(self) -> ComparedName:
        """The name of the first appearance."""
        return next(iter(self.names))

    @property
    def full_names(self) -> list[ComparedName]:
        """The names that have more than a surname."""
        return [name for name in self.names if name.is_full]

    @property
    def name(self) -> str:
        """What they are called: by a curator, or else by the full name that most cables have."""
        names = Counter(row.name.printed for row in self.rows)
        full = {row.name.printed: row.name.is_full for row in self.rows}
        said: Counter[str] = Counter()
        for row in self.rows:
            said[row.name.printed] += row.said
        usual = max(names, key=lambda name: (full[name], names[name], -len(name.split()), said[name], name))
        return self.given_name or usual

    def shares_office(self, offices: Iterable[ComparedOffice]) -> bool:
        """Whether one of these offices is one that they hold, and that hardly two of one name do."""
        return any(own.is_same(other) for own in self.offices for other in offices)

    def gap(self, other: "Group") -> int:
        """Return the years between the mentions of both, 0 where they overlap or one does not know."""
        return max(self.first - other.last, other.first - self.last, 0) if self.last and other.last else 0

    def is_beside(self, row: Appearance) -> bool:
        """Whether another name of theirs stands in the same cable, which does not equate the two."""
        if row.cable not in self.cables:
            return False
        own = [each for each in self.rows if each.cable == row.cable]
        return not any(each.name == row.name or _is_equated(each, row) for each in own)


def offer(one: Group, other: Group) -> None:
    """Note that two may be the same person."""
    if one is not other:
        one.perhaps[other] = None
        other.perhaps[one] = None


def _is_equated(one: Appearance, other: Appearance) -> bool:
    """Whether a cable calls both by one name: `AbZ` for Abdullah bin Zayed and Abdullah bin Zayed Al Nahyan."""
    short, long = sorted((one, other), key=lambda row: len(row.name.words))
    if len(short.name.words) == 1:  # President Lula, and President Luiz Inacio Lula da Silva: there is one
        if short.name.printed in long.spellings:
            return True
        ruling = {office for office in short.offices if office.is_sovereign}
        return short.name.surname in long.name.words[1:] and not ruling.isdisjoint(long.offices)
    if short.name.words[0] != long.name.words[0]:
        return False
    return not set(one.spellings).isdisjoint(other.spellings)
