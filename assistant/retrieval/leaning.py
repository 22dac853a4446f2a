"""Paragraphs that only the paragraph before them explains: "He added that ...", "This would take years."."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Passage
from ingest import Library, Paragraph
from ingest.domain.keys import HEADER, Key

_OPENS_WITH = re.compile(
    r"\W*(?:he|she|they|it|his|her|their|its|this|these|that|those|such|both|the (?:latter|former|same)"
    r"|in response|in (?:this|that) (?:regard|context)|moreover|however|nevertheless|instead|similarly|likewise"
    r"|as a result"
    r"|for (?:this|that) reason)\b",
    re.IGNORECASE,
)


def with_explained(library: Library, passages: Sequence[Passage], first: int) -> list[Passage]:
    """Return passages, each of the `first` that leans on the paragraph before it with that one behind it."""
    wanted = {
        Key(each.cable, each.ordinal): Key(each.cable, each.ordinal - 1)
        for each in passages[:first]
        if each.ordinal > HEADER + 1 and _OPENS_WITH.match(each.text)
    }
    before = library.paragraphs(wanted.values())
    found: dict[Key, Passage] = {}
    for each in passages:
        key = Key(each.cable, each.ordinal)
        found.setdefault(key, each)
        if explaining := before.get(wanted[key]) if key in wanted else None:
            found.setdefault(wanted[key], _beside(each, explaining))
    return list(found.values())


def _beside(passage: Passage, other: Paragraph) -> Passage:
    """Return another paragraph of the same cable as a passage, which nothing but this one speaks for."""
    return replace(
        passage,
        score=0.0,
        paragraph=other.number,
        ordinal=other.ordinal,
        text=other.text,
        section=other.section,
        marking="/".join(filter(None, (other.level, *other.caveats))) or None,
        why=("the paragraph after it leans on it",),
    )
