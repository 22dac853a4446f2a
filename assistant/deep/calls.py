"""What a model wants looked up, read from what it says: a call a line, a name and its arguments as JSON."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

ENOUGH = "DONE"  # what prompts/research.md has the model say when it has read enough
_CALL = re.compile(r"[^\w{]{0,8}(?:\d{1,2}[.)] ?)?(?:CALL )?(?P<name>[A-Za-z_]{1,40})[ :(]{0,3}(?P<json>\{.*)")
_DECODER = json.JSONDecoder()
_MOST = 4  # in a round
_LONGEST = 2_000  # characters of a line
_LONGEST_SHOWN = 200
_LOOKED_FOR = ("query", "cable")  # shown without their names


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool by its name, and what it is called with: whatever JSON holds."""

    name: str
    arguments: Any = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The call as its reader sees it: `search: sanctions, since 2009`, `open cable: 10BAKU79`.

        What is looked for needs no name.
        """
        if not isinstance(self.arguments, dict):
            return self.name[:_LONGEST_SHOWN]
        given = [
            str(value) if name in _LOOKED_FOR else f"{name} {value}"
            for name, value in self.arguments.items()
            if value not in (None, "")
        ]
        text = f"{self.name.replace('_', ' ')}: {', '.join(given)}" if given else self.name.replace("_", " ")
        return " ".join(text.split())[:_LONGEST_SHOWN]


def calls(said: str) -> list[ToolCall]:
    """Return the calls in what a model says, each once; none where it calls nothing."""
    found: list[ToolCall] = []
    for line in said.splitlines():
        match = _CALL.fullmatch(line.strip()) if len(line) <= _LONGEST else None
        if not match:
            continue
        try:
            call = ToolCall(match["name"], _DECODER.raw_decode(match["json"])[0])
        except (ValueError, RecursionError):
            call = ToolCall(match["name"], None)  # the tool says what is wrong
        if call not in found:
            found.append(call)
    return found[:_MOST]


def has_enough(said: str) -> bool:
    """Whether a model says that it has read enough."""
    return any(word.strip(".,!*`'\"") == ENOUGH for word in said.split())
