"""What an address fills in: `/?q=...&since=2009&origin=BAKU` fills the boxes, and only the reader asks.

A link never asks by itself: it may have come from anywhere, and a question may cost whoever follows it.
"""

from collections.abc import Mapping
from typing import Any

import gradio as gr

from ingest import Library
from ui.window.filter_boxes import BOXES, FilterBoxes


def filled(
    library: Library | None, given: Mapping[str, str], box: gr.Textbox, filters: FilterBoxes
) -> dict[Any, Any]:
    """Return the boxes that the address fills, with their values, and the filters made visible.

    Chosen cables leave them folded: the chip above them says enough.

    What a list does not offer is left out, because the reader could not see or remove it; names may be anything.
    If there is no library to read yet, no list offers anything.
    """
    offered = filters.choices(library) if library else dict.fromkeys(filters.chosen, gr.Dropdown(choices=[]))
    shown: dict[Any, Any] = {box: gr.skip()}  # Gradio takes an empty answer for a value
    for described, each in zip(BOXES, filters.filters, strict=True):
        text = given.get(described.name, "").strip()
        listed = each in offered and not each.allow_custom_value
        if text and (not listed or text in (value for _, value in offered[each].choices)):
            shown[each] = gr.update(value=text)
            if described.name != "cables":
                shown[filters.panel] = gr.update(open=True)
    if question := given.get("q", "").strip():
        shown[box] = gr.update(value=question)
    return shown
