"""Letters that do not fold are compared in plain ones: Đorđević is found as Djordjevic and as Dordevic.

The word index has other terms for them from now on and is made anew; so are the words by which speakers are found.
"""

import sqlalchemy as sql
from alembic import op

from ingest.catalogue.migrations import outgrow
from ingest.catalogue.seals import checksum
from ingest.language.name_spelling import sounds

revision = "11"
down_revision = "10"

VOICES = sql.table("voices", *map(sql.column, ("word", "cable", "ordinal", "speaker", "seal")))
SEALED = ("word", "cable", "ordinal", "speaker")


def upgrade() -> None:
    """Find speakers anew by their names, and have the word index made anew."""
    connection = op.get_bind()
    for speaker in connection.scalars(sql.select(VOICES.c.speaker).distinct()).all():
        if speaker.isascii() and "dj" not in speaker.lower():
            continue
        mine = VOICES.c.speaker == speaker
        places = connection.execute(sql.select(VOICES.c.cable, VOICES.c.ordinal).where(mine).distinct()).all()
        rows = [
            {"word": word, "cable": cable, "ordinal": ordinal, "speaker": speaker}
            for cable, ordinal in places
            for word in sorted(sounds(speaker))
        ]
        connection.execute(sql.delete(VOICES).where(mine))
        if rows:
            sealed = [row | {"seal": checksum(row[each] for each in SEALED)} for row in rows]
            connection.execute(sql.insert(VOICES), sealed)
    outgrow("words")
