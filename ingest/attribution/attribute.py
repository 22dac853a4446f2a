"""Who says what in a cable: every sentence belongs to a speaker, to the post's own comment or to narration."""

from dataclasses import dataclass

from ingest.attribution.cast import cast
from ingest.attribution.speaker_tracking import SpeakerTracker
from ingest.attribution.statement_kinds import kinds
from ingest.domain.cable import Cable
from ingest.domain.statements import Person, Statement

# Raise this when the rules change their results: cables attributed by older rules are then attributed again.
RULES = 1


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who says what in a cable: one statement for each sentence, in order, and everybody whom the cable names."""

    statements: tuple[Statement, ...]
    people: tuple[Person, ...]


NO_STATEMENTS = Attributed((), ())  # of a cable whose speakers cannot be identified


def attribute(cable: Cable) -> Attributed:
    """Return who says what in a cable, and its people."""
    everybody = cast(cable)
    listener = SpeakerTracker(everybody)
    found: list[Statement] = []
    offset = 0
    for paragraph in cable.paragraphs:
        readings = listener.read(paragraph, offset)
        offset += len(paragraph.text) + 1
        left = len(cable.paragraphs) - paragraph.ordinal
        for reading, kind in zip(readings, kinds(paragraph, readings, left=left), strict=True):
            speaker = reading.speaker if kind == "said" else None
            found.append(Statement(paragraph.ordinal, reading.start, reading.end, kind, speaker))
    return Attributed(tuple(found), tuple(everybody.people.values()))


def statements(cable: Cable) -> list[Statement]:
    """Return one statement for every sentence of every paragraph, in the cable's order."""
    return list(attribute(cable).statements)
