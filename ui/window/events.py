"""The events that a browser may send to the window, by name, with the shape of what may come with each.

Gradio hands on to a component whatever the browser says its value is, objects that name files of the server among
them. Here text and yes or no come in, in the number and order that each event takes, and nothing else.
"""

import re
from typing import Annotated, Any, Literal

from gradio.block_function import BlockFunction
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from ingest.domain.filters import FILTERS

LONGEST = 20_000  # characters of a text: more than a question may have, so that the window can say so in words
_NUMBERED = re.compile(r"_\d+$")  # Gradio numbers the events of one name: chips, chips_1, chips_2
_KEY = re.compile(r"[a-z]{1,20}")
_OF_FILES = {"path", "url", "meta"}  # the keys by which Gradio knows a file
_DEEPEST = 4


def _plain(value: Any, depth: int = 0) -> Any:
    """Return a value of JSON, which must be text, numbers, and lists and objects of these with plain keys."""
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, dict):
        for key in value:
            if not _KEY.fullmatch(key) or key in _OF_FILES:
                raise ValueError("an object with a key that is not known here")
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            _plain(each, depth + 1)
    return value


Text = Annotated[str, Field(max_length=LONGEST)]
Plain = Annotated[Any, AfterValidator(_plain)]
Box = Text | None
_BOXES = (bool, bool, bool, *(Box for _ in FILTERS))  # `literal`, `deep`, `spread`, then the filters
_STATE = None  # the conversation and its model are kept on the server: the browser has nothing to say of them

_ONLY = ConfigDict(extra="forbid", strict=True)


class _Example(BaseModel):
    model_config = _ONLY

    text: Text


class _Chosen(BaseModel):
    """An example of the empty window, and the place that it has among them."""

    model_config = _ONLY

    index: int
    value: _Example


class _Sent(BaseModel):
    """An event as the browser sends it."""

    model_config = _ONLY

    fn_index: int
    trigger_id: Annotated[int, Field(ge=0)] | None = None
    session_hash: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,40}$")]


_NOTHING = Annotated[dict[str, Text], Field(max_length=0)] | None


def _sent(*inputs: Any, pressed: Any = _NOTHING) -> type[_Sent]:
    data: Any = tuple[inputs]  # type: ignore[valid-type]
    return create_model("Sent", __base__=_Sent, data=(data, ...), event_data=(pressed, None))


def _pressed(name: str) -> Any:
    """Return the type of what a button sends about itself, a text under this name."""
    return dict[Literal[name], Text]  # type: ignore[valid-type]


SHAPES: dict[str, type[_Sent]] = {
    "arrive": _sent(),
    "fill": _sent(),
    "suggest": _sent(),
    "stand_now": _sent(),
    "settled": _sent(),
    "chips": _sent(*_BOXES, pressed=bool | _NOTHING),  # Gradio adds the value of a box that is ticked
    "without": _sent(*_BOXES, pressed=_pressed("name")),
    "source": _sent(*_BOXES, pressed=_pressed("cable")),
    "choose_model": _sent(pressed=_pressed("name")),
    "look_for_models": _sent(_STATE),
    "shown": _sent(_STATE),
    "shown_anew": _sent(_STATE),
    "typed": _sent(Text, _STATE, _STATE, *_BOXES),
    "chosen": _sent(pressed=_Chosen),
    "again": _sent(_STATE, _STATE, *_BOXES),
    "leave_out": _sent(_STATE, _STATE, *_BOXES, pressed=_pressed("hint")),
    "follow": _sent(_STATE, _STATE, *_BOXES, pressed=_pressed("question")),
    "taken_back": _sent(_STATE),
    "stopped": _sent(_STATE),
    "cleared": _sent(),
    "ask": _sent(Plain, Plain, Plain, Plain, Plain, Plain),  # for programs, which it tells itself what is wrong
}


def shape_of(event: BlockFunction) -> type[_Sent] | None:
    """Return the shape of an event as it may be sent; None for one that may not."""
    if event.fn is None or not isinstance(event.api_name, str):
        return None  # the browser sees to it by itself
    return SHAPES.get(_NUMBERED.sub("", event.api_name))
