"""The cables that a question names by their ids: 09BAKU226, "10 baku 79", "09 buenos aires 1235"."""

import re
from dataclasses import dataclass

from ingest.domain.posts import parts

# A year of four digits counts only where no blank follows it: "in 2009 Baku 12 people met" names no cable.
_ID = re.compile(
    r"(?<![\w-])(?P<year>\d\d(?=[ _-]?[A-Za-z])|(?:19|20)\d\d(?! ))[ _-]?"
    r"(?P<post>[A-Za-z]{2,20}(?:[ _-][A-Za-z]{2,20}){0,3}?)"
    r"[ _-]?0{0,6}(?P<number>[1-9]\d{0,6})(?![\w,.]*\d)(?:_[a-z])?(?!\w)"
)


@dataclass(frozen=True, slots=True)
class NamedCable:
    """A cable named by its canonical id, which stands at `start` to `end` of a question."""

    id: str
    start: int
    end: int


def named_cables(text: str) -> tuple[NamedCable, ...]:
    """Return the cables that a text names by their ids, in its order; they need not be in the library."""
    found = ((parts(_plain(match)), match) for match in _ID.finditer(text))
    return tuple(NamedCable(str(id), *match.span()) for id, match in found if id)


def _plain(match: re.Match[str]) -> str:
    return f"{match['year']} {re.sub('[_-]', ' ', match['post'])} {match['number']}"
