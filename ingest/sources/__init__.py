"""Everything that a researcher arrives with, into the texts of single cables."""

from ingest.sources.reading import documents
from ingest.sources.source import Failure, Passing
from ingest.sources.walk import files, place_of

__all__ = ["Failure", "Passing", "documents", "files", "place_of"]
