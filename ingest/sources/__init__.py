"""Everything that a researcher arrives with, into the texts of single cables."""

from ingest.sources.reading import documents
from ingest.sources.source import Failure
from ingest.sources.walk import files, place_of

__all__ = ["Failure", "documents", "files", "place_of"]
