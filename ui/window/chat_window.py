"""The window as a whole: its parts, in their places on the page, and how they interact."""

from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.middleware import Middleware

from ingest import Library
from ingest.errors import LibraryBusy, ReftelError
from ui.access.reader_access import Access, reader
from ui.pages.page_frame import WINDOW_SHEETS, sheet
from ui.pages.trouble import HANDLERS
from ui.rendering.templates import render
from ui.window.account import Account
from ui.window.asking import Asking
from ui.window.chosen_cables import chosen_cables
from ui.window.drawer import ConversationDrawer, Opened, here
from ui.window.event_gate import EventGate
from ui.window.filter_boxes import AT_ONCE, PRIVATE, FilterBoxes, chips
from ui.window.gradio_endpoint import offer
from ui.window.model_choice import ModelChoice
from ui.window.prefill import filled
from ui.window.reader_pane import ReaderPane
from ui.window.script_policy import WindowPage
from ui.window.upload_button import Uploads
from ui.window.welcome import NOT_NOW, SOON, examples, not_yet, standing, welcome

THEME = gr.themes.Base(
    primary_hue="blue",
    neutral_hue="stone",
    font=["system-ui", "sans-serif"],
    font_mono=["ui-monospace", "monospace"],
)

_SESSIONS = 1000  # windows whose conversation is held in memory; saved ones can always be reopened
_THREADS = 48  # of the window's own, beside those of the pages
_AT_ONCE = 8  # of each kind of event but a question


def mount(application: FastAPI, access: Access, root: str = "") -> FastAPI:
    """Return the application with the chat window added, which fetches nothing from elsewhere.

    `root`: below which path of a proxy; Gradio's page asks for everything there.
    """
    blocks = build(access)
    blocks.max_threads = _THREADS  # at the usual number Gradio takes those that the pages are made in
    blocks.state_session_capacity = _SESSIONS
    blocks.queue(default_concurrency_limit=_AT_ONCE)  # else one of each kind
    mounted: FastAPI = gr.mount_gradio_app(
        application,
        blocks,
        path="/",
        theme=THEME,
        css="".join(map(sheet, WINDOW_SHEETS)),
        footer_links=[],
        run_history=False,  # it would keep every question and answer in the browser's storage
        show_error=False,
        ssr_mode=False,
        root_path=root or None,
        app_kwargs={
            "middleware": [Middleware(WindowPage), Middleware(EventGate, blocks=blocks)],
            "exception_handlers": dict(HANDLERS),
        },
    )
    return mounted


def build(access: Access) -> gr.Blocks:
    """Return the chat window: its parts, in their places on the page, and how they interact."""
    blocks = gr.Blocks(title="reftel", fill_height=True, fill_width=True, analytics_enabled=False)
    with blocks:
        window = _Window(access)
        offer(access)
        window.wire(blocks)
    return blocks


class _Window:
    """The parts of the window, created in their places on the page."""

    def __init__(self, access: Access) -> None:
        self.access = access
        with gr.Row(elem_id="top"):
            self.drawer = ConversationDrawer()
            gr.HTML(render("window/brand.html"), elem_id="brand")
            self.status = gr.HTML(elem_id="status")
            self.uploads = Uploads(access.settings)
            self.account = Account()
            self.fresh = gr.Button("New conversation", elem_id="fresh", size="sm", variant="secondary")
        with gr.Row(elem_id="main"):
            with gr.Column(elem_id="talk", scale=6, min_width=0):
                self.window = _conversation()
                self.filters = FilterBoxes()
                self.box = _question_box()
                self.models = ModelChoice(access.models)
            with gr.Column(elem_id="reader", scale=5, min_width=0):
                self.reading = ReaderPane()

    def wire(self, blocks: gr.Blocks) -> None:
        """Say what happens when the window is opened, and when something in it is used."""
        asking = Asking(self.access, self.window, self.box, self.filters, self.reading, self.drawer, self.models)
        asking.wire(self.fresh)
        asking.settles(self._standing, self.status)

        def arrive(request: gr.Request) -> dict[Any, Any]:
            stands = self.stand_now(request)
            opened = Opened(self.access, request)
            if not opened.named:  # the first question may have been asked meanwhile
                return stands
            shown: list[Any] = [*opened.conversation.shown]
            return {
                self.window: gr.Chatbot(shown),
                asking.conversation: opened.conversation,
                self.models.chosen: opened.model,
                self.drawer.here: here(opened.named),
                self.reading.sources: opened.sources,
                **stands,
            }

        standing_parts = [self.status, self.uploads.html, self.account.html, *self.filters.chosen]
        opened_parts = [
            self.window,
            asking.conversation,
            self.models.chosen,
            self.drawer.here,
            self.reading.sources,
        ]
        arrived = blocks.load(arrive, None, [*opened_parts, *standing_parts], **PRIVATE)
        # Afterwards, for a list takes no value that it does not offer yet.
        boxes = [self.box, self.filters.panel, *self.filters.boxes]
        filled_in = arrived.then(self.fill, None, boxes, **PRIVATE)
        filled_in.then(chips, self.filters.boxes, self.filters.line, **AT_ONCE)
        arrived.then(self.models.shown, self.models.chosen, self.models.html, **PRIVATE)
        arrived.then(self.suggest, None, self.window, **PRIVATE)  # apart, for it tries out what it suggests
        self.uploads.wire(self.stand_now, standing_parts)

    # Gradio fills in the request by its type.

    def _standing(self, request: gr.Request) -> str:
        """Return the line about this reader's library."""
        try:
            return standing(self.access.library(reader(request)))
        except LibraryBusy as error:
            return not_yet(str(error))

    def stand_now(self, request: gr.Request) -> dict[Any, Any]:
        """Show the library, who is logged in, and what the filters offer."""
        library = self._library(request)
        return {
            self.status: self._standing(request),
            self.uploads.html: self.uploads.shown(request),
            self.account.html: self.account.shown(request),
            **(self.filters.choices(library) if library else {}),
        }

    def fill(self, request: gr.Request) -> dict[Any, Any]:
        """Fill the boxes from the address."""
        who, address = reader(request), dict(request.query_params)
        try:
            address["cables"] = chosen_cables(self.access, who, request.query_params)
        except ReftelError:  # what the address names is not there, and the page that led here says so
            address["cables"] = ""
        return filled(self._library(request), address, self.box, self.filters)

    def suggest(self, request: gr.Request) -> Any:
        """Offer questions to begin with."""
        library = self._library(request)
        if library is None:
            return gr.Chatbot(placeholder=welcome(NOT_NOW))
        suggested: list[Any] = [{"text": each} for each in examples(library)]
        return gr.Chatbot(examples=suggested, placeholder=welcome())

    def _library(self, request: gr.Request) -> Library | None:
        try:
            return self.access.library(reader(request))
        except LibraryBusy:  # the line that tells how the library stands says so
            return None


def _conversation() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="window",
        show_label=False,
        container=False,
        height="100%",
        layout="panel",
        placeholder=welcome(SOON),
        latex_delimiters=[],
        allow_tags=False,
        feedback_options=None,
        buttons=[],
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="box",
        placeholder="Ask about the cables",
        show_label=False,
        label="Question",
        container=False,
        submit_btn=True,
        autofocus=True,
        max_lines=6,
    )
