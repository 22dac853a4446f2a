"""A cable as a page for the reader: HTML in which every word of the archive is escaped. Pure functions."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from assistant.citations import day
from ingest.catalogue.reader import CableSummary
from ingest.domain.cable import Cable, Paragraph
from ingest.domain.offsets import to_text
from ingest.parsing.inline_references import Link, links
from ui.rendering.addresses import Place, anchors, permalink
from ui.rendering.answer_html import marking, one_line

REDACTED = re.compile(r"X{4,}|x{4,}|\[(?:redacted|name removed)\]", re.IGNORECASE)
WITHIN = re.compile(r'href="#/c/([^"/]+)"')
BODY = ("label", "text", "heading")
DAMAGE = {
    "truncated": "The text of this cable breaks off.",
    "partial": "This record is an extract of the cable.",
    "oversized": "This cable has more than is read of a cable; what is left out stands in its text alone.",
    "body_id_mismatch": "The text names another cable than the record it was filed under.",
}

References = tuple[
    Sequence[CableSummary | str], Sequence[CableSummary | str]
]  # as `Library.references` gives them
NONE: References = ((), ())


def cable_page(cable: Cable, place: Place, references: References = NONE) -> str:
    """Return the whole cable, with the words marked that `place` names (or its paragraph, without words).

    `references`: what it refers to and what refers to it, listed at the end.
    """
    referring: dict[int, list[Link]] = {}
    for link in links(cable):
        referring.setdefault(link.ordinal, []).append(link)
    named = anchors(cable)
    shown = None
    paragraphs = []
    for paragraph in cable.paragraphs:
        if paragraph.section and paragraph.section != shown:
            paragraphs.append(f'<h3 dir="auto">{_redacted(one_line(paragraph.section))}</h3>')
        shown = paragraph.section or shown
        linked = referring.get(paragraph.ordinal, ())
        paragraphs.append(_paragraph(paragraph, cable, place, linked, named[paragraph.ordinal]))
    if cable.signature:
        paragraphs.append(f'<p class="signature">{_signature(cable, place)}</p>')
    return (
        f'<article class="cable" aria-label="Cable {escape(cable.id)}">'
        f"{_title(cable)}{_header(cable, place)}{''.join(paragraphs)}{_references(references)}</article>"
    )


def standing_alone(page: str) -> str:
    """Return a cable's page with its links leading to other such pages, not to the reader of the window."""
    # Whatever the archive says is escaped, quotes too: only our own links look like this.
    return WITHIN.sub(r'href="/cable/\1"', page)


def missing_page(cable_id: str) -> str:
    """Return a page that says that the library does not hold this cable."""
    return f'<p class="empty">{escape(cable_id)} is not in this library.</p>'


def _title(cable: Cable) -> str:
    time = f", {cable.date[11:16]} UTC" if cable.date and len(cable.date) >= 16 else ""
    facts = [cable.origin or cable.post, day(cable.date) + time, *cable.captions]
    warnings = [cable.notice or ""] + [DAMAGE[flag] for flag in cable.flags if flag in DAMAGE]
    if cable.notice and "partial" in cable.flags:
        warnings.remove(DAMAGE["partial"])  # the notice says it already
    return (
        f'<header><p class="eyebrow"><span class="id">{escape(cable.id)}</span>'
        f"{marking(cable.classification)}</p>"
        f'<h2 dir="auto">{_redacted(one_line(cable.subject or "No subject"))}</h2>'
        f'<p class="facts">{" · ".join(escape(fact) for fact in facts if fact)}</p>'
        + "".join(f'<p class="warning">{escape(warning)}</p>' for warning in warnings if warning)
        + "</header>"
    )


def _header(cable: Cable, place: Place) -> str:
    """The cable's head, folded: its facts in order, then the lines as they were sent."""
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _facts(cable) if value)
    end = next((span.start for span in cable.spans if span.kind in BODY), len(cable.raw))
    lines = _marked(cable.raw[:end].rstrip(), _cited(place, 0, end) if place.ordinal == 0 else None)
    state = " open" if "<mark" in lines else ""
    return f'<details class="head"{state}><summary>Header</summary><dl>{rows}</dl><pre>{lines}</pre></details>'


def _facts(cable: Cable) -> Iterator[tuple[str, str]]:
    yield "From", _redacted(cable.origin or "")
    yield "To", "<br>".join(_redacted(name) for name in cable.to)
    yield "Info", "<br>".join(_redacted(name) for name in cable.info)
    yield "Precedence", escape(cable.precedence or "")
    yield "Declassify", escape(cable.declassify_on or "")
    yield "Tags", escape(", ".join(cable.tags))
    yield "Reftels", "<br>".join(_reference(reference.id, reference.raw) for reference in cable.references)
    yield "Classified by", _redacted(one_line(cable.classified_by.raw) if cable.classified_by else "")


def _reference(cable_id: str | None, raw: str) -> str:
    text = _redacted(one_line(raw))
    return f'<a href="{Place(cable_id).href}">{text}</a>' if cable_id else text


def _paragraph(paragraph: Paragraph, cable: Cable, place: Place, referring: Sequence[Link], anchor: str) -> str:
    cited = None
    if place.ordinal == paragraph.ordinal and place.start is not None and place.end is not None:
        try:
            cited = to_text(paragraph, place.start, place.end, cable.raw)
        except ValueError:
            cited = None  # a link made for another version of the cable: the paragraph is still the place
    number = f"{paragraph.number}." if paragraph.number is not None else ""
    # In a bdi, for it is the words after it that tell in which direction the paragraph runs.
    portion = (
        f'<bdi class="portion">({escape(paragraph.mark_raw.strip("()"))})</bdi> ' if paragraph.mark_raw else ""
    )
    here = ' aria-current="location"' if place.ordinal == paragraph.ordinal else ""
    return (
        f'<div id="{anchor}" class="paragraph {paragraph.kind}" data-ordinal="{paragraph.ordinal}" '
        f'tabindex="-1"{here}>'
        f'<span class="number">{number}</span>'
        f'<p dir="auto">{portion}{_marked(paragraph.text, cited, referring)}</p>'
        f'<div class="copies">{_copy(paragraph, cable, cited)}{_copy_link(cable, anchor)}</div></div>'
    )


def _copy(paragraph: Paragraph, cable: Cable, cited: tuple[int, int] | None) -> str:
    """A button that holds the citation in full, ready to be pasted into a report."""
    words = one_line(paragraph.text[slice(*cited)] if cited else paragraph.text)
    where = f"¶{paragraph.number}" if paragraph.number is not None else f"paragraph {paragraph.ordinal}"
    facts = [f"{cable.id} {where}", cable.origin, day(cable.date), cable.classification]
    text = f"“{words}” ({', '.join(fact for fact in facts if fact)})"
    return f'<button type="button" class="copy-citation" data-copy="{escape(text)}">Copy citation</button>'


def _copy_link(cable: Cable, anchor: str) -> str:
    """A button that holds the paragraph's lasting address on this server."""
    link = escape(permalink(cable.id, anchor))
    return f'<button type="button" class="copy-link" data-copy="{link}">Copy link</button>'


def _references(references: References) -> str:
    """What a cable refers to and what refers to it, as lists."""
    parts = []
    for title, listed in zip(("Refers to", "Referred to by"), references, strict=True):
        if listed:
            entries = "".join(f"<li>{_listed(each)}</li>" for each in listed)
            parts.append(f'<section class="references"><h4>{title}</h4><ul>{entries}</ul></section>')
    return "".join(parts)


def _listed(each: CableSummary | str) -> str:
    if isinstance(each, str):
        return f'<span class="absent">{escape(each)}</span> <span class="facts">not in this library</span>'
    facts = " · ".join(escape(fact) for fact in (each.origin, day(each.date)) if fact)
    return (
        f'<a href="{Place(each.id).href}">{escape(each.id)}</a> <span class="facts">{facts}</span>'
        f"{marking(each.classification)}"
        f'<span class="subject" dir="auto">{_redacted(one_line(each.subject or "No subject"))}</span>'
    )


def _signature(cable: Cable, place: Place) -> str:
    for span in cable.spans:
        if span.kind == "signature" and place.ordinal == 0 and (cited := _cited(place, span.start, span.end)):
            return _marked(cable.raw[span.start : span.end], cited)
    return _redacted(cable.signature or "")


def _cited(place: Place, start: int, end: int) -> tuple[int, int] | None:
    """Where the place's words stand in the stretch of raw text from `start` to `end`, if they are there."""
    if place.start is None or place.end is None or not start <= place.start < place.end <= end:
        return None
    return place.start - start, place.end - start


def _marked(text: str, cited: tuple[int, int] | None, referring: Sequence[Link] = ()) -> str:
    if cited is None:
        return _linked(text, 0, len(text), referring)
    start, end = cited
    return (
        f"{_linked(text, 0, start, referring)}<mark>{_linked(text, start, end, referring)}</mark>"
        f"{_linked(text, end, len(text), referring)}"
    )


def _linked(text: str, start: int, end: int, referring: Sequence[Link]) -> str:
    """A stretch of a text, in which what refers to another cable is a link to it.

    Words for several cables ("refs A and B") lead to the first; all are listed at the cable's end. Words that a
    mark cuts in two are left as they are.
    """
    parts = []
    for link in referring:
        if start <= link.start and link.end <= end:
            words = _redacted(text[link.start : link.end])
            parts += [_redacted(text[start : link.start]), f'<a href="{Place(link.targets[0]).href}">{words}</a>']
            start = link.end
    return "".join((*parts, _redacted(text[start:end])))


def _redacted(text: str) -> str:
    """Escape the text and make visible what was taken out of it."""
    return REDACTED.sub(r'<span class="redacted" title="Redacted in the source">\g<0></span>', escape(text))
