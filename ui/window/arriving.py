"""What the address brings along: `/?q=...&since=2009&origin=BAKU` fills the boxes; to ask is left to the reader.

A link never asks by itself: it may have come from anywhere, and a question may cost whoever follows it.
"""

from collections.abc import Mapping
from typing import Any

import gradio as gr

from ingest import Library
from ui.window.filters import NAMES, Filters


def filled(library: Library, given: Mapping[str, str], box: gr.Textbox, filters: Filters) -> dict[Any, Any]:
    """Return the boxes for which the address has something, with that in them, and the filters in sight.

    What a list does not offer is left out: the reader could not see it there, nor take it back.
    """
    offered = filters.choices(library)
    shown: dict[Any, Any] = {}
    for name, each in zip(NAMES, filters.boxes[1:], strict=True):
        text = given.get(name, "").strip()
        if text and (each not in offered or text in (value for _, value in offered[each].choices)):
            shown[each] = gr.update(value=text)
    if shown:
        shown[filters.panel] = gr.update(open=True)
    if question := given.get("q", "").strip():
        shown[box] = gr.update(value=question)
    return shown
