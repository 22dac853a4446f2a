"""What is told about a cable that was read, but perhaps not as it should be."""

from ingest.domain.cable import Cable
from ingest.language.counts import count

LINE = 70  # characters: less than a line without a place is not told
LONG_HEAD = 300  # characters: a shorter text may be a head and nothing else


def remark(cable: Cable) -> str | None:
    """Return what a reader should know about how a cable was parsed, in one line; None where all is well."""
    length = len(cable.raw.strip())
    if not cable.paragraphs and length >= LONG_HEAD:
        return f"{cable.id} has no paragraphs: all of its {count(length, 'character')} are read as its head"
    lost = sum(span.end - span.start for span in cable.spans if span.kind == "unplaced")
    if lost > LINE:
        return (
            f"{count(lost, 'character')} of {cable.id} are neither a header field nor a paragraph and cannot be "
            "found; `reftel parse --json` shows where they are"
        )
    return None
