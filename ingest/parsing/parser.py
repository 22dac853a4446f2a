"""One text in, one cable out."""

import re
from itertools import pairwise

from ingest.domain.cable import Cable, DateSource, Flag, Paragraph, Span
from ingest.domain.dates import is_date
from ingest.domain.documents import PageFacts
from ingest.domain.limits import LONGEST_TAG, LONGEST_TEXT, MOST_ADDRESSEES, MOST_TAGS, Measure
from ingest.domain.posts import CableId, parts
from ingest.domain.serialization import sha
from ingest.errors import SourceError
from ingest.parsing.body import read_body
from ingest.parsing.closing import read_closing
from ingest.parsing.frus_heading import footnotes, read_frus
from ingest.parsing.header import Head, read_head
from ingest.parsing.page_marks import blanked, merge, page_marks
from ingest.parsing.reference_list import read_references
from ingest.parsing.transmission import read_transmission

NOTICE = re.compile(r"\s*(?P<notice>(?:This record is a partial extract|This is sample text)[^\n]*)")
REDACTION = re.compile(r"XXXXX|xxxxx|\[(?:Name|Source|Details?)[^\]\n]{0,20}[Rr]emoved\]|\[[A-Z ]{4,20} REMOVED\]")
MESSAGE_NUMBER = re.compile(r"^[ \t]*(?:MRN|Document Number|Canonical ID):[ \t]*(\S[^\n]*)", re.MULTILINE)
LAST_TELETYPE_YEAR = 1980  # until then a hyphen at a line end is no hyphen


def parse_cable(text: str, *, name: str | None = None, page: PageFacts | None = None) -> Cable:
    """Read the text of one cable. `name` is a hint for its id, such as the stem of its file.

    A page's id comes before the name, and both before what the text says; `body_id` is what the text says.
    Raises `SourceError` where nothing in the text looks like a cable.
    """
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    measure = Measure()
    raw = measure.text(whole, LONGEST_TEXT)
    page = page or PageFacts()
    noise = page_marks(raw)
    masked = blanked(raw, noise)
    head = read_head(raw, masked)
    printed_telegram = read_frus(raw)
    sent, printed = printed_telegram or (read_transmission(raw, head.start), None)
    told: tuple[tuple[str | None, DateSource | None], ...] = ((sent.date, sent.date_source), (page.date, "page"))
    date, date_source = next((each for each in told if each[0] and is_date(each[0])), (None, None))
    own = next((found for hint in (page.id, name) if hint and (found := parts(hint))), None)
    year = own.year if own else int(date[:4]) if date else None
    printed = printed or _printed_id(raw, head, year)
    id = own or printed
    # An edition has names of its own for its documents: frus1969-76v27/d262.
    edition = name if printed_telegram and name and name.startswith("frus") else None
    key = edition or (str(id) if id else name) or f"UNIDENTIFIED-{sha(raw)[:8]}"

    begin = max(head.body, sent.end)
    fields = [(span.start, span.end) for span in head.spans if span.start >= begin]
    body_text = blanked(masked, merge(fields))
    closing = read_closing(body_text, begin, footnotes(raw) if printed_telegram else len(raw))
    body = read_body(
        key,
        body_text,
        begin=begin,
        end=closing.content_end,
        noise=merge([*noise, *fields]),
        measure=measure,
        cut_words=year is not None and year <= LAST_TELETYPE_YEAR,
    )
    if not (body.paragraphs and (head.spans or sent.spans or own)) and not (head.class_line or sent.origin):
        raise SourceError("nothing in this text looks like a cable: no class line, no sender, no labelled fields")
    spans = [*sent.spans, *head.spans, *body.spans]
    if closing.signature:
        spans.append(Span(closing.start, closing.end, "signature"))
    notice = NOTICE.match(raw)
    return Cable(
        id=key,
        post=id.post if id else "",
        number=id.number if id else None,
        year=id.year if id else year,
        raw=whole,
        paragraphs=body.paragraphs,
        spans=_partition(whole, spans, begin),
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
        subject=measure.field(head.subject),
        subject_mark=head.subject_mark,
        references=read_references(head.references, own=id, measure=measure),
        classified_by=head.classified_by,
        signature=closing.signature,
        body_id=str(printed) if printed else None,
        notice=notice["notice"].strip() if notice else None,
        flags=flags(  # the last, when everything was measured
            whole,
            body.paragraphs,
            mismatch=bool(own and printed and own != printed),
            oversized=measure.exceeded,
        ),
    )


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
    raw: str, paragraphs: tuple[Paragraph, ...], *, mismatch: bool = False, oversized: bool = False
) -> tuple[Flag, ...]:
    """What is odd about a text and the paragraphs that it was read as."""
    numbers = [paragraph.number for paragraph in paragraphs if paragraph.number is not None]
    found: dict[Flag, bool] = {
        "truncated": raw.rstrip().endswith("..."),
        "partial": "partial extract" in (NOTICE.match(raw) or [""])[0],
        "redacted": bool(REDACTION.search(raw)),
        "body_id_mismatch": mismatch,
        "no_numbers": not numbers,
        "nonmonotonic": any(after <= before for before, after in pairwise(numbers)),
        "oversized": oversized,
    }
    return tuple(flag for flag, is_set in found.items() if is_set)


def _partition(raw: str, spans: list[Span], body: int) -> tuple[Span, ...]:
    """`spans` in order, with the gaps between them filled, so that they cover `raw`."""
    whole: list[Span] = []
    position = 0
    for span in [*sorted(spans, key=lambda span: (span.start, span.end)), Span(len(raw), len(raw), "noise")]:
        if span.start > position:
            whole.append(Span(position, span.start, "header" if position < body else "noise"))
            position = span.start
        if span.end > position:
            whole.append(Span(position, span.end, span.kind, span.ordinal))
            position = span.end
    return tuple(whole)
