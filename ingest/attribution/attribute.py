"""Who says what in a cable: every sentence belongs to a speaker, to the post's own comment or to narration."""

from dataclasses import replace

from ingest.attribution.cast import CROSSES, REDACTED, Cast
from ingest.attribution.encounters import encounters
from ingest.attribution.garbled_marks import cut_out, mended
from ingest.attribution.letter_case import has_case, recased
from ingest.attribution.observations import observe
from ingest.attribution.tagger import tags
from ingest.domain.cable import Cable, Paragraph
from ingest.domain.statements import Attributed, Statement


def attribute(cable: Cable) -> Attributed:
    """Return who says what in a cable, and its people.

    Raises SourceError when that takes longer than any cable may.
    """
    paragraphs = readable(cable)
    people = Cast(paragraph.text for paragraph in paragraphs)
    observed = observe(paragraphs, people)
    masked = _masked(cable)
    found = [
        Statement(
            each.unit.paragraph.ordinal,
            reading.start,
            reading.end,
            tag.kind,
            masked if tag.speaker == REDACTED else tag.speaker,
            round(tag.probability, 2),
            masked if tag.possibly == REDACTED else tag.possibly,
        )
        for each, tag in zip(observed, tags(observed), strict=True)
        for reading in each.unit.readings
    ]
    met = encounters(paragraphs, people, found)
    if cable.is_document:  # no post has sent it, so that its "us" are no officers of one
        met = [each for each in met if not each.is_post]
    return Attributed(tuple(found), tuple(people.people.values()), tuple(met))


def readable(cable: Cable) -> tuple[Paragraph, ...]:
    """Return a cable's paragraphs with garbled marks mended, and small letters where they had only capitals."""
    return tuple(
        paragraph if text == paragraph.text else replace(paragraph, text=text)
        for paragraph in cable.paragraphs
        for text in [_legible(paragraph.text)]
    )


def _legible(text: str) -> str:
    """A text with its apostrophes and quotation marks, and with small letters if it has none."""
    text = mended(text)
    return text if has_case(text) else recased(text)


def _masked(cable: Cable) -> str:
    """What stands for the names that were cut out of a cable."""
    if any(CROSSES.search(paragraph.text) for paragraph in cable.paragraphs):
        return REDACTED
    return next(filter(None, (cut_out(paragraph.text) for paragraph in cable.paragraphs)), REDACTED)


def statements(cable: Cable) -> list[Statement]:
    """Return one statement for every sentence of every paragraph, in the cable's order."""
    return list(attribute(cable).statements)
