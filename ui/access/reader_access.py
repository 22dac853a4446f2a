"""Who asks, and the library that each may read: the one place where a reader meets an archive."""

from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from assistant import Assistant
from assistant.kept_conversations.conversations import Notebook
from assistant.kept_conversations.sharing import SharedConversations
from assistant.notebook import notebook_store
from assistant.notebook.cable_collections import CableCollections
from assistant.notebook.cable_notes import CableNotes
from assistant.notebook.notebook_store import Holder
from assistant.notebook.watches import Watches
from assistant.notebook.workspaces import Workspaces
from assistant.settings import Settings
from ingest import Library
from ingest.domain.clearance import Clearance
from ui.access.copy_cutting import CopyCutting
from ui.access.model_choices import ModelChoices
from ui.access.spending import Spending

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


OWNER = Reader(notebook_store.OWNER.owner, "curator")  # whoever sits at the machine itself, where nobody logs in


class Access:
    """Hands each reader the assistant that may answer them, and the library behind it. Any thread may ask."""

    def __init__(
        self, whole: Assistant, settings: Settings | None = None, models: ModelChoices | None = None
    ) -> None:
        """`whole`: an assistant for all that the archive holds; `settings`: how the others answer; `models`: which
        of them may be chosen, by default that of `whole` or none.
        """
        self.whole = whole
        self.settings = settings or Settings()
        self._store = notebook_store.store_of(whole.library)
        self.notebook = Notebook(self._store)
        self.shared_conversations = SharedConversations(self._store)
        self._cutting = CopyCutting(whole.library)
        self.models = models or ModelChoices(whole.model)
        limit = self.settings.daily_tokens
        self._spending = Spending(whole.library.folder, limit) if limit else None
        self._assistants: dict[tuple[Library, str], Assistant] = {}
        self._opening = Lock()

    def assistant(self, reader: Reader, model: str | None = None) -> Assistant:
        """Return the assistant for this reader, over the archive as it is now; it is to be asked for each time.

        `model`: the one that writes, "" for none, None for the usual one. It reads the disk and may wait some
        seconds, so no coroutine calls it. Raises LibraryBusy where what the reader may see is still being cut out
        of the archive, ModelNotOffered for a model that they may not choose.
        """
        chosen = self.models.checked(model)
        found = self._over(self._library(reader), chosen)
        if self._spending and self.models.sent_to(chosen):
            return found.within(self._spending.of(reader.owner))
        return found

    def _library(self, reader: Reader) -> Library:
        return self.archive if reader.clearance is None else self._cutting.library(reader.clearance)

    def _over(self, library: Library, model: str) -> Assistant:
        """Return the assistant over a library that has this model."""
        if library is self.archive and model == (self.whole.model or ""):
            return self.whole
        with self._opening:
            if (library, model) not in self._assistants:
                key = self.settings.model_key if self.models.is_named(model) else None
                own = replace(self.settings, model=model or None, model_key=key)
                self._assistants[library, model] = Assistant.of(library, own)
            return self._assistants[library, model]

    def library(self, reader: Reader) -> Library:
        """Return what this reader may read."""
        return self._library(reader)

    def collections(self, reader: Reader) -> CableCollections:
        """Return the collections of cables that this reader has or is shown."""
        return CableCollections(self._store, holder(reader), self._library(reader))

    def notes(self, reader: Reader) -> CableNotes:
        """Return the notes on cables that this reader has or is shown."""
        return CableNotes(self._store, holder(reader), self._library(reader))

    def watches(self, reader: Reader) -> Watches:
        """Return what this reader watches."""
        return Watches(self._store, holder(reader), self._library(reader), self.settings.thresholds)

    def workspaces(self, reader: Reader) -> Workspaces:
        """Return the pages on which this reader pins what they found."""
        return Workspaces(self._store, holder(reader), self._library(reader))

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
