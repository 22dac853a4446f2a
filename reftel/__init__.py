"""Ask an archive of diplomatic cables from Python.

    import reftel

    archive = reftel.open("library")
    answer = archive.ask("what did Huseynli say about Russia")

`docs/python.md` shows the rest. Only the names in `__all__` are public. Each is imported from its module when it
is first used, so `import reftel` itself loads nothing.
"""

import os
from importlib import import_module

# Type checkers take a variable of this name for true. `typing` has one, and takes longer to load than all of this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from assistant.answer import Answer, Citation, Passage, Turn
    from assistant.assistant import Assistant
    from ingest.domain.clearance import Clearance
    from ingest.domain.filters import Filters
    from ingest.errors import (
        BackupError,
        CatalogueDamaged,
        CollectionError,
        EmbedderMismatch,
        FilterError,
        LibraryBusy,
        LibraryDamaged,
        LibraryError,
        LibraryUnreachable,
        ModelError,
        NoteError,
        QuestionError,
        ReftelError,
        SettingsError,
        SourceError,
        WatchError,
        WorkersError,
        WorkspaceError,
    )
    from ingest.library import Library

    open = Assistant.open
    __version__: str

__all__ = [
    "Answer",
    "Assistant",
    "BackupError",
    "CatalogueDamaged",
    "Citation",
    "Clearance",
    "CollectionError",
    "EmbedderMismatch",
    "FilterError",
    "Filters",
    "Library",
    "LibraryBusy",
    "LibraryDamaged",
    "LibraryError",
    "LibraryUnreachable",
    "ModelError",
    "NoteError",
    "Passage",
    "QuestionError",
    "ReftelError",
    "SettingsError",
    "SourceError",
    "Turn",
    "WatchError",
    "WorkersError",
    "WorkspaceError",
    "__version__",
    "open",
]

# The modules of these names; all others are errors.
_HOMES = {
    "Answer": "assistant.answer",
    "Assistant": "assistant.assistant",
    "Citation": "assistant.answer",
    "Clearance": "ingest.domain.clearance",
    "Filters": "ingest.domain.filters",
    "Library": "ingest.library",
    "Passage": "assistant.answer",
    "Turn": "assistant.answer",
}


def __getattr__(name: str) -> "Any":
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    _refuse_strangers()
    if name == "__version__":
        return import_module("ingest.version").installed()
    if name == "open":
        return __getattr__("Assistant").open
    return getattr(import_module(_HOMES.get(name, "ingest.errors")), name)


def __dir__() -> list[str]:
    return sorted(__all__)


def _refuse_strangers() -> None:
    """Raise ImportError where Python finds a package of somebody else in place of one that reftel is made of."""
    from importlib.util import find_spec

    around = os.path.dirname(os.path.dirname(__file__))
    for name in ("assistant", "ingest", "prompts"):
        spec = find_spec(name)
        found = spec.origin if spec else None
        if found != os.path.join(around, name, "__init__.py"):
            raise ImportError(
                f"reftel needs its own package {name!r}, but Python finds {found or 'none'}: rename that one, "
                "or put it after reftel on sys.path."
            )
