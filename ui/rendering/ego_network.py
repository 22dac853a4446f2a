"""Whom somebody met, as a small picture: their name, and a line to each of a few others. A pure function."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST = 12  # names in the picture; a list has them all
ROW = 30  # pixels between two names
TOP = 34  # where the first of them stands
_LONGEST = 27  # letters of a name that fit beside the number
_THICKEST = 6.0


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Somebody met: the name as lists print it, in how many sentences, and a link to these."""

    name: str
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A line to somebody: where the name stands, how thick the line is, and what a name too long is cut to."""

    to: Acquaintance
    y: int
    thickness: float
    label: str


@dataclass(frozen=True, slots=True)
class EgoNetwork:
    """The picture: whose it is, the lines, most sentences first, and its height in pixels."""

    label: str
    edges: tuple[Edge, ...]
    height: int


def ego_network(name: str, met: Sequence[Acquaintance]) -> EgoNetwork | None:
    """Return the picture of whom somebody met, those of most sentences first; None where that is nobody."""
    shown = met[:MOST]
    if not shown:
        return None
    most = max(each.number for each in shown)
    edges = tuple(
        Edge(
            each,
            TOP + 26 + place * ROW,
            round(1.2 + (_THICKEST - 1.2) * each.number / most, 1),
            _cut(each.name),
        )
        for place, each in enumerate(shown)
    )
    return EgoNetwork(_cut(name), edges, TOP + 26 + len(edges) * ROW)


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
