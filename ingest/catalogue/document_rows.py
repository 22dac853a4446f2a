"""Documents, cables and paragraphs as rows of their tables."""

import dataclasses
from typing import Any

from ingest.domain.cable import Cable, Paragraph
from ingest.domain.documents import Parsed
from ingest.domain.serialization import PARSER, header_record, sha, spans_record

_PARAGRAPH = tuple(field.name for field in dataclasses.fields(Paragraph))
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
    """Return how complete a document's cable is: whole before partial, then by the length of its text."""
    length = sum(len(paragraph.text) for paragraph in cable.paragraphs)
    return length if {"partial", "truncated"} & set(cable.flags) else length + _WHOLE
