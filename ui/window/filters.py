"""The boxes that narrow what is searched."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from ingest import Library

NAMES = ("since", "until", "origin", "person")  # of the filters, in the order of their boxes


class Filters:
    """Boxes for dates, post and person, made where the window is being laid out."""

    def __init__(self) -> None:
        with gr.Accordion("Dates, post and person", open=False, elem_id="filters") as self.panel:
            with gr.Row():
                self.since = gr.Textbox("", label="From", placeholder="2009 or 2009-12-31")
                self.until = gr.Textbox("", label="Until", placeholder="2010")
                self.post = gr.Dropdown([("Any post", "")], value="", label="Post")
                self.person = gr.Textbox("", label="Words of", placeholder="Huseynli")
            self.literal = gr.Checkbox(
                value=False, label="Make nothing of the person, time and post in the question"
            )

    @property
    def boxes(self) -> list[Any]:
        """The inputs of an event that asks: `literal`, then the filters in the order of `NAMES`."""
        return [self.literal, self.since, self.until, self.post, self.person]

    def choices(self, library: Library) -> dict[Any, Any]:
        """Return the boxes with what there is to choose from in this library."""
        posts = [(f"{post} ({count:,})", post) for post, count in sorted(library.posts())]
        return {self.post: gr.Dropdown(choices=[("Any post", ""), *posts])}


def where(given: Sequence[str]) -> dict[str, str | None]:
    """Return the filters that the boxes hold, by name; None where one is empty."""
    return {name: text.strip() or None for name, text in zip(NAMES, given, strict=True)}
