"""Turns a question into an answer in which every sentence cites its paragraph.

The names are imported from their modules when they are asked for: LangChain takes its second.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import Answer, Checked, Citation, Passage, Turn, Usage
    from assistant.assistant import Assistant
    from ingest.errors import ReftelError

_HOMES = {
    "Answer": "assistant.answer",
    "Assistant": "assistant.assistant",
    "Checked": "assistant.answer",
    "Citation": "assistant.answer",
    "Passage": "assistant.answer",
    "ReftelError": "ingest.errors",
    "Turn": "assistant.answer",
    "Usage": "assistant.answer",
}

__all__ = ["Answer", "Assistant", "Checked", "Citation", "Passage", "ReftelError", "Turn", "Usage"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
