"""Statements as rows: who said what, when, where, to whom, and in which paragraph."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.attribution.addressee import addressee
from ingest.attribution.appearances import Appearance
from ingest.domain.cable import Paragraph
from ingest.domain.posts import parts
from ingest.domain.statements import Person, Statement, StatementKind


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One sentence of a cable, as a row of a table.

    `speaker` is the person as the archive calls them, `name` as this cable does, `office` what it gives them,
    `to` whom they say it to where the sentence names them; all are None where nobody speaks. `date` is the
    cable's, ISO; `post` sent it. `paragraph` is the printed number, None where there is none, and `ordinal` the
    place in the cable, from 1. `marking` is the paragraph's. `sure` is how likely kind and speaker are right, from
    0 to 1; `possibly` is who may speak, as this cable calls them, where that is too unsure to name a speaker.
    """

    speaker: str | None
    name: str | None
    office: str | None
    to: str | None
    text: str
    kind: StatementKind
    date: str | None
    post: str | None
    cable: str
    paragraph: int | None
    ordinal: int
    marking: str | None
    sure: float = 1.0
    possibly: str | None = None


# The people of an archive by the cable and the name under which they speak there.
Names = Mapping[tuple[str, str], str]


def speakers(cable: str, speaker: str, names: Names) -> list[str]:
    """Return who speaks, as the archive calls them: one, or several ("Baro and Storm") of whom each is known."""
    several = [speaker] if (cable, speaker) in names else speaker.split(" and ")
    return [names[cable, each] for each in several if (cable, each) in names]


def statement_rows(
    paragraph: Paragraph,
    statements: Sequence[Statement],
    *,
    date: str | None,
    people: Sequence[Person],
    names: Names,
) -> Iterator[StatementRow]:
    """Yield the statements of a paragraph as rows; `people` are those of its cable."""
    offices = {each.name: _office(paragraph.cable, each) for each in people}
    sender = parts(paragraph.cable)
    for each in statements:
        words = " ".join(paragraph.text[each.start : each.end].split())
        known = speakers(paragraph.cable, each.speaker, names) if each.speaker else []
        yield StatementRow(
            speaker=" and ".join(known) or each.speaker,
            name=each.speaker,
            office=offices.get(each.speaker) if each.speaker else None,
            to=addressee(words) if each.kind == "said" else None,
            text=words,
            kind=each.kind,
            date=date,
            post=sender.post if sender else None,
            cable=paragraph.cable,
            paragraph=paragraph.number,
            ordinal=paragraph.ordinal,
            marking="/".join(filter(None, (paragraph.level, *paragraph.caveats))) or None,
            sure=each.sure,
            possibly=each.possibly,
        )


def _office(cable: str, person: Person) -> str | None:
    read = Appearance.of(cable, person, 0, {})
    return next(iter(read.titles), None) if read else None
