"""Scanned pages that were read, kept in the catalogue so that none is read twice.

A page belongs to the input that it came from, and goes with it; a row that is not as it was stored counts as
never read.
"""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sql

from ingest.catalogue.database import Database, within
from ingest.catalogue.seals import seal, sealed, select_sealed
from ingest.catalogue.tables import scans
from ingest.catalogue.transaction import Transaction
from ingest.domain.scanned_page import ScannedPage


def kept(database: Database, sha: str, engine: str) -> Mapping[int, ScannedPage]:
    """Return the pages of the file with this hash that this engine has read, by their numbers."""
    query = select_sealed(scans).where(scans.c.sha == sha, scans.c.engine == engine)
    rows = [row for row in database.all(query) if row.seal == seal(scans.name, row._mapping)]
    return {
        row.number: ScannedPage(sha, row.number, engine, row.text, row.confidence, of=row.pages) for row in rows
    }


class ScanWriter:
    """Writes the scanned pages that were read."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._connection = transaction.connection

    def keep(self, run: int, read: Sequence[tuple[str, ScannedPage]]) -> None:
        """Keep what a run read, each page with its input."""
        rows = {
            (page.sha, page.number): {
                "sha": page.sha,
                "number": page.number,
                "engine": page.engine,
                "input": input,
                "text": page.text,
                "confidence": float(page.confidence),
                "pages": page.of,
                "run": run,
            }
            for input, page in read
        }
        self._transaction.upsert(scans, sealed(scans.name, rows.values()))

    def drop_others(self, run: int, ended: Collection[str]) -> None:
        """Drop the pages of inputs that were read to their end, and had these pages no more."""
        self._connection.execute(sql.delete(scans).where(scans.c.input.in_(ended), scans.c.run != run))

    def forget(self, inputs: Collection[str]) -> None:
        """Drop the pages of these inputs."""
        self._connection.execute(sql.delete(scans).where(scans.c.input.in_(inputs)))

    def forget_within(self, path: str) -> None:
        """Drop the pages of a file, or of all files of a folder."""
        self._connection.execute(sql.delete(scans).where(within(scans.c.input, path)))
