"""The chat window: the conversation on the left, the archive on the right. Only this module knows Gradio."""

import logging
import os
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

# Gradio reads these when it is imported: nothing phones home.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr
from fastapi import FastAPI

from assistant import Assistant, Turn, Usage
from ingest.errors import ReftelError
from ui import render, web
from ui.cable_page import cable_page, missing_page
from ui.place import Place
from ui.welcome import examples, standing

log = logging.getLogger(__name__)

STATIC = files("ui") / "static"
THEME = gr.themes.Base(
    primary_hue="blue",
    neutral_hue="stone",
    font=["system-ui", "sans-serif"],
    font_mono=["ui-monospace", "monospace"],
)
WELCOME = """<div class="welcome"><h2>Ask the archive</h2>
<p>Every sentence of an answer names its paragraph; the number opens the cable there.</p></div>"""
FILTERS = ("since", "until", "origin", "person")  # in the order of their boxes
NO_SOURCES = '<p class="empty">What an answer rests on is listed here, before the answer itself is written.</p>'
READER = """<div class="bar"><div role="tablist" aria-label="Reader">
<button type="button" role="tab" id="tab-sources" data-tab="sources" aria-controls="sources">Sources</button>
<button type="button" role="tab" id="tab-cable" data-tab="cable" aria-controls="cable-page">Cable</button>
</div><button type="button" class="close" aria-label="Close the reader">✕</button></div>
<div id="cable-page" role="tabpanel" aria-labelledby="tab-cable" tabindex="-1">
<p class="empty">A citation opens its cable here, at the words that it quotes.</p></div>
<div id="hover-card" aria-hidden="true" hidden></div>"""


def serve(
    assistant: Assistant, *, host: str = "127.0.0.1", port: int | None = None, open_browser: bool = True
) -> None:
    """Serve the chat window until Ctrl-C. Raises SettingsError where the port cannot be had."""
    web.run(app(assistant), host=host, port=port, open_browser=open_browser)


def app(assistant: Assistant) -> FastAPI:
    """Return the chat window as a web application that fetches nothing from elsewhere."""
    application: FastAPI = gr.mount_gradio_app(
        web.application(),
        build(assistant),
        path="/",
        theme=THEME,
        css=(STATIC / "chat.css").read_text(encoding="utf-8"),
        footer_links=[],
        run_history=False,  # it would keep every question and answer in the browser's storage
        show_error=False,
        ssr_mode=False,
    )
    return application


def build(assistant: Assistant) -> gr.Blocks:
    """Return the chat window over an open assistant."""
    library = assistant.library

    def open_cable(href: str) -> str:
        """Called by reader.js: the cable that a link names, as HTML."""
        place = Place.parse(href)
        cable = library.cable(place.cable) if place else None
        return cable_page(cable, place) if place and cable else missing_page(place.cable if place else href)

    def respond(
        question: str,
        chat: list[Any],
        turns: Sequence[Turn],
        before: Usage | None,
        literal: bool,
        *filters: str,
    ) -> Iterator[dict[Any, Any]]:
        """Show the question at once, then each snapshot of its answer."""
        if not question.strip():
            return
        asked = [*chat, {"role": "user", "content": render.question(question)}]
        listed = ""
        yield {
            box: gr.Textbox(value="", submit_btn=False, stop_btn=True),
            window: [*asked, _said(render.WAITING)],
            sources: NO_SOURCES,
        }
        try:
            where = {name: given.strip() or None for name, given in zip(FILTERS, filters, strict=True)}
            for answer in assistant.stream(question, turns=turns, literal=literal, **where):
                total = before + answer.usage if before and answer.usage else answer.usage or before
                shown: dict[Any, Any] = {
                    window: [*asked, _said(render.reply(answer, total))],
                    spent: total,
                    history: (*turns, *answer.turns()),
                }
                if (found := render.sources(answer)) != listed:
                    listed = shown[sources] = found
                yield shown
        except ReftelError as error:
            yield {window: [*asked, _said(render.trouble(str(error)))]}
        except Exception:  # whatever went wrong, the window must be free for the next question
            log.exception("A question could not be answered")  # without its text, which is the user's own
            yield {window: [*asked, _said(render.trouble("Something went wrong; the server's log says what."))]}

    def settled() -> tuple[Any, str]:
        return gr.Textbox(submit_btn=True, stop_btn=False), standing(library, assistant.model)

    def stopped(chat: list[Any]) -> tuple[Any, Any]:
        return [*chat, _said(render.STOPPED)], gr.Textbox(submit_btn=True, stop_btn=False)

    def chosen(example: gr.SelectData) -> str:
        return str(example.value["text"])

    def cleared() -> tuple[Any, ...]:
        return [], (), NO_SOURCES, gr.Textbox(value="", submit_btn=True, stop_btn=False)

    blocks = gr.Blocks(title="reftel", fill_height=True, fill_width=True, analytics_enabled=False)
    with blocks:
        history = gr.State(())
        spent = gr.State(None)
        with gr.Row(elem_id="top"):
            gr.HTML("<h1>reftel</h1>", elem_id="brand")
            status = gr.HTML(standing(library, assistant.model), elem_id="status")
            fresh = gr.Button("New conversation", elem_id="fresh", size="sm", variant="secondary")
        with gr.Row(elem_id="main"):
            with gr.Column(elem_id="talk", scale=6, min_width=0):
                window = gr.Chatbot(
                    elem_id="window",
                    show_label=False,
                    container=False,
                    height="100%",
                    layout="panel",
                    placeholder=WELCOME,
                    examples=[{"text": question} for question in examples(library)],
                    latex_delimiters=[],
                    allow_tags=False,
                    feedback_options=None,
                    buttons=[],
                )
                with gr.Accordion("Dates, post and person", open=False, elem_id="filters"):
                    with gr.Row():
                        since = gr.Textbox("", label="From", placeholder="2009 or 2009-12-31")
                        until = gr.Textbox("", label="Until", placeholder="2010")
                        post = gr.Dropdown(_posts(assistant), value="", label="Post")
                        person = gr.Textbox("", label="Words of", placeholder="Huseynli")
                    literal = gr.Checkbox(
                        value=False, label="Make nothing of the person, time and post in the question"
                    )
                box = gr.Textbox(
                    elem_id="box",
                    placeholder="Ask about the cables",
                    show_label=False,
                    label="Question",
                    container=False,
                    submit_btn=True,
                    autofocus=True,
                    max_lines=6,
                )
            with gr.Column(elem_id="reader", scale=5, min_width=0):
                script = (STATIC / "reader.js").read_text(encoding="utf-8")
                gr.HTML(READER, elem_id="cable", js_on_load=script, server_functions=[open_cable])
                sources = gr.HTML(NO_SOURCES, elem_id="sources")

        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        asking: dict[str, Any] = {
            "fn": respond,
            "inputs": [box, window, history, spent, literal, since, until, post, person],
            "outputs": [box, window, history, spent, sources],
            "concurrency_limit": 8,
            **private,
        }
        typed = box.submit(**asking)
        picked = window.example_select(chosen, None, box, **private).then(**asking)
        for answering in (typed, picked):
            answering.then(settled, None, [box, status], **private)
        # In two steps: what the answer still had under way would overwrite the word that it was stopped.
        halted = box.stop(None, cancels=[typed, picked], **private)
        halted.then(stopped, window, [window, box], **private)
        left = fresh.click(None, cancels=[typed, picked], **private)
        left.then(cleared, None, [window, history, sources, box], **private)
        blocks.load(lambda: standing(library, assistant.model), None, status, **private)
    return blocks


def _said(html: str) -> dict[str, str]:
    return {"role": "assistant", "content": html}


def _posts(assistant: Assistant) -> list[tuple[str, str]]:
    posts = sorted(assistant.library.posts())
    return [("Any post", ""), *((f"{post} ({count:,})", post) for post, count in posts)]
