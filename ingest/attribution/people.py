"""The same person in many cables: joined across spellings, never with somebody who shares a part of the name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.attribution import people_corrections
from ingest.attribution.appearances import Appearance, Group
from ingest.attribution.people_corrections import Correction, corrected
from ingest.attribution.same_person import grouped
from ingest.domain.statements import Person
from ingest.language.name_spelling import sounds

_MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office that cables give a person, and the dates of the first and the last cable that does, ISO.

    A date is a year alone where that is all one knows of the cable, "" where one does not know it either.
    """

    title: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Individual:
    """One person of the archive: the name most used, all offices and spellings, the cables, in order, and how
    many sentences are theirs.

    `offices` has the `titles` with their dates. `perhaps` names those who may be the same person, which the cables
    do not tell. `named` says under which name they speak in which cable, by pairs of both.
    """

    name: str
    titles: tuple[str, ...]
    spellings: tuple[str, ...]
    cables: tuple[str, ...]
    said: int = 0
    offices: tuple[HeldOffice, ...] = ()
    perhaps: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()

    @property
    def known_as(self) -> str:
        """A name that the cables have for them, to search by: `name` may be a curator's."""
        return self.name if self.name in self.spellings or not self.spellings else self.spellings[0]


def join(
    people: Iterable[tuple[str, Person, int]],
    dates: Mapping[str, str] | None = None,
    corrections: Sequence[Correction] = (),
    *,
    new_names: bool = True,
) -> list[Individual]:
    """Return the individuals behind the persons of many cables, by name.

    A person is given with the id of the cable and the number of sentences that are theirs there; `dates` are those
    of the cables, ISO, as far as they are known. The `corrections` of a curator are applied in their order; a
    name that they give and no cable has is left out without `new_names`.

    The same full name is one individual; another spelling, or a surname alone, is only if offices, places and
    dates agree and fit nobody else. Two names in one cable are two individuals unless the cable itself
    equates them. Whoever may be the same and is not surely is named in `perhaps`. A masked name is nobody's.
    """
    found = [each for each in (Appearance.of(*each, dates or {}) for each in people) if each]
    groups = corrected(grouped(found), corrections, new_names=new_names)
    names = {id(group): group.name for group in groups}
    everybody = [_individual(group, names) for group in groups]
    return sorted(everybody, key=lambda individual: individual.name)


def sounding(people: Iterable[Individual], name: str) -> list[Individual]:
    """Return those of some people who have that name however it is spelt; an office or an article is nobody's."""
    wanted = sounds(name)
    return [each for each in people if wanted and wanted <= sounds(" ".join((each.name, *each.spellings)))]


def called_among(people: Sequence[Individual], name: str, cable: str | None = None) -> list[Individual]:
    """Return who of some people has exactly that name, or else that spelling of one, or else one that sounds like
    it; in that cable, if one is given."""
    wanted = name.casefold()
    there = [each for each in people if cable is None or cable in each.cables]
    exact = [each for each in there if each.name.casefold() == wanted]
    spelt = exact or [each for each in there if wanted in map(str.casefold, each.spellings)]
    return spelt or sounding(there, name)


def visible(
    people: Iterable[tuple[str, Person, int]], dates: Mapping[str, str], corrections: Sequence[Correction]
) -> list[Correction]:
    """Return the corrections that change something among these people, named as their cables name them."""
    found = [each for each in (Appearance.of(*each, dates) for each in people) if each]
    return list(people_corrections.visible(grouped(found), corrections))


def _individual(group: Group, names: Mapping[int, str]) -> Individual:
    rows = sorted(group.rows, key=lambda row: (row.date, row.cable))
    offices: dict[str, HeldOffice] = {}
    for row in rows:
        for title in row.titles:
            first = offices.setdefault(title.lower(), HeldOffice(title, row.date, row.date))
            offices[title.lower()] = HeldOffice(first.title, first.first, row.date)
    spellings = {row.name.printed: None for row in rows} | dict.fromkeys(
        spelling for row in rows for spelling in row.spellings
    )
    name = names[id(group)]
    offered = dict.fromkeys(names[id(other)] for other in group.perhaps if id(other) in names)
    return Individual(
        name,
        tuple(each.title for each in offices.values()),
        tuple(dict.fromkeys((name, *spellings))) if name in spellings else tuple(spellings),
        tuple(sorted({row.cable for row in rows})),
        sum(row.said for row in rows),
        tuple(offices.values()),
        tuple(offered)[:_MOST_OFFERED],
        tuple(sorted({(row.cable, row.person.name) for row in rows})),
    )
