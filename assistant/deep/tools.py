"""The tools by which a model looks into the archive: search, statements of a person, open, list and count cables.

They only read, within the reader's own library and filters. Whatever a call says, a sentence comes back, and
perhaps passages.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from assistant.answer import Passage
from assistant.citations import day
from assistant.question.understand import understand
from assistant.retrieval.retrieve import retrieve
from ingest import Library
from ingest.domain.filters import FILTERS, Filters, first_day, last_day
from ingest.domain.posts import cable_id
from ingest.domain.selection import Selection
from ingest.errors import ReftelError
from ingest.language.counts import count

_PASSAGES = 12  # that one call brings
_LISTED = 25  # cables that it names
_LONGEST = 300  # characters of a query
_OPENED = 40  # paragraphs of a cable


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a call: a sentence for the model and the reader, and the passages that it brought."""

    words: str
    passages: tuple[Passage, ...] = ()


class _ToolArguments(BaseModel):
    """What a tool is called with: a name that is not known is an error."""

    model_config = ConfigDict(extra="forbid")

    def where(self) -> Filters:
        """Return the filters among it; raises FilterError where one makes no sense."""
        given = {each.name: (getattr(self, each.name, None) or "").strip() or None for each in FILTERS}
        return Filters(**given)


def _filtered(name: str, does: str, **own: Any) -> type[_ToolArguments]:
    """Return what a tool takes: its own arguments and the filters."""
    narrows: dict[str, Any] = {
        each.name: (str | None, Field(None, max_length=each.longest, description=each.help)) for each in FILTERS
    }
    return create_model(name, __base__=_ToolArguments, __doc__=does, **(narrows | own))


_TEXT: Any = (str, Field(min_length=1, max_length=_LONGEST, description="What to look for, in plain English."))
search = _filtered("search", "Find the paragraphs that match a text best.", query=_TEXT)
statements = _filtered(
    "statements",
    "Find what one person says, perhaps on one matter.",
    person=(str, Field(min_length=2, max_length=_LONGEST, description="Any spelling of the name.")),
    about=(str | None, Field(None, max_length=_LONGEST, description="The matter.")),
)
list_cables = _filtered("list_cables", "List the cables that pass the filters, by date and subject.")
count_cables = _filtered("count_cables", "Count the cables that pass the filters, by year and by post.")


class open_cable(_ToolArguments):  # the model knows it by this name
    """Read one cable from its beginning."""

    cable: str = Field(min_length=4, max_length=60, description="Its id, such as 10BAKU79.")


def _search(library: Library, where: Filters, given: Any) -> Looked:
    return _found(retrieve(library, understand(given.query, literal=True), where, _PASSAGES))


def _statements(library: Library, where: Filters, given: Any) -> Looked:
    question = replace(understand(given.about or given.person, literal=True), speaker=given.person)
    return _found(retrieve(library, question, where, _PASSAGES))


def _open_cable(library: Library, where: Filters, given: Any) -> Looked:
    id = cable_id(given.cable) or given.cable
    if not library.present([id], where):
        return Looked(f"There is no cable {id} here.")
    question = replace(understand(id, literal=True), cables=(id,))
    found = retrieve(library, question, where, _OPENED)
    return Looked(
        f"{id} has {count(len(found), 'paragraph')}.", tuple(sorted(found, key=lambda each: each.ordinal))
    )


def _list_cables(library: Library, where: Filters, given: Any) -> Looked:
    cables = library.select(Selection(where=where))
    lines = [f"{each.id} ({day(each.date, each.id)}): {each.subject or 'no subject'}" for each in cables[:_LISTED]]
    more = f"; and {len(cables) - _LISTED:,} more" if len(cables) > _LISTED else ""
    return Looked(f"{count(len(cables), 'cable')}{': ' if lines else '.'}{'; '.join(lines)}{more}")


def _count_cables(library: Library, where: Filters, given: Any) -> Looked:
    cables = library.select(Selection(where=where))
    years = sorted(Counter((each.date or "undated")[:4] for each in cables).items())
    posts = Counter(each.post or "unknown" for each in cables).most_common(10)
    told = ", ".join(f"{name} {number:,}" for name, number in (*years, *posts))
    return Looked(f"{count(len(cables), 'cable')}{f' ({told})' if told else ''}.")


_TOOLS: Mapping[type[_ToolArguments], Callable[[Library, Filters, Any], Looked]] = {
    search: _search,
    statements: _statements,
    open_cable: _open_cable,
    list_cables: _list_cables,
    count_cables: _count_cables,
}
SCHEMAS: tuple[type[BaseModel], ...] = tuple(_TOOLS)
_BY_NAME = {each.__name__: each for each in _TOOLS}


def described() -> str:
    """Return the tools in words, a line each, for a model that knows no calls."""
    lines = []
    for schema in SCHEMAS:
        names = ", ".join(
            f'"{name}"{"" if each.is_required() else "?"}' for name, each in schema.model_fields.items()
        )
        lines.append(f"{schema.__name__} {{{names}}}: {schema.__doc__}")
    return "\n".join(lines)


def use(library: Library, reader: Filters, name: str, arguments: Any) -> Looked:
    """Return what a call brings, within what the `reader` narrowed the search to; never raises for a bad call."""
    schema = _BY_NAME.get(name)
    if schema is None:
        return Looked(f"There is no such tool; there are {', '.join(_BY_NAME)}.")
    try:
        given = schema.model_validate(arguments)
        where = within(reader, given.where())
        if where is None:
            return Looked("The reader's filters rule that out.")
        return _TOOLS[schema](library, where, given)
    except ValidationError as error:
        first = error.errors()[0]
        return Looked(
            f"{name} was not called as it should be: {'.'.join(map(str, first['loc']))}: {first['msg']}."
        )
    except ReftelError as error:
        return Looked(str(error))


def within(reader: Filters, asked: Filters) -> Filters | None:
    """Return filters that let through what both do; None where that is nothing."""
    both: dict[str, str | None] = {}
    for each in fields(Filters):
        mine, theirs = getattr(reader, each.name), getattr(asked, each.name)
        if each.name in ("since", "until") and mine and theirs:
            both[each.name] = (
                max(mine, theirs, key=first_day) if each.name == "since" else min(mine, theirs, key=last_day)
            )
        elif mine and theirs and mine.casefold() != theirs.casefold():
            if each.name != "person":
                return None
            both[each.name] = mine
        else:
            both[each.name] = mine or theirs
    return Filters(**both)


def _found(passages: list[Passage]) -> Looked:
    cables = len({each.cable for each in passages})
    if not passages:
        return Looked("Nothing was found.")
    return Looked(f"{count(len(passages), 'passage')} from {count(cables, 'cable')}.", tuple(passages))
