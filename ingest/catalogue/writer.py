"""The record of a library, for writing: everything that one transaction can do."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from ingest.attribution.people_corrections import Correction
from ingest.catalogue import correction_store, statement_store
from ingest.catalogue.database import Insert
from ingest.catalogue.document_writer import DocumentWriter, Stored
from ingest.catalogue.embedding_writer import EmbeddingWriter
from ingest.catalogue.folder_names import PLAIN, Names
from ingest.catalogue.index_writer import IndexWriter
from ingest.catalogue.scan_store import ScanWriter
from ingest.catalogue.tables import cables, runs
from ingest.catalogue.transaction import Transaction
from ingest.domain.cable import Cable
from ingest.domain.statements import Attributed

_NONE: Mapping[Stored, Cable] = {}


class Edit:
    """An open transaction on the catalogue; `Catalogue.edit` begins and ends it.

    `documents` writes documents and their cables, `indexes` what the indexes contain, `embeddings` what the model
    made of the texts, `scans` keeps scanned pages that were read.
    """

    def __init__(
        self,
        connection: Connection,
        insert: Insert,
        names: Names = PLAIN,
        parsed: Mapping[Stored, Cable] | None = _NONE,
    ) -> None:
        """`insert`: as this database inserts or updates; `names`: under which parts and notes are known; `parsed`:
        as for DocumentWriter.
        """
        self._connection = connection
        self._transaction = Transaction(connection, insert, names)
        self.indexes = IndexWriter(self._transaction)
        self.embeddings = EmbeddingWriter(self._transaction, self.indexes)
        self.scans = ScanWriter(self._transaction)
        self.documents = DocumentWriter(self._transaction, self.embeddings, self.scans, parsed)

    def note(self, name: str, value: str | None) -> None:
        """Remember something about the library itself; None forgets it."""
        self._transaction.note(name, value)

    def count_up(self, name: str) -> int:
        """Add one to a remembered number (from 0) and return it; readers watch those of the derived parts."""
        return self._transaction.count_up(name)

    def begin_run(self, now: str, paths: Collection[str], versions: Mapping[str, str]) -> int:
        """Enter a new run and return its number; one that was killed is entered as broken off."""
        self._connection.execute(sql.update(runs).where(runs.c.state == "running").values(state="broken off"))
        row = {"begun": now, "state": "running", "paths": list(paths), "counts": {}, "versions": dict(versions)}
        entered = self._connection.execute(sql.insert(runs).values(row)).inserted_primary_key
        assert entered is not None  # every database tells it
        return int(entered[0])

    def tally(self, run: int, counts: Mapping[str, int]) -> None:
        """Enter what a run has done so far."""
        self._connection.execute(sql.update(runs).where(runs.c.id == run).values(counts=dict(counts)))

    def end_run(self, run: int, now: str, state: str) -> None:
        """Enter how a run ended: "finished" or "broken off"."""
        self._connection.execute(sql.update(runs).where(runs.c.id == run).values(ended=now, state=state))

    def store_statements(self, attributed: Mapping[str, Attributed]) -> None:
        """Store who says what in these cables."""
        statement_store.store(self._connection, attributed)

    def attribute_again(self, ids: Collection[str]) -> None:
        """Forget who says what in these cables, so that it is found out again."""
        statement_store.clear(self._connection, ids)
        self._connection.execute(sql.update(cables).where(cables.c.id.in_(ids)).values(heard=0))

    def add_correction(self, correction: Correction) -> Correction:
        """Store a curator's correction of the people, and return it with its number."""
        return replace(correction, number=correction_store.add(self._connection, correction))

    def remove_corrections(self, numbers: Collection[int]) -> None:
        """Delete corrections of the people."""
        correction_store.remove(self._connection, list(numbers))
