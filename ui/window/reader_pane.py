"""The right half of the window: the sources of an answer, and a cable as a whole."""

from importlib.resources import files

import gradio as gr

from assistant.citing.citation_styles import STYLES
from ui.pages.page_frame import sheet_address
from ui.rendering.cable_html import NOTING
from ui.rendering.templates import render

STATIC = files("ui") / "static"
_SCRIPTS = (
    "reader.js",
    "finding.js",
    "tables.js",
    "judging.js",
    "notes.js",
    "pinning.js",
    "reading.js",
    "terms.js",
    "printing.js",
)
NO_SOURCES = render("window/no_sources.html")


class ReaderPane:
    """The tabs Sources and Cable, created while the window is laid out; reader.js moves them."""

    def __init__(self) -> None:
        scripts = ((STATIC / name).read_text(encoding="utf-8") for name in _SCRIPTS)
        printed = sheet_address("printed")[1:]
        reader = render("window/reader.html", styles=STYLES, noting=NOTING, root=".", printed=printed)
        gr.HTML(reader, elem_id="cable", js_on_load="\n".join(scripts))
        self.sources = gr.HTML(NO_SOURCES, elem_id="sources")
