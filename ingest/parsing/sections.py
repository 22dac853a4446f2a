"""Telegrams in several sections, each under a header of its own: `SECTION 02 OF 03 VIENNA 000412`."""

import re
from collections.abc import Sequence

from ingest.domain.cable import Cable
from ingest.parsing.versions import bare, known_words

_NUMBER = re.compile(r"\bSECTION\s+(\d+)\s+OF\s+\d", re.IGNORECASE)
_OPENING = 60  # letters and figures of a paragraph by which it is known again


def first_section(cable: Cable) -> int:
    """Return the section that the text of a cable begins with; 1 where it does not say so."""
    line = next((cable.raw[span.start : span.end] for span in cable.spans if span.kind == "class"), "")
    number = _NUMBER.search(line)
    return int(number[1]) if number else 1


def missing_sections(cable: Cable) -> str | None:
    """Return that the text of a cable begins with a later section, in words; None where it does not."""
    first = first_section(cable)
    if first == 1:
        return None
    before = "section 1 is" if first == 2 else f"sections 1 to {first - 1} are"
    return f"begins with section {first} of {cable.sections}; {before} not in this library"


def with_sections(first: str, later: Sequence[Cable]) -> str:
    """Return a text with the later sections behind it in order, less those that it has already.

    Of each section the fullest text is taken. The parser knows their headers.
    """
    there = bare(first)
    fullest: dict[int, Cable] = {}
    for cable in sorted(later, key=lambda cable: (first_section(cable), known_words(cable))):
        fullest[first_section(cable)] = cable
    missing = [cable.raw for cable in fullest.values() if not _has(there, cable)]
    return "\n\n".join([first.rstrip(), *(raw.strip("\n") for raw in missing)]) + "\n" if missing else first


def _has(there: str, cable: Cable) -> bool:
    """Tell whether most paragraphs of a cable stand among some letters."""
    found = sum(bare(paragraph.text)[:_OPENING] in there for paragraph in cable.paragraphs)
    return 2 * found > len(cable.paragraphs) or not cable.paragraphs
