"""The page that shows a library: what there is by date, post, tag and class, and who speaks most."""

from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ingest import Library, Status
from ingest.domain.filters import FILTERS
from ui.access.reader_access import Access, reader
from ui.pages import page_frame
from ui.pages.people_list import PersonEntry, entries
from ui.rendering.addresses import cables_page
from ui.rendering.charts import Bar, bars, calendar

MOST_BARS = 20  # of a chart; what comes after them is folded
MOST_PEOPLE = 12
_CHARTS = {"origin": "Posts", "tag": "Tags", "classification": "Classification"}  # by the filter of each


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a name, the longest first; `folded` are those beyond the first."""

    name: str
    bars: tuple[Bar, ...]
    folded: tuple[Bar, ...]


def router(access: Access) -> APIRouter:
    """Return the route of the page, `/library`, and `/library?year=2009` for the months of a year."""
    routes = APIRouter()

    @routes.get("/library")
    def library(request: Request, year: str | None = None) -> HTMLResponse:
        held = access.library(reader(request))
        status = held.status()
        return page_frame.page(
            request,
            "library.html",
            held=status,
            stages=stages(status),
            calendar=calendar(held.months(), year),
            charts=charts(held),
            people=speakers(held),
        )

    return routes


def charts(library: Library) -> list[Chart]:
    """Return the library by post, tag and classification."""
    counted = ((title, _bars(library, name)) for name, title in _CHARTS.items())
    return [Chart(title, found[:MOST_BARS], found[MOST_BARS:]) for title, found in counted if found]


def _bars(library: Library, name: str) -> tuple[Bar, ...]:
    """Return a bar for each value that a filter can be set to, with a link to the list of those cables."""
    found = bars(library.counts(name), lambda value: cables_page(**{name: value}))
    printed = next(each.printed for each in FILTERS if each.name == name)
    return tuple(replace(each, name=printed(each.name)) for each in found)


def speakers(library: Library) -> list[PersonEntry]:
    """Return who speaks most."""
    return entries(library.people())[:MOST_PEOPLE]


def stages(status: Status) -> list[tuple[str, int]]:
    """Return how far each stage of reading the paragraphs has come, in per cent."""
    done = (
        ("indexed by words", status.indexed),
        ("speakers identified", status.heard),
        ("indexed by meaning", status.embedded),
    )
    return [(name, 100 * number // status.paragraphs) for name, number in done if status.paragraphs]
