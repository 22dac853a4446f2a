"""Cable files into a library on disk. Knows nothing of questions."""

from ingest.cable import Cable, Paragraph, Reference, Span
from ingest.check import Health
from ingest.errors import ReftelError
from ingest.library import Library, Status
from ingest.parse import parse_cable
from ingest.pipeline import IngestReport
from ingest.progress import Progress

__all__ = [
    "Cable",
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
