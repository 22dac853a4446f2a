"""Asking in the window: from the box, by an example, with stop and a fresh start."""

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import gradio as gr

from assistant import Turn, Usage
from ingest.errors import ReftelError
from ui import render
from ui.desk import Desk
from ui.journal import Visit, answers
from ui.window.filters import Filters, where
from ui.window.reading import NO_SOURCES, Reading

log = logging.getLogger(__name__)

BROKEN = "Something went wrong; the server's log says what."
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


class Asking:
    """Takes questions from the box, shows the answers as they come, and remembers the turns between."""

    def __init__(
        self, desk: Desk, window: gr.Chatbot, box: gr.Textbox, filters: Filters, reading: Reading
    ) -> None:
        self.desk, self.window, self.box, self.sources = desk, window, box, reading.sources
        self.turns, self.spent = gr.State(()), gr.State(None)
        asking: dict[str, Any] = {
            "fn": self.respond,
            "inputs": [box, window, self.turns, self.spent, *filters.boxes],
            "outputs": [box, window, self.turns, self.spent, self.sources],
            "concurrency_limit": 8,
            **PRIVATE,
        }
        picked = window.example_select(_chosen, None, box, **PRIVATE)
        self.under_way = [box.submit(**asking), picked.then(**asking)]
        # In two steps: what the answer still had under way would overwrite the word that it was stopped.
        halted = box.stop(None, cancels=self.under_way, **PRIVATE)
        halted.then(_stopped, window, [window, box], **PRIVATE)

    def settles(self, stand: Callable[..., str], status: gr.HTML) -> None:
        """Free the box after each answer, and say anew how the library stands."""

        def settled(request: gr.Request) -> tuple[Any, str]:
            return gr.Textbox(submit_btn=True, stop_btn=False), stand(request)

        for answering in self.under_way:
            answering.then(settled, None, [self.box, status], **PRIVATE)

    def wire(self, fresh: gr.Button) -> None:
        """Let a button begin a new conversation."""
        left = fresh.click(None, cancels=self.under_way, **PRIVATE)
        left.then(_cleared, None, [self.window, self.turns, self.sources, self.box], **PRIVATE)

    def respond(
        self,
        question: str,
        chat: list[Any],
        turns: Sequence[Turn],
        before: Usage | None,
        request: gr.Request,
        literal: bool,
        *filters: str,
    ) -> Iterator[dict[Any, Any]]:
        """Show the question at once, then each snapshot of its answer."""
        if not question.strip():
            return
        asked = [*chat, {"role": "user", "content": render.question(question)}]
        listed = ""
        yield {
            self.box: gr.Textbox(value="", submit_btn=False, stop_btn=True),
            self.window: [*asked, _said(render.WAITING)],
            self.sources: NO_SOURCES,
        }
        try:
            visit = Visit.by("window", request)
            how: dict[str, Any] = {"turns": turns, "literal": literal, **where(filters)}
            for answer in answers(self.desk.assistant(visit.reader), visit, question, **how):
                total = before + answer.usage if before and answer.usage else answer.usage or before
                shown: dict[Any, Any] = {
                    self.window: [*asked, _said(render.reply(answer, total))],
                    self.spent: total,
                    self.turns: (*turns, *answer.turns()),
                }
                if (found := render.sources(answer)) != listed:
                    listed = shown[self.sources] = found
                yield shown
        except ReftelError as error:
            yield {self.window: [*asked, _said(render.trouble(str(error)))]}
        except Exception:  # whatever went wrong, the window must be free for the next question
            log.exception("A question could not be answered")  # without its text, which is the user's own
            yield {self.window: [*asked, _said(render.trouble(BROKEN))]}


def _chosen(example: gr.SelectData) -> str:
    return str(example.value["text"])


def _stopped(chat: list[Any]) -> tuple[Any, Any]:
    return [*chat, _said(render.STOPPED)], gr.Textbox(submit_btn=True, stop_btn=False)


def _cleared() -> tuple[Any, ...]:
    return [], (), NO_SOURCES, gr.Textbox(value="", submit_btn=True, stop_btn=False)


def _said(html: str) -> dict[str, str]:
    return {"role": "assistant", "content": html}
