"""Adding cables from the window: a button for curators with full access, and the dialog that it opens."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import gradio as gr

from assistant.settings import Settings
from ui.access.reader_access import reader
from ui.pages.upload import why_not
from ui.rendering.templates import render
from ui.server.upload_stream import MEGABYTE
from ui.window.filter_boxes import PRIVATE


class Uploads:
    """The button in the top bar; bring.js sends the files to `ui/pages/upload.py`."""

    def __init__(self, settings: Settings) -> None:
        script = (files("ui") / "static" / "bring.js").read_text(encoding="utf-8")
        self.html = gr.HTML(elem_id="uploads", js_on_load=script)
        self._dialog = render(
            "window/uploads.html",
            most=settings.max_upload * MEGABYTE,
            files=settings.max_files,
            megabytes=settings.max_upload,
        )

    def shown(self, request: gr.Request) -> str:
        """Return the HTML for the reader who sends a request: nothing for those who may not add cables."""
        return "" if why_not(reader(request)) else self._dialog

    def wire(self, arrive: Callable[..., Any], outputs: list[Any]) -> None:
        """Show the library again, with what it contains now, when cables were added."""
        self.html.brought(arrive, None, outputs, **PRIVATE)
