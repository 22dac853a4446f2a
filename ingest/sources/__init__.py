"""Everything that a researcher arrives with, into the texts of single cables."""

from ingest.sources.documents import documents
from ingest.sources.folder_walk import files, place_of
from ingest.sources.source import Failure, Passing

__all__ = ["Failure", "Passing", "documents", "files", "place_of"]
