"""Whose name it is that a cable has alone: a surname, a ruler's first name, or letters that stand for a name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from ingest.attribution.appearances import Appearance, Group, offer
from ingest.attribution.compared_names import ABBREVIATION, ComparedName, near
from ingest.attribution.compared_offices import ROYAL, ComparedOffice, heads
from ingest.language.name_spelling import skeleton

LONGEST_CAREER = 20  # years without a mention, after which the same name is another person's
_LONGEST_TENURE = 3  # years that a surname alone may be away from the mentions that tell whose it is
MOST_LOOKED_AT = 25  # people whose names sound like one name
MOST_FORMS = 12  # of the name of one person, that another is compared with
_MUCH_MORE = 4
_FEW = 2
_SURNAME_FIRST = frozenset("china taiwan korea vietnam".split())


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
        if group.first_name.is_place:
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
            for group in islice(self._found.get((country, office.words), ()), MOST_LOOKED_AT)
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
        name = part.first_name
        is_short = ABBREVIATION.fullmatch(name.printed) is not None
        word = name.printed.upper() if is_short else skeleton(name.surname)
        found: dict[Group, None] = {}
        for each in under:
            for group in islice(self._found.get((word, *each), ()), MOST_LOOKED_AT):
                if is_short or any(_may_stand_for(name.surname, full, group, part) for full in group.names):
                    found[group] = None
        return [group for group in found if group.gap(part) <= LONGEST_CAREER]


def _may_stand_for(word: str, name: ComparedName, group: Group, part: Group) -> bool:
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


def settled(groups: list[Group], bare: Sequence[Appearance]) -> list[Group]:
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
                for each in [*at_home[:MOST_FORMS], *bearers.elsewhere(part)[:MOST_FORMS], *bearers.few(part)]:
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
        word = next((each for each in list(spelt)[:MOST_FORMS] if near(each, row.name.surname)), row.name.surname)
        spelt.setdefault(word, []).append(row)
    with_office: list[Group] = []
    without: list[Group] = []
    for spelt in buckets.values():
        for rows in spelt.values():
            own: list[Group] = []
            for row in sorted(rows, key=lambda row: (row.year, row.cable)):
                tells = frozenset(office for office in row.offices if office.is_distinctive)
                part = next((each for each in own[-MOST_FORMS:] if _continues(each, row, tells)), None)
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
    if ABBREVIATION.fullmatch(part.first_name.printed):
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
