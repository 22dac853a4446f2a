"""The body of a telegram as paragraphs: headings, unwrapped text, and where each word stands in the raw text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ingest.cable import Paragraph, ParagraphKind, Span
from ingest.marks import MARK, level_and_caveats
from ingest.numbering import Start, paragraph_starts
from ingest.pages import Range, merge

RULE = re.compile(r"(?:[-=*_~]{3,}+|(?:[-=*_] ){2,}+[-=*_])(?:[ \t]*+[-=*_~]++)*+|\.{1,2}")
RULED_TITLE = re.compile(r"(?:[-=*]{3,}[ \t]*)?(?P<title>\w[^\n]{0,90}?)[ \t]*[-=*]{4,}(?:[ \t]+[-=*]+)*|[-=*]{4,}[ \t]*(?P<late>\w[^\n]{0,90})")
BULLET = re.compile(r"(?:--?|–|—|•|\*|o)[ \t]|--\w|¶?[A-Za-z][.)][ \t]|¶?\(?\d{1,2}[.)][ \t]|\([a-z]\)[ \t]|[ivx]{1,4}[.)][ \t]")
SENTENCE_END = re.compile(r"[.!?:;\"”’')\]]\Z")
TITLE_MAX = 90
REDACTED = re.compile(r"X{5,}\W*", re.IGNORECASE)
SLASHED_TITLE = re.compile(r"//.{1,80}//")
NUMBERED_TITLE = re.compile(r"¶?\d{1,2}\..{1,80}[^.]")
TRUNCATED = re.compile(r"[\s.…]*\Z")
OPENINGS: tuple[tuple[ParagraphKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("summary", r"\W*(?:\w+\W+){0,2}?SUMMARY\b"),
        ("comment", r"\W*(?:(?:BEGIN|POST'?S?|EMBASSY|FURTHER|AND|BIO)\s+)?COMMENTS?\b"),
        ("action", r"\W*(?:THIS IS AN )?ACTION\s+(?:REQUEST|REQUESTED)\b"),
        ("note", r"\W*(?:BIO(?:GRAPHIC)?\s+)?NOTE\b"),
    )
)
# What follows the last number under such a heading is no part of the last paragraph.
OWN_TITLE = re.compile(r"\W*(?:\w+\W+){0,2}?(?:COMMENTS?|BIO\w*|(?:BEGIN )?TEXT|PRESS|STATEMENT|ANNEX|QUOTE)\b", re.IGNORECASE)
END_MARKER = re.compile(r"\bEND\s+(?:OF\s+)?(?:\w+\s+)?(SUMMARY|COMMENT|NOTE)\b", re.IGNORECASE)


class Line(NamedTuple):
    """A line without the blanks around it."""

    start: int
    end: int
    kind: Literal["text", "blank", "rule", "noise"]


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of a text and what else stands between them."""

    paragraphs: tuple[Paragraph, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One paragraph to be: its label, its lines, and the heading above it."""

    start: Start | None
    lines: list[Line]
    heading: list[Line]


def read_body(cable: str, text: str, *, begin: int, end: int, noise: list[Range]) -> Body:
    """Read `text[begin:end]`, in which the ranges of `noise` are blanked out, as paragraphs of `cable`."""
    stretches = list(_stretches(text, paragraph_starts(text, begin, end), begin, end, noise))
    paragraphs: list[Paragraph] = []
    spans: list[Span] = []
    section: str | None = None
    running: str | None = None
    for stretch in stretches:
        if stretch.heading:
            section = _title(text, stretch.heading) or section
            running = None
            spans.append(Span(stretch.heading[0].start, stretch.heading[-1].end, "heading"))
        paragraph = _paragraph(cable, text, stretch, len(paragraphs) + 1, section, noise)
        if paragraph is None:
            continue
        kind = _kind(paragraph.text, section if stretch.heading else None) or running or "plain"
        paragraphs.append(_with_kind(paragraph, kind))  # type: ignore[arg-type]
        ended = END_MARKER.search(paragraph.text)
        running = None if ended or kind not in ("comment",) else kind
        if ended:
            section = None
        if stretch.start:
            label_end = min(stretch.start.end, paragraph.pieces[0][0]) if paragraph.pieces else stretch.start.end
            spans.append(Span(paragraph.start, label_end, "label", paragraph.ordinal))
        spans += [Span(a, b, "text", paragraph.ordinal) for a, b in paragraph.pieces]
    return Body(tuple(paragraphs), tuple(sorted(spans, key=lambda span: span.start)))


def lines(text: str, begin: int, end: int, noise: list[Range]) -> list[Line]:
    """The lines of `text[begin:end]`; a blank line that covers noise is noise."""
    found: list[Line] = []
    spots = iter(noise)
    spot = next(spots, None)
    position = begin
    while position < end:
        newline = text.find("\n", position, end)
        stop = end if newline < 0 else newline
        content = text[position:stop]
        stripped = content.strip()
        while spot and spot[1] <= position:
            spot = next(spots, None)
        if not stripped:
            kind: Literal["text", "blank", "rule", "noise"] = "noise" if spot and spot[0] < stop else "blank"
            found.append(Line(position, stop, kind))
        else:
            start = position + content.index(stripped[0])
            found.append(Line(start, start + len(stripped), "rule" if RULE.fullmatch(stripped) else "text"))
        position = stop + 1
    return found


def _stretches(text: str, starts: list[Start], begin: int, end: int, noise: list[Range]) -> Iterable[Stretch]:
    bounds = [start.start for start in starts] + [end]
    preamble, heading = _split_heading(text, lines(text, begin, bounds[0], noise), final=not starts, preamble=True)
    yield from _blocks(text, preamble)
    for i, start in enumerate(starts):
        content, next_heading = _split_heading(
            text, lines(text, start.end, bounds[i + 1], noise), final=i + 1 == len(starts)
        )
        if i + 1 == len(starts):
            content, rest = _split_at_heading(text, content)
            yield Stretch(start, content, heading)
            yield from _blocks(text, rest)
            return
        if i + 1 < len(starts) and starts[i + 1].number == start.number and not any(line.kind == "text" for line in content):
            continue  # an empty number, printed again with its text
        yield Stretch(start, content, heading)
        heading = next_heading


def _split_heading(
    text: str, content: list[Line], *, final: bool, preamble: bool = False
) -> tuple[list[Line], list[Line]]:
    """Part the heading of what follows off the end of `content`."""
    if final:
        return content, []
    # The first words after a number are text, whatever they look like.
    least = 0 if preamble else next((k + 1 for k, line in enumerate(content) if line.kind == "text"), len(content))
    i = len(content)
    while i and content[i - 1].kind in ("blank", "noise"):
        i -= 1
    stop = i
    if i and content[i - 1].kind == "rule":
        while i and content[i - 1].kind == "rule":
            i -= 1
        while i and content[i - 1].kind in ("blank", "noise"):
            i -= 1
        i, below = max(_title_start(content, i), least), i
        if i >= below:
            return content[:stop], []
        if i and content[i - 1].kind == "rule":
            i -= 1
        return content[:i], content[i:stop]
    if i > least and content[i - 1].kind == "text":
        line = content[i - 1]
        words = text[line.start : line.end]
        if RULED_TITLE.fullmatch(words) or SLASHED_TITLE.fullmatch(words):
            return content[: i - 1], content[i - 1 : stop]
        before = content[i - 2].kind if i > 1 else "blank"
        if before in ("blank", "rule") and _is_title(words):
            return content[: i - 1], content[i - 1 : stop]
    return content[:stop], []


def _title_start(content: list[Line], rule: int) -> int:
    """Where the title above the rule at `rule` begins: a block of up to three lines, or else the last line."""
    i = rule
    while i and rule - i < 4 and content[i - 1].kind == "text":
        i -= 1
    if rule - i > 3 or (i and content[i - 1].kind == "text"):
        i = rule - 1
    return i if all(line.end - line.start <= TITLE_MAX for line in content[i:rule]) else rule


def _is_title(words: str) -> bool:
    return (
        len(words) <= TITLE_MAX
        and len(words.split()) <= 14
        and words[-1] not in ".,;)"
        and not BULLET.match(words)
        and not re.search(r"X{5}", words)
        and (words[0].isupper() or not words[0].isalpha())
    )


def _split_at_heading(text: str, content: list[Line]) -> tuple[list[Line], list[Line]]:
    """Text under a ruled heading of its own after the last number is no part of the last paragraph."""
    for i, line in enumerate(content):
        if line.kind != "rule" or i == 0:
            continue
        first = i
        while first and content[first - 1].kind == "text":
            first -= 1
        titled = 0 < i - first <= 2 and first and content[first - 1].kind in ("blank", "noise", "rule")
        below = any(other.kind == "text" for other in content[i + 1 :])
        above = any(other.kind == "text" for other in content[:first])
        if titled and below and above and OWN_TITLE.match(text, content[first].start):
            if content[first - 1].kind == "rule":
                first -= 1
            return content[:first], content[first:]
    return content, []


def _blocks(text: str, content: list[Line]) -> Iterable[Stretch]:
    """Text without numbers: one paragraph per block between blank lines, headings apart."""
    heading: list[Line] = []
    block: list[Line] = []
    for line in [*content, Line(0, 0, "blank")]:
        if line.kind == "text" or (line.kind == "noise" and block):
            block.append(line)
        elif line.kind == "rule":
            if block and sum(other.kind == "text" for other in block) <= 3:
                heading, block = [*heading, *block, line], []
            elif not block:
                heading = [*heading, line]
        elif block:
            if _goes_on(text, block, line.end):
                block.append(line)
                continue
            words = text[block[0].start : block[0].end]
            if len(block) == 1 and line.end and (_is_title(words) or NUMBERED_TITLE.fullmatch(words)):
                heading = [*heading, *block] if not heading else heading
                if heading[-1] is not block[0]:
                    yield Stretch(None, block, heading)
                    heading = []
                block = []
                continue
            yield Stretch(None, block, heading)
            heading, block = [], []
    if block:
        yield Stretch(None, block, heading)
    elif heading and any(line.kind == "text" for line in heading):
        yield Stretch(None, [line for line in heading if line.kind == "text"], [])


def _goes_on(text: str, block: list[Line], position: int) -> bool:
    """After a blank line the block goes on in the middle of a sentence, or with the next bullet."""
    last = next((line for line in reversed(block) if line.kind == "text"), None)
    if not last or not position:
        return False
    after = text[position : position + 200].lstrip()
    bulleted = text.startswith("-", block[0].start) and after.startswith("-") and not RULE.match(after)
    return bulleted or after.lower().startswith("end ") or (text[last.end - 1].isalnum() and after[:1].islower())


def _paragraph(cable: str, text: str, stretch: Stretch, ordinal: int, section: str | None, noise: list[Range]) -> Paragraph | None:
    content = [line for line in stretch.lines if line.kind == "text"]
    mark = stretch.start.mark if stretch.start else None
    label = stretch.start.start if stretch.start else None
    if not stretch.start and content:
        opening = re.compile(MARK).match(text, content[0].start, content[0].end + 200)
        mark = " ".join(opening["mark"].split()) if opening else None
    if not content or (len(content) == 1 and TRUNCATED.match(text, content[0].start, content[0].end)):
        return None
    if not stretch.start and all(REDACTED.fullmatch(text, line.start, line.end) for line in content):
        return None
    body, drops = _unwrap(text, stretch.lines, noise)
    first, last = content[0].start, content[-1].end
    level, caveats = level_and_caveats(mark) if mark else (None, ())
    return Paragraph(
        cable=cable,
        ordinal=ordinal,
        number=stretch.start.number if stretch.start else None,
        text=body,
        start=label if label is not None else first,
        end=last,
        pieces=tuple(_pieces(text, first, last, drops)),
        mark_raw=mark,
        level=level,
        caveats=caveats,
        section=section,
    )


def _unwrap(text: str, content: list[Line], noise: list[Range]) -> tuple[str, list[Range]]:
    """The text of `content` with the old line ends gone, and the ranges inside it that are left out."""
    parts: list[str] = []
    drops = [span for span in noise if content and span[0] < content[-1].end and span[1] > content[0].start]
    gap = ""
    cut = False  # a page line stands in the gap
    for line in content:
        if line.kind == "text":
            words = text[line.start : line.end]
            if drops and any(a < line.end and b > line.start for a, b in drops):
                words = re.sub(r"[ \t]{3,}", " ", words)
            if parts:
                parts.append(_joint(parts[-1], words, gap, cut))
            parts.append(words)
            gap, cut = "", False
        elif line.kind == "rule":
            drops.append((line.start, line.end))
            gap = gap or "\n"
        elif line.kind == "noise":
            cut = True
        elif parts:
            gap = "\n\n"
    return "".join(parts), merge(drops)


def _joint(before: str, after: str, gap: str, cut: bool) -> str:
    if cut and not SENTENCE_END.search(before):
        gap = ""
    if gap:
        return gap
    if BULLET.match(after):
        return "\n"
    if before.endswith("-") and before[-2:-1].isalnum() and after[:1].isalnum():
        return ""
    return " "


def _pieces(text: str, first: int, last: int, drops: list[Range]) -> Iterable[Range]:
    position = first
    for a, b in [*drops, (last, last)]:
        if a < position and b <= position:
            continue
        words = text[position : max(a, position)]
        if words.strip():
            start = position + len(words) - len(words.lstrip())
            yield start, position + len(words.rstrip())
        position = max(position, b)
        if position >= last:
            break


def _title(text: str, heading: list[Line]) -> str | None:
    words = " ".join(text[line.start : line.end] for line in heading if line.kind == "text")
    words = re.sub(r"[-=*]{3,}|^//|//$", " ", words)
    words = re.sub(rf"^\s*{MARK}", "", words)
    return " ".join(words.split()).strip(" :") or None


def _kind(words: str, heading: str | None) -> ParagraphKind | None:
    for kind, opening in OPENINGS:
        if opening.match(words) or (heading and opening.match(heading)):
            return kind
    return None


def _with_kind(paragraph: Paragraph, kind: ParagraphKind) -> Paragraph:
    from dataclasses import replace

    return replace(paragraph, kind=kind)
