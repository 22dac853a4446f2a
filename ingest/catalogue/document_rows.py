"""Documents, cables and paragraphs as rows of their tables."""

import dataclasses
from typing import Any

from sqlalchemy.engine import Row

from ingest.domain.cable import Cable, Paragraph
from ingest.domain.documents import Parsed
from ingest.domain.serialization import PARSER, header_record, sha, spans_record
from ingest.parsing.sections import first_section
from ingest.parsing.versions import known_words

_PARAGRAPH = tuple(field.name for field in dataclasses.fields(Paragraph))
JOINED = ""  # the input of a document that was made of others
_WHOLE = 1 << 30  # outweighs any length: a whole cable answers before a partial one


def document_row(run: int, each: Parsed) -> dict[str, Any]:
    """Return the row of a document that a run met."""
    document = each.document
    return {
        "input": each.input,
        "place": document.place,
        "run": run,
        "sha": each.sha,
        "parser": PARSER,
        "cable": each.cable.id,
        "weight": _weight(each.cable),
        "name": document.name,
        "page": dataclasses.asdict(document.page) if document.page else None,
        "text": document.text,
        "text_sha": sha(document.text),
    }


def joined_row(cable: str, base: Row[Any], text: str) -> dict[str, Any]:
    """Return the row of a document that other documents make together, the heaviest of which is `base`."""
    return {
        "input": JOINED,
        "place": joined_place(cable),
        "run": base.run,
        "sha": sha(text),
        "parser": PARSER,
        "cable": cable,
        "weight": base.weight + 1,
        "name": base.name,
        "page": base.page,
        "text": text,
        "text_sha": sha(text),
    }


def joined_place(cable: str) -> str:
    """Return the place of the document that the sections of a cable make: it is in no file."""
    return f"sections of {cable}"


def paragraph_row(paragraph: Paragraph) -> dict[str, Any]:
    """Return the row of a paragraph."""
    return {name: getattr(paragraph, name) for name in _PARAGRAPH} | {"text_sha": sha(paragraph.text)}


def cable_row(document: int, cable: Cable, revision: int, digest: str) -> dict[str, Any]:
    """Return the row of a cable, which was made from a document, at a revision; `digest`: of its content."""
    columns = ("id", "post", "date", "origin", "subject", "classification")
    return {name: getattr(cable, name) for name in columns} | {
        "document": document,
        "revision": revision,
        "digest": digest,
        "paragraphs": len(cable.paragraphs),
        "record": header_record(cable),
        "spans": spans_record(cable.spans),
    }


def _weight(cable: Cable) -> int:
    """Return how much of the cable a document has: whole before partial, then by the words that are not redacted.

    A text that begins with a later section is no whole cable: it has the number of that section, below zero.
    """
    if (section := first_section(cable)) > 1:
        return -section
    length = known_words(cable)
    return length if {"partial", "truncated"} & set(cable.flags) else length + _WHOLE
