"""Whether a cable that was parsed elsewhere is one that a library can keep, and what of it is not.

The parser sees to all of this itself; a record may hold anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from ingest.domain.cable import Cable, covers
from ingest.domain.dates import YEARS, is_date
from ingest.domain.levels import RANKS, UNRANKED
from ingest.domain.limits import (
    LONGEST_ENTRY,
    LONGEST_FIELD,
    LONGEST_TAG,
    MOST_ADDRESSEES,
    MOST_PARAGRAPHS,
    MOST_REFERENCES,
    MOST_TAGS,
)

LONGEST_ID = 2_000  # characters: the name of a file may be one, with an escape for each of its 255 bytes
_MOST = 10**9
Fault = tuple[str, str]  # a field, and what is wrong with it


def is_id(text: str) -> bool:
    """Return whether a text can name a cable: it stands in lists, lines and addresses."""
    return len(text) <= LONGEST_ID and text.isprintable() and any(map(str.isalnum, text))


def fault(cable: Cable) -> str | None:
    """Return the first thing that is wrong with a cable, by the name of its field; None where nothing is."""
    for each in (_of_sizes, _of_strings, _of_header, _of_spans, _of_paragraphs):
        for field, words in each(cable):
            return f"{field} {words}"
    return None


def _of_sizes(cable: Cable) -> Iterator[Fault]:
    for field, values, most in (
        ("paragraphs", cable.paragraphs, MOST_PARAGRAPHS),
        ("references", cable.references, MOST_REFERENCES),
        ("tags", cable.tags, MOST_TAGS),
        ("to", cable.to, MOST_ADDRESSEES),
        ("info", cable.info, MOST_ADDRESSEES),
    ):
        if len(values) > most:
            yield field, f"has more than {most:,} entries"
    texts: list[tuple[str, str | None, int]] = [
        *(("origin", cable.origin, LONGEST_FIELD), ("subject", cable.subject, LONGEST_FIELD)),
        ("classification", cable.classification, LONGEST_FIELD),
        *((f"tags[{place}]", each, LONGEST_TAG) for place, each in enumerate(cable.tags)),
        *((f"references[{place}].raw", each.raw, LONGEST_ENTRY) for place, each in enumerate(cable.references)),
        *(
            (f"paragraphs[{place}].section", each.section, LONGEST_FIELD)
            for place, each in enumerate(cable.paragraphs)
        ),
    ]
    for field, text, longest in texts:
        if text is not None and len(text) > longest:
            yield field, f"is longer than {longest:,} characters"


def _of_strings(cable: Cable) -> Iterator[Fault]:
    for field, text in _strings(asdict(cable), ""):
        if "\0" in text:
            yield field, "contains a NUL character"


def _strings(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _strings(each, f"{name}.{key}" if name else key)
    elif isinstance(value, Sequence):
        for place, each in enumerate(value):
            yield from _strings(each, f"{name}[{place}]")


def _of_header(cable: Cable) -> Iterator[Fault]:
    names = [("id", cable.id), *((f"references[{n}].id", each.id) for n, each in enumerate(cable.references))]
    for field, name in names:
        if name is not None and not is_id(name):
            yield field, "is not a cable id"
    if cable.post and not is_id(cable.post):
        yield "post", "is not a valid post"
    if cable.date is not None and not is_date(cable.date):
        yield "date", "is not a date like 2010-02-04T13:05Z or 2010-02-04"
    if cable.year is not None and cable.year not in YEARS:
        yield "year", f"is not between {YEARS[0]} and {YEARS[-1]}"
    for field, number in (("number", cable.number), ("sections", cable.sections)):
        if number is not None and not 0 <= number < _MOST:
            yield field, "is not a valid number"


def _of_spans(cable: Cable) -> Iterator[Fault]:
    if not covers(cable.spans, cable.raw):
        yield "spans", "do not cover its raw text from end to end"
    for place, span in enumerate(cable.spans):
        if span.start == span.end:
            yield f"spans[{place}]", "has no characters"
        if span.ordinal is not None and not 1 <= span.ordinal <= len(cable.paragraphs):
            yield f"spans[{place}].ordinal", "belongs to no paragraph"


def _of_paragraphs(cable: Cable) -> Iterator[Fault]:
    for place, each in enumerate(cable.paragraphs):
        name = f"paragraphs[{place}]"
        if each.cable != cable.id:
            yield f"{name}.cable", "is not the id of its cable"
        if each.ordinal != place + 1:
            yield f"{name}.ordinal", f"is not {place + 1}"
        if each.number is not None and not 0 <= each.number < _MOST:
            yield f"{name}.number", "is not a valid number"
        if each.level is not None and each.level not in (*RANKS, *UNRANKED):
            yield f"{name}.level", f"is not one of {', '.join((*RANKS, *UNRANKED))}"
        offsets = [0, each.start, *(offset for piece in each.pieces for offset in piece), each.end, len(cable.raw)]
        if offsets != sorted(offsets):
            yield f"{name}.pieces", "are not in the order of its raw text"
        elif _inked(*(cable.raw[start:end] for start, end in each.pieces)) != _inked(each.text):
            yield f"{name}.text", "is not in its raw text"
    for place, (before, after) in enumerate(pairwise(cable.paragraphs), start=1):
        if before.end > after.start:
            yield f"paragraphs[{place}].start", "lies inside the previous paragraph"


def _inked(*texts: str) -> str:
    return "".join("".join(texts).split())
