"""Cable files into a library on disk. Knows nothing of questions."""

from ingest.cable import Cable, Paragraph
from ingest.parse import parse_cable
from ingest.record import from_json, to_json
from ingest.sources import Failure, documents

__all__ = ["Cable", "Failure", "Paragraph", "documents", "from_json", "parse_cable", "to_json"]
