"""The routes by which the window lists, renames and deletes kept conversations, and takes feedback.

What changes something is asked for by PUT, PATCH and DELETE alone: no page of another origin can have a browser
send these unasked.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import TypeAdapter, ValidationError

from assistant.kept_conversations.conversations import LONGEST_TITLE, KeptAnswer
from assistant.kept_conversations.feedback import LONGEST_REASON, MOST_WRONG, Feedback
from assistant.notebook.notebook_store import Holder
from ui.access.reader_access import OWNER, Access, holder, reader
from ui.conversations import judged_sources
from ui.conversations.judged_sources import kept_answer
from ui.rendering import answer_html, conversation_html

_FEEDBACK = TypeAdapter(Feedback)
_Words = Annotated[str, Query(max_length=400)]


def router(access: Access) -> APIRouter:
    """Return the routes under `/talks`."""
    routes = APIRouter(prefix="/talks")
    notebook = access.notebook
    _share(routes, access)

    @routes.get("", response_class=HTMLResponse)
    def listed(request: Request, c: str | None = None, q: _Words = "") -> str:
        """The entries of the list, those with the words `q` if there are any; `c` is the one that is open."""
        found = notebook.conversations(_who(request), q)
        return conversation_html.listed(found, c, words=q, can_share=reader(request) is not OWNER)

    @routes.delete("", status_code=204)
    def wipe(request: Request) -> None:
        notebook.wipe(reader(request).owner)

    @routes.put("/{id}", status_code=204)
    def rename(id: str, title: Annotated[str, Body(embed=True)], request: Request) -> None:
        if not title.strip() or len(title) > LONGEST_TITLE:
            raise HTTPException(422, f"A title must have 1 to {LONGEST_TITLE} characters.")
        _found(notebook.rename(_who(request), id, title))

    @routes.delete("/{id}", status_code=204)
    def delete(id: str, request: Request) -> None:
        _found(notebook.delete(_who(request), id))

    @routes.get("/{id}/{number}/sources", response_class=HTMLResponse)
    def sources(id: str, number: int, request: Request) -> str:
        """The sources of an answer, for those of an earlier one to be looked at again."""
        kept = answer(id, number, request)
        footer = conversation_html.Kept(id, number, kept.feedback)
        return answer_html.sources(kept.bundle.answer, footer, is_earlier=True)

    @routes.get("/{id}/{number}/feedback", response_class=HTMLResponse)
    def form(id: str, number: int, request: Request) -> str:
        """The form for the citations that are wrong, as it was last filled in."""
        kept = answer(id, number, request)
        return conversation_html.form(kept.bundle.answer, kept.feedback)

    @routes.patch("/{id}/{number}/feedback")
    def judge(id: str, number: int, said: Annotated[dict[str, Any], Body()], request: Request) -> Feedback:
        """Change those of the fields of `Feedback` that are given."""
        _bound(said)
        kept = answer(id, number, request)
        try:
            feedback = _FEEDBACK.validate_python({**_FEEDBACK.dump_python(kept.feedback), **said})
        except ValidationError as error:
            raise HTTPException(422, "This is not valid feedback.") from error
        if not {each.number for each in kept.bundle.answer.citations}.issuperset(feedback.wrong):
            raise HTTPException(422, "The answer has no such citation.")
        _found(notebook.judge(_who(request), id, number, feedback))
        return feedback

    def answer(id: str, number: int, request: Request) -> KeptAnswer:
        return kept_answer(notebook, _who(request), id, number)

    routes.include_router(judged_sources.router(access))
    return routes


def _share(routes: APIRouter, access: Access) -> None:
    @routes.patch("/{id}", status_code=204)
    def share(id: str, shared: Annotated[bool, Body(embed=True)], request: Request) -> None:
        """Show a conversation to whoever has its link and may see all of it, or no longer."""
        _found(access.shared_conversations.share(_who(request), id, shared))


def _bound(said: dict[str, Any]) -> None:
    """Raise HTTPException where feedback says more than can be kept, before anything is made of it."""
    if "not_relevant" in said:
        raise HTTPException(422, "Sources are judged one by one.")
    reason, wrong = said.get("reason", ""), said.get("wrong", [])
    if isinstance(reason, str) and len(reason) > LONGEST_REASON:
        raise HTTPException(422, f"A reason can have at most {LONGEST_REASON:,} characters.")
    if isinstance(wrong, list) and len(wrong) > MOST_WRONG:
        raise HTTPException(422, f"At most {MOST_WRONG} citations can be marked wrong.")


def _who(request: Request) -> Holder:
    return holder(reader(request))


def _found(thing: object) -> None:
    if not thing:
        raise HTTPException(404, "There is no such conversation.")
