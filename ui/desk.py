"""Who asks, and the library that each may read: the one place where a reader meets an archive."""

from dataclasses import dataclass
from typing import Any, Literal

from starlette.requests import HTTPConnection

from assistant import Assistant
from assistant.notebook import Holder, Notebook
from ingest import Library

Role = Literal["reader", "curator"]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody at one of the doors. A curator may bring cables and take them away."""

    name: str
    role: Role = "reader"


OWNER = Reader("owner", "curator")  # whoever sits at the machine itself, where nobody logs in


class Desk:
    """Hands each reader the assistant that may answer him, and the library behind it."""

    def __init__(self, whole: Assistant) -> None:
        """`whole`: an assistant for all that the archive holds."""
        self.whole = whole
        self.notebook = Notebook.of(whole.library)

    def assistant(self, reader: Reader) -> Assistant:
        """Return the assistant for this reader."""
        return self.whole

    def library(self, reader: Reader) -> Library:
        """Return what this reader may read."""
        return self.assistant(reader).library


def holder(reader: Reader) -> Holder:
    """Return as whom a reader holds conversations: those of another clearance are not his to see."""
    return Holder(reader.name, str(getattr(reader, "clearance", None) or ""))


def reader(connection: HTTPConnection | Any) -> Reader:
    """Return who is behind a request, as the gate has found out; a Gradio request will do too."""
    found: Reader = connection.state.reader
    return found
