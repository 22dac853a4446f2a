"""The workspace: pages on which a reader pins what they found, orders it, writes between, and takes it along.

What changes something is sent by these pages and the window alone: the gate lets no other site's page do so.
"""

import re
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from assistant.citing.citation_styles import STYLES, USUAL
from assistant.notebook import workspace_items
from assistant.notebook.pinned_sentences import cited_sentences, sentence_of
from assistant.notebook.workspace_items import LONGEST_HEADING, LONGEST_TEXT, WorkspaceItem
from assistant.notebook.workspaces import LONGEST_NAME, Workspace, Workspaces
from assistant.notebook.written_page import written_page
from ingest.domain.filters import Filters
from ingest.errors import FilterError, WorkspaceError
from ui.access.reader_access import OWNER, Access, Reader, holder, reader
from ui.pages import page_frame
from ui.rendering.addresses import Place, workspace_page
from ui.rendering.page_docx import word_document
from ui.rendering.page_markdown import page_markdown
from ui.rendering.workspace_html import shown_items

_Text = Annotated[str, Form(max_length=60_000)]
_Id = Annotated[str, Form(max_length=40)]
_Cables = Annotated[tuple[str, ...], Form(max_length=1_000)]
Action = Literal[
    "write", "head", "edit", "up", "down", "top", "remove", "rename", "share", "unshare", "choose", "delete"
]
STYLES_OF_NOTES = tuple(each for each in STYLES if not each.name.endswith("-in-text"))
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}


class Pins(BaseModel):
    """What the window, or the page of a cable, pins: a place by its link, a note, or sentences of a kept answer.

    Of an answer `citation` is the number of the mark, for the `occurrence`th time, whose sentence is meant; all
    sentences where it is None.
    """

    link: str = Field("", max_length=200)
    note: str = Field("", max_length=40)
    conversation: str = Field("", max_length=40)
    number: int = 0
    citation: int | None = None
    occurrence: int = 1


class Pinned(BaseModel):
    """On which page something was pinned, and its address, relative to the window."""

    name: str
    address: str


def router(access: Access) -> APIRouter:
    """Return the routes of `/workspace`, the page that changed last, and of `/workspace/ID`."""
    routes = APIRouter()
    _show(routes, access)
    _write(routes, access)
    return routes


def _show(routes: APIRouter, access: Access) -> None:
    @routes.get("/workspace")
    def latest(request: Request) -> HTMLResponse:
        return _page(request, access)

    @routes.get("/workspace/{id}.{form}")
    def export(id: str, form: Literal["docx", "md"], request: Request, style: str = USUAL) -> Response:
        """The page as a file; only the styles that are offered are read: no address names a file."""
        pages = access.workspaces(reader(request))
        try:
            found = pages.get(id)
        except WorkspaceError as error:
            raise HTTPException(404, str(error)) from error
        if style not in {each.name for each in STYLES_OF_NOTES}:
            raise HTTPException(404, "There is no such style.")
        written = written_page(pages.library, found, style)
        content = word_document(written) if form == "docx" else page_markdown(written).encode("utf-8", "replace")
        name = re.sub(r"[^a-z0-9]+", "-", found.name.casefold()).strip("-")[:50].strip("-") or "workspace"
        headers = {
            "content-disposition": f'attachment; filename="reftel-{name}.{form}"',
            "cache-control": "no-store",
        }
        return Response(content, media_type=_TYPES[form], headers=headers)

    @routes.get("/workspace/{id}")
    def one(id: str, request: Request, at: str = "", did: str = "") -> HTMLResponse:
        return _page(request, access, id, at=at, did=did)


def _write(routes: APIRouter, access: Access) -> None:
    @routes.post("/workspace")
    def begin(
        request: Request,
        action: Annotated[Literal["pin", "create"], Form()],
        name: _Text = "",
        cables: _Cables = (),
    ) -> Response:
        """Pin cables that were ticked in a list, or make a page."""
        pages = access.workspaces(reader(request))
        try:
            if action == "create":
                return page_frame.leading_to(request, workspace_page(pages.create(name).id))
            chosen = Filters(cables=", ".join(cables)).among
            page = pages.add(workspace_items.cables(pages.library, chosen))
        except (WorkspaceError, FilterError) as error:
            return _page(request, access, trouble=str(error), name=name)
        at = page.items[-1].id if page.items else None
        return page_frame.leading_to(request, workspace_page(page.id, at=at, did="down"))

    @routes.post("/workspace/pins")
    def pin(wanted: Pins, request: Request) -> Pinned:
        who = reader(request)
        pages = access.workspaces(who)
        try:
            page = pages.add(_items(access, who, pages, wanted))
        except WorkspaceError as error:
            raise HTTPException(409, str(error)) from error
        return Pinned(name=page.name, address=workspace_page(page.id)[1:])

    @routes.post("/workspace/{id}")
    def change(
        id: str,
        request: Request,
        action: Annotated[Action, Form()],
        item: _Id = "",
        text: _Text = "",
        name: _Text = "",
    ) -> Response:
        pages = access.workspaces(reader(request))
        try:
            at = _change(pages, id, action, item, text, name)
        except WorkspaceError as error:
            return _page(request, access, id, trouble=str(error), at=item, did=action, written=text)
        if action == "delete":
            return page_frame.leading_to(request, "/workspace")
        return page_frame.leading_to(request, workspace_page(id, at=at, did=action if at else None))


def _change(pages: Workspaces, id: str, action: Action, item: str, text: str, name: str) -> str | None:
    """Change a page; return the item that the reader looks at next."""
    match action:
        case "write" | "head":
            new = workspace_items.heading(text) if action == "head" else workspace_items.own_text(text)
            pages.add([new], id, after=item or None)
            return new.id
        case "edit":
            pages.edit(id, item, text)
        case "up" | "down" | "top":
            pages.move(id, item, action)
        case "remove":
            before = [each.id for each in pages.get(id).items]
            left = [each.id for each in pages.remove(id, item).items]
            at = before.index(item) if item in before else 0
            return left[min(at, len(left) - 1)] if left else None
        case "rename":
            pages.rename(id, name)
        case "share" | "unshare":
            pages.share(id, action == "share")
        case "choose":
            pages.choose(id)
        case "delete":
            pages.delete(id)
    return item or None


def _items(access: Access, who: Reader, pages: Workspaces, wanted: Pins) -> tuple[WorkspaceItem, ...]:
    """Return what is to be pinned; raises WorkspaceError where it is not there, or not this reader's."""
    if place := Place.parse(wanted.link):
        if not place.ordinal:  # the header stands for the cable
            return workspace_items.cables(pages.library, [place.cable])
        return (workspace_items.paragraph(pages.library, place.cable, place.ordinal, place.start, place.end),)
    if wanted.note:
        return (workspace_items.note(pages.library, access.notes(who).get(wanted.note)),)
    kept = access.notebook.answers(holder(who), wanted.conversation)
    answer = next((each.bundle.answer for each in kept if each.number == wanted.number), None)
    if answer is None:
        raise WorkspaceError("This answer is not among your conversations.")
    if wanted.citation is None:
        chosen = cited_sentences(answer)
    else:
        found = sentence_of(answer, wanted.citation, wanted.occurrence)
        chosen = (found,) if found else ()
    if not chosen:
        raise WorkspaceError("Nothing here cites a cable, so there is nothing to pin.")
    return workspace_items.sentences(chosen)


def _page(
    request: Request,
    access: Access,
    id: str | None = None,
    *,
    trouble: str = "",
    at: str = "",
    did: str = "",
    written: str = "",
    name: str = "",
) -> HTMLResponse:
    """`at` and `did`: the item that was dealt with, and how, where the reader goes on; `written` are their words
    where they could not be kept, `name` that of a page which could not be made.
    """
    who = reader(request)
    pages = access.workspaces(who)
    own, status = pages.list(), 400 if trouble else 200
    found: Workspace | None = None
    if id is not None or own:
        try:
            found = pages.get(id)
        except WorkspaceError as error:
            trouble, status = trouble or str(error), 404
    items = found.items if found else ()
    return page_frame.page(
        request,
        "workspace.html",
        status=status,
        page=found,
        own=own,
        items=shown_items(items, pages.library.heads({each.cable for each in items if each.cable})),
        focus=(at, _next(did, at, items)),
        trouble=trouble,
        written=written,
        name=name,
        address=workspace_page,
        styles=STYLES_OF_NOTES,
        can_share=who is not OWNER,
        longest_name=LONGEST_NAME,
        longest_text=LONGEST_TEXT,
        longest_heading=LONGEST_HEADING,
    )


def _next(did: str, at: str, items: tuple[WorkspaceItem, ...]) -> str:
    """Return which button of an item the reader goes on with: at an end of the page one that can be used there."""
    if items and did in ("up", "top") and items[0].id == at:
        return "down"
    if items and did == "down" and items[-1].id == at:
        return "up"
    return did
