"""One text in, one cable out."""

import re

from ingest.cable import Cable, Flag, PageFacts, Span
from ingest.closing import read_closing
from ingest.errors import SourceError
from ingest.header import read_head
from ingest.pages import blanked, merge, page_marks
from ingest.paragraphs import read_body
from ingest.posts import CableId, parts
from ingest.record import sha
from ingest.references import read_references
from ingest.transmission import read_transmission

NOTICE = re.compile(r"\A\s*((?:This record is a partial extract|Sample text)[^\n]*)")
REDACTION = re.compile(r"X{5,}|\[(?:Name|Source|Details?)[^\]\n]{0,20}removed\]", re.IGNORECASE)


def parse_cable(text: str, *, name: str | None = None, page: PageFacts | None = None) -> Cable:
    """Read the text of one cable. `name` is a hint for its id, such as the stem of its file.

    Raises `SourceError` where nothing in the text looks like a cable.
    """
    raw = text.replace("\r\n", "\n").replace("\r", "\n")
    noise = page_marks(raw, 0)
    masked = blanked(raw, noise)
    head = read_head(raw, masked)
    class_line = head.class_line
    sent = read_transmission(raw, class_line.start if class_line else head.start or head.body)
    year = int(sent.date[:4]) if sent.date else None
    own = _own_id(name, page)
    printed = (
        CableId(year or (own.year if own else 0), class_line.post, class_line.number)
        if class_line and class_line.post and class_line.number and (year or own)
        else None
    )
    id = own or printed
    fields = [(s.start, s.end) for s in head.spans if s.kind in ("references", "classified_by") and s.end > head.body]
    gaps = merge([*noise, *fields])
    body_text = blanked(masked, fields)
    closing = read_closing(body_text, head.body)
    key = str(id) if id else name or "UNIDENTIFIED-" + sha(raw)[:8]
    body = read_body(key, body_text, begin=head.body, end=closing.content_end, noise=gaps)
    if not (body.paragraphs or head.spans or sent.spans):
        raise SourceError("nothing in this text looks like a cable: no class line, no labels, no paragraphs")
    spans = [*sent.spans, *head.spans, *body.spans]
    if closing.signature:
        spans.append(Span(closing.start, closing.end, "signature"))
    date, source = (sent.date, sent.date_source) if sent.date else (page.date if page else None, "page" if page and page.date else None)
    body_id = str(CableId(id.year if id else year or 0, class_line.post, class_line.number)) if class_line and class_line.post and class_line.number else None
    numbers = [paragraph.number for paragraph in body.paragraphs if paragraph.number is not None]
    flags: dict[Flag, bool] = {
        "truncated": raw.rstrip().endswith("..."),
        "partial": bool(NOTICE.match(raw)),
        "redacted": bool(REDACTION.search(raw)),
        "body_id_mismatch": bool(id and body_id and body_id != str(id)),
        "no_numbers": not numbers,
        "nonmonotonic": any(b <= a for a, b in zip(numbers, numbers[1:], strict=False)),
    }
    notice = NOTICE.match(raw)
    return Cable(
        id=key,
        post=id.post if id else "",
        number=id.number if id else None,
        year=id.year if id else year,
        raw=raw,
        paragraphs=body.paragraphs,
        spans=_partition(raw, spans, head.body),
        origin=sent.origin or (page.origin if page else None),
        date=date,
        date_source=source,  # type: ignore[arg-type]
        precedence=sent.precedence,
        transmission_id=sent.transmission_id,
        to=sent.to,
        info=sent.info,
        classification=head.classification or (page.classification if page else None) or sent.classification,
        captions=head.captions,
        sections=class_line.sections if class_line else 1,
        eo_raw=head.eo_raw,
        declassify_on=head.declassify_on,
        tags=head.tags,
        subject=head.subject,
        subject_mark=head.subject_mark,
        references=read_references(
            head.references, year=id.year if id else year, post=id.post if id else None, number=id.number if id else None
        ),
        classified_by=head.classified_by,
        signature=closing.signature,
        body_id=body_id,
        flags=tuple(flag for flag, set_ in flags.items() if set_),
        notice=notice[1].strip() if notice else None,
    )


def _own_id(name: str | None, page: PageFacts | None) -> CableId | None:
    for hint in (page.id if page else None, name):
        if hint and (found := parts(hint)):
            return found
    return None


def _partition(raw: str, spans: list[Span], body: int) -> tuple[Span, ...]:
    """`spans` with the gaps between them filled, so that they cover `raw`."""
    whole: list[Span] = []
    position = 0
    for span in [*sorted(spans, key=lambda span: (span.start, span.end)), Span(len(raw), len(raw), "noise")]:
        if span.start > position:
            whole.append(Span(position, span.start, "header" if position < body else "noise"))
        if span.end > max(position, span.start):
            whole.append(Span(max(position, span.start), span.end, span.kind, span.ordinal))
        position = max(position, span.end)
    return tuple(whole)
