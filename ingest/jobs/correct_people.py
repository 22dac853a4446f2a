"""A curator's corrections of who is who, made and undone."""

from collections.abc import Callable, Iterator
from datetime import date

from ingest.attribution.compared_names import parsed
from ingest.attribution.people import Individual
from ingest.attribution.people_corrections import MOST_PLACES, Correction, CorrectionKind, Subject
from ingest.errors import LibraryError
from ingest.files.lock import PATIENCE
from ingest.storage.parts import Parts

_WORK = "correcting people"
_MOST_NAMED = 3  # cables that tell people of one name apart


class Corrections:
    """The corrections of a library's people, in the order in which they were made; iterating yields them.

    Everywhere a person is given by a name or another spelling of it, with "@" and a cable behind where several are
    called so: "Baro@10OSLO2". Whatever changes something raises LibraryError where nobody or several are called
    so, where the library cannot be written, and where it is a cleared copy; LibraryBusy after `patience` seconds.
    """

    def __init__(
        self,
        parts: Parts,
        called: Callable[[str, str | None], list[Individual]],
        shown: Callable[[], list[Correction]],
    ) -> None:
        """`called`: who has a name, in a cable if one is given; `shown`: the corrections that may be shown."""
        self._parts = parts
        self._called = called
        self._shown = shown

    def __iter__(self) -> Iterator[Correction]:
        return iter(self._shown())

    def join(self, person: str, other: str, *, patience: float = PATIENCE) -> Correction:
        """Have two people be one, called as the first is."""
        one, two = self._one(person), self._one(other)
        if one == two:
            raise LibraryError(f"{person} and {other} are one person already: {one.name}.")
        return self._make("join", _subject(one), _subject(two), patience)

    def split(self, person: str, spelling: str, *, patience: float = PATIENCE) -> Correction:
        """Have the cables in which somebody is called by a spelling, and no fuller, mean somebody else."""
        one = self._one(person)
        name, cable = _taken_apart(spelling)
        places = [(id, each) for id, each in one.named if _is_called(each, name)]
        if cable:
            places = [(id, each) for id, each in places if id == cable]
        if not places:
            known = ", ".join(sorted({each for _, each in one.named}))
            raise LibraryError(f"No cable calls {one.name} just {spelling}; those that can be split off: {known}.")
        if len(places) == len(one.named):
            raise LibraryError(f"Every cable calls {one.name} just {spelling}: nothing would be left.")
        return self._make("split", _subject(one), Subject(places[0][1], tuple(places) if cable else ()), patience)

    def rename(self, person: str, name: str, *, patience: float = PATIENCE) -> Correction:
        """Have somebody be called by another name."""
        new = " ".join(name.split())
        if not new:
            raise LibraryError("The new name is empty: give one.")
        return self._make("rename", _subject(self._one(person)), Subject(new), patience)

    def undo(self, number: int | None = None, *, patience: float = PATIENCE) -> Correction:
        """Undo the correction of this number, or the last one, and return it."""
        self._parts.refuse_copy()
        with self._parts.writing(_WORK, patience=patience):
            made = {each.number: each for each in self._parts.catalogue.corrections.all()}
            if not made:
                raise LibraryError("No correction has been made, so there is nothing to undo.")
            undone = made.get(max(made) if number is None else number)
            if undone is None:
                raise LibraryError(f"There is no correction {number}: `reftel person list` shows them.")
            with self._parts.catalogue.edit() as edit:
                edit.remove_corrections([undone.number])
        return undone

    def _make(self, kind: CorrectionKind, person: Subject, other: Subject, patience: float) -> Correction:
        self._parts.refuse_copy()
        made = Correction(kind, person, other, date.today().isoformat())
        with self._parts.writing(_WORK, patience=patience), self._parts.catalogue.edit() as edit:
            return edit.add_correction(made)

    def _one(self, given: str) -> Individual:
        name, cable = _taken_apart(given)
        match self._called(name, cable):
            case [one]:
                return one
            case []:
                raise LibraryError(f"Nobody called {given} speaks in the cables: `reftel people` lists who does.")
            case several:
                options = ", ".join(f"{name}@{each.cables[0]}" for each in several[:_MOST_NAMED])
                raise LibraryError(f"{len(several)} people are called {given}: say which by a cable ({options}).")


def _taken_apart(given: str) -> tuple[str, str | None]:
    """Return the name, and the cable that tells whose it is."""
    name, at, cable = given.rpartition("@")
    return (name.strip(), cable.strip().upper()) if at and name.strip() else (given.strip(), None)


def _is_called(named: str, wanted: str) -> bool:
    name = parsed(named)
    return wanted.casefold() in (named.casefold(), name.printed.casefold() if name else "")


def _subject(person: Individual) -> Subject:
    return Subject(person.name, person.named[:MOST_PLACES])
