"""Which cables of an archive are meant: what a list or a count is of."""

from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from ingest.domain.filters import EVERYWHERE, Filters

SortedBy = Literal["date", "id", "post", "subject", "classification"]
Period = tuple[str | None, str | None]  # ISO dates of any exactness, inclusive; None where that end is open


@dataclass(frozen=True, slots=True)
class Selection:
    """Cables that meet all of these conditions; one that is empty leaves its matter open.

    Of the `posts`, the `periods` and the `levels` (as printed in the class line) one has to fit; the `tags`, the
    `captions` and the `subject` words all have to be there. `signed` and `classified_by` are words of a name.
    `refers_to` is the id of a cable that each of them has among its references. `among`: only these cables.
    """

    posts: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    levels: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    classified_by: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    among: tuple[str, ...] | None = None
    where: Filters = EVERYWHERE

    def narrowed(self, other: "Selection") -> "Selection":
        """Return the selection with what another one adds to it."""
        both: dict[str, Any] = {
            each.name: (*getattr(self, each.name), *getattr(other, each.name))
            for each in fields(other)
            if each.name not in ("among", "where")
        }
        return replace(self, **both, among=self.among if other.among is None else other.among)


@dataclass(frozen=True, slots=True)
class SelectedCable:
    """What a list shows of a cable. `date` is as exact as it is known, a year alone where the id tells no more."""

    id: str
    date: str | None
    post: str
    subject: str | None
    classification: str | None


@dataclass(frozen=True, slots=True)
class CableList:
    """A list of cables as it is leafed through: which cables, and in which order.

    A cable has to meet the filters and mention all of `words`, of which those in double quotes stand one after the
    other; `among`: only these cables. Cables without what they are sorted by come first.
    """

    where: Filters = EVERYWHERE
    words: str = ""
    among: tuple[str, ...] | None = None
    by: SortedBy = "date"
    descending: bool = False
