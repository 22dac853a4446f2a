"""What the catalogue notes of the indexes: which cables each of them contains, under which ids, as of when."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sql

from ingest.catalogue.tables import held
from ingest.catalogue.transaction import Transaction


class IndexWriter:
    """Writes what the indexes ("words", "vectors", "scan") contain, and what is embedded ("embeddings")."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def hold(self, part: str, ids: Mapping[str, list[str]], revisions: Mapping[str, int]) -> None:
        """Note that an index now contains each of these cables under these ids, as of its revision.

        A cable without ids is no longer in it. A revision of 0 says "perhaps": it is being written.
        """
        part = self._transaction.names(part)
        gone = [cable for cable in ids if not ids[cable]]
        self._transaction.connection.execute(sql.delete(held).where(held.c.part == part, held.c.cable.in_(gone)))
        rows = [
            {"part": part, "cable": cable, "revision": revisions.get(cable, 0), "ids": list(ids[cable])}
            for cable in ids
            if ids[cable]
        ]
        self._transaction.upsert(held, rows)

    def expect(self, part: str, ids: Mapping[str, list[str]]) -> None:
        """Note that an index perhaps contains each of these cables under these ids too: it is about to be written.

        So the next run knows of whatever a kill leaves behind in it.
        """
        name = self._transaction.names(part)
        query = sql.select(held.c.cable, held.c.ids).where(held.c.part == name, held.c.cable.in_(ids))
        before = {row.cable: row.ids for row in self._transaction.connection.execute(query)}
        perhaps = {cable: list(dict.fromkeys([*before.get(cable, ()), *ids[cable]])) for cable in ids}
        self.hold(part, perhaps, {})

    def doubt(self, part: str, ids: Iterable[str]) -> None:
        """Note that an index has to take in these cables again, whatever it contains of them."""
        self._transaction.connection.execute(
            sql.update(held)
            .where(held.c.part == self._transaction.names(part), held.c.cable == sql.bindparam("doubted"))
            .values(revision=0),
            [{"doubted": id} for id in ids],
        )

    def discard(self, part: str) -> None:
        """Note that an index must be discarded and rebuilt, whatever is left of it."""
        self.release(part)
        self._transaction.note(f"discard {part}", "yes")

    def release(self, part: str) -> None:
        """Note that an index contains nothing."""
        name = self._transaction.names(part)
        self._transaction.connection.execute(sql.delete(held).where(held.c.part == name))
