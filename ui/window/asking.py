"""Asking in the window: from the box, by an example or a follow-up; again, otherwise, or not any more."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from assistant import Turn, Usage
from assistant.followups import followups
from ingest.errors import ReftelError
from ui import render
from ui.desk import Desk, reader
from ui.window.filters import PRIVATE, Filters, where
from ui.window.reading import NO_SOURCES, Reading

log = logging.getLogger(__name__)

BROKEN = "Something went wrong; the server's log says what."


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as the window remembers it: the turns, and of the last question what asking it again takes.

    `before` are the turns before it, `without` what was left out of how it was understood.
    """

    turns: tuple[Turn, ...] = ()
    spent: Usage | None = None
    asked: str = ""
    before: tuple[Turn, ...] = ()
    without: tuple[str, ...] = ()

    def asking(self, question: str) -> "Talk":
        """Return the conversation with a further question."""
        return replace(self, asked=question, before=self.turns, without=())

    def again(self, *misread: str) -> "Talk":
        """Return the conversation at the point of its last question, less what was misread in it."""
        return replace(self, turns=self.before, without=(*self.without, *misread))


class Asking:
    """Takes questions, shows the answers as they come, and remembers the turns between."""

    def __init__(
        self, desk: Desk, window: gr.Chatbot, box: gr.Textbox, filters: Filters, reading: Reading
    ) -> None:
        self.desk, self.window, self.box, self.sources = desk, window, box, reading.sources
        self.talk = gr.State(Talk())
        asking: dict[str, Any] = {
            "inputs": [box, window, self.talk, *filters.boxes],
            "outputs": [box, window, self.talk, self.sources],
            "concurrency_limit": 8,
            **PRIVATE,
        }
        picked = window.example_select(_chosen, None, box, **PRIVATE)
        self.under_way = [
            box.submit(self.ask, **asking),
            picked.then(self.ask, **asking),
            filters.line.submit(self.follow, **asking),
            filters.line.retry(self.again, **asking),
            filters.line.select(self.leave_out, **asking),
        ]
        filters.line.edit(_taken_back, [window, self.talk], [window, self.talk, box], **PRIVATE)
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
        left.then(_cleared, None, [self.window, self.talk, self.sources, self.box], **PRIVATE)

    # Gradio fills in the request and the event by their types, and only before what is given as a list.

    def ask(
        self, question: str, chat: list[Any], talk: Talk, request: gr.Request, literal: bool, *filters: str
    ) -> Iterator[dict[Any, Any]]:
        """Answer what is in the box."""
        if question.strip():
            yield from self._answer(chat, talk.asking(question), request, literal, filters)

    def follow(
        self,
        pressed: gr.EventData,
        typed: str,
        chat: list[Any],
        talk: Talk,
        request: gr.Request,
        literal: bool,
        *filters: str,
    ) -> Iterator[dict[Any, Any]]:
        """Answer the follow-up that was pressed."""
        yield from self._answer(chat, talk.asking(str(pressed.question)), request, literal, filters)

    def again(
        self, typed: str, chat: list[Any], talk: Talk, request: gr.Request, literal: bool, *filters: str
    ) -> Iterator[dict[Any, Any]]:
        """Answer the last question once more, under the filters as they are now."""
        if talk.asked:
            yield from self._answer(_before(chat), talk.again(), request, literal, filters)

    def leave_out(
        self,
        pressed: gr.EventData,
        typed: str,
        chat: list[Any],
        talk: Talk,
        request: gr.Request,
        literal: bool,
        *filters: str,
    ) -> Iterator[dict[Any, Any]]:
        """Answer the last question without that which was understood of it and pressed."""
        if talk.asked:
            yield from self._answer(_before(chat), talk.again(str(pressed.hint)), request, literal, filters)

    def _answer(
        self, chat: list[Any], talk: Talk, request: gr.Request, literal: bool, filters: Sequence[str]
    ) -> Iterator[dict[Any, Any]]:
        """Show the question at once, then each snapshot of its answer, at last with what may be asked next."""
        asked = [*chat, {"role": "user", "content": render.question(talk.asked)}]
        listed = ""
        yield {
            self.box: gr.Textbox(value="", submit_btn=False, stop_btn=True),
            self.window: [*asked, _said(render.WAITING)],
            self.sources: NO_SOURCES,
            self.talk: talk,
        }
        try:
            assistant = self.desk.assistant(reader(request))
            for answer in assistant.stream(
                talk.asked, turns=talk.before, literal=literal, without=talk.without, **where(filters)
            ):
                total = talk.spent + answer.usage if talk.spent and answer.usage else answer.usage or talk.spent
                further = followups(assistant.library, answer) if answer.finished else ()
                shown: dict[Any, Any] = {
                    self.window: [*asked, _said(render.reply(answer, total, further))],
                    self.talk: replace(talk, turns=(*talk.before, *answer.turns()), spent=total),
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


def _before(chat: list[Any]) -> list[Any]:
    """Return the messages before the last question."""
    return chat[: max((at for at, each in enumerate(chat) if each["role"] == "user"), default=0)]


def _taken_back(chat: list[Any], talk: Talk) -> tuple[Any, ...]:
    """Put the last question back into the box, to be asked in other words."""
    return _before(chat), talk.again(), gr.Textbox(value=talk.asked)


def _stopped(chat: list[Any]) -> tuple[Any, Any]:
    return [*chat, _said(render.STOPPED)], gr.Textbox(submit_btn=True, stop_btn=False)


def _cleared() -> tuple[Any, ...]:
    return [], Talk(), NO_SOURCES, gr.Textbox(value="", submit_btn=True, stop_btn=False)


def _said(html: str) -> dict[str, str]:
    return {"role": "assistant", "content": html}
