"""Who is the same person in several cables: their appearances, grouped by what names, offices and places tell.

Full names come first: the same name is the same person, and another form of it may be. Then surnames alone are
given to whom they fit. Nothing compares everybody with everybody: names are looked up by how they sound.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from ingest.attribution.compared_names import ABBREVIATION, CLOSEST, Name, Relation, near, parsed, relation
from ingest.attribution.compared_offices import (
    ROYAL,
    ComparedOffice,
    compared_offices,
    heads,
    plain_title,
    telling,
)
from ingest.domain.countries import country_of
from ingest.domain.posts import full_year
from ingest.domain.statements import Person
from ingest.language.name_spelling import skeleton

_POST = re.compile(r"(\d{2})(\D+?)\d*$")
_LONGEST_CAREER = 20  # years without a mention, after which the same name is another person's
_LONGEST_TENURE = 3  # years that a surname alone may be away from the mentions that tell whose it is
_MOST_LOOKED_AT = 25  # people whose names sound like one name
_MOST_FORMS = 12  # of the name of one person, that another is compared with
_COMMON = 5  # people who share a word of a name, from which on it tells little
_MUCH_MORE = 4
_FEW = 2
_SURNAME_FIRST = frozenset("china taiwan korea vietnam".split())


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person of one cable, with what tells who that is."""

    cable: str
    date: str
    year: int
    country: str
    name: Name
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
    names: dict[Name, None] = field(default_factory=dict)
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
    def full_names(self) -> list[Name]:
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


def grouped(appearances: Iterable[Appearance]) -> list[Group]:
    """Return the appearances by person."""
    full: dict[tuple[str, ...], list[Appearance]] = defaultdict(list)
    bare: list[Appearance] = []
    for row in appearances:
        if row.name.is_full or row.name.is_place:
            full[row.name.words].append(row)
        else:
            bare.append(row)
    common = _common(full)
    groups = _joined([group for rows in full.values() for group in _of_one_name(rows, common)])
    return _settled(groups, bare)


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


def _common(names: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Return the words that many full names share."""
    counts = Counter(word for words in names for word in {words[0], words[-1]})
    return frozenset(word for word, number in counts.items() if number > _COMMON)


def _of_one_name(rows: list[Appearance], common: frozenset[str]) -> Iterator[Group]:
    """Yield the people of one full name: by far one, unless decades lie between or everybody is called so."""
    parts: list[Group] = []
    is_common = {rows[0].name.words[0], rows[0].name.words[-1]} <= common and len(rows[0].name.words) == 2
    for row in sorted(rows, key=lambda row: (row.year, row.cable)):
        fitting = (part for part in parts[-_MOST_LOOKED_AT:] if _is_of(row, part, is_common=is_common))
        part = next(fitting, None)
        if part is None:
            part = Group()
            for other in parts[-_MOST_FORMS:]:
                if not other.is_beside(row):
                    offer(part, other)
            parts.append(part)
        part.add(row)
    yield from parts


def _is_of(row: Appearance, part: Group, *, is_common: bool) -> bool:
    if part.is_beside(row):
        return False
    if row.year and part.last and row.year - part.last > _LONGEST_CAREER:
        return row.country in part.countries and part.shares_office(row.offices)
    if not is_common or row.country in part.countries or _names_country(row, part):
        return True
    return part.shares_office(row.offices)


def _names_country(row: Appearance, part: Group) -> bool:
    return any(office.country in part.countries for office in row.offices)


def _joined(groups: list[Group]) -> list[Group]:
    """Join the forms of one full name, the longest names first, so that a short one is seen to fit several."""
    index: dict[tuple[str, str], dict[Group, None]] = defaultdict(dict)
    found: list[Group] = []
    for group in sorted(
        groups, key=lambda group: (-_length(_first(group)), -len(group.cables), _first(group).words)
    ):
        name = _first(group)
        near_by: dict[Group, None] = {}
        for pair in set() if name.is_place else name.sought:
            for other in list(index[pair])[:_MOST_LOOKED_AT]:
                near_by[other] = None
        verdicts = {other: _verdict(other, group) for other in list(near_by)[:_MOST_LOOKED_AT]}
        same = [other for other, verdict in verdicts.items() if verdict == "same"]
        if len(same) > 1:
            held = [other for other in same if other.shares_office(group.offices)]
            same = held if len(held) == 1 else same
        target = group
        if len(same) == 1:
            target = same[0]
            target.absorb(group)
        else:
            found.append(group)
        for other, verdict in verdicts.items():
            if verdict and other is not target:
                offer(target, other)
        for pair in set() if name.is_place else name.pairs:
            index[pair][target] = None
    return found


def _first(group: Group) -> Name:
    return next(iter(group.names))


def _length(name: Name) -> int:
    return sum(len(word) > 1 for word in name.words)  # an initial may stand for several names


def _verdict(one: Group, other: Group) -> str:
    """Return "same", "perhaps" or "" for two people of related full names."""
    relations = [relation(a, b) for a in one.full_names[:_MOST_FORMS] for b in other.full_names[:_MOST_FORMS]]
    if not relations or None in relations or any(map(one.is_beside, other.rows)):
        return ""
    closest: Relation = min((each for each in relations if each), key=CLOSEST.index)
    same_office = one.shares_office(other.offices)
    same_country = not one.countries.isdisjoint(other.countries)
    if one.gap(other) > _LONGEST_CAREER:
        return "perhaps" if same_office else ""
    if _clash(one, other):
        return "perhaps" if same_country and closest in ("spelling", "house", "middle") else ""
    enough = {
        "spelling": same_office or same_country,
        "house": same_office or same_country,
        "middle": same_office or same_country,
    }.get(closest, same_office and same_country)
    if enough:
        return "same"
    return "perhaps" if same_country or same_office or closest == "spelling" else ""


def _clash(one: Group, other: Group) -> bool:
    """Whether both hold offices at the same time that one person hardly does."""
    if not (one.offices and other.offices) or one.shares_office(other.offices) or one.gap(other) > 1:
        return False
    if not all(any(office.is_distinctive for office in each.offices) for each in (one, other)):
        return False
    return heads(frozenset(one.offices)).isdisjoint(heads(frozenset(other.offices)))


# Surnames alone


class _Bearers:
    """Who bears a name that may stand alone: a surname, a ruler's first name, an abbreviation.

    They are looked up by the sound of a word together with a country of theirs, or with an office.
    """

    def __init__(self, groups: Iterable[Group]) -> None:
        # By word and country, by word and office, by country and office.
        self._found: dict[tuple[object, ...], dict[Group, None]] = defaultdict(dict)
        for group in groups:
            self.add(group)

    def add(self, group: Group) -> None:
        """Take somebody in by all of their names."""
        if _first(group).is_place:
            return
        for word in {word for name in group.names for word in (name.words if name.is_full else name.words[-1:])}:
            self._enter(group, skeleton(word))
            self._found[(skeleton(word),)][group] = None
        letters = {letters for name in group.full_names for letters in name.initials}
        for each in letters | {word.upper() for row in group.rows for word in row.spellings if _is_short(word)}:
            self._enter(group, each)

    def at_home(self, part: Group) -> list[Group]:
        """Return whose name it may be in the country of a group that has a surname alone."""
        return self._of(part, [(country,) for country in sorted(part.countries)])

    def elsewhere(self, part: Group) -> list[Group]:
        """Return who bears that name and holds the same office somewhere else."""
        return self._of(part, [(office.words,) for office in part.offices if office.is_distinctive])

    def few(self, part: Group) -> list[Group]:
        """Return who bears that name anywhere, if hardly anybody does."""
        found = self._of(part, [()])
        return found if len(found) <= _FEW else []

    def abroad(self, part: Group) -> Group | None:
        """Return whose name it is if they hold its office in another country: where the country of the cable is
        known to have somebody else in that office, who is named with it must be of elsewhere."""
        own = [office for office in part.offices if office.is_distinctive]
        if not own or not any(
            group.gap(part) <= 1 and _holds(group, part)
            for office in own
            for country in part.countries
            for group in islice(self._found.get((country, office.words), ()), _MOST_LOOKED_AT)
        ):
            return None
        holding = [each for each in self.elsewhere(part) if _holds(each, part)]
        return holding[0] if len(holding) == 1 else None

    def _enter(self, group: Group, word: str) -> None:
        for country in group.countries:
            self._found[word, country][group] = None
        for office in group.offices:
            if office.is_distinctive:
                self._found[word, office.words][group] = None
                for country in {office.country} if office.country else group.countries:
                    self._found[country, office.words][group] = None

    def _of(self, part: Group, under: Iterable[tuple[object, ...]]) -> list[Group]:
        name = _first(part)
        is_short = ABBREVIATION.fullmatch(name.printed) is not None
        word = name.printed.upper() if is_short else skeleton(name.surname)
        found: dict[Group, None] = {}
        for each in under:
            for group in islice(self._found.get((word, *each), ()), _MOST_LOOKED_AT):
                if is_short or any(_may_stand_for(name.surname, full, group, part) for full in group.names):
                    found[group] = None
        return [group for group in found if group.gap(part) <= _LONGEST_CAREER]


def _may_stand_for(word: str, name: Name, group: Group, part: Group) -> bool:
    """Whether a word alone may stand for a name: the surname; or the first word where rulers are called by it, or
    where it is the surname; or a word between if they hold the office (Uribe is Alvaro Uribe Velez)."""
    if near(name.surname, word) and name.roles[-1] != "house":
        return True
    if not name.is_full:
        return False
    if near(name.words[0], word) and (_is_royal(part) or part.countries & _SURNAME_FIRST):
        return _is_royal(group) or bool(part.countries & _SURNAME_FIRST)
    return any(near(inner, word) for inner in name.words[1:-1]) and _holds(group, part)


def _is_short(spelling: str) -> bool:
    return ABBREVIATION.fullmatch(spelling) is not None


def _is_royal(group: Group) -> bool:
    return any(office.words & ROYAL for office in group.offices)


def _settled(groups: list[Group], bare: Sequence[Appearance]) -> list[Group]:
    """Give surnames alone to whom they fit, those with an office first; the others are people of their own."""
    bearers = _Bearers(groups)
    with_office, without = _parts(bare)
    for parts in (with_office, without):
        fresh: list[Group] = []
        for part in parts:
            at_home = bearers.at_home(part)
            owner = _owner(part, at_home) or (None if at_home else bearers.abroad(part))
            rest = part
            if owner:
                rest = Group()
                for row in part.rows:
                    (rest if owner.is_beside(row) else owner).add(row)
            else:
                for each in [*at_home[:_MOST_FORMS], *bearers.elsewhere(part)[:_MOST_FORMS], *bearers.few(part)]:
                    offer(part, each)
            if rest.rows:
                fresh.append(rest)
        groups += fresh
        for each in fresh:
            bearers.add(each)
    return groups


def _parts(bare: Iterable[Appearance]) -> tuple[list[Group], list[Group]]:
    """Return the surnames alone by country, office and time: those with an office that tells, and the others."""
    buckets: dict[tuple[str, str], dict[str, list[Appearance]]] = defaultdict(dict)
    for row in bare:
        spelt = buckets[skeleton(row.name.surname), row.country]
        word = next((each for each in list(spelt)[:_MOST_FORMS] if near(each, row.name.surname)), row.name.surname)
        spelt.setdefault(word, []).append(row)
    with_office: list[Group] = []
    without: list[Group] = []
    for spelt in buckets.values():
        for rows in spelt.values():
            own: list[Group] = []
            for row in sorted(rows, key=lambda row: (row.year, row.cable)):
                tells = frozenset(office for office in row.offices if office.is_distinctive)
                part = next((each for each in own[-_MOST_FORMS:] if _continues(each, row, tells)), None)
                if part is None:
                    part = Group()
                    own.append(part)
                part.add(row)
            for part in own:
                (with_office if any(office.is_distinctive for office in part.offices) else without).append(part)
    with_office.sort(key=lambda part: -len(part.cables))
    return with_office, without


def _continues(part: Group, row: Appearance, tells: frozenset[ComparedOffice]) -> bool:
    if row.cable in part.cables or (row.year and part.last and row.year - part.last > _LONGEST_TENURE):
        return False
    if tells:
        return part.shares_office(tells)
    ranks = heads(row.offices), heads(frozenset(part.offices))
    return ranks[0] == ranks[1] and not any(office.is_distinctive for office in part.offices)


def _owner(part: Group, at_home: Sequence[Group]) -> Group | None:
    """Return whose surname it is of those in that country, None where that is doubtful."""
    if any(office.is_distinctive for office in part.offices):
        holding = [each for each in at_home if _holds(each, part)]
        if holding:
            return holding[0] if len(holding) == 1 else _foremost(holding, part)
        if any(office.is_ministers for office in part.offices) or _is_royal(part):
            return None
    if len(at_home) != 1 or at_home[0].gap(part) > _LONGEST_TENURE:
        return None
    ranks = heads(frozenset(part.offices)), heads(frozenset(at_home[0].offices))
    if part.countries & _SURNAME_FIRST or (all(ranks) and ranks[0].isdisjoint(ranks[1])):
        return None
    if ABBREVIATION.fullmatch(_first(part).printed):
        return at_home[0]
    if any(office.is_distinctive for office in part.offices):
        return at_home[0] if not ranks[1] else None
    return at_home[0]


def _holds(group: Group, part: Group) -> bool:
    """Whether somebody holds the office that goes with a surname, at about that time, in that country."""
    for own, years in group.offices.items():
        then = (part.first - _LONGEST_TENURE <= year <= part.last + _LONGEST_TENURE for year in years)
        if any(own.is_same(office) for office in part.offices) and (not part.last or not any(years) or any(then)):
            return True
    return False


def _foremost(holding: Sequence[Group], part: Group) -> Group | None:
    """Return who of several holds the office in nearly all cables of these years, None where nobody does."""
    counted = sorted(((_cables_in_office(each, part), at) for at, each in enumerate(holding)), reverse=True)
    (most, first), (second, _) = counted[0], counted[1]
    return holding[first] if most >= _MUCH_MORE * max(second, 1) else None


def _cables_in_office(group: Group, part: Group) -> int:
    return sum(
        part.first - 1 <= year <= part.last + 1
        for own, years in group.offices.items()
        if any(own.is_same(office) for office in part.offices)
        for year in years
    )
