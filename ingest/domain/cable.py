"""The values that everything else speaks of: a cable, its paragraphs, what stands where in its text.

All offsets count characters of `Cable.raw`, so that `raw[start:end]` is always the original text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

SpanKind = Literal[
    "header",  # transmission lines, addressees and whatever else stands before the body
    "dtg",
    "from",
    "class",
    "eo",
    "tags",
    "subject",
    "references",
    "classified_by",
    "label",  # a paragraph's number and portion mark
    "text",  # a paragraph's words
    "heading",  # a section heading with its rules
    "signature",
    "noise",  # page lines, banners, debris
    "withheld",  # an exemption code where something was not released
    "unplaced",  # words that are none of all this
]
ParagraphKind = Literal["summary", "comment", "note", "action", "plain"]
Flag = Literal[
    "truncated",
    "partial",
    "redacted",
    "body_id_mismatch",
    "no_numbers",
    "nonmonotonic",
    "oversized",  # it has more than is read of a cable
    "document",  # it is no cable; what it is follows, where that is known
    "memorandum",
    "letter",
    "minutes",
    "report",
    "article",
]
# What a text is that is no cable, as far as its head tells.
DOCUMENT_KINDS = ("memorandum", "letter", "minutes", "report", "article")
DateSource = Literal["dtg", "dateline", "page"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a cable's raw text and what it is; `ordinal` names the paragraph of a label or text."""

    start: int
    end: int
    kind: SpanKind
    ordinal: int | None = None


def covers(spans: Sequence[Span], raw: str) -> bool:
    """Return whether spans cover a raw text from end to end, one after the other."""
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(raw)]
    return starts == ends and all(span.start <= span.end for span in spans)


def kind_of_text(flags: Sequence[str]) -> str:
    """Return what a text with these flags is: "cable", or a document of some kind."""
    if "document" not in flags:
        return "cable"
    return next((kind for kind in DOCUMENT_KINDS if kind in flags), "document")


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the REF list: `id` is the canonical id of a cable, or None for anything else."""

    letter: str | None
    id: str | None
    raw: str
    year_inferred: bool = False
    notal: bool = False


@dataclass(frozen=True, slots=True)
class ClassifiedBy:
    """Who classified the cable and why; `raw` is the whole line as it stands."""

    raw: str
    name: str | None = None
    title: str | None = None
    reasons: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a cable: the smallest thing that an answer may cite.

    `ordinal` counts from 1 within the cable and is the key; `number` is what the cable prints, which may
    repeat, skip or be missing. `text` is unwrapped and freed of page lines, label and mark. Its words stand
    in the raw text at `pieces`, in order: the n-th non-blank character of `text` is the n-th non-blank
    character of the pieces. `start` and `end` take in the label and everything up to the last piece.
    """

    cable: str
    ordinal: int
    number: int | None
    text: str
    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    mark_raw: str | None = None
    level: str | None = None  # U, SBU, C or S
    caveats: tuple[str, ...] = ()
    kind: ParagraphKind = "plain"
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Cable:
    """One telegram as parsed. `spans` covers `raw` from end to end without gap or overlap.

    `date` is ISO 8601 as exact as the source allows: "2010-02-04T13:05Z", "2010-02-04" or None.
    """

    id: str
    post: str
    number: int | None
    year: int | None
    raw: str
    paragraphs: tuple[Paragraph, ...]
    spans: tuple[Span, ...]
    origin: str | None = None
    date: str | None = None
    date_source: DateSource | None = None
    precedence: str | None = None
    transmission_id: str | None = None
    to: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    classification: str | None = None
    captions: tuple[str, ...] = ()
    sections: int = 1
    eo_raw: str | None = None
    declassify_on: str | None = None
    tags: tuple[str, ...] = ()
    subject: str | None = None
    subject_mark: str | None = None
    references: tuple[Reference, ...] = ()
    classified_by: ClassifiedBy | None = None
    signature: str | None = None
    body_id: str | None = None
    flags: tuple[Flag, ...] = ()
    notice: str | None = None  # "This record is a partial extract ...", "Sample text ..."

    @property
    def is_document(self) -> bool:
        """Whether it is no cable, but a memorandum, a letter, a report and so on."""
        return "document" in self.flags

    def numbered(self, number: int) -> "tuple[Paragraph, ...]":
        """Return the paragraphs that print a number; those of a document are counted where they print none."""
        return tuple(
            each
            for each in self.paragraphs
            if number == (each.ordinal if each.number is None and self.is_document else each.number)
        )

    @property
    def kind(self) -> str:
        """What it is: "cable", or "memorandum" and so on, "document" where its head does not tell."""
        return kind_of_text(self.flags)

    @property
    def withheld(self) -> tuple[str, ...]:
        """The exemption codes for which parts of it were not released: "B1", "1.4(D)"."""
        codes = (self.raw[span.start : span.end] for span in self.spans if span.kind == "withheld")
        return tuple(dict.fromkeys(codes))
