"""The list of cables: filtered, sorted, leafed through, downloaded; where one begins to look and to choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.citing.cable_reference import of_list
from ingest import Library
from ingest.domain.filters import FILTERS, MOST_CHOSEN, Filter
from ingest.domain.posts import cable_id, post_name
from ingest.domain.selection import CableList, SelectedCable, SortedBy
from ingest.errors import FilterError
from ui.access.reader_access import Access, reader
from ui.access.root_path import root_of
from ui.pages import page_frame
from ui.pages.cable_lists import ListAddress, NoSuchList
from ui.pages.cable_trail import in_list
from ui.rendering.addresses import asking, keeping, permalink, posts_page
from ui.rendering.cable_references import REFERENCES
from ui.rendering.cable_table import CableRow, list_csv
from ui.rendering.templates import one_line

A_PAGE = 100  # cables
_COLUMNS: dict[SortedBy, str] = {
    "date": "Date",
    "id": "Cable",
    "post": "Post",
    "subject": "Subject",
    "classification": "Classification",
}
_CSV = "text/csv; charset=utf-8"
_NAMES = {"csv": "CSV", "ris": "RIS", "bib": "BibTeX", "json": "CSL-JSON", "md": "Markdown"}


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: where a click leads, and `sorted`, which is "" where the list is sorted by another."""

    name: str
    href: str
    sorted: str


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A value that a filter can be set to, as it is and as it is shown."""

    value: str
    shown: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FormField:
    """A filter in the form, with its value; `choices` are those to choose from, none where one types."""

    filter: Filter
    value: str
    choices: tuple[FilterChoice, ...]


def router(access: Access) -> APIRouter:
    """Return the routes of `/cables?origin=BAKU&words=...&sort=-subject&page=2`, and of `/cables.csv`,
    `/cables.ris` and the like.

    `open` in the address is a cable to go to at once.
    """
    routes = APIRouter()

    @routes.get("/cables")
    def listed(request: Request, open: str = "", page: int = 1) -> Response:
        asked, trouble = ListAddress.read(request.query_params), ""
        if open.strip():
            if (id := cable_id(open) or open.strip()) and access.library(reader(request)).present([id]):
                return RedirectResponse(root_of(request.scope) + permalink(id), 303)
            trouble = f"There is no cable {open.strip()[:80]} in this library."
        return list_page(request, access, asked, page, trouble=trouble)

    @routes.get("/cables.{form}")
    def file(form: str, request: Request) -> Response:
        """All cables of a list, in its order: as CSV, or as references for other programs."""
        if form not in _NAMES:
            raise HTTPException(404, "There is nothing at this address.")
        who = reader(request)
        try:
            given = ListAddress.read(request.query_params).cables(access, who)
        except (FilterError, NoSuchList) as error:
            raise HTTPException(404 if isinstance(error, NoSuchList) else 400, str(error)) from error
        content, kind = list_file(access.library(who), given, form)
        headers = {"content-disposition": f'attachment; filename="cables.{form}"'}
        return Response(content, media_type=kind, headers=headers)

    return routes


def list_file(library: Library, given: CableList, form: str) -> tuple[str | bytes, str]:
    """Return a whole list as a file, "csv" or one of `REFERENCES`, and its type for HTTP."""
    listed = library.listed(given)
    if form == "csv":
        return list_csv(listed), _CSV
    write, kind = REFERENCES[form]
    return write(of_list(library, listed)), kind


def list_page(
    request: Request,
    access: Access,
    asked: ListAddress,
    page: int,
    *,
    trouble: str = "",
    status: int = 200,
    template: str = "cables.html",
    **more: Any,
) -> HTMLResponse:
    """Return a page of a list, or what is wrong with its address; the template may show `more` than the list."""
    who = reader(request)
    library = access.library(who)
    try:
        given = asked.cables(access, who)
    except (FilterError, NoSuchList) as error:
        status = 404 if isinstance(error, NoSuchList) else 400
        return _page(request, template, library, asked, (), trouble=str(error), status=status, **more)
    number = library.list_length(given)
    pages = max(1, -(-number // A_PAGE))
    page = min(max(page, 1), pages)
    rows = library.list_page(given, (page - 1) * A_PAGE, A_PAGE)
    more |= {"trouble": trouble, "status": status}
    return _page(request, template, library, asked, rows, number=number, page=page, pages=pages, **more)


def _page(
    request: Request,
    template: str,
    library: Library,
    asked: ListAddress,
    found: Sequence[SelectedCable],
    *,
    number: int = 0,
    page: int = 1,
    pages: int = 1,
    **more: Any,
) -> HTMLResponse:
    given = asked.parameters()
    return page_frame.page(
        request,
        template,
        asked=asked,
        fields=_fields(library, asked.filters),
        columns=[_column(asked, by, name) for by, name in _COLUMNS.items()],
        rows=[
            replace(cable_row(each), href=in_list(each.id, asked, place))
            for place, each in enumerate(found, (page - 1) * A_PAGE + 1)
        ],
        number=number,
        first=(page - 1) * A_PAGE + 1,
        page=page,
        pages=pages,
        behind=bool(asked.words) and _is_behind(library),
        files=[(name, f"/cables.{form}", urlencode(given)) for form, name in _NAMES.items()],
        within=_within(asked, number),
        on_map=posts_page(**given),
        watched=urlencode(given) if given and not (asked.answer or asked.collection) else "",
        keep=keeping(list=urlencode(given)) if given and number <= MOST_CHOSEN else "",
        most=MOST_CHOSEN,
        address=asked.address,
        **more,
    )


def _is_behind(library: Library) -> bool:
    """Return whether the search by words does not cover all cables yet."""
    stands = library.status()
    return stands.indexed < stands.paragraphs


def _within(asked: ListAddress, number: int) -> str | None:
    """Return a link to the window to ask within a whole list; None where it is too long for that."""
    if asked.is_by_filters:
        return asking(**asked.filters)
    return asking(list=urlencode(asked.parameters())) if number <= MOST_CHOSEN else None


def _column(asked: ListAddress, by: SortedBy, name: str) -> Column:
    """Return the head of a column; a click on it sorts by it, a further one turns the list around."""
    order = ("descending" if asked.descending else "ascending") if asked.by == by else ""
    return Column(name, asked.turned(by).address(), order)


def cable_row(cable: SelectedCable) -> CableRow:
    """Return what a list shows of a cable."""
    subject = one_line(cable.subject or "") or "No subject"
    date = (cable.date or "")[:10]
    return CableRow(
        cable.id, permalink(cable.id), date, post_name(cable.post), subject, cable.classification or ""
    )


def _fields(library: Library, given: Mapping[str, str]) -> list[FormField]:
    return [
        FormField(each, value := given.get(each.name, ""), _choices(library, each, value))
        for each in FILTERS
        if each.narrows != "among" or given.get(each.name)
    ]


def _choices(library: Library, each: Filter, chosen: str) -> tuple[FilterChoice, ...]:
    """Return what a list offers for a filter, by name; also what is set and no cable has."""
    if each.narrows != "has":
        return ()
    wanted = each.canonical(chosen) if chosen else ""
    offered = sorted(library.counts(each.name))
    if wanted not in ("", *(value for value, _ in offered)):
        offered = [(wanted, 0), *offered]
    return tuple(
        FilterChoice(value, f"{each.printed(value)} ({number:,})", value == wanted) for value, number in offered
    )
