"""Kept conversations in the window: the drawer that lists them, and reopening the one that the address names."""

from dataclasses import replace
from importlib.resources import files

import gradio as gr

from assistant import Answer
from assistant.kept_conversations.conversations import KeptAnswer
from assistant.saved_answers.audit import moved
from assistant.saved_answers.bundle import Bundle
from ingest import Library
from ingest.domain.selection import Selection
from ingest.errors import NotebookError, ReftelError
from ui.access.error_text import message_to
from ui.access.reader_access import Access, Reader, holder, reader
from ui.rendering import answer_html
from ui.rendering.cable_table import MOST_ROWS, CableTable, cable_table
from ui.rendering.conversation_html import Kept, NotKept
from ui.rendering.templates import render
from ui.window.conversation_state import ConversationState, asked, said
from ui.window.reader_pane import NO_SOURCES

ADDRESS = "c"  # what the address calls the conversation: ?c=ID


class ConversationDrawer:
    """The drawer, created while the top bar is laid out; talks.js moves it."""

    def __init__(self) -> None:
        script = (files("ui") / "static" / "talks.js").read_text(encoding="utf-8")
        gr.HTML(render("window/drawer.html"), elem_id="drawer", js_on_load=script)
        self.here = gr.HTML("", elem_id="here")  # which is open is not known before the window is loaded


def here(id: str | None) -> str:
    """Return what tells talks.js which conversation is open, for the address."""
    return render("window/open_conversation.html", id=id or "")


def keep(
    access: Access, who: Reader, conversation: ConversationState, bundle: Bundle
) -> tuple[ConversationState, Kept | NotKept]:
    """Save an answer; return its conversation, and what to show beneath the answer."""
    try:
        id, number = access.notebook.add(holder(who), bundle, conversation.id, instead=conversation.instead)
    except NotebookError as error:  # the answer is there all the same
        return replace(conversation, instead=None), NotKept(message_to(who, error))
    return replace(conversation, id=id, kept=number, instead=None), Kept(id, number)


def listed_cables(library: Library, answer: Answer) -> CableTable | None:
    """Return the table of the cables that an answer lists, as far as they are in this library."""
    if not answer.is_list:
        return None
    return cable_table(answer, library.select(Selection(among=answer.cables[:MOST_ROWS])))


class Opened:
    """A reopened conversation: everything that the window showed and knew when it was left."""

    def __init__(self, access: Access, request: gr.Request) -> None:
        """The address of the request names it; nothing is open where it names none."""
        self.conversation = ConversationState()
        self.sources = NO_SOURCES
        self.model: str | None = None  # that was chosen last
        self.named = request.query_params.get(ADDRESS)
        if self.named:
            try:
                self._open(access, reader(request), self.named)
            except ReftelError as error:
                self._say(answer_html.trouble(message_to(reader(request), error)))

    def _open(self, access: Access, who: Reader, id: str) -> None:
        if own := access.notebook.answers(holder(who), id):
            for kept in own:
                self._add(access, who, id, kept)
        elif shared := access.shared_conversations.answers(who.clearance, id):
            for kept in shared:  # what is asked further begins a conversation of the reader's own
                self._add(access, who, None, kept)
        else:
            self._say(answer_html.no_conversation())

    def _add(self, access: Access, who: Reader, id: str | None, kept: KeptAnswer) -> None:
        answer, before = kept.bundle.answer, self.conversation
        spent = before.paid(answer.usage)
        gone = moved(access.library(who), kept.bundle)
        footer = Kept(id, kept.number, kept.feedback, gone) if id else None
        table = listed_cables(access.library(who), answer)
        question = asked(answer_html.question(answer.question))
        self.conversation = ConversationState(
            shown=(*before.shown, question, said(answer_html.reply(answer, spent, kept=footer, table=table))),
            turns=(*before.turns, *answer.turns()),
            spent=spent,
            asked=answer.question,
            before=before.turns,
            id=id,
            kept=kept.number if id else None,
        )
        self.sources = answer_html.sources(answer, footer)
        self.model = kept.bundle.model

    def _say(self, html: str) -> None:
        self.conversation = self.conversation.showing(said(html))
