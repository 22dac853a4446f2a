"""The outline of a cable: its sections, what is summary or comment, and the signature. A pure function."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.domain.cable import Cable
from ui.rendering.templates import one_line

_NAMES = {"summary": "Summary", "comment": "Comment", "note": "Note", "action": "Action requested"}
SIGNATURE = "signature"
_FEWEST = 3  # parts


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A part of a cable: its name, the id of the element that it begins with, and the paragraph's number."""

    name: str
    anchor: str
    number: int | None
    is_heading: bool


def section_anchor(ordinal: int) -> str:
    """Return the id of the heading in front of a paragraph."""
    return f"section-{ordinal}"


def outline(cable: Cable, named: Mapping[int, str]) -> Sequence[OutlineEntry]:
    """Return the parts of a cable in order; `named` are the ids of its paragraphs.

    A comment that is a section of its own, with a heading, is one part and not two. A cable of a part or
    two has no outline.
    """
    found: list[OutlineEntry] = []
    section, kind = None, "plain"
    for each in cable.paragraphs:
        begins = bool(each.section) and each.section != section
        section = each.section or section
        if begins:
            anchor = section_anchor(each.ordinal)
            found.append(OutlineEntry(one_line(each.section or ""), anchor, each.number, is_heading=True))
        elif each.kind in _NAMES and each.kind != kind:
            anchor = named[each.ordinal]
            found.append(OutlineEntry(_NAMES[each.kind], anchor, each.number, is_heading=False))
        kind = each.kind
    if cable.signature:
        found.append(OutlineEntry("Signature", SIGNATURE, None, is_heading=False))
    return found if len(found) >= _FEWEST else ()
