"""A cable as plain values for JSON, and back."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from ingest.cable import Cable, ClassifiedBy, Paragraph, Reference, Span


def to_json(cable: Cable) -> dict[str, Any]:
    """A cable as plain values under the names of its fields, and the hash of its raw text as `raw_sha`."""
    return asdict(cable) | {"raw_sha": sha(cable.raw)}


def from_json(record: Mapping[str, Any]) -> Cable:
    """The cable that `to_json` was given; a KeyError or TypeError means that it was no such record."""
    values: dict[str, Any] = {
        field.name: tuple(value) if isinstance(value := record[field.name], list) else value
        for field in fields(Cable)
        if field.name in record
    }
    values["paragraphs"] = tuple(_paragraph(paragraph) for paragraph in record["paragraphs"])
    values["spans"] = tuple(Span(**span) for span in record["spans"])
    values["references"] = tuple(Reference(**reference) for reference in record["references"])
    if record["classified_by"]:
        values["classified_by"] = ClassifiedBy(**record["classified_by"])
    return Cable(**values)


def sha(raw: str) -> str:
    """The SHA-256 of a raw text, in hexadecimal."""
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()


def _paragraph(record: Mapping[str, Any]) -> Paragraph:
    pieces = tuple((start, end) for start, end in record["pieces"])
    return Paragraph(**{**record, "pieces": pieces, "caveats": tuple(record["caveats"])})
