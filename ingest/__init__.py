"""Cable files into a library on disk. Knows nothing of questions.

The names are imported from their modules when they are asked for, so that a command's help waits for no database.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.domain.cable import Cable, Paragraph, Reference, Span
    from ingest.domain.clearance import Clearance
    from ingest.errors import ReftelError
    from ingest.jobs.check import Health
    from ingest.jobs.fill import IngestReport
    from ingest.library import Library
    from ingest.library_queries import Status
    from ingest.parsing.parser import parse_cable
    from ingest.progress import Progress

_HOMES = {
    "Cable": "domain.cable",
    "Clearance": "domain.clearance",
    "Health": "jobs.check",
    "IngestReport": "jobs.fill",
    "Library": "library",
    "Paragraph": "domain.cable",
    "Progress": "progress",
    "Reference": "domain.cable",
    "ReftelError": "errors",
    "Span": "domain.cable",
    "Status": "library_queries",
    "parse_cable": "parsing.parser",
}

__all__ = [
    "Cable",
    "Clearance",
    "Health",
    "IngestReport",
    "Library",
    "Paragraph",
    "Progress",
    "Reference",
    "ReftelError",
    "Span",
    "Status",
    "parse_cable",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
