"""Kept answers and conversations as files to download, each for its holder alone."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from fastapi import APIRouter, HTTPException, Request, Response

from assistant import Answer
from assistant.kept_conversations import feedback
from assistant.kept_conversations.conversations import Conversation, KeptAnswer, Notebook
from assistant.saved_answers import bundle
from assistant.saved_answers.audit import moved
from ingest import Library
from ingest.domain.selection import Selection
from ui.access.reader_access import Access, holder, reader
from ui.rendering import citation_formats
from ui.rendering.cable_table import cable_csv

Form = Literal["md", "html", "json"]

TYPES = {"md": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8", "json": "application/json"}
PAGES: Mapping[str, tuple[Callable[[Answer], str], Callable[[str, Sequence[Answer]], str]]] = {
    "md": (citation_formats.markdown, citation_formats.markdown_conversation),
    "html": (citation_formats.html, citation_formats.html_conversation),
}


def router(access: Access) -> APIRouter:
    """Return the routes under `/export`."""
    routes = APIRouter(prefix="/export")

    @routes.get("/feedback.jsonl")
    def questions(request: Request) -> Response:
        """What readers under the curator's own clearance said of answers, as questions for `reftel eval`.

        A curator with a ceiling gets nothing of a conversation that cites what was raised above it since.
        """
        who = reader(request)
        if who.role != "curator":
            raise HTTPException(403, "Only curators can download feedback.")
        seen = access.library(who) if who.clearance else None
        lines, _ = labelled(access.notebook, holder(who).clearance, seen)
        return _file("reftel-feedback.jsonl", "application/jsonl", "".join(f"{line}\n" for line in lines).encode())

    @routes.get("/{id}/{number}.csv")
    def cables(id: str, number: int, request: Request) -> Response:
        """All cables that an answer lists, as a table; of those that are gone since, only the ids."""
        conversation, answers = opened(id, request)
        listed = next((each.bundle.answer.cables for each in answers if each.number == number), ())
        if not listed:
            raise HTTPException(404, "There is no such list.")
        known = access.library(reader(request)).select(Selection(among=listed))
        return _file(f"{_slug(conversation)}-{number}.csv", "text/csv; charset=utf-8", cable_csv(listed, known))

    @routes.get("/{id}/{number}.{form}")
    def answer(id: str, number: int, form: Form, request: Request) -> Response:
        """An answer as Markdown, as an HTML page, or as the sealed file that `reftel verify` checks."""
        conversation, answers = opened(id, request)
        chosen = [each for each in answers if each.number == number]
        if not chosen:
            raise HTTPException(404, "There is no such answer.")
        name = f"{_slug(conversation)}-{number}.{form}"
        if form == "json":
            return _file(name, TYPES[form], chosen[0].written)
        return _file(name, TYPES[form], _bytes(PAGES[form][0](chosen[0].bundle.answer)))

    @routes.get("/{id}.{form}")
    def whole(id: str, form: Form, request: Request) -> Response:
        """A whole conversation in the same forms."""
        conversation, answers = opened(id, request)
        name = f"{_slug(conversation)}.{form}"
        if form == "json":
            return _file(name, TYPES[form], bundle.join([each.written for each in answers]))
        page = PAGES[form][1](conversation.title, [each.bundle.answer for each in answers])
        return _file(name, TYPES[form], _bytes(page))

    def opened(id: str, request: Request) -> tuple[Conversation, list[KeptAnswer]]:
        who = holder(reader(request))
        conversation = access.notebook.conversation(who, id)
        if conversation is None:
            raise HTTPException(404, "There is no such conversation.")
        return conversation, access.notebook.answers(who, id)

    return routes


def labelled(
    notebook: Notebook, clearance: str | None = None, seen: Library | None = None
) -> tuple[list[str], int]:
    """Return what readers said of answers as JSON lines that `reftel eval` takes, and how many make no label.

    With a `clearance`, only of what was held under it; with `seen`, only of conversations whose citations, and
    whatever else a reader judged, all still stand in that library.
    """
    lines, judged, used = [], 0, 0
    for id, answers in notebook.judged(clearance):
        if seen and any(moved(seen, each.bundle, _judged_sources(each)) for each in answers):
            continue
        given = [(each.bundle.answer, each.feedback) for each in answers]
        judged += sum(bool(said) for _, said in given)
        if line := feedback.labelled(id, given):
            used += len(line.get("turns", [line]))
            lines.append(json.dumps(line, ensure_ascii=False))
    return lines, judged - used


def _judged_sources(kept: KeptAnswer) -> set[tuple[str, int]]:
    return {(each.cable, each.ordinal) for each in kept.feedback.not_relevant}


def _file(name: str, kind: str, content: bytes) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=kind, headers=headers)


def _slug(conversation: Conversation) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", conversation.title.casefold()).strip("-")[:50].strip("-")
    return f"reftel-{words or 'conversation'}"


def _bytes(page: str) -> bytes:
    return page.encode("utf-8", "replace")
