"""The pages of the notes: all that a reader has or is shown, as a list and as files, and one of them to change.

What changes something is a form, of these pages or of a cable: the gate lets no other site's page send one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Self
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from assistant.notebook.cable_notes import COLOURS, LONGEST_NOTE, CableNote
from ingest.errors import NoteError
from ui.access.reader_access import Access, reader
from ui.pages import page_frame
from ui.rendering.addresses import Place, note_page, noted_place, notes_page
from ui.rendering.note_files import NOTE_FILES, paragraph_sign

A_PAGE = 50  # notes
_LONGEST_WORDS = 400
_NAMES = {"md": "Markdown", "csv": "CSV", "jsonld": "JSON-LD"}
_Text = Annotated[str, Form(max_length=100_000)]


@dataclass(frozen=True, slots=True)
class NotesAddress:
    """Which notes an address names."""

    cable: str = ""
    words: str = ""
    colour: str = ""

    @classmethod
    def read(cls, request: Request) -> Self:
        """Read the parameters of an address."""
        given = (request.query_params.get(name, "").strip()[:_LONGEST_WORDS] for name in cls.__slots__)
        return cls(*given)

    def parameters(self) -> dict[str, str]:
        """Return the parameters that say something."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}

    def notes(self, request: Request, access: Access) -> Sequence[CableNote]:
        """Return these notes, as far as the reader may see them."""
        return access.notes(reader(request)).list(**self.parameters())


def router(access: Access) -> APIRouter:
    """Return the routes of `/notes?cable=10BAKU79&words=...&colour=green&page=2`, `/notes.csv` and `/notes/ID`.

    `POST /notes` keeps a note; `POST /notes/ID` changes one.
    """
    routes = APIRouter()
    _show(routes, access)
    _take(routes, access)
    return routes


def _show(routes: APIRouter, access: Access) -> None:
    @routes.get("/notes")
    def listed(request: Request, page: int = 1) -> HTMLResponse:
        return _list(request, access, page)

    @routes.get("/notes.{form}")
    def file(form: str, request: Request) -> Response:
        """Notes as a file, those that the address of their list names."""
        if form not in NOTE_FILES:
            return PlainTextResponse("There is nothing at this address.\n", 404)
        write, kind = NOTE_FILES[form]
        headers = {"content-disposition": f'attachment; filename="notes.{form}"'}
        return Response(write(NotesAddress.read(request).notes(request, access)), media_type=kind, headers=headers)

    @routes.get("/notes/{id}")
    def one(id: str, request: Request) -> HTMLResponse:
        return _one(request, access, id)


def _take(routes: APIRouter, access: Access) -> None:
    @routes.post("/notes")
    def keep(
        request: Request,
        cable: _Text,
        ordinal: Annotated[int, Form()],
        words: _Text = "",
        near: Annotated[int, Form()] = 0,
        text: _Text = "",
        colour: _Text = COLOURS[0],
        shown: _Text = "page",
    ) -> Response:
        """Keep a note and lead back to its cable; `shown` is the link that the window shows, or "page"."""
        notes = access.notes(reader(request))
        try:
            made = notes.create(cable, ordinal, words, near=near, text=text, colour=colour)
        except NoteError as error:
            return _list(request, access, trouble=str(error), status=400)
        return page_frame.leading_to(request, _cable(made.cable, made.id, shown))

    @routes.post("/notes/{id}")
    def change(
        id: str,
        request: Request,
        action: Annotated[Literal["change", "share", "unshare", "delete"], Form()],
        text: _Text = "",
        colour: _Text = COLOURS[0],
        shown: _Text = "",
    ) -> Response:
        """Change a note, and lead back to its cable where `shown` says so."""
        notes = access.notes(reader(request))
        try:
            note = notes.get(id)
            match action:
                case "change":
                    notes.change(id, text=text, colour=colour)
                case "share" | "unshare":
                    notes.share(id, action == "share")
                case "delete":
                    notes.delete(id)
        except NoteError as error:
            return _one(request, access, id, trouble=str(error), written=text if action == "change" else None)
        if shown:
            return page_frame.leading_to(request, _cable(note.cable, id, shown))
        return page_frame.leading_to(request, "/notes" if action == "delete" else note_page(id))


def _cable(cable: str, note: str, shown: str) -> str:
    """Return the address of a cable as it is shown to whoever has sent a form."""
    if not shown.startswith("#"):
        return noted_place(cable, note)
    place = Place.parse(shown)
    link = place.href if place and place.cable == cable else Place(cable).href
    return f"/pane?{urlencode({'link': link})}"


def _list(
    request: Request, access: Access, page: int = 1, *, trouble: str = "", status: int = 200
) -> HTMLResponse:
    asked = NotesAddress.read(request)
    found = asked.notes(request, access)
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    return page_frame.page(
        request,
        "notes.html",
        status=status,
        asked=asked,
        own=[each for each in shown if each.is_own],
        shared=[each for each in shown if not each.is_own],
        number=len(found),
        page=page,
        pages=pages,
        address=lambda page: notes_page(**asked.parameters(), page=page),
        files=[(name, notes_file(form, asked)) for form, name in _NAMES.items()],
        trouble=trouble,
        **_SHOWING,
    )


def notes_file(form: str, asked: NotesAddress) -> str:
    """Return a link to a file of the notes that a list has."""
    given = urlencode(asked.parameters())
    return f"/notes.{form}?{given}" if given else f"/notes.{form}"


def _one(
    request: Request, access: Access, id: str, *, trouble: str = "", written: str | None = None
) -> HTMLResponse:
    """`written`: the note as it was sent, where it could not be kept."""
    try:
        found = access.notes(reader(request)).get(id)
    except NoteError as error:
        return _list(request, access, trouble=str(error), status=404)
    return page_frame.page(
        request,
        "note.html",
        status=400 if trouble else 200,
        note=found,
        written=found.text if written is None else written,
        trouble=trouble,
        longest_note=LONGEST_NOTE,
        **_SHOWING,
    )


_SHOWING = {
    "colours": COLOURS,
    "note_page": note_page,
    "noted_place": noted_place,
    "paragraph_sign": paragraph_sign,
}
