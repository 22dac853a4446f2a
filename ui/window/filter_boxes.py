"""The boxes that narrow the search, and the line of chips that shows which are set."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import gradio as gr
from more_itertools import chunked

from ingest import Library
from ingest.domain.filters import FILTERS, Filter, Filters, first_day, last_day
from ingest.errors import FilterError
from ui.rendering import answer_html

_FIRST = ("since", "until", "origin", "person")  # the others come after them as they are described
_BY_NAME = ("origin",)  # listed by name, because that is how people look for a post; the others by frequency
BOXES: tuple[Filter, ...] = (
    *(each for name in _FIRST for each in FILTERS if each.name == name),
    *(each for each in FILTERS if each.name not in _FIRST),
)
_IN_A_ROW = 3
_LITERAL = "question taken literally"
_DEEP = "a report, which takes minutes"
_SPREAD = "spread over the years"
_MOST_PEOPLE = 200  # who are offered; any other name can be typed
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
AT_ONCE = PRIVATE | {"queue": False}  # answered in the reply itself: nothing to wait for behind an answer


class FilterBoxes:
    """The boxes of the filters, created where the window is laid out.

    `line` shows the filters as chips; it is also the element that takes the clicks on our own buttons.
    """

    def __init__(self) -> None:
        script = (files("ui") / "static" / "asking.js").read_text(encoding="utf-8")
        self.line = gr.HTML("", elem_id="line", js_on_load=script)
        self._box: dict[str, Any] = {}
        with gr.Accordion("Narrow the search", open=False, elem_id="filters") as self.panel:
            for row in chunked(BOXES, _IN_A_ROW):
                with gr.Row():
                    self._box |= {each.name: _box(each) for each in row}
            with gr.Row():
                self.literal = gr.Checkbox(value=False, label="Take the question literally")
                self.deep = gr.Checkbox(value=False, label="Write a report (deep)", elem_id="deep")
                self.spread = gr.Checkbox(value=False, label="Spread over the years")
        by_hand = [self._box[each.name] for each in BOXES if each.is_typed]
        typed = [event for box in by_hand for event in (box.blur, box.submit)]
        changed = [box.change for box in (*self.chosen, *self.switches)]
        gr.on([*typed, *changed], chips, self.boxes, self.line, trigger_mode="always_last", **AT_ONCE)
        # Told by the buttons of a source. `chosen_sources` ends when the box says so, and a question may follow.
        self.chosen_sources = self.line.input(
            _chosen, self.boxes, self._box["cables"], api_name="source", **AT_ONCE
        )
        self.chosen_sources.then(chips, self.boxes, self.line, **AT_ONCE)
        taken_off = self.line.clear(_without, self.boxes, self.boxes, api_name="without", **AT_ONCE)
        taken_off.then(chips, self.boxes, self.line, **AT_ONCE)

    @property
    def boxes(self) -> list[Any]:
        """The inputs of an event that asks: the switches, then the filters in the order of `BOXES`."""
        return [*self.switches, *self.filters]

    @property
    def switches(self) -> list[Any]:
        """Those that are on or off: `literal`, `deep` and `spread`."""
        return [self.literal, self.deep, self.spread]

    @property
    def filters(self) -> list[Any]:
        """The boxes of the filters, in the order of `BOXES`."""
        return [*self._box.values()]

    @property
    def chosen(self) -> list[Any]:
        """The boxes with choices from the library."""
        return [self._box[each.name] for each in BOXES if not each.is_typed]

    def choices(self, library: Library) -> dict[Any, Any]:
        """Return the boxes with the choices that this library offers."""
        return {
            self._box[each.name]: gr.Dropdown(choices=[(each.empty, ""), *_offered(library, each)])
            for each in BOXES
            if not each.is_typed
        }


def where(given: Sequence[str | None]) -> dict[str, str | None]:
    """Return the filters in the boxes, by name; None where a box is empty."""
    return {each.name: (text or "").strip() or None for each, text in zip(BOXES, given, strict=True)}


def chips(literal: bool, deep: bool, spread: bool, *given: str | None) -> str:
    """Return the filters that are set as chips, or in one line what is wrong with them."""
    filters = where(given)
    chips = {each.name: each.told(value) for each in BOXES if (value := filters[each.name])}
    if literal:
        chips["literal"] = _LITERAL
    if deep:
        chips["deep"] = _DEEP
    if spread:
        chips["spread"] = _SPREAD
    wrong = _wrong(filters)
    return answer_html.narrowed(chips) + (answer_html.wrong(wrong) if wrong else "")


def _wrong(filters: dict[str, str | None]) -> str | None:
    try:
        asked = Filters(**filters)
    except FilterError as error:
        return str(error)
    if asked.since and asked.until and first_day(asked.since) > last_day(asked.until):
        return f"The start date, {asked.since}, is after the end date, {asked.until}."
    return None


def _without(pressed: gr.EventData, literal: bool, deep: bool, spread: bool, *given: str | None) -> list[Any]:
    """Return the values of the boxes after emptying the one whose chip was clicked."""
    kept = ("" if each.name == pressed.name else text for each, text in zip(BOXES, given, strict=True))
    switches = {"literal": literal, "deep": deep, "spread": spread}
    return [*(is_on and pressed.name != name for name, is_on in switches.items()), *kept]


def _chosen(pressed: gr.EventData, literal: bool, deep: bool, spread: bool, *given: str | None) -> str:
    """Return the ids in the box of cables and the one that was clicked, after a minus where it is left out."""
    before, id = where(given)["cables"] or "", str(pressed.cable)
    other = id.removeprefix("-") if id.startswith("-") else f"-{id}"
    try:
        kept = [each for each in (Filters(cables=before).cables or "").split(", ") if each not in ("", other, id)]
    except FilterError:  # what was typed there makes no sense
        kept = []
    return ", ".join((*kept, id))


def _box(each: Filter) -> Any:
    """Return the box of a filter: dates and ids to type, a choice from a list, or any name at all."""
    if each.is_typed:
        return gr.Textbox("", label=each.label, placeholder=each.empty)
    any_name = each.narrows == "speaks"
    return gr.Dropdown([(each.empty, "")], value="", label=each.label, allow_custom_value=any_name)


def _offered(library: Library, each: Filter) -> list[tuple[str, str]]:
    """Return what the list of a filter offers: each value as shown and as it is."""
    if each.narrows == "speaks":
        return sorted((person.name, person.known_as) for person in library.people()[:_MOST_PEOPLE])
    counted = library.counts(each.name)
    if each.name in _BY_NAME:
        counted.sort()
    return [(f"{each.printed(value)} ({count:,})", value) for value, count in counted]
