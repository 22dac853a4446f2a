"""Notes as files: Markdown, CSV, and JSON-LD in the Web Annotation model of the W3C. Pure functions."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from assistant.notebook.cable_notes import CableNote
from ui.rendering.csv_table import cell
from ui.rendering.escaping import markdown_text
from ui.rendering.templates import one_line

COLUMNS = (
    "Cable",
    "Paragraph",
    "Words",
    "Note",
    "Colour",
    "Place",
    "Words now",
    "Whose",
    "Shared",
    "Made",
    "Changed",
)
_LINE_END = "\n\n"


def markdown(notes: Iterable[CableNote]) -> str:
    """Return notes as Markdown: where each is, the words as a quotation, the note beneath."""
    return "".join(f"{_LINE_END.join(_blocks(each))}\n\n" for each in notes)


def table(notes: Iterable[CableNote]) -> bytes:
    """Return notes as a CSV file that a spreadsheet opens: a row each, and no cell a formula."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    rows.writerows([cell(each) for each in _row(note)] for note in notes)
    return written.getvalue().encode("utf-8-sig", "replace")


def annotations(notes: Sequence[CableNote]) -> str:
    """Return notes as a collection of Web Annotations, in JSON-LD."""
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection",
        "label": "Notes on cables",
        "total": len(notes),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": [_annotation(each) for each in notes]},
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


# By the ending of the file, with the type that HTTP tells of it.
NOTE_FILES: Mapping[str, tuple[Callable[[Sequence[CableNote]], str | bytes], str]] = {
    "md": (markdown, "text/markdown"),
    "csv": (table, "text/csv; charset=utf-8"),
    "jsonld": (annotations, "application/ld+json"),
}


def paragraph_sign(note: CableNote) -> str:
    """Return how a note's paragraph is named, "¶5"; by its place where it prints no number."""
    words = note.now or note.words
    return f"¶{words.number}" if words.number is not None else f"paragraph {words.ordinal}"


def _blocks(note: CableNote) -> Iterable[str]:
    yield f"## {markdown_text(f'{note.cable} {paragraph_sign(note)}')}"
    yield f"> {markdown_text(one_line(note.words.exact))}"
    if note.now is None:
        yield "*These words are no longer in the cable.*"
    elif note.reads_otherwise:
        yield f"*The cable now reads:* {markdown_text(one_line(note.now.exact))}"
    if note.text:
        yield "  \n".join(markdown_text(note.text).split("\n"))
    yield f"*{', '.join(_facts(note))}*"


def _facts(note: CableNote) -> Iterable[str]:
    yield note.made[:10]
    yield note.colour
    if not note.is_own:
        yield "shared by another reader"
    elif note.is_shared:
        yield "shared with all readers"


def _row(note: CableNote) -> Sequence[str]:
    return (
        note.cable,
        "" if note.number is None else str(note.number),
        note.words.exact,
        note.text,
        note.colour,
        "gone" if note.now is None else "changed" if note.reads_otherwise else "found",
        note.now.exact if note.now else "",
        "you" if note.is_own else "another reader",
        "yes" if note.is_shared else "no",
        note.made,
        note.changed,
    )


def _annotation(note: CableNote) -> dict[str, Any]:
    """Return a note as a Web Annotation, whose selectors are those of the words as they stand now."""
    words = note.now or note.words
    paragraph = f"at-{words.ordinal}" if words.number is None else str(words.number)
    return {
        "id": f"urn:reftel:note:{note.id}",
        "type": "Annotation",
        "motivation": "commenting" if note.text else "highlighting",
        "created": note.made,
        "modified": note.changed,
        "body": [*([_body(note.text, "commenting")] if note.text else []), _body(note.colour, "tagging")],
        "target": {
            "source": f"urn:reftel:cable:{quote(note.cable)}",
            "selector": {
                "type": "FragmentSelector",
                "value": paragraph,
                "refinedBy": [
                    {
                        "type": "TextQuoteSelector",
                        "exact": words.exact,
                        "prefix": words.prefix,
                        "suffix": words.suffix,
                    },
                    {"type": "TextPositionSelector", "start": words.start, "end": words.end},
                ],
            },
        },
    }


def _body(text: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": text, "format": "text/plain", "purpose": purpose}
