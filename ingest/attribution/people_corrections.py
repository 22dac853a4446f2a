"""What a curator knows better about who is who: corrections, and how they change the people of an archive."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.attribution.appearances import Appearance, Group
from ingest.attribution.compared_names import parsed

CorrectionKind = Literal["join", "split", "rename"]
MOST_PLACES = 200  # by which a person is found again


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a correction is about: their name when it was made, and how which cables name them."""

    name: str
    named: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction. `join`: two people are one, `other` is the second; `split`: the cables that call somebody
    by the name of `other` mean somebody else; `rename`: somebody is called by the name of `other`.

    `number` is 0 until it is stored, `made` the day on which it was, ISO.
    """

    kind: CorrectionKind
    person: Subject
    other: Subject
    made: str = ""
    number: int = 0

    def __str__(self) -> str:
        words = {"join": "is the same as", "split": "is not who is called", "rename": "is called"}
        return f"{self.person.name} {words[self.kind]} {self.other.name}"


def corrected(groups: list[Group], corrections: Sequence[Correction], *, new_names: bool = True) -> list[Group]:
    """Return the people of an archive as the corrections have them, made in this order.

    One whose people do not exist changes nothing. Without `new_names`, a name that no cable has is not given.
    """
    people = _People(groups)
    for each in corrections:
        people.apply(each, new_names=new_names)
    return people.groups


def visible(groups: list[Group], corrections: Sequence[Correction]) -> Iterator[Correction]:
    """Yield the corrections that change something in an archive, in its own words: for a copy, which must not name
    people whom only the whole archive knows."""
    people = _People(groups)
    for each in corrections:
        if (shown := people.apply(each, new_names=False)) is not None:
            yield shown


class _People:
    """The people of an archive while corrections are made to them."""

    def __init__(self, groups: list[Group]) -> None:
        self._groups = dict.fromkeys(groups)
        self._by_place: dict[tuple[str, str], Group] = {}
        self._by_name: dict[str, dict[Group, None]] = {}
        for group in groups:
            self._enter(group)

    @property
    def groups(self) -> list[Group]:
        """Everybody, as they are by now."""
        return list(self._groups)

    def apply(self, correction: Correction, *, new_names: bool) -> Correction | None:
        """Make a correction and return it in the words of this archive, None where it changes nothing here."""
        group = self._find(correction.person)
        if group is None:
            return None
        name = group.name
        if correction.kind == "join":
            second = self._find(correction.other)
            if second is None or second is group:
                return None
            other = second.name
            self._join(group, second)
            group.given_name = name
        elif correction.kind == "split":
            left = self._split(group, correction.other)
            if left is None:
                return None
            other = left.rows[0].name.printed
        else:
            other = correction.other.name
            if not (new_names or other.casefold() in self._by_name):
                return None
            group.given_name = other
        return replace(correction, person=Subject(name), other=Subject(other))

    def _enter(self, group: Group) -> None:
        for row in group.rows:
            self._by_place[row.cable, row.person.name] = group
            for name in _names(row):
                self._by_name.setdefault(name, {})[group] = None

    def _leave(self, group: Group) -> None:
        for row in group.rows:
            for name in _names(row):
                self._by_name[name].pop(group, None)

    def _find(self, subject: Subject) -> Group | None:
        """Return whom a correction is about: who speaks where they did, or else the only one of that name."""
        there = Counter(self._by_place[each] for each in subject.named if each in self._by_place)
        if there:
            return there.most_common(1)[0][0]
        called = self._by_name.get(subject.name.casefold(), {})
        return next(iter(called)) if len(called) == 1 else None

    def _join(self, group: Group, second: Group) -> None:
        del self._groups[second]
        group.absorb(second)
        for each in second.perhaps:
            each.perhaps.pop(second, None)
        group.perhaps.pop(second, None)
        self._leave(second)
        self._enter(group)

    def _split(self, group: Group, apart: Subject) -> Group | None:
        """Take those appearances out of a group that have that name; None where there are none, or no others."""
        cables = {cable for cable, _ in apart.named}
        leaving = [
            row for row in group.rows if _is_called(row, apart.name) and (not cables or row.cable in cables)
        ]
        if not leaving or len(leaving) == len(group.rows):
            return None
        gone = {id(row) for row in leaving}
        staying = Group(perhaps=group.perhaps, given_name=group.given_name)
        left = Group()
        for row in group.rows:
            (left if id(row) in gone else staying).add(row)
        for each in group.perhaps:
            each.perhaps = {staying if other is group else other: None for other in each.perhaps}
        del self._groups[group]
        self._leave(group)
        for each in (staying, left):
            self._groups[each] = None
            self._enter(each)
        return left


def _is_called(row: Appearance, name: str) -> bool:
    """Whether a cable has that name for somebody as the fullest one."""
    wanted = parsed(name)
    return name.casefold() in (row.person.name.casefold(), row.name.printed.casefold()) or (
        wanted is not None and wanted.words == row.name.words
    )


def _names(row: Appearance) -> Iterable[str]:
    return {each.casefold() for each in (row.person.name, row.name.printed, *row.spellings)}
