"""Who asks, and the library that each may read: the one place where a reader meets an archive."""

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from assistant import Assistant
from assistant.kept_conversations.conversations import Holder, Notebook
from assistant.settings import Settings
from ingest import Library
from ingest.domain.clearance import Clearance
from ui.access.copy_cutting import CopyCutting

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

Role = Literal["reader", "curator"]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody at one of the doors. A curator with full access may add cables.

    `clearance` is the highest that they may see; None for everything. `id` tells them from somebody of the same
    name who was removed; "" where the name is enough.
    """

    name: str
    role: Role = "reader"
    clearance: Clearance | None = None
    id: str = ""

    @property
    def owner(self) -> str:
        """As whom they keep conversations and add cables."""
        return self.id or self.name


OWNER = Reader("owner", "curator")  # whoever sits at the machine itself, where nobody logs in


class Access:
    """Hands each reader the assistant that may answer them, and the library behind it. Any thread may ask."""

    def __init__(self, whole: Assistant, settings: Settings | None = None) -> None:
        """`whole`: an assistant for all that the archive holds; `settings`: how the others answer."""
        self.whole = whole
        self.settings = settings or Settings()
        self.notebook = Notebook.of(whole.library)
        self._cutting = CopyCutting(whole.library)
        self._cleared: dict[Library, Assistant] = {}
        self._opening = Lock()

    def assistant(self, reader: Reader) -> Assistant:
        """Return the assistant for this reader, over the archive as it is now; it is to be asked for each time.

        It reads the disk and may wait some seconds, so no coroutine calls it. Raises LibraryBusy where what the
        reader may see is still being cut out of the archive.
        """
        if reader.clearance is None:
            return self.whole
        library = self._cutting.library(reader.clearance)
        with self._opening:
            if library not in self._cleared:
                self._cleared[library] = Assistant.of(library, self.settings)
            return self._cleared[library]

    def library(self, reader: Reader) -> Library:
        """Return what this reader may read."""
        return self.assistant(reader).library

    @property
    def archive(self) -> Library:
        """All of the archive, which no reader is handed: for whoever serves it and adds to it."""
        return self.whole.library

    def close(self) -> None:
        """Let go of the archive, and of what was cut out of it."""
        self.archive.close()


def holder(reader: Reader) -> Holder:
    """Return as whom a reader holds conversations: those of another clearance are not theirs to see."""
    return Holder(reader.owner, str(reader.clearance or ""))


def reader(connection: "HTTPConnection | Any") -> Reader:
    """Return who is behind a request, as the gate has found out; a Gradio request will do too."""
    found: Reader = connection.state.reader
    return found
