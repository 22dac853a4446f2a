"""A text that is no cable as a document: a memorandum, a letter, a report, minutes, a cutting from a newspaper.

It is a `Cable` like any other, with the flag `document`. Its id is made of its title, or else of the name of its
file, and of a hash of its letters, so that the same text has the same id wherever it is read from.
"""

import re

from ingest.domain.cable import Cable, Flag, Span, SpanKind
from ingest.domain.dates import is_date
from ingest.domain.documents import PageFacts
from ingest.domain.limits import LONGEST_TEXT, MOST_ADDRESSEES, Measure
from ingest.domain.serialization import sha
from ingest.errors import SourceError
from ingest.language.letters import folded
from ingest.parsing.document_body import read_document_body
from ingest.parsing.document_closing import DocumentClosing, read_document_closing
from ingest.parsing.document_dates import dateline
from ingest.parsing.document_head import DATELINE, DocumentHead, read_document_head
from ingest.parsing.document_lines import Laid, furniture, laid_lines, width
from ingest.parsing.document_marking import read_banners
from ingest.parsing.lines import Range
from ingest.parsing.page_marks import blanked, merge
from ingest.parsing.releases import withheld

NO_WORDS = "contains no words to be read as a document"
LEAST_WORDS = 3
WORD = re.compile(r"[^\W\d_]{2,}")
NOT_IN_ID = re.compile(r"[^a-z0-9]+")
NOT_LETTERS = re.compile(r"[\W_]+")
LONGEST_SLUG = 48
KINDS: tuple[tuple[Flag, re.Pattern[str]], ...] = (
    ("minutes", re.compile(r"\b(?:summary )?minutes\b", re.I)),
    ("memorandum", re.compile(r"\b(?:memorandum|memo|aide[- ]memoire)\b", re.I)),
    ("report", re.compile(r"\b(?:report|study|survey|review|estimate)\b", re.I)),
)


def read_document(text: str, *, name: str | None = None, page: PageFacts | None = None) -> Cable:
    """Read a text as a document. `name` is that of its file, for its id where it has no title; `page` fills in
    what the text lacks.

    Raises `SourceError` where it has no words.
    """
    page, measure = page or PageFacts(), Measure()
    raw = text.replace("\r\n", "\n").replace("\r", "\n")
    read = measure.text(raw, LONGEST_TEXT)
    if sum(1 for _, _ in zip(WORD.finditer(read), range(LEAST_WORDS), strict=False)) < LEAST_WORDS:
        raise SourceError(NO_WORDS)
    codes = withheld(read)
    noise = merge([*furniture(read), *codes])
    marked = read_banners(blanked(read, noise), _head_end(read))
    noise = merge([*noise, *marked.banners])
    masked = blanked(read, noise)
    laid = laid_lines(masked, noise)
    wide = width(laid)
    head = read_document_head(laid, wide)
    if head.lines == len(laid):  # of a list of names nothing tells where the head ends
        head.lines = head.title_end
    closing = read_document_closing(laid, head.lines, head.author)
    title = measure.field(head.title or page.subject or _letter_title(head))
    id = _id(raw, title, name)
    body_lines = [*laid[head.lines : closing.first], *laid[closing.after :]]
    body = read_document_body(
        id, masked, body_lines, width=wide, noise=noise, withheld=codes, marked=marked, measure=measure
    )
    begins = dateline(body.paragraphs[0].text) if body.paragraphs else None
    date = head.date or begins or page.date
    date = date if date and is_date(date) else None
    kind = _kind(head, body_lines)
    spans = [*head.spans, *body.spans, *_closing_span(laid, closing)]
    flags: tuple[Flag | None, ...] = ("document", kind, "oversized" if measure.exceeded else None)
    return Cable(
        id=id,
        post="",
        number=None,
        year=int(date[:4]) if date else head.year,
        raw=raw,
        paragraphs=body.paragraphs,
        spans=_covering(raw, spans, laid[head.lines].start if head.lines < len(laid) else len(raw), codes),
        origin=measure.field(head.author or (closing.name if kind != "article" else None) or page.origin),
        date=date,
        date_source="dateline" if head.date or begins else "page" if date else None,
        to=measure.items(head.to or ((head.salutation,) if head.salutation else ()), MOST_ADDRESSEES),
        classification=marked.classification,
        captions=marked.captions,
        subject=title,
        subject_mark=head.title_mark,
        signature=", ".join(filter(None, (closing.name, closing.title))) or None,
        flags=tuple(flag for flag in flags if flag),
    )


def _head_end(text: str) -> int:
    """Return where the first lines of a text end, among which a banner says how all of it is classified."""
    end = 0
    for _ in range(12):
        end = text.find("\n", end) + 1
        if not end:
            return len(text)
    return end


def _letter_title(head: DocumentHead) -> str | None:
    return f"Letter to {head.salutation}" if head.salutation else None


def _id(raw: str, title: str | None, name: str | None) -> str:
    stem = NOT_IN_ID.sub("-", folded((title or "")[:200])).strip("-") or NOT_IN_ID.sub(
        "-", folded(name or "")
    ).strip("-")
    slug = stem[: LONGEST_SLUG + 1].rpartition("-")[0] if len(stem) > LONGEST_SLUG else stem
    return f"{slug or stem[:LONGEST_SLUG] or 'document'}-{sha(NOT_LETTERS.sub('', raw.casefold()))[:8]}"


def _kind(head: DocumentHead, body: list[Laid]) -> Flag | None:
    if head.salutation and not head.kind_line and not {"to", "subject"} <= head.labels:
        return "letter"
    named = f"{head.kind_line or ''} {head.title or ''}"
    if head.kind_line is None and body and DATELINE.match(body[0].words):
        return "article"
    found = next((kind for kind, words in KINDS if words.search(named)), None)
    return found or ("memorandum" if {"to", "from", "subject"} <= head.labels else None)


def _closing_span(laid: list[Laid], closing: DocumentClosing) -> list[Span]:
    if closing.first == closing.after:
        return []
    return [Span(laid[closing.first].start, laid[closing.after - 1].end, "signature")]


def _covering(raw: str, spans: list[Span], begin: int, codes: list[Range]) -> tuple[Span, ...]:
    """Return spans in order that cover the text: what none holds is header before the body, else noise."""
    found: list[Span] = []
    position = 0
    ordered = sorted(
        [*spans, *(Span(*code, "withheld") for code in codes)], key=lambda span: (span.start, span.end)
    )
    for span in [*ordered, Span(len(raw), len(raw), "noise")]:
        if span.start > position:
            kind: SpanKind = "header" if position < begin else "noise"
            found.append(Span(position, span.start, kind))
            position = span.start
        if span.end > position:
            found.append(Span(position, span.end, span.kind, span.ordinal))
            position = span.end
    return tuple(found)
