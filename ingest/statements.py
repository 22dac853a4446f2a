"""Who says what in a cable: every sentence given to a speaker, to the post's own comment or to narration."""

from ingest.cable import Cable, Statement
from ingest.cast import cast
from ingest.kinds import kinds
from ingest.speech import Listener


def statements(cable: Cable) -> list[Statement]:
    """Return one statement for every sentence of every paragraph, in the cable's order."""
    listener = Listener(cast(cable))
    found: list[Statement] = []
    offset = 0
    for paragraph in cable.paragraphs:
        readings = listener.read(paragraph, offset)
        offset += len(paragraph.text) + 1
        left = len(cable.paragraphs) - paragraph.ordinal
        for reading, kind in zip(readings, kinds(paragraph, readings, left=left), strict=True):
            speaker = reading.speaker if kind == "said" else None
            found.append(Statement(paragraph.ordinal, reading.start, reading.end, kind, speaker))
    return found
