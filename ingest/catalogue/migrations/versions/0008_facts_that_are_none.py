"""What reftel 0.1.0 took from records without a look: dates and years that are none, and ids that break lists.

One date stopped all indexing; one line break in an id took the scan apart.
"""

from typing import Any

import sqlalchemy as sql
from alembic import op
from sqlalchemy.engine import Connection

from ingest.catalogue.migrations import outgrow
from ingest.domain.dates import YEARS, is_date
from ingest.sources.record_faults import is_id

revision = "8"
down_revision = "7"

CABLES = sql.table("cables", *map(sql.column, ("id", "date", "digest")), sql.column("record", sql.JSON))
DOCUMENTS = sql.table("documents", *map(sql.column, ("input", "place", "cable", "run")))
FAILURES = sql.table("failures", *map(sql.column, ("input", "place", "reason", "run")))
HELD = sql.table("held", *map(sql.column, ("part", "cable", "revision")))
OF_CABLES = ("documents", "paragraphs", "links", "statements", "voices", "people", "read")
NO_ID = "has an id that is no name of a cable"


def upgrade() -> None:
    """Take the dates and years away, and the cables whose id is none; what is derived of them is made again."""
    connection = op.get_bind()
    facts = sql.select(CABLES.c.id, CABLES.c.date, CABLES.c.record["year"].as_integer().label("year"))
    for id, date, year in connection.execute(facts).all():
        if not is_id(id):
            _remove(connection, id)
        elif (date and not is_date(date)) or (year is not None and year not in YEARS):
            _correct(connection, id)


def _correct(connection: Connection, id: str) -> None:
    mine = CABLES.c.id == id
    record: dict[str, Any] = dict(connection.scalars(sql.select(CABLES.c.record).where(mine)).one())
    if not is_date(record["date"] or ""):
        record |= {"date": None, "date_source": None}
    if record["year"] not in YEARS:
        record["year"] = None
    # The digest is not known until the cable is read again.
    corrected = sql.update(CABLES).where(mine).values(date=record["date"], record=record, digest="")
    connection.execute(corrected)
    connection.execute(sql.update(HELD).where(HELD.c.cable == id).values(revision=0))


def _remove(connection: Connection, id: str) -> None:
    mine = DOCUMENTS.c.cable == id
    for row in connection.execute(sql.select(DOCUMENTS).where(mine)).all():
        failed = {"input": row.input, "place": row.place, "reason": NO_ID, "run": row.run}
        connection.execute(
            sql.delete(FAILURES).where(FAILURES.c.input == row.input, FAILURES.c.place == row.place)
        )
        connection.execute(sql.insert(FAILURES).values(failed))
    for table in OF_CABLES:
        connection.execute(sql.text(f"DELETE FROM {table} WHERE cable = :id").bindparams(id=id))
    connection.execute(sql.delete(CABLES).where(CABLES.c.id == id))
    for part in ("words", "scan"):
        outgrow(part)
