"""Who speaks in a library, as lists show them, and how to find one of them by name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import Library
from ingest.attribution.people import Individual
from ui.rendering.addresses import person_page


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One line of a list of people."""

    name: str
    office: str
    said: int
    cables: int
    href: str


def entries(people: Sequence[Individual]) -> list[PersonEntry]:
    """Return a line for each of these people; who has another's name is told apart by a cable that they are in."""
    names = Counter(each.name for each in people)
    return [
        PersonEntry(
            each.name,
            each.titles[0] if each.titles else "",
            each.said,
            len(each.cables),
            person_page(each.name, each.cables[0] if names[each.name] > 1 else None),
        )
        for each in people
    ]


def search(library: Library, text: str) -> list[Individual]:
    """Return the people of that name, however it is spelt, and those with these letters in a name or an office."""
    wanted = text.strip()
    if not wanted:
        return library.people()
    named = dict.fromkeys(library.people(wanted))
    letters = wanted.casefold()
    others = (each for each in library.people() if each not in named)
    return [*named, *(each for each in others if letters in " ".join((*each.spellings, *each.titles)).casefold())]
