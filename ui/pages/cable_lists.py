"""Which list of cables an address names: by filters and words, that of a kept answer, or a collection."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, get_args
from urllib.parse import parse_qsl

from starlette.datastructures import QueryParams

from ingest.domain.filters import FILTERS, MOST_CHOSEN, Filters
from ingest.domain.selection import CableList, SortedBy
from ingest.errors import CollectionError, ReftelError
from ui.access.reader_access import Access, Reader, holder
from ui.rendering.addresses import cables_page, collection_page

LIST = "list"  # what an address calls another list of cables: ?list=words%3Dferry
LONGEST_WORDS = 400  # characters to look for
_ORDERS: tuple[SortedBy, ...] = get_args(SortedBy)


class NoSuchList(ReftelError):
    """The address names a list that this reader does not have."""


@dataclass(frozen=True, slots=True)
class ListAddress:
    """A list of cables as an address describes it.

    `filters` are those set, by name, as they were typed; `answer` is a kept answer, as `CONVERSATION/3`;
    `collection` is one by its id. `sort` is what it is sorted by, with a minus sign before it from the last to the
    first.
    """

    filters: Mapping[str, str]
    words: str = ""
    answer: str = ""
    collection: str = ""
    sort: str = "date"

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "ListAddress":
        """Read the parameters of an address; what makes no sense for an order is the usual one."""
        filters = {each.name: text for each in FILTERS if (text := given.get(each.name, "").strip())}
        sort = given.get("sort", "")
        sort = sort if sort.removeprefix("-") in _ORDERS else "date"
        words = given.get("words", "").strip()[:LONGEST_WORDS]
        return cls(filters, words, given.get("answer", ""), given.get("collection", ""), sort)

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
        return not (self.words or self.answer or self.collection)

    def turned(self, by: SortedBy) -> "ListAddress":
        """Return the list as a click on the head of a column sorts it."""
        return replace(self, sort=f"-{by}" if self.sort == by else by)

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of its address, those that say something."""
        sort = self.sort if self.sort != "date" else None
        given = {**self.filters, "words": self.words, "answer": self.answer, "collection": self.collection}
        return {name: value for name, value in {**given, "sort": sort}.items() if value}

    def address(self, page: int | None = None) -> str:
        """Return a link to its page, that of a collection where it is of one."""
        given = self.parameters()
        if self.collection:
            return collection_page(given.pop("collection"), **given, page=page)
        return cables_page(**given, page=page)

    @property
    def everything(self) -> str:
        """A link to the list without its filters and words."""
        return collection_page(self.collection) if self.collection else "/cables"

    def cables(self, access: Access, who: Reader) -> CableList:
        """Return the list; raises FilterError for a filter that makes no sense, NoSuchList."""
        among = _listed(access, who, self.answer) if self.answer else None
        if self.collection:
            among = _collected(access, who, self.collection)
        return CableList(Filters(**self.filters), self.words, among, self.by, self.descending)


def named_cables(access: Access, who: Reader, address: QueryParams) -> str:
    """Return the ids of the cables that an address names, as the filter takes them; "" where it names none.

    `?cables=` names them, once or several times, or `?list=` a list by what stands in its own address. Raises
    ReftelError where what is named is not there.
    """
    if named := address.getlist("cables"):
        return ", ".join(named)
    if listed := address.get(LIST):
        given = ListAddress.read(dict(parse_qsl(listed))).cables(access, who)
        found = access.library(who).listed(given)
        return ", ".join(each.id for each in islice(found, MOST_CHOSEN + 1))
    return ""


def _collected(access: Access, who: Reader, collection: str) -> tuple[str, ...]:
    try:
        return access.collections(who).get(collection).cables
    except CollectionError as error:
        raise NoSuchList(str(error)) from error


def _listed(access: Access, who: Reader, answer: str) -> tuple[str, ...]:
    """Return the cables that a kept answer of this reader's lists."""
    conversation, _, number = answer.rpartition("/")
    for each in access.notebook.answers(holder(who), conversation):
        if str(each.number) == number:
            return each.bundle.answer.cables
    raise NoSuchList("This answer is not among your conversations.")
