"""Asking in the window: from the box, an example or a follow-up; asking again or differently; stopping."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant import Assistant
from assistant.answering import Asked
from assistant.question.question_limits import recent
from assistant.saved_answers.bundle import Recording
from assistant.suggestions.followups import followups
from ingest.domain.filters import Filters
from ingest.errors import ModelNotOffered, ReftelError
from ui.access.error_text import message_to
from ui.access.model_choices import OFF
from ui.access.reader_access import Access, Reader
from ui.rendering import answer_html
from ui.rendering.conversation_html import Kept, NotKept
from ui.server.request_log import Visit, noted
from ui.window.conversation_state import ConversationState, asked, said
from ui.window.drawer import ConversationDrawer, here, keep, listed_cables
from ui.window.filter_boxes import PRIVATE, FilterBoxes, where
from ui.window.model_choice import ModelChoice
from ui.window.reader_pane import NO_SOURCES, ReaderPane
from ui.window.report_under_way import ReportUnderWay

log = logging.getLogger(__name__)

# What is typed while an answer is under way stays in the box, or while the conversation that the address names is
# still being opened, which would overwrite it. So does what comes just after an Enter that brought nothing: Gradio
# drops an event while the same one is still on its way.
_TAKE = """typed => {
  const answering = document.querySelector("#box .stop-button");
  const named = new URLSearchParams(location.search).get("c");
  const opening = named && !document.querySelector("#here [data-talk]");
  const now = performance.now(), since = now - (Number(document.body.dataset.entered) || -Infinity);
  if (answering || opening || since < 700 || !typed.trim()) {
    if (since >= 700) document.body.dataset.entered = now;
    return [typed, ""];
  }
  return ["", typed];
}"""
_AT_WORK: Any = gr.update(submit_btn=False, stop_btn=True)
_FREE: Any = gr.update(submit_btn=True, stop_btn=False)
_AT_ONCE = 16  # questions under way in all windows; more wait for their turn
BROKEN = "Something went wrong; the server's log says what."


class Asking:
    """Takes questions, shows the answers as they come, and remembers the turns between."""

    def __init__(
        self,
        access: Access,
        window: gr.Chatbot,
        box: gr.Textbox,
        filters: FilterBoxes,
        reading: ReaderPane,
        drawer: ConversationDrawer,
        models: ModelChoice,
    ) -> None:
        self.access, self.window, self.box, self.sources = access, window, box, reading.sources
        self.conversation, self.here = gr.State(ConversationState()), drawer.here
        self.models = models
        # The browser itself empties the box: the first step of an answer is too late for readers who type on, and
        # where it arrives together with the second, Gradio shows what the second leaves of it.
        question = gr.Textbox(visible="hidden", elem_id="question", label="Asked")
        taken = box.submit(None, box, [box, question], js=_TAKE, **PRIVATE)
        given = [self.conversation, models.chosen, *filters.boxes]
        asking: dict[str, Any] = {
            "outputs": [box, window, self.conversation, self.here, self.sources],
            "concurrency_limit": _AT_ONCE,
            "concurrency_id": "asking",  # together, or each way to ask would have as many
            **PRIVATE,
        }
        picked = window.example_select(_chosen, None, question, api_name="chosen", **PRIVATE)
        self.under_way = [
            taken.then(self.ask, [question, *given], api_name="typed", **asking),
            picked.then(self.ask, [question, *given], api_name="typed", **asking),
            filters.line.submit(self.follow, given, api_name="follow", **asking),
            filters.line.retry(self.again, given, api_name="again", **asking),
            filters.chosen_sources.then(self.again, given, api_name="again", **asking),
            filters.line.select(self.leave_out, given, api_name="leave_out", **asking),
        ]
        showing = [window, self.conversation, box]
        filters.line.edit(_taken_back, self.conversation, showing, api_name="taken_back", **PRIVATE)
        # In two steps: what was still on its way would overwrite the message that the answer was stopped.
        halted = box.stop(None, cancels=self.under_way, **PRIVATE)
        halted.then(_stopped, self.conversation, [*showing, self.here], api_name="stopped", **PRIVATE)

    def settles(self, stand: Callable[..., str], status: gr.HTML) -> None:
        """Free the box after each answer, and update the line about the library."""

        def settled(request: gr.Request) -> tuple[Any, str]:
            return _FREE, stand(request)

        for answering in self.under_way:
            answering.then(settled, None, [self.box, status], api_name="settled", **PRIVATE)
            answering.then(self.models.shown_anew, self.models.chosen, self.models.html, **PRIVATE)

    def wire(self, fresh: gr.Button) -> None:
        """Have a button begin a new conversation."""
        left = fresh.click(None, cancels=self.under_way, **PRIVATE)
        outputs = [self.window, self.conversation, self.here, self.sources, self.box]
        left.then(_cleared, None, outputs, api_name="cleared", **PRIVATE)

    # Gradio fills in the request and the event by their types, and only before what is given as a list.

    def ask(
        self,
        question: str,
        state: ConversationState,
        model: str | None,
        request: gr.Request,
        literal: bool,
        deep: bool,
        spread: bool,
        *filters: str,
    ) -> Iterator[dict[Any, Any]]:
        """Answer what was in the box."""
        if question.strip():
            yield from self._answer(state.asking(question), model, request, literal, deep, spread, filters)
        else:
            yield self._nothing()

    def follow(
        self,
        pressed: gr.EventData,
        state: ConversationState,
        model: str | None,
        request: gr.Request,
        literal: bool,
        deep: bool,
        spread: bool,
        *filters: str,
    ) -> Iterator[dict[Any, Any]]:
        """Answer the follow-up that was clicked."""
        yield from self._answer(
            state.asking(str(pressed.question)), model, request, literal, deep, spread, filters
        )

    def again(
        self,
        state: ConversationState,
        model: str | None,
        request: gr.Request,
        literal: bool,
        deep: bool,
        spread: bool,
        *filters: str,
    ) -> Iterator[dict[Any, Any]]:
        """Answer the last question once more, under the filters as they are now."""
        if state.asked:
            yield from self._answer(state.again(), model, request, literal, deep, spread, filters)
        else:
            yield self._nothing()

    def leave_out(
        self,
        pressed: gr.EventData,
        state: ConversationState,
        model: str | None,
        request: gr.Request,
        literal: bool,
        deep: bool,
        spread: bool,
        *filters: str,
    ) -> Iterator[dict[Any, Any]]:
        """Answer the last question without the interpretation that was clicked."""
        if state.asked:
            yield from self._answer(state.again(str(pressed.hint)), model, request, literal, deep, spread, filters)
        else:
            yield self._nothing()

    def _answer(
        self,
        state: ConversationState,
        model: str | None,
        request: gr.Request,
        literal: bool,
        deep: bool,
        spread: bool,
        filters: Sequence[str],
    ) -> Iterator[dict[Any, Any]]:
        """Show the question at once, then each snapshot of its answer, at last with what may be asked next."""
        state = state.showing(asked(answer_html.question(state.asked)))
        listed = ""
        yield {self.box: _AT_WORK, self.sources: NO_SOURCES, **self._shown(state, answer_html.waiting())}
        visit = Visit.by("window", request)
        report: ReportUnderWay | None = None
        try:
            assistant, instead = self._writing(visit.reader, model)
            narrowed = Filters(**where(filters))
            recording = Recording(
                assistant,
                Asked(state.asked, recent(state.before), narrowed, literal, state.without, deep, spread),
            )
            if deep:
                report = ReportUnderWay(self.access, visit.reader, recording, state, goes_on=assistant.remembers)
                state = replace(state, report=report)
            for snapshot in noted(visit, state.asked, recording.stream()):
                answer = replace(snapshot, note=" ".join(filter(None, (instead, snapshot.note))) or None)
                if report:
                    report.grew(answer)
                spent = state.paid(answer.usage)
                kept: Kept | NotKept | None = None
                further: tuple[str, ...] = ()
                shown: dict[Any, Any] = {self.box: _AT_WORK}
                if answer.finished:  # of what is stopped before, only a report is part of the conversation
                    state, kept = keep(self.access, visit.reader, state, recording.bundle(answer))
                    further = followups(assistant.library, answer)
                    state = replace(state, turns=(*state.before, *answer.turns()), spent=spent, report=None)
                    shown |= {self.box: _FREE, self.here: here(state.id)}
                table = listed_cables(assistant.library, answer)
                shown |= self._shown(state, answer_html.reply(answer, spent, further, kept, table))
                if (found := answer_html.sources(answer, kept)) != listed:
                    listed = shown[self.sources] = found
                yield shown
        except GeneratorExit:  # it was stopped, or the browser has gone
            if report:
                report.stop()
            raise
        except ReftelError as error:
            yield {self.box: _FREE, **self._shown(state, answer_html.trouble(message_to(visit.reader, error)))}
        except Exception:  # whatever went wrong, the window must be free for the next question
            log.exception("A question could not be answered")  # without its text, which is the user's own
            yield {self.box: _FREE, **self._shown(state, answer_html.trouble(BROKEN))}

    def _writing(self, who: Reader, model: str | None) -> tuple[Assistant, str | None]:
        """Return the assistant with a model, or, if that may not be chosen any more, without one and why."""
        try:
            return self.access.assistant(who, model), None
        except ModelNotOffered as error:
            return self.access.assistant(who, OFF), f"{error} This answer consists of quotations instead."

    def _nothing(self) -> dict[Any, Any]:
        """Return what leaves everything as it is: where nothing is yielded, Gradio empties the conversation."""
        return {self.box: gr.skip()}

    def _shown(self, state: ConversationState, html: str) -> dict[Any, Any]:
        """Return what shows a conversation with a last message, and has the server remember that."""
        state = state.showing(said(html))
        return {self.window: list(state.shown), self.conversation: state}


def _chosen(example: gr.SelectData) -> str:
    return str(example.value["text"])


def _taken_back(state: ConversationState) -> tuple[Any, ...]:
    """Put the last question back into the box, to be asked in other words."""
    before = state.again()
    return list(before.shown), before, gr.Textbox(value=state.asked)


def _stopped(state: ConversationState) -> tuple[Any, ...]:
    """Show that the answer was stopped, and what there is of it if it is a report."""
    html = answer_html.stopped()
    if state.report and (report := state.report.stop()):
        state, answer, kept = report
        html = answer_html.reply(answer, state.spent, kept=kept)
    state = replace(state, report=None).showing(said(html))
    return list(state.shown), state, gr.Textbox(submit_btn=True, stop_btn=False), here(state.id)


def _cleared() -> tuple[Any, ...]:
    return [], ConversationState(), here(None), NO_SOURCES, gr.Textbox(value="", submit_btn=True, stop_btn=False)
