"""The boxes that narrow what is searched, and the line that tells which of them do."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import gradio as gr

from ingest import Library
from ingest.domain.filters import Filters, first_day, last_day
from ingest.errors import FilterError
from ui.rendering import answer_html

NAMES = ("since", "until", "origin", "person", "tag", "classification")  # in the order of their boxes
_TOLD = ("from {}", "until {}", "sent from {}", "words of {}", "tag {}", "{}")
_LITERAL = "question taken literally"
_MOST_PEOPLE = 200  # who are offered; any other name can be typed
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
AT_ONCE = PRIVATE | {"queue": False}  # answered in the reply itself: nothing to wait for behind an answer


class FilterBoxes:
    """Boxes for what can be filtered by, made where the window is being laid out.

    `line` tells what is filtered by, as chips; it is also the element that takes the clicks on our own buttons.
    """

    def __init__(self) -> None:
        script = (files("ui") / "static" / "asking.js").read_text(encoding="utf-8")
        self.line = gr.HTML("", elem_id="line", js_on_load=script)
        with gr.Accordion("Narrow the search", open=False, elem_id="filters") as self.panel:
            with gr.Row():
                self.since = gr.Textbox("", label="From", placeholder="2009 or 2009-12-31")
                self.until = gr.Textbox("", label="Until", placeholder="2010")
                self.post = gr.Dropdown([("Any post", "")], value="", label="Post")
            with gr.Row():
                self.person = gr.Dropdown([("Anybody", "")], value="", label="Words of", allow_custom_value=True)
                self.tag = gr.Dropdown([("Any tag", "")], value="", label="Tag")
                self.classification = gr.Dropdown([("Any", "")], value="", label="Classification")
            self.literal = gr.Checkbox(
                value=False, label="Make nothing of the person, time and post in the question"
            )
        typed = (self.since.blur, self.since.submit, self.until.blur, self.until.submit)
        changed = [box.change for box in (*self.chosen, self.literal)]
        gr.on([*typed, *changed], told, self.boxes, self.line, trigger_mode="always_last", **AT_ONCE)
        taken_off = self.line.clear(_without, self.boxes, self.boxes, api_name="without", **AT_ONCE)
        taken_off.then(told, self.boxes, self.line, **AT_ONCE)

    @property
    def boxes(self) -> list[Any]:
        """The inputs of an event that asks: `literal`, then the filters in the order of `NAMES`."""
        return [
            self.literal,
            self.since,
            self.until,
            self.post,
            self.person,
            self.tag,
            self.classification,
        ]

    @property
    def chosen(self) -> list[Any]:
        """The boxes that offer something of the library."""
        return [self.post, self.person, self.tag, self.classification]

    def choices(self, library: Library) -> dict[Any, Any]:
        """Return the boxes with what there is to choose from in this library."""
        people = [(each.name, each.name) for each in library.people()[:_MOST_PEOPLE]]
        offered = (
            ("Any post", _counted(sorted(library.posts()))),
            ("Anybody", sorted(people)),
            ("Any tag", _counted(library.tags())),
            ("Any", _counted(library.classifications())),
        )
        return {
            box: gr.Dropdown(choices=[(anything, ""), *found])
            for box, (anything, found) in zip(self.chosen, offered, strict=True)
        }


def where(given: Sequence[str | None]) -> dict[str, str | None]:
    """Return the filters that the boxes hold, by name; None where one is empty."""
    return {name: (text or "").strip() or None for name, text in zip(NAMES, given, strict=True)}


def told(literal: bool, *given: str | None) -> str:
    """Return the filters that are set as chips, or in one line what is wrong with them."""
    filters = where(given)
    chips = {name: words.format(filters[name]) for name, words in zip(NAMES, _TOLD, strict=True) if filters[name]}
    if literal:
        chips["literal"] = _LITERAL
    wrong = _wrong(filters)
    return answer_html.narrowed(chips) + (answer_html.wrong(wrong) if wrong else "")


def _wrong(filters: dict[str, str | None]) -> str | None:
    try:
        asked = Filters(**filters)
    except FilterError as error:
        return str(error)
    if asked.since and asked.until and first_day(asked.since) > last_day(asked.until):
        return f"Nothing is both from {asked.since} or later and until {asked.until}."
    return None


def _without(pressed: gr.EventData, literal: bool, *given: str | None) -> list[Any]:
    """Return what the boxes hold once that whose chip was pressed is emptied."""
    kept = ("" if name == pressed.name else text for name, text in zip(NAMES, given, strict=True))
    return [literal and pressed.name != "literal", *kept]


def _counted(entries: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    return [(f"{name} ({count:,})", name) for name, count in entries]
