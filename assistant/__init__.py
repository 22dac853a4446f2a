"""A question into an answer whose every sentence names its paragraph."""

from assistant.answer import Answer, Checked, Citation, Passage, Turn
from assistant.assistant import Assistant
from ingest.errors import ReftelError

__all__ = ["Answer", "Assistant", "Checked", "Citation", "Passage", "ReftelError", "Turn"]
