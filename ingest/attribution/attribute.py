"""Who says what in a cable: every sentence belongs to a speaker, to the post's own comment or to narration."""

from dataclasses import dataclass, replace

from ingest.attribution.cast import Cast
from ingest.attribution.letter_case import has_case, recased
from ingest.attribution.observations import observe
from ingest.attribution.tagger import tags
from ingest.domain.cable import Cable, Paragraph
from ingest.domain.statements import Person, Statement

# Raise this when the rules change their results: cables attributed by older rules are then attributed again.
RULES = 2


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who says what in a cable: one statement for each sentence, in order, and everybody whom the cable names."""

    statements: tuple[Statement, ...]
    people: tuple[Person, ...]


NO_STATEMENTS = Attributed((), ())  # of a cable whose speakers cannot be identified


def attribute(cable: Cable) -> Attributed:
    """Return who says what in a cable, and its people.

    Raises SourceError when that takes longer than any cable may.
    """
    paragraphs = readable(cable)
    people = Cast(paragraph.text for paragraph in paragraphs)
    observed = observe(paragraphs, people)
    found = [
        Statement(each.unit.paragraph.ordinal, reading.start, reading.end, tag.kind, tag.speaker)
        for each, tag in zip(observed, tags(observed), strict=True)
        for reading in each.unit.readings
    ]
    return Attributed(tuple(found), tuple(people.people.values()))


def readable(cable: Cable) -> tuple[Paragraph, ...]:
    """Return a cable's paragraphs, those in capitals alone with small letters where they are likely."""
    return tuple(
        paragraph if has_case(paragraph.text) else replace(paragraph, text=recased(paragraph.text))
        for paragraph in cable.paragraphs
    )


def statements(cable: Cable) -> list[Statement]:
    """Return one statement for every sentence of every paragraph, in the cable's order."""
    return list(attribute(cable).statements)
