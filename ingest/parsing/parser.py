"""One text in, one cable out."""

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.domain.cable import Cable, DateSource, Flag, Paragraph, Span, SpanKind
from ingest.domain.dates import is_date
from ingest.domain.documents import PageFacts
from ingest.domain.limits import LONGEST_TAG, LONGEST_TEXT, MOST_ADDRESSEES, MOST_TAGS, Measure
from ingest.domain.posts import CableId, parts
from ingest.domain.refusals import NO_CABLE_IN_TEXT
from ingest.domain.serialization import sha
from ingest.errors import SourceError
from ingest.parsing.body import Body, read_body
from ingest.parsing.closing import Closing, is_debris, read_closing
from ingest.parsing.document import read_document
from ingest.parsing.frus_heading import footnotes, read_frus
from ingest.parsing.header import Head, read_head
from ingest.parsing.lines import Range, lines
from ingest.parsing.page_marks import blanked, merge, page_marks
from ingest.parsing.reference_list import read_references
from ingest.parsing.releases import is_withheld, withheld
from ingest.parsing.transmission import Transmission, read_transmission

NOTICE = re.compile(r"\s*(?P<notice>(?:This record is a partial extract|This is sample text)[^\n]*)")
REDACTION = re.compile(r"\[(?:Name|Source|Details?)[^\]\n]{0,20}[Rr]emoved\]|\[[A-Z ]{4,20} REMOVED\]")
MESSAGE_NUMBER = re.compile(r"^[ \t]*(?:MRN|Document Number|Canonical ID):[ \t]*(\S[^\n]*)", re.MULTILINE)
# Running text where only lines of the transmission are expected; what has a label, and the notice, is none.
SMALL_WORDS = re.compile(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b")
RUNNING_TEXT = re.compile(r"(?:\b[a-z]{2,}\b[^\n]{0,200}?){6}")
SHORT_LINE = 60  # characters, which addressees have
LABELLED = re.compile(r"[A-Z][\w /-]{1,30}:|This record is a partial|This is sample text")
LAST_TELETYPE_YEAR = 1980  # until then a hyphen at a line end is no hyphen


@dataclass(frozen=True, slots=True)
class _CableName:
    """The names of a cable: `own` is its publisher's, `printed` that in its text, `key` its name in a library."""

    own: CableId | None
    printed: CableId | None
    key: str
    year: int | None

    @property
    def id(self) -> CableId | None:
        return self.own or self.printed


@dataclass(frozen=True, slots=True)
class _Reading:
    """The parts of a text in the order in which they were read; `begin` is where the body begins."""

    whole: str
    text: str  # `whole` with its noise blanked out
    withheld: list[Range]
    date: tuple[str | None, DateSource | None]
    identity: _CableName
    head: Head
    sent: Transmission
    begin: int
    body: Body
    closing: Closing


def parse_cable(
    text: str, *, name: str | None = None, page: PageFacts | None = None, documents: bool = False
) -> Cable:
    """Read the text of one cable. `name` is a hint for its id, such as the stem of its file.

    A page's id comes before the name, and both before what the text says; `body_id` is what the text says.
    With `documents` a text that is no cable is read as a document: a memorandum, a letter, a report.
    Raises `SourceError` where nothing in the text looks like a cable, or nothing in it is to be read.
    """
    page, measure = page or PageFacts(), Measure()
    try:
        read = _read(text, name, page, measure)
    except SourceError:
        if documents:
            return read_document(text, name=name, page=page)
        raise
    if documents and not _is_surely_a_cable(read, page):
        return read_document(text, name=name, page=page)
    whole, head, sent, identity = read.whole, read.head, read.sent, read.identity
    id, printed = identity.id, identity.printed
    date, date_source = read.date
    return Cable(
        id=identity.key,
        post=id.post if id else "",
        number=id.number if id else None,
        year=id.year if id else identity.year,
        raw=whole,
        paragraphs=read.body.paragraphs,
        spans=_partition(read, _spans(read)),
        origin=measure.field(sent.origin or page.origin),
        date=date,
        date_source=date_source,
        precedence=sent.precedence,
        transmission_id=sent.transmission_id,
        to=measure.items(sent.to, MOST_ADDRESSEES),
        info=measure.items(sent.info, MOST_ADDRESSEES),
        classification=measure.field(head.classification or _level(page) or sent.classification),
        captions=head.captions,
        sections=head.class_line.sections if head.class_line else 1,
        eo_raw=head.eo_raw,
        declassify_on=head.declassify_on,
        tags=measure.items((measure.text(tag, LONGEST_TAG) for tag in head.tags), MOST_TAGS),
        subject=measure.field(head.subject or page.subject),
        subject_mark=head.subject_mark,
        references=read_references(head.references, own=id, measure=measure),
        classified_by=head.classified_by,
        signature=read.closing.signature,
        body_id=str(printed) if printed else None,
        notice=_notice(whole),
        flags=flags(  # the last, when everything was measured
            whole,
            read.body.paragraphs,
            withheld=is_withheld(whole, read.withheld),
            mismatch=bool(identity.own and printed and identity.own != printed),
            oversized=measure.exceeded,
        ),
    )


def _read(text: str, name: str | None, page: PageFacts, measure: Measure) -> _Reading:
    """Read the parts of a text; raises `SourceError` where nothing in it looks like a cable."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    raw = measure.text(whole, LONGEST_TEXT)
    codes = withheld(raw)
    noise = merge([*page_marks(raw), *codes]) if codes else page_marks(raw)
    masked = blanked(raw, noise)
    head = read_head(raw, masked)
    edited = read_frus(raw)
    sent, printed = edited or (read_transmission(raw, head.start), None)
    date = _date(sent, page)
    identity = _named(raw, name, page, head=head, date=date[0], printed=printed, is_edited=bool(edited))
    begin = max(head.body, sent.end)
    fields = [(span.start, span.end) for span in head.spans if span.start >= begin]
    body_text = blanked(masked, merge(fields))
    closing = read_closing(body_text, begin, footnotes(raw) if edited else len(raw))
    body = read_body(
        identity.key,
        body_text,
        begin=begin,
        end=closing.content_end,
        noise=merge([*noise, *fields]),
        withheld=codes,
        measure=measure,
        cut_words=identity.year is not None and identity.year <= LAST_TELETYPE_YEAR,
    )
    is_framed = head.spans or sent.spans or identity.own
    is_listed = page.id and page.origin and not whole.strip()  # a cable of which only its page is known
    if not (body.paragraphs and is_framed) and not (head.class_line or sent.origin or is_listed):
        raise SourceError(NO_CABLE_IN_TEXT)
    return _Reading(whole, masked, codes, date, identity, head, sent, begin, body, closing)


def _is_surely_a_cable(read: _Reading, page: PageFacts) -> bool:
    """Return whether a text has more of a cable than a subject and references, which a memorandum has too."""
    head, sent = read.head, read.sent
    of_head = head.class_line or head.eo_raw or head.tags or head.classified_by
    return bool(of_head or sent.origin or sent.spans or sent.transmission_id or read.identity.own or page.id)


def _date(sent: Transmission, page: PageFacts) -> tuple[str | None, DateSource | None]:
    """The date that the text gives, or else the page that it stands on."""
    dates: tuple[tuple[str | None, DateSource | None], ...] = ((sent.date, sent.date_source), (page.date, "page"))
    return next((each for each in dates if each[0] and is_date(each[0])), (None, None))


def _named(
    raw: str,
    name: str | None,
    page: PageFacts,
    *,
    head: Head,
    date: str | None,
    printed: CableId | None,
    is_edited: bool,
) -> _CableName:
    """Return the names of a cable. `is_edited`: it is printed in an edition."""
    own = next((found for hint in (page.id, name) if hint and (found := parts(hint))), None)
    year = own.year if own else int(date[:4]) if date else None
    printed = printed or _printed_id(raw, head, year)
    id = own or printed
    # An edition has names of its own for its documents: frus1969-76v27/d262.
    edition = name if is_edited and name and name.startswith("frus") else None
    return _CableName(own, printed, edition or (str(id) if id else name) or f"UNIDENTIFIED-{sha(raw)[:8]}", year)


def _spans(read: _Reading) -> list[Span]:
    """Return what is where in the text."""
    closing = read.closing
    signature = [Span(closing.start, closing.end, "signature")] if closing.signature else []
    codes = [Span(start, end, "withheld") for start, end in read.withheld]
    return [*read.sent.spans, *read.head.spans, *read.body.spans, *signature, *codes]


def _notice(text: str) -> str | None:
    """Return what the text says about itself at its beginning: that it is an extract, or a sample."""
    notice = NOTICE.match(text)
    return notice["notice"].strip() if notice else None


def _printed_id(raw: str, head: Head, year: int | None) -> CableId | None:
    """The id that the text gives itself: its class line, or the number in a form or an attribute list."""
    line = head.class_line
    if line and line.post and line.number and year:
        return CableId(year, line.post, line.number)
    labelled = MESSAGE_NUMBER.search(raw)
    return parts(labelled[1].strip(), year=year) if labelled else None


def _level(page: PageFacts) -> str | None:
    """A page's SECRET//NOFORN without its caveat."""
    return page.classification.partition("//")[0] if page.classification else None


def flags(
    raw: str,
    paragraphs: tuple[Paragraph, ...],
    *,
    withheld: bool = False,
    mismatch: bool = False,
    oversized: bool = False,
) -> tuple[Flag, ...]:
    """Return what is unusual about a text and the paragraphs found in it."""
    numbers = [paragraph.number for paragraph in paragraphs if paragraph.number is not None]
    found: dict[Flag, bool] = {
        "truncated": raw.rstrip().endswith("..."),
        "partial": "partial extract" in (NOTICE.match(raw) or [""])[0],
        "redacted": withheld or "XXXXX" in raw or "xxxxx" in raw or bool(REDACTION.search(raw)),
        "body_id_mismatch": mismatch,
        "no_numbers": not numbers,
        "nonmonotonic": any(after <= before for before, after in pairwise(numbers)),
        "oversized": oversized,
    }
    return tuple(flag for flag, is_set in found.items() if is_set)


def _partition(read: _Reading, spans: list[Span]) -> tuple[Span, ...]:
    """`spans` in order, with the gaps between them filled, so that they cover the text."""
    raw, whole, position = read.whole, list[Span](), 0
    # Before the first field all but running text is header; behind it only noise, rules and debris are at home.
    first = min((span.start for span in read.head.spans if span.kind != "class"), default=read.begin)
    for span in [*sorted(spans, key=lambda span: (span.start, span.end)), Span(len(raw), len(raw), "noise")]:
        if span.start > position:
            kind: SpanKind = "header" if position < read.begin else "noise"
            gap = read.text[position : span.start]
            signed = bool(read.closing.signature) and position >= read.closing.end  # behind it all is debris
            header = position < first and (gap.isupper() or not SMALL_WORDS.search(gap))
            if not gap or gap.isspace() or header or signed:
                whole.append(Span(position, span.start, kind))
            else:
                whole += _gap(read.text, position, span.start, kind, before_fields=position < first)
            position = span.start
        if span.end > position:
            whole.append(Span(position, span.end, span.kind, span.ordinal))
            position = span.end
    return tuple(whole)


def _gap(text: str, start: int, end: int, kind: SpanKind, *, before_fields: bool) -> list[Span]:
    """What is between two spans: lines of `kind`, and between them words that have no place."""
    found: list[Span] = []
    position = start
    for line in lines(text, start, min(end, len(text)), []):
        words = text[line.start : line.end]
        at_home = (
            LABELLED.match(words) or len(words) < SHORT_LINE or not RUNNING_TEXT.search(words)
            if before_fields
            else is_debris(words)
        )
        if line.kind == "text" and not at_home:
            if line.start > position:
                found.append(Span(position, line.start, kind))
            found.append(Span(line.start, line.end, "unplaced"))
            position = line.end
    return [*found, Span(position, end, kind)] if position < end else found
