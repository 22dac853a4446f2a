"""The pages of the people: who speaks in the archive, and all that one of them says."""

from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from ingest import Library
from ingest.attribution.people import Individual
from ingest.attribution.people_corrections import Correction
from ingest.domain.filters import Filters
from ingest.errors import FilterError
from ingest.language.counts import count
from ui.access.reader_access import Access, reader
from ui.pages import page_frame
from ui.pages.corrections_form import may_correct
from ui.pages.people_list import entries, search
from ui.pages.person_profile import profile
from ui.pages.person_statements import Chapter, about, chapters, everything
from ui.rendering.addresses import encounters_page, person_page, statements_table
from ui.rendering.csv_table import statements_csv
from ui.rendering.timeline import Dot, Timeline, timeline

PEOPLE_A_PAGE = 50
CABLES_A_PAGE = 20
_AS_FILE = {"content-disposition": 'attachment; filename="statements.csv"'}


def router(access: Access) -> APIRouter:
    """Return the routes of `/people?q=...&page=2`, `/people/NAME?topic=...&since=2009&cable=...&page=2` and
    `/statements.csv?person=NAME&topic=...&cable=...`.
    """
    routes = APIRouter()

    @routes.get("/people")
    def people(request: Request, q: str = "", page: int = 1) -> HTMLResponse:
        return _list(request, search(access.library(reader(request)), q), q, page)

    @routes.get("/people/{name:path}")
    def person(
        request: Request,
        name: str,
        topic: str = "",
        cable: str | None = None,
        since: str = "",
        until: str = "",
        page: int = 1,
    ) -> Response:
        library = access.library(reader(request))
        match library.called(name, cable):
            case [one]:
                made = list(library.corrections) if may_correct(reader(request)) else None
                try:
                    within = Filters(since=since.strip() or None, until=until.strip() or None)
                except FilterError as error:
                    raise HTTPException(400, str(error)) from error
                return _person(request, library, one, topic.strip(), cable, within, page, made)
            case several:
                return _list(request, several, name, page, status=200 if several else 404)

    @routes.get("/statements.csv")
    def table(request: Request, person: str, topic: str = "", cable: str | None = None) -> Response:
        assistant = access.assistant(reader(request))
        people = assistant.library.called(person, cable)
        if not people:
            raise HTTPException(404, f"Nobody called {person} speaks in the cables.")
        rows = assistant.statements_of(people, about=topic.strip() or None)
        return StreamingResponse(statements_csv(rows), media_type="text/csv", headers=_AS_FILE)

    return routes


def _list(request: Request, found: list[Individual], text: str, page: int, status: int = 200) -> HTMLResponse:
    pages = max(1, -(-len(found) // PEOPLE_A_PAGE))
    page = min(max(page, 1), pages)
    shown = entries(found)[(page - 1) * PEOPLE_A_PAGE : page * PEOPLE_A_PAGE]
    return page_frame.page(
        request,
        "people.html",
        status=status,
        people=shown,
        number=len(found),
        text=text,
        page=page,
        pages=pages,
        address=lambda page: f"/people?{urlencode({'q': text, 'page': page})}",
    )


def _person(
    request: Request,
    library: Library,
    person: Individual,
    topic: str,
    cable: str | None,
    within: Filters,
    page: int,
    made: list[Correction] | None,
) -> HTMLResponse:
    """`within`: the time that the statements are of; `made`: the corrections, for who may make some."""
    spoken = everything(library, person)
    keys = about(library, person, topic) if topic else everything(library, person, within) if within else spoken
    ids = list(dict.fromkeys(key.cable for key in keys))
    pages = max(1, -(-len(ids) // CABLES_A_PAGE))
    page = min(max(page, 1), pages)
    here = set(ids[(page - 1) * CABLES_A_PAGE : page * CABLES_A_PAGE])
    shown = chapters(library, person, [key for key in keys if key.cable in here], whole=not topic)
    first = page == 1 and not topic and not within
    return page_frame.page(
        request,
        "person.html",
        person=person,
        profile=profile(library, person, cable, spoken) if first else None,
        period=_period(within),
        encounters=encounters_page(person=person.name, cable=cable),
        others=[spelling for spelling in person.spellings if spelling != person.name],
        topic=topic,
        cable=cable,
        paragraphs=len(keys),
        chapters=shown,
        line=_line(shown),
        everything=person_page(person.name, cable),
        may_correct=made is not None,
        last=made[-1] if made else None,
        names=sorted({name for _, name in person.named}),
        table=statements_table(person.name, cable, topic),
        perhaps=[(name, person_page(name)) for name in person.perhaps],
        page=page,
        pages=pages,
        address=lambda page: person_page(
            person.name, cable, topic=topic, since=within.since, until=within.until, page=page
        ),
    )


def _period(within: Filters) -> str:
    """The time that the statements are of, in words; "" where they are of any."""
    if within.since == within.until:
        return within.since or ""
    parts = (("since", within.since), ("until", within.until))
    return " ".join(f"{word} {date}" for word, date in parts if date)


def _line(shown: list[Chapter]) -> Timeline | None:
    """The cables of this page along a timeline; each dot leads down to what is said there."""
    dots = [
        Dot(f"#{each.cable.id}", each.cable.id, each.cable.date, each.cable.subject, "speaks")
        for each in shown
        if each.cable.date
    ]
    return timeline(dots, caption=f"{count(len(dots), 'cable')}; each dot links to the statements there")
