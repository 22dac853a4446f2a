"""The window's door for programs: `gradio_client.Client(url).predict(question=..., api_name="/ask")`."""

from typing import Any

import gradio as gr
from pydantic import ValidationError

from ingest.errors import ReftelError
from ui import journal, terminal
from ui.desk import Desk
from ui.paths import told_to
from ui.seats import AT_WORK
from ui.wire import Question, faults


def offer(desk: Desk) -> None:
    """Add the endpoint `/ask` to the blocks being built; it answers as `POST /api/ask` does."""

    def ask(
        question: str,
        request: gr.Request,
        turns: list[dict[str, Any]] | None = None,
        filters: dict[str, str] | None = None,
        literal: bool = False,
    ) -> dict[str, Any]:
        """Answer a question, with the paragraph behind every sentence."""
        visit = journal.Visit.by("gradio", request)
        try:
            given = Question.model_validate(
                {"question": question, "turns": turns or (), "filters": filters or {}, "literal": literal}
            )
            *_, answer = journal.noted(visit, given.question, desk.assistant(visit.reader).stream(**given.asked()))
        except ValidationError as error:
            raise _told(faults(error)) from None
        except ReftelError as error:
            raise _told(told_to(visit.reader, error)) from None
        return terminal.answer_json(answer)

    gr.events.api(ask, api_name="ask", concurrency_limit=AT_WORK)


def _told(words: str) -> gr.Error:
    return gr.Error(words, print_exception=False)  # a traceback on stderr might hold the question
