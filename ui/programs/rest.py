"""The REST door: JSON in, JSON out, described by `/api/openapi.json`."""

import dataclasses
import json
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Generator
from contextlib import closing
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException  # FastAPI raises this as well as its own, which is one

from assistant import Answer
from ingest.attribution.people import Individual
from ingest.domain.filters import Filters
from ingest.domain.posts import cable_id
from ingest.domain.serialization import to_json
from ingest.errors import (
    CollectionError,
    FilterError,
    LibraryError,
    ModelNotOffered,
    QuestionError,
    ReftelError,
    WorkspaceError,
)
from ui.access.error_text import message_in_reply
from ui.access.model_choices import ModelOffer
from ui.access.reader_access import Access, Reader, reader
from ui.access.refusals import BROKEN, faults, refusal
from ui.access.root_path import root_of
from ui.programs.schemas import (
    CableRecord,
    CollectionRecord,
    Encounters,
    Found,
    Name,
    NoteRecord,
    Question,
    Refusal,
    Reply,
    Search,
    Snapshot,
    Standing,
    Statements,
    WhoMet,
    WhoSays,
    WorkspaceHead,
    WorkspaceRecord,
)
from ui.programs.who_met import who_met
from ui.programs.who_says import who_says
from ui.rendering import terminal
from ui.server import request_log
from ui.server.worker_threads import NoFreeThread, WorkerThreads

log = logging.getLogger(__name__)

ABOUT = """Ask an archive of diplomatic cables; every sentence of the answer cites its source paragraph.

Where users log in, a program sends its token: `Authorization: Bearer TOKEN`. Every answer, passage and cable is
limited to what the token's owner may read. Every error has one form, a line: `{"error": "..."}`."""
_TROUBLE: dict[int | str, dict[str, Any]] = {
    422: {"model": Refusal, "description": "The request is not valid."},
    503: {
        "model": Refusal,
        "description": "Too many questions at once, or the library is temporarily unavailable.",
    },
}


def router(access: Access, workers: WorkerThreads) -> APIRouter:
    """Return the routes under `/api`; questions are answered by `workers`, which a slow model may keep for long.

    What is only looked up has workers of its own, so that it never waits for a model.
    """
    bearer = HTTPBearer(
        auto_error=False, description="A token; needed where users log in."
    )  # the gate looks at it
    routes = APIRouter(
        prefix="/api", route_class=_OneLineErrors, responses=_TROUBLE, dependencies=[Depends(bearer)]
    )
    _answer_questions(routes, access, workers)
    _look_up(routes, access, WorkerThreads())
    _look_up_kept(routes, access)

    @routes.get("/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> dict[str, Any]:
        return _described(routes) | {"servers": [{"url": root_of(request.scope) or "/"}]}

    return routes


def _answer_questions(routes: APIRouter, access: Access, workers: WorkerThreads) -> None:
    @routes.post("/ask", response_model=Reply)
    async def ask(given: Question, request: Request) -> Any:
        """Answer a question, with the paragraph behind every sentence."""
        return await workers.run(lambda: _answer(access, given, request))

    @routes.post(
        "/ask/stream",
        response_class=StreamingResponse,
        responses={
            200: {
                "description": "One line of JSON per snapshot (see Snapshot): first the passages, then the text "
                "as it grows; the last is the finished answer, or an error.",
                "content": {"application/x-ndjson": {"schema": {"$ref": "#/components/schemas/Snapshot"}}},
            }
        },
    )
    async def stream(given: Question, request: Request) -> StreamingResponse:
        """Stream the answer to a question: first the passages, then the text as it grows."""
        lines = workers.each(_lines(access, given, request))
        first = await anext(lines)  # what goes wrong before it still has a status of its own
        return StreamingResponse(_to_the_end(request, first, lines), media_type="application/x-ndjson")


def _look_up(routes: APIRouter, access: Access, looking: WorkerThreads) -> None:
    @routes.get("/search", response_model=Found)
    async def search(given: Annotated[Search, Query()], request: Request) -> Any:
        """Return the paragraphs that match a query best."""
        return await looking.run(lambda: _found(access, reader(request), given))

    @routes.get("/cable/{id:path}", response_model=CableRecord, responses={404: {"model": Refusal}})
    def cable(id: Name, request: Request) -> Any:
        """Return a cable with its header, its paragraphs and its raw text."""
        wanted = cable_id(id) or id
        library = access.library(reader(request))
        found = library.cable(wanted)
        if found is None:
            return refusal(404, f"The library has no cable {wanted}.")
        return to_json(found) | {"pages": library.pages([wanted]).get(wanted, ())}

    @routes.get("/people", response_model=list[Individual])
    def people(
        request: Request,
        name: Annotated[Name | None, Query(description="Finds other spellings of the name too.")] = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    ) -> Any:
        """Return who speaks in the archive, most sentences first."""
        return [dataclasses.asdict(each) for each in access.library(reader(request)).people(name)[:limit]]

    @routes.get("/statements", response_model=Statements)
    async def statements(given: Annotated[WhoSays, Query()], request: Request) -> Any:
        """Return who says what, sentence by sentence, also where it is not sure who speaks."""
        return await looking.run(lambda: who_says(access.assistant(reader(request)), given))

    @routes.get("/encounters", response_model=Encounters)
    async def encounters(given: Annotated[WhoMet, Query()], request: Request) -> Any:
        """Return who met whom, or spoke with whom, each with the sentence that says so, the latest first."""
        return await looking.run(lambda: who_met(access.assistant(reader(request)), given))

    @routes.get("/models", response_model=list[ModelOffer])
    def models() -> Any:
        """Return the language models that may be chosen, and who is sent what they are asked."""
        return [dataclasses.asdict(each) for each in access.models.offered()]

    @routes.get("/status", response_model=Standing)
    def status(request: Request) -> Any:
        """Return what the library contains and how far it is indexed."""
        assistant = access.assistant(reader(request))
        held = dataclasses.asdict(assistant.library.status())
        known = {name: held[name] for name in Standing.model_fields if name in held}  # no folders of the server
        return known | {"model": assistant.model, "version": version("reftel")}


def _look_up_kept(routes: APIRouter, access: Access) -> None:
    """Add the routes of what readers keep."""

    @routes.get("/collections", response_model=list[CollectionRecord])
    def collections(request: Request) -> Any:
        """Return the reader's own collections of cables, then those that others share."""
        return [dataclasses.asdict(each) for each in access.collections(reader(request)).list()]

    @routes.get("/workspaces", response_model=list[WorkspaceHead])
    def workspaces(request: Request) -> Any:
        """Return the pages of the reader's workspace, the one that changed last first."""
        return [dataclasses.asdict(each) for each in access.workspaces(reader(request)).list()]

    @routes.get("/workspaces/{id}", response_model=WorkspaceRecord, responses={404: {"model": Refusal}})
    def workspace(id: Name, request: Request) -> Any:
        """Return a page of the reader's workspace, or one that is shared, with its items."""
        try:
            return dataclasses.asdict(access.workspaces(reader(request)).get(id))
        except WorkspaceError as error:
            return refusal(404, str(error))

    @routes.get("/notes", response_model=list[NoteRecord])
    def notes(request: Request, cable: Name = "", words: Name = "", colour: Name = "") -> Any:
        """Return the reader's own notes on cables, the newest first, then those that others share."""
        found = access.notes(reader(request)).list(cable=cable, words=words, colour=colour)
        return [dataclasses.asdict(each) for each in found]


def _described(routes: APIRouter) -> dict[str, Any]:
    """Return what OpenAPI says of the routes."""
    described = get_openapi(title="reftel", version=version("reftel"), description=ABOUT, routes=routes.routes)
    described["components"]["schemas"]["Snapshot"] = Snapshot.model_json_schema(
        mode="serialization", ref_template="#/components/schemas/{model}"
    )
    described["components"]["schemas"]["Snapshot"].pop("$defs")  # they are there, for Reply
    return described


# What is not a coroutine here reads the disk and may take its time: it runs in a seat.


def _answers(access: Access, given: Question, request: Request) -> Generator[Answer, None, None]:
    visit = request_log.Visit.by("api", request)
    asked = given.asked(_within(access, visit.reader, given.filters.where(), given.collection))
    yield from request_log.noted(
        visit, given.question, access.assistant(visit.reader, given.chosen).stream(**asked)
    )


def _answer(access: Access, given: Question, request: Request) -> dict[str, Any]:
    *_, answer = _answers(access, given, request)
    return terminal.answer_json(answer)


def _lines(access: Access, given: Question, request: Request) -> Generator[str, None, None]:
    with closing(_answers(access, given, request)) as answers:
        for answer in answers:
            snapshot = terminal.answer_json(answer) | {"finished": answer.finished}
            yield json.dumps(snapshot, ensure_ascii=False) + "\n"


def _within(access: Access, who: Reader, where: Filters, collection: str | None) -> Filters:
    return access.collections(who).narrowed(collection, where) if collection else where


def _found(access: Access, who: Reader, given: Search) -> dict[str, Any]:
    where = _within(access, who, given.where(), given.collection)
    found = access.assistant(who).search(given.query, where, given.limit)
    return {"passages": [terminal.passage_json(each) for each in found]}


async def _to_the_end(request: Request, first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    """Yield the lines of a stream; its status has been sent, so that what goes wrong is the last of them."""
    try:
        yield first
        async for line in rest:
            yield line
    except ReftelError as error:
        yield json.dumps({"error": message_in_reply(request, error)}) + "\n"
    except Exception:  # whatever went wrong, the client is to read a last line and not to wait
        log.exception("A request failed")
        yield json.dumps({"error": BROKEN}) + "\n"


class _OneLineErrors(APIRoute):
    """Tells whatever went wrong in one line of JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                return refusal(422, faults(error))
            except (FilterError, QuestionError, ModelNotOffered, CollectionError) as error:
                return refusal(422, str(error))
            except HTTPException as error:
                return refusal(error.status_code, error.detail)
            except (LibraryError, NoFreeThread) as error:
                return refusal(503, message_in_reply(request, error), {"retry-after": "60"})
            except ReftelError as error:
                return refusal(500, message_in_reply(request, error))
            except Exception:  # whatever went wrong, the client gets one line of JSON
                log.exception("A request failed")  # without its text, which is the user's own
                return refusal(500, BROKEN)

        return handled
