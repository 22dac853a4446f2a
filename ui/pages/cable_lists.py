"""Which list of cables an address names: by filters and words, or that of a kept answer, in an order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from ingest.domain.filters import FILTERS, Filters
from ingest.domain.selection import CableList, SortedBy
from ingest.errors import ReftelError
from ui.access.reader_access import Access, Reader, holder

LONGEST_WORDS = 400  # characters to look for
_ORDERS: tuple[SortedBy, ...] = get_args(SortedBy)


class NoSuchList(ReftelError):
    """The address names a list that this reader does not have."""


@dataclass(frozen=True, slots=True)
class ListAddress:
    """A list of cables as an address describes it.

    `filters` are those set, by name, as they were typed; `answer` is a kept answer, as `CONVERSATION/3`. `sort` is
    what it is sorted by, with a minus sign before it from the last to the first.
    """

    filters: Mapping[str, str]
    words: str = ""
    answer: str = ""
    sort: str = "date"

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "ListAddress":
        """Read the parameters of an address; what makes no sense for an order is the usual one."""
        filters = {each.name: text for each in FILTERS if (text := given.get(each.name, "").strip())}
        sort = given.get("sort", "")
        sort = sort if sort.removeprefix("-") in _ORDERS else "date"
        return cls(filters, given.get("words", "").strip()[:LONGEST_WORDS], given.get("answer", ""), sort)

    @property
    def by(self) -> SortedBy:
        """What it is sorted by."""
        return next(each for each in _ORDERS if each == self.sort.removeprefix("-"))

    @property
    def descending(self) -> bool:
        """Whether the last come first."""
        return self.sort.startswith("-")

    @property
    def is_by_filters(self) -> bool:
        """Whether filters alone say which cables it has, so that a question can be asked under the same."""
        return not (self.words or self.answer)

    def turned(self, by: SortedBy) -> "ListAddress":
        """Return the list as a click on the head of a column sorts it."""
        return replace(self, sort=f"-{by}" if self.sort == by else by)

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of its address, those that say something."""
        sort = self.sort if self.sort != "date" else None
        given = {**self.filters, "words": self.words, "answer": self.answer, "sort": sort}
        return {name: value for name, value in given.items() if value}

    def cables(self, access: Access, who: Reader) -> CableList:
        """Return the list; raises FilterError for a filter that makes no sense, NoSuchList."""
        among = _listed(access, who, self.answer) if self.answer else None
        return CableList(Filters(**self.filters), self.words, among, self.by, self.descending)


def _listed(access: Access, who: Reader, answer: str) -> tuple[str, ...]:
    """Return the cables that a kept answer of this reader's lists."""
    conversation, _, number = answer.rpartition("/")
    for each in access.notebook.answers(holder(who), conversation):
        if str(each.number) == number:
            return each.bundle.answer.cables
    raise NoSuchList("This answer is not among your conversations.")
