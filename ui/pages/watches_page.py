"""What readers watch: the page that lists which new cables concern it, and where watches begin and end.

What changes something is a form of this page, or of the window: the gate lets no other site's page send one.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from assistant.notebook.watches import Watch, Watches
from assistant.question.completion import completed
from assistant.question.given import read
from assistant.saved_answers.bundle import Bundle
from ingest import Library
from ingest.domain.filters import Filters
from ingest.domain.selection import Selection
from ingest.errors import FilterError, QuestionError, WatchError
from ui.access.reader_access import Access, holder, reader
from ui.pages import page_frame
from ui.pages.cable_lists import ListAddress
from ui.pages.cables_page import cable_row
from ui.rendering.addresses import asking, cables_page
from ui.rendering.cable_table import CableRow

_SHOWN = 100  # cables of a watch
_Text = Annotated[str, Form(max_length=20_000)]


@dataclass(frozen=True, slots=True)
class ShownWatch:
    """A watch, where it can be asked or listed, and the first of its cables, each with whether it is new."""

    watch: Watch
    href: str
    rows: Sequence[tuple[CableRow, bool]]


def router(access: Access) -> APIRouter:
    """Return the routes of `/watches`; `/watches/new` tells the window how many new cables there are."""
    routes = APIRouter()

    @routes.get("/watches")
    def listed(request: Request) -> HTMLResponse:
        return _page(request, access)

    @routes.get("/watches/new")
    def new(request: Request) -> dict[str, int]:
        return {"new": access.watches(reader(request)).count_new()}

    @routes.post("/watches")
    def add(request: Request, question: _Text = "", list: _Text = "") -> Response:
        """Watch a question, or a list as its address describes it by words and filters."""
        try:
            if question:
                access.watches(reader(request)).add_question(question)
            else:
                _watch_list(access.watches(reader(request)), list)
        except (WatchError, QuestionError, FilterError) as error:
            return _page(request, access, trouble=str(error), status=400)
        return page_frame.leading_to(request, "/watches")

    @routes.post("/watches/of/{conversation}/{number}")
    def of_answer(conversation: str, number: int, request: Request) -> dict[str, str]:
        """Watch the question of a kept answer, under the filters that it was asked under."""
        who = reader(request)
        for each in access.notebook.answers(holder(who), conversation):
            if each.number == number:
                kept = each.bundle
                question = _alone(kept, access.library(who))
                return {"watch": access.watches(who).add_question(question, Filters(**kept.filters)).id}
        raise HTTPException(404, "There is no such conversation.")

    @routes.post("/watches/{id}")
    def change(id: str, request: Request, action: Annotated[Literal["seen", "remove"], Form()]) -> Response:
        watches = access.watches(reader(request))
        try:
            if action == "seen":
                watches.see(id)
            else:
                watches.remove(id)
        except WatchError as error:
            return _page(request, access, trouble=str(error), status=404)
        return page_frame.leading_to(request, "/watches")

    return routes


def _watch_list(watches: Watches, address: str) -> None:
    given = ListAddress.read(dict(parse_qsl(address)))
    if given.answer or given.collection:
        raise WatchError("Only a list by filters and words can be watched: this one never gets another cable.")
    watches.add_list(given.words, Filters(**given.filters))


def _alone(kept: Bundle, library: Library) -> str:
    """Return the question of a kept answer as it is understood without the conversation before it."""
    given = read(library, kept.answer.question, kept.turns, literal=kept.literal, without=kept.without)
    return completed(given.text, given.turns).text


def _page(request: Request, access: Access, *, trouble: str = "", status: int = 200) -> HTMLResponse:
    who = reader(request)
    library = access.library(who)
    found = [_shown(library, each) for each in access.watches(who).list()]
    found.sort(key=lambda each: not each.watch.new)  # those with something new first
    return page_frame.page(
        request, "watches.html", status=status, watches=found, trouble=trouble, settled=library.is_settled
    )


def _shown(library: Library, watch: Watch) -> ShownWatch:
    rows = {each.id: cable_row(each) for each in library.select(Selection(among=watch.cables[:_SHOWN]))}
    filters = {name: value for name, value in asdict(watch.where).items() if value}
    href = asking(q=watch.question, **filters) if watch.question else cables_page(words=watch.words, **filters)
    new = set(watch.new)
    return ShownWatch(watch, href, [(rows[id], id in new) for id in watch.cables[:_SHOWN] if id in rows])
