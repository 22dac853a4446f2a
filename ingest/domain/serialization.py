"""A cable as plain values: whole for JSON, or in parts for the catalogue, and back."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from ingest.domain.cable import Cable, ClassifiedBy, Paragraph, Reference, Span

# To be raised when the parser reads something differently: what an older one read is then read again.
PARSER = 2

_PARTS = ("raw", "spans", "paragraphs")
_HEADER = tuple(field.name for field in fields(Cable) if field.name not in _PARTS)


def to_json(cable: Cable) -> dict[str, Any]:
    """A cable as plain values under the names of its fields, and the hash of its raw text as `raw_sha`.

    `unplaced` counts the characters that are neither a field nor a paragraph nor noise, and says where they are.
    """
    places = [(span.start, span.end) for span in cable.spans if span.kind == "unplaced"]
    unplaced = {"characters": sum(end - start for start, end in places), "spans": places}
    return asdict(cable) | {"raw_sha": sha(cable.raw), "unplaced": unplaced}


def header_record(cable: Cable) -> dict[str, Any]:
    """The fields of a cable that are neither text, spans nor paragraphs, as plain values."""
    return {name: getattr(cable, name) for name in _HEADER} | {
        "references": [asdict(reference) for reference in cable.references],
        "classified_by": asdict(cable.classified_by) if cable.classified_by else None,
    }


def spans_record(spans: Iterable[Span]) -> list[list[Any]]:
    """Spans as lists, since a cable has many and `asdict` takes its time."""
    return [[span.start, span.end, span.kind, span.ordinal] for span in spans]


def from_record(
    header: Mapping[str, Any], *, raw: str, spans: Iterable[Sequence[Any]], paragraphs: Iterable[Paragraph]
) -> Cable:
    """The cable of which these are the parts; a KeyError or TypeError means that they are no such record."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value := header[name], list) else value for name in _HEADER
    }
    return Cable(
        **values
        | {
            "raw": raw,
            "spans": tuple(Span(*span) for span in spans),
            "paragraphs": tuple(paragraphs),
            "references": tuple(Reference(**reference) for reference in header["references"]),
            "classified_by": ClassifiedBy(**header["classified_by"]) if header["classified_by"] else None,
        }
    )


def sha(raw: str) -> str:
    """The SHA-256 of a raw text, in hexadecimal."""
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
