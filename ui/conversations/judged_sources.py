"""The routes by which a reader calls a source of their answer not relevant, and takes that back."""

from typing import Annotated

from fastapi import APIRouter, Body, HTTPException, Request

from assistant import Citation, Passage
from assistant.kept_conversations.conversations import KeptAnswer, Notebook
from assistant.kept_conversations.feedback import LONGEST_REASON, Feedback, NotRelevant
from assistant.notebook.notebook_store import Holder
from ui.access.reader_access import Access, holder, reader

_PLACE = "/{id}/{number}/not-relevant/{ordinal}/{cable:path}"  # some ids have a slash


def router(access: Access) -> APIRouter:
    """Return the routes below a conversation."""
    routes, notebook = APIRouter(), access.notebook

    @routes.put(_PLACE)
    def judge(
        id: str,
        number: int,
        ordinal: int,
        cable: str,
        reason: Annotated[str, Body(embed=True, max_length=LONGEST_REASON)],
        request: Request,
    ) -> Feedback:
        """Call a source not relevant; `reason` is "" where none is given."""
        said = NotRelevant(cable, ordinal, reason.strip())
        return _judged(notebook, holder(reader(request)), id, number, (cable, ordinal), said)

    @routes.delete(_PLACE)
    def take_back(id: str, number: int, ordinal: int, cable: str, request: Request) -> Feedback:
        return _judged(notebook, holder(reader(request)), id, number, (cable, ordinal), None)

    return routes


def kept_answer(notebook: Notebook, who: Holder, id: str, number: int) -> KeptAnswer:
    """Return an answer of a conversation of theirs; raises HTTPException where they have none."""
    kept = next((each for each in notebook.answers(who, id) if each.number == number), None)
    if kept is None:
        raise HTTPException(404, "There is no such conversation.")
    return kept


def _judged(
    notebook: Notebook, who: Holder, id: str, number: int, place: tuple[str, int], said: NotRelevant | None
) -> Feedback:
    kept = kept_answer(notebook, who, id, number)
    sources: list[Passage | Citation] = [*kept.bundle.answer.passages, *kept.bundle.answer.citations]
    if place not in {(each.cable, each.ordinal) for each in sources}:
        raise HTTPException(404, "The answer has no such source.")
    feedback = kept.feedback.judging(*place, said)
    notebook.judge(who, id, number, feedback)
    return feedback
