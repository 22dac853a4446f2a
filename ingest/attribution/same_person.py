"""Who is the same person in several cables: their appearances, grouped by what names, offices and places tell.

Full names come first: the same name is the same person, and another form of it may be. Then surnames alone are
given to whom they fit (`lone_surnames.py`). Nothing compares everybody with everybody: names are looked up by how
they sound.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from ingest.attribution.appearances import Appearance, Group, offer
from ingest.attribution.compared_names import CLOSEST, ComparedName, Relation, relation
from ingest.attribution.compared_offices import heads
from ingest.attribution.lone_surnames import LONGEST_CAREER, MOST_FORMS, MOST_LOOKED_AT, settled

_COMMON = 5  # people who share a word of a name, from which on it tells little


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
    return settled(groups, bare)


def _common(names: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Return the words that many full names share."""
    counts = Counter(word for words in names for word in {words[0], words[-1]})
    return frozenset(word for word, number in counts.items() if number > _COMMON)


def _of_one_name(rows: list[Appearance], common: frozenset[str]) -> Iterator[Group]:
    """Yield the people of one full name: by far one, unless decades lie between or everybody is called so."""
    parts: list[Group] = []
    is_common = {rows[0].name.words[0], rows[0].name.words[-1]} <= common and len(rows[0].name.words) == 2
    for row in sorted(rows, key=lambda row: (row.year, row.cable)):
        fitting = (part for part in parts[-MOST_LOOKED_AT:] if _is_of(row, part, is_common=is_common))
        part = next(fitting, None)
        if part is None:
            part = Group()
            for other in parts[-MOST_FORMS:]:
                if not other.is_beside(row):
                    offer(part, other)
            parts.append(part)
        part.add(row)
    yield from parts


def _is_of(row: Appearance, part: Group, *, is_common: bool) -> bool:
    if part.is_beside(row):
        return False
    if row.year and part.last and row.year - part.last > LONGEST_CAREER:
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
        groups, key=lambda group: (-_length(group.first_name), -len(group.cables), group.first_name.words)
    ):
        name = group.first_name
        near_by: dict[Group, None] = {}
        for pair in set() if name.is_place else name.sought:
            for other in list(index[pair])[:MOST_LOOKED_AT]:
                near_by[other] = None
        verdicts = {other: _verdict(other, group) for other in list(near_by)[:MOST_LOOKED_AT]}
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


def _length(name: ComparedName) -> int:
    return sum(len(word) > 1 for word in name.words)  # an initial may stand for several names


def _verdict(one: Group, other: Group) -> str:
    """Return "same", "perhaps" or "" for two people of related full names."""
    relations = [relation(a, b) for a in one.full_names[:MOST_FORMS] for b in other.full_names[:MOST_FORMS]]
    if not relations or None in relations or any(map(one.is_beside, other.rows)):
        return ""
    closest: Relation = min((each for each in relations if each), key=CLOSEST.index)
    same_office = one.shares_office(other.offices)
    same_country = not one.countries.isdisjoint(other.countries)
    if one.gap(other) > LONGEST_CAREER:
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
