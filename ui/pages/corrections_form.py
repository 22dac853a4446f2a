"""The form on a person's page by which a curator corrects who is who."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from ingest.errors import LibraryError
from ui.access.error_text import message_in_reply
from ui.access.reader_access import Access, Reader, reader
from ui.access.root_path import root_of
from ui.pages import upload
from ui.rendering.addresses import person_page

_PATIENCE = 10.0  # seconds that somebody waits for an ingest
_Field = Annotated[str, Form(max_length=200)]


def router(access: Access) -> APIRouter:
    """Return the route that takes a correction, `POST /corrections`, and leads back to the person."""
    routes = APIRouter()

    @routes.post("/corrections")
    def correct(
        request: Request,
        action: Annotated[Literal["join", "split", "rename", "undo"], Form()],
        person: _Field,
        other: _Field = "",
        cable: _Field = "",
    ) -> Response:
        if not may_correct(reader(request)):
            raise HTTPException(403, "Only a curator with full access may correct people.")
        corrections = access.archive.corrections
        named = f"{person}@{cable}" if cable else person
        try:
            if action == "undo":
                made = corrections.undo(int(other) if other.isdecimal() else None, patience=_PATIENCE)
            else:
                made = getattr(corrections, action)(named, other, patience=_PATIENCE)
        except LibraryError as error:
            raise HTTPException(409, message_in_reply(request, error)) from error
        name = made.other.name if action == "rename" else made.person.name
        return RedirectResponse(f"{root_of(request.scope)}{person_page(name)}", 303)

    return routes


def may_correct(who: Reader) -> bool:
    """Whether somebody may correct people, which changes the archive for all: who may add cables."""
    return upload.why_not(who) is None
