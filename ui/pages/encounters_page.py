"""The page of who met whom: all pairs, one person's, or what was read of two of them, sentence by sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from assistant.citations import cite
from ingest import Library
from ingest.attribution.acquaintances import EncounterRow, Pair
from ingest.attribution.people import Individual
from ingest.domain.filters import Filters
from ingest.domain.posts import post_name
from ingest.encounter_queries import FoundEncounter
from ingest.errors import FilterError
from ui.access.reader_access import Access, reader
from ui.pages import page_frame
from ui.pages.person_profile import OFFICERS, acquaintances
from ui.rendering.addresses import Place, encounters_page, encounters_table, person_page
from ui.rendering.csv_table import encounters_csv
from ui.rendering.ego_network import ego_network

PAIRS_A_PAGE = 50
SENTENCES_A_PAGE = 30
_MOST_MET = 60  # whom a person's page lists beside the sentences
_AS_FILE = {"content-disposition": 'attachment; filename="encounters.csv"'}
_NARROWING = ("since", "until", "origin")


@dataclass(frozen=True, slots=True)
class PairEntry:
    """One line of the list of pairs, with a link to the sentences."""

    one: str
    other: str
    sentences: int
    cables: int
    href: str


@dataclass(frozen=True, slots=True)
class EncounterEntry:
    """A sentence that tells of an encounter, with its place in the cable; `whom` are those it is about."""

    row: EncounterRow
    whom: str
    href: str


def router(access: Access) -> APIRouter:
    """Return the routes of `/encounters?person=NAME&other=NAME&since=2009&page=2` and of `/encounters.csv`.

    `post` names the other party where officers of that post are meant, `cable` one that the person is in, where
    others have the same name; `since`, `until` and `origin` are filters.
    """
    routes = APIRouter()

    @routes.get("/encounters")
    def encounters(
        request: Request,
        person: str = "",
        other: str = "",
        post: str = "",
        cable: str | None = None,
        page: int = 1,
    ) -> HTMLResponse:
        library = access.library(reader(request))
        given = {name: text for name in _NARROWING if (text := request.query_params.get(name, "").strip())}
        try:
            where = Filters(**given)
        except FilterError as error:
            return _pairs(request, [], given, 1, trouble=str(error))
        if not person.strip():
            return _pairs(request, library.pairs(where), given, page)
        found = library.who_met(person.strip(), cable)
        if len(found) != 1:
            return _which(request, person, found, given)
        return _person(request, library, found[0], cable, other.strip(), post.strip(), where, given, page)

    @routes.get("/encounters.csv")
    def table(request: Request, person: str = "", cable: str | None = None) -> Response:
        library = access.library(reader(request))
        found = library.who_met(person.strip(), cable) if person.strip() else [None]
        if not found:
            raise HTTPException(404, f"The cables say of nobody called {person} that they met somebody.")
        rows = (row for each in found for row in library.encounter_rows(library.encounters(each)))
        return StreamingResponse(encounters_csv(rows), media_type="text/csv", headers=_AS_FILE)

    return routes


def _pairs(
    request: Request, pairs: Sequence[Pair], given: dict[str, str], page: int, *, trouble: str = ""
) -> HTMLResponse:
    pages = max(1, -(-len(pairs) // PAIRS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = islice(pairs, (page - 1) * PAIRS_A_PAGE, page * PAIRS_A_PAGE)
    return page_frame.page(
        request,
        "encounters.html",
        status=400 if trouble else 200,
        pairs=[_entry(each, given) for each in shown],
        number=len(pairs),
        given=given,
        trouble=trouble,
        page=page,
        pages=pages,
        address=lambda page: encounters_page(**given, page=page),
    )


def _entry(pair: Pair, given: dict[str, str]) -> PairEntry:
    whom = {"post": pair.other} if pair.is_post else {"other": pair.other}
    other = OFFICERS.format(post_name(pair.other)) if pair.is_post else pair.other
    href = encounters_page(person=pair.one, **whom, **given)
    return PairEntry(pair.one, other, pair.sentences, pair.cables, href)


def _which(request: Request, name: str, found: Sequence[Individual], given: dict[str, str]) -> HTMLResponse:
    entries = [
        (each.name, ", ".join(each.titles[:2]), encounters_page(person=each.name, cable=each.cables[0], **given))
        for each in found
        if each.cables
    ][:PAIRS_A_PAGE]
    return page_frame.page(
        request, "encounters_of_whom.html", status=200 if entries else 404, name=name, people=entries
    )


def _person(
    request: Request,
    library: Library,
    person: Individual,
    cable: str | None,
    other: str,
    post: str,
    where: Filters,
    given: dict[str, str],
    page: int,
) -> HTMLResponse:
    met = acquaintances(library, person, cable)
    found = _between(library, person, other, post, where)
    pages = max(1, -(-len(found) // SENTENCES_A_PAGE))
    page = min(max(page, 1), pages)
    rows = found[(page - 1) * SENTENCES_A_PAGE : page * SENTENCES_A_PAGE]
    whom = {"other": other or None, "post": None if other else post or None}
    return page_frame.page(
        request,
        "encounters_of_person.html",
        person=person,
        whom=other or (OFFICERS.format(post_name(post)) if post else ""),
        speaks=person_page(person.name, cable) if person.said else "",
        table=encounters_table(person.name, cable),
        everybody=encounters_page(person=person.name, cable=cable),
        network=ego_network(person.name, met),
        met=met[:_MOST_MET],
        met_in_all=len(met),
        number=len(found),
        found=_entries(library, person, rows),
        page=page,
        pages=pages,
        address=lambda page: encounters_page(person=person.name, cable=cable, **whom, **given, page=page),
    )


def _between(library: Library, person: Individual, other: str, post: str, where: Filters) -> list[FoundEncounter]:
    if not other:
        return library.encounters(person, post or None, where=where)
    named = [each for each in library.who_met(other) if each is not person]
    return [each for one in named[:5] for each in library.encounters(person, one, where=where)]


def _entries(library: Library, person: Individual, found: Sequence[FoundEncounter]) -> list[EncounterEntry]:
    cables = {each.id: each for each in library.cables(list(dict.fromkeys(each.cable for each in found)))}
    entries = []
    for row in library.encounter_rows(found):
        cable = cables.get(row.cable)
        if cable is None or row.ordinal > len(cable.paragraphs):
            continue
        place = cite(0, cable, cable.paragraphs[row.ordinal - 1], row.start, row.end)
        href = f"/{Place(row.cable, row.ordinal, place.start, place.end).href}"
        other = row.other if row.one == person.name or row.is_post else row.one
        entries.append(EncounterEntry(row, other, href))
    return entries
