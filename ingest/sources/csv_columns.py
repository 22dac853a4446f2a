"""Which column of a table holds what: by its name, by the shape of the full dump, or as the user says."""

from collections.abc import Iterable, Sequence

from ingest.domain.posts import CABLE_ID
from ingest.errors import SourceError
from ingest.sources.written_dates import written_date

# What a column holds, by the names that tables give it, without blanks and signs.
NAMES = {
    "id": "id mrn reference referenceid referencenumber refid cableid cable cablenumber documentnumber",
    "date": "date created createdat creationdate datetime datesent sent time draftdate",
    "origin": "origin from sender sentby post embassy",
    "classification": "classification class level originalclassification",
    "subject": "subject title",
    "header": "header head",
    "text": "text body content cabletext messagetext message fulltext cablebody",
}
ROLES = {name: role for role, names in NAMES.items() for name in names.split()}
LEFT_OUT = "-"
DUMP = (LEFT_OUT, "date", "id", "origin", "classification", LEFT_OUT, "header", "text")
LONGEST_ID = 80
LONGEST_NAME = 60
UNTOLD = (
    "does not say which column holds what: name them in order, - for one to leave out, such as "
    "--columns id,date,origin,classification,text"
)
Columns = tuple[str, ...]


def given_columns(text: str) -> Columns:
    """Return the columns that a user has named: "id,date,-,text"; raises SourceError where that is none."""
    names = [name.strip() for name in text.split(",")]
    roles = tuple(LEFT_OUT if name in ("", LEFT_OUT) else ROLES.get(_plain(name), "") for name in names)
    if "" in roles:
        unknown, known = names[roles.index("")], ", ".join(NAMES)
        raise SourceError(f"There is no column {unknown!r}: columns are {known}, or - to leave one out.")
    named = [role for role in roles if role != LEFT_OUT]
    if "text" not in named or len(set(named)) < len(named):
        raise SourceError("One of the columns must be text, and each can be named only once.")
    return roles


def columns_of(row: Sequence[str]) -> tuple[Columns | None, bool]:
    """Return what the columns of a table hold, after its first row; None where that cannot be told.

    Whether this row is the one that names them comes with it.
    """
    names = [_plain(cell) if len(cell) <= LONGEST_NAME else "" for cell in row]
    if "text" in (ROLES.get(name) for name in names):
        return _by_name(names), True
    for shift in (0, 1):  # a program may have put its own count in front
        if len(row) == len(DUMP) + shift and (written_date(row[1 + shift]) or is_id(row[2 + shift])):
            return (LEFT_OUT,) * shift + DUMP, False
    return None, False


def is_heading(row: Sequence[str]) -> bool:
    """Return whether a row names columns."""
    return all(len(cell) <= LONGEST_NAME and "\n" not in cell for cell in row) and not any(map(is_id, row))


def is_id(cell: str) -> bool:
    """Return whether a cell holds the id of a cable."""
    found = CABLE_ID.fullmatch(cell) if len(cell) <= LONGEST_ID else None
    return found is not None and found["year"] is not None


def columns_named(names: Iterable[str]) -> Columns:
    """Return what columns of these names hold; of two for the same the more telling name counts."""
    return _by_name([_plain(name) if len(name) <= LONGEST_NAME else "" for name in names])


def _by_name(names: Sequence[str]) -> Columns:
    best: dict[str, tuple[int, int]] = {}
    for place, name in enumerate(names):
        if role := ROLES.get(name):
            # "id" is as often the number of a row.
            rank = (role == "id" and name == "id", place)
            best[role] = min(best.get(role, rank), rank)
    chosen = {place: role for role, (_, place) in best.items()}
    return tuple(chosen.get(place, LEFT_OUT) for place in range(len(names)))


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()
