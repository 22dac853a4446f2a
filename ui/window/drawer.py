"""Kept conversations in the window: the drawer that lists them, and the one that the address names, reopened."""

from dataclasses import replace
from importlib.resources import files

import gradio as gr

from assistant.notebook.conversations import KeptAnswer
from assistant.saved_answers.audit import moved
from assistant.saved_answers.bundle import Bundle
from ingest.errors import NotebookError, ReftelError
from ui.access.desk import Access, Reader, holder, reader
from ui.access.error_text import told_to
from ui.rendering import answer_html, conversation_html
from ui.window.conversation_state import ConversationState, asked, said
from ui.window.reader_pane import NO_SOURCES

ADDRESS = "c"  # what the address calls the conversation: ?c=ID
DRAWER = """<button type="button" class="show-talks" aria-haspopup="dialog" aria-label="Conversations">☰</button>
<dialog id="talks" aria-labelledby="talks-title">
<header><h2 id="talks-title">Conversations</h2>
<button type="button" class="close" aria-label="Close the list">✕</button></header>
<ul></ul>
<div class="end"><button type="button" class="wipe">Delete all</button>
<p class="sure" hidden>Delete every conversation for good? <button type="button" class="yes">Delete all</button>
<button type="button" class="no">Keep</button></p></div>
<p class="told" role="status"></p></dialog>
<dialog id="feedback" aria-labelledby="feedback-title">
<form method="dialog"><h2 id="feedback-title">What is wrong?</h2><div class="asked"></div></form></dialog>"""


class ConversationDrawer:
    """The drawer, made where the top bar is being laid out; talks.js moves it."""

    def __init__(self) -> None:
        script = (files("ui") / "static" / "talks.js").read_text(encoding="utf-8")
        gr.HTML(DRAWER, elem_id="drawer", js_on_load=script)
        self.here = gr.HTML("", elem_id="here")  # which is open is not known before the window is loaded


def here(id: str | None) -> str:
    """Return what tells talks.js which conversation is open, for the address."""
    return f'<span data-talk="{id or ""}"></span>'


def keep(desk: Access, who: Reader, talk: ConversationState, bundle: Bundle) -> tuple[ConversationState, str]:
    """Keep an answer; return the conversation that it is in, and what stands beneath it."""
    try:
        id, number = desk.notebook.add(holder(who), bundle, talk.id, instead=talk.instead)
    except NotebookError as error:  # the answer is there all the same
        return replace(talk, instead=None), conversation_html.not_kept(told_to(who, error))
    return replace(talk, id=id, kept=number, instead=None), conversation_html.beneath(id, number)


class Opened:
    """A conversation opened again: all that the window showed and knew when it was left."""

    def __init__(self, desk: Access, request: gr.Request) -> None:
        """The address of the request names it; nothing is open where it names none."""
        self.talk = ConversationState()
        self.sources = NO_SOURCES
        if id := request.query_params.get(ADDRESS):
            try:
                self._open(desk, reader(request), id)
            except ReftelError as error:
                self._say(answer_html.trouble(told_to(reader(request), error)))

    def _open(self, desk: Access, who: Reader, id: str) -> None:
        answers = desk.notebook.answers(holder(who), id)
        if not answers:
            self._say(answer_html.trouble("This conversation is not there any more."))
            return
        for kept in answers:
            self._add(desk, who, id, kept)

    def _add(self, desk: Access, who: Reader, id: str, kept: KeptAnswer) -> None:
        answer, before = kept.bundle.answer, self.talk
        spent = before.paid(answer.usage)
        beneath = conversation_html.beneath(id, kept.number, kept.feedback, moved(desk.library(who), kept.bundle))
        question = asked(answer_html.question(answer.question))
        self.talk = ConversationState(
            shown=(*before.shown, question, said(answer_html.reply(answer, spent, beneath=beneath))),
            turns=(*before.turns, *answer.turns()),
            spent=spent,
            asked=answer.question,
            before=before.turns,
            id=id,
            kept=kept.number,
        )
        self.sources = answer_html.sources(answer)

    def _say(self, html: str) -> None:
        self.talk = self.talk.showing(said(html))
