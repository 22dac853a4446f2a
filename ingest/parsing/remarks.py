"""What is told about a cable that was read, but perhaps not as it should be."""

from ingest.domain.cable import Cable
from ingest.language.counts import count
from ingest.parsing.sections import first_section
from ingest.parsing.versions import Version, differences

LINE = 70  # characters: less than a line without a place is not told
LONG_HEAD = 300  # characters: a shorter text may be a head and nothing else


def remark(cable: Cable) -> str | None:
    """Return what a reader should know about how a cable was parsed, in one line; None where all is well."""
    length = len(cable.raw.strip())
    if not cable.paragraphs and length >= LONG_HEAD:
        return f"{cable.id} has no paragraphs: all of its {count(length, 'character')} are read as its head"
    if (section := first_section(cable)) > 1:
        return (
            f"begins with section {section} of {cable.sections} of {cable.id}; the sections of a cable are joined"
        )
    lost = sum(span.end - span.start for span in cable.spans if span.kind == "unplaced")
    if lost > LINE:
        return (
            f"{count(lost, 'character')} of {cable.id} are neither a header field nor a paragraph and cannot be "
            "found; `reftel parse --json` shows where they are"
        )
    return None


def other_version(known: Cable | None, cable: Cable) -> str | None:
    """Return what a text of a cable has different from the one that was known before; None where nothing is.

    Sections are parts of a text, not other versions of it.
    """
    if known is None or not known.paragraphs or not cable.paragraphs or first_section(known) > 1:
        return None
    found = differences(known, cable)
    return f"is another version of {cable.id}: {Version('', found).in_short}; both are kept" if found else None
