"""The window's endpoint for programs: `gradio_client.Client(url).predict(question=..., api_name="/ask")`."""

from typing import Any

import gradio as gr
from pydantic import ValidationError

from ingest.errors import ReftelError
from ui.access.error_text import message_to
from ui.access.reader_access import Access
from ui.access.refusals import faults
from ui.programs.schemas import Question
from ui.rendering import terminal
from ui.server import request_log
from ui.server.worker_threads import AT_WORK


def offer(access: Access) -> None:
    """Add the endpoint `/ask` to the blocks being built; it answers as `POST /api/ask` does."""

    def ask(
        question: str,
        request: gr.Request,
        turns: list[dict[str, Any]] | None = None,
        filters: dict[str, str] | None = None,
        literal: bool = False,
        model: str | None = None,
        deep: bool = False,
    ) -> dict[str, Any]:
        """Answer a question, with the paragraph behind every sentence."""
        visit = request_log.Visit.by("gradio", request)
        try:
            given = Question.model_validate(
                {
                    "question": question,
                    "turns": turns or (),
                    "filters": filters or {},
                    "literal": literal,
                    "model": model,
                    "deep": deep,
                }
            )
            *_, answer = request_log.noted(
                visit, given.question, access.assistant(visit.reader, given.chosen).stream(**given.asked())
            )
        except ValidationError as error:
            raise _error(faults(error)) from None
        except ReftelError as error:
            raise _error(message_to(visit.reader, error)) from None
        return terminal.answer_json(answer)

    gr.events.api(ask, api_name="ask", concurrency_limit=AT_WORK)


def _error(words: str) -> gr.Error:
    return gr.Error(words, print_exception=False)  # a traceback on stderr might hold the question
