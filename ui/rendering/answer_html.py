"""Answers and their sources as HTML for the chat window. Pure functions; `ui/templates/answer` has the markup."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from assistant import Answer, Checked, Citation, Passage
from assistant.answer import Usage, Verdict, highest_marking, label
from assistant.citations import day
from ui.rendering.addresses import Place
from ui.rendering.conversation_html import Kept, NotKept
from ui.rendering.templates import one_line, render
from ui.rendering.timeline import Dot, Timeline, timeline

# Each begins where it can only begin once, and ends at the first that can end it: no text takes long.
MARK = re.compile(r"(?<!\s)\s*\[(\d{1,3})\]")
LINE = re.compile(r"[^\s\n][^\n]*")
BULLET = re.compile(r"[-*•]\s+")
BOLD = re.compile(r"\*\*(?!\s)([^*]+)(?<!\s)\*\*")

Source = TypeVar("Source", Citation, Passage)

DOUBTS: dict[Verdict, tuple[str, str]] = {
    "unsupported": ("unsupported", "not supported"),
    "uncited": ("unsupported", "not supported"),
    "partly": ("partly", "supported in part"),
}


@dataclass(frozen=True, slots=True)
class CitationMark:
    """The number of a citation in the text: a link to the words quoted, which it says too."""

    number: int
    href: str
    said: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a line with the citations in it, in bold or not."""

    pieces: Sequence[str | CitationMark]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """That a sentence is not borne out: the name of its style, how far it is not, and why."""

    style: str
    told: str
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line that is doubtful, or is not."""

    stretches: Sequence[Stretch]
    doubt: Doubt | None = None


Line = Sequence[Part]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are bullets of one list, or a paragraph each."""

    lines: Sequence[Line]
    is_list: bool


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A paragraph among the sources: what is quoted of it, under a number, or what was found."""

    href: str
    place: str
    words: str
    number: int | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class SourceCard:
    """One cable among the sources: its facts once, then its paragraphs."""

    cable: str
    href: str
    facts: str
    marking: str | None
    subject: str
    entries: Sequence[SourceEntry]


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Cables among the sources; with a heading, which counts their passages, they can be folded."""

    heading: str
    passages: int
    is_open: bool
    cards: Sequence[SourceCard]


def reply(
    answer: Answer,
    spent: Usage | None = None,
    followups: Sequence[str] = (),
    kept: Kept | NotKept | None = None,
) -> str:
    """Return an answer, finished or in the making, as one line of HTML for the conversation.

    `spent` is what a model was sent and wrote in the whole conversation; `followups` are what may be asked next;
    `kept` is where the answer is kept, or why it is not.
    """
    if not answer.text and not answer.finished:
        return _reading(answer)
    html = render(
        "answer/reply.html",
        answer=answer,
        blocks=_blocks(answer),
        seconds=_seconds(answer.seconds),
        session=spent if spent != answer.usage else None,
        followups=followups,
        sources_button=_sources_button(answer),
        kept=kept if isinstance(kept, Kept) else None,
        not_kept=kept if isinstance(kept, NotKept) else None,
    )
    return _unbroken(html)


def question(text: str) -> str:
    """Return what the reader asked as HTML that shows it as typed."""
    return _unbroken(render("answer/question.html", lines=text.splitlines()))


def waiting() -> str:
    """Return what stands in the place of an answer until its passages are found."""
    return render("answer/waiting.html", doing="Searching the archive")


def stopped() -> str:
    """Return what stands in the place of an answer that was stopped."""
    return render("answer/stopped.html")


def trouble(message: str) -> str:
    """Return an error in words as HTML for the conversation."""
    return render("answer/trouble.html", message=message)


def sources(answer: Answer) -> str:
    """Return the cables that an answer quotes, then those that were read beside them, as HTML."""
    cited = {(citation.cable, citation.ordinal) for citation in answer.citations}
    others = [passage for passage in answer.passages if (passage.cable, passage.ordinal) not in cited]
    groups = [
        SourceGroup("", 0, False, [_card(group, map(_quoted, group)) for group in _by_cable(answer.citations)]),
        SourceGroup(
            "Also read" if cited else "Passages found",
            len(others),
            not cited,
            [_card(group, map(_found, group)) for group in _by_cable(others)],
        ),
    ]
    shown = [group for group in groups if group.cards]
    return render("answer/sources.html", line=_line_of_time(answer), groups=shown)


def narrowed(filters: Mapping[str, str]) -> str:
    """Return the filters under which is asked, by name and told in words, as chips that can be taken off."""
    return render("window/filters.html", filters=filters)


def wrong(message: str) -> str:
    """Return what is wrong with the filters as HTML in one line."""
    return render("window/wrong_filter.html", message=message)


def _unbroken(html: str) -> str:
    """Return HTML without the ends of lines that a text may have brought along, all of Unicode's.

    The window takes what follows an empty line for Markdown, and would fetch the pictures in it.
    """
    return " ".join(html.splitlines())


def _line_of_time(answer: Answer) -> Timeline | None:
    """The cables of an answer by date, the cited ones full; a dot leads to the first place in its cable."""
    cited = {citation.cable for citation in answer.citations}
    found: list[Citation | Passage] = [*answer.citations, *answer.passages]
    first = {each.cable: each for each in reversed(found)}
    dots = [
        Dot(_href(each), cable, each.date, each.subject, "cited" if cable in cited else "")
        for cable, each in first.items()
        if each.date
    ]
    return timeline(dots, caption=f"{_count(len(dots), 'cable')} by date; full: cited")


def _reading(answer: Answer) -> str:
    if not answer.passages:
        return waiting()
    cables = _count(len({passage.cable for passage in answer.passages}), "cable")
    passages = _count(len(answer.passages), "passage")
    return render("answer/waiting.html", doing=f"Reading {passages} of {cables}")


def _blocks(answer: Answer) -> list[Block]:
    """Paragraphs, and bullet lists and bold words where a model wrote: all the structure that an answer may have.

    Where none did, the words are those of cables, whose dashes and asterisks are no structure.
    """
    lines = [(bool(answer.model and BULLET.match(line[0])), line) for line in LINE.finditer(answer.text)]
    written = _Written(answer)
    blocks = []
    for is_list, group in groupby(lines, key=lambda line: line[0]):
        spans = [_behind_bullet(line) if is_list else line.span() for _, line in group]
        blocks.append(Block([written.line(*span) for span in spans], is_list))
    return blocks


def _behind_bullet(line: re.Match[str]) -> tuple[int, int]:
    bullet = BULLET.match(line[0])
    return line.start() + (bullet.end() if bullet else 0), line.end()


class _Written:
    """The text of an answer, to be had line by line in its order."""

    def __init__(self, answer: Answer) -> None:
        self._text = answer.text
        self._citations = {citation.number: citation for citation in answer.citations}
        doubtful = [each for each in answer.sentences if each.verdict != "supported"]
        self._doubtful = sorted(doubtful, key=lambda each: each.start)
        self._bold = bool(answer.model)
        self._passed = 0  # of the doubtful sentences

    def line(self, start: int, end: int) -> Line:
        """Return a stretch of the text within one line, its doubtful sentences marked."""
        parts = []
        while self._passed < len(self._doubtful):
            sentence = self._doubtful[self._passed]
            first, last = max(start, sentence.start), min(end, sentence.end)
            if first < last:
                parts.append(Part(self._stretches(start, first)))
                parts.append(Part(self._stretches(first, last), _doubt(sentence)))
                start = last
            if sentence.end > end:
                break  # it goes on in the next line
            self._passed += 1
        return [*parts, Part(self._stretches(start, start + len(self._text[start:end].rstrip())))]

    def _stretches(self, start: int, end: int) -> list[Stretch]:
        text, stretches = self._text[start:end], []
        end = 0
        for bold in BOLD.finditer(text) if self._bold else ():
            stretches.append(Stretch(self._pieces(text[end : bold.start()])))
            stretches.append(Stretch(self._pieces(bold[1]), bold=True))
            end = bold.end()
        return [*stretches, Stretch(self._pieces(text[end:]))]

    def _pieces(self, text: str) -> list[str | CitationMark]:
        """Return the words and the marks of citations in them; a mark that names none stays text."""
        pieces: list[str | CitationMark] = []
        end = 0
        for mark in MARK.finditer(text):
            if citation := self._citations.get(int(mark[1])):
                said = f"{citation.label}: “{one_line(citation.quote)}”"
                pieces += [text[end : mark.start()], CitationMark(citation.number, _href(citation), said)]
                end = mark.end()
        return [*pieces, text[end:]]


def _doubt(sentence: Checked) -> Doubt:
    style, told = DOUBTS[sentence.verdict]
    return Doubt(style, told, one_line("; ".join(sentence.reasons)))


def _href(source: Citation | Passage) -> str:
    """Return a link to the words that are quoted, or to the paragraph that was found."""
    if isinstance(source, Passage):
        return Place(source.cable, source.ordinal).href
    return Place(source.cable, source.ordinal, source.start, source.end).href


def _seconds(seconds: float | None) -> str:
    return f"{seconds:.{1 if seconds >= 1 else 2}f} s" if seconds else ""


def _sources_button(answer: Answer) -> str:
    """Return the name of the button that shows the sources; nothing where there are none."""
    if not answer.citations and not answer.passages:
        return ""
    cables = len({citation.cable for citation in answer.citations})
    return _count(cables, "source") if cables else "What was read"


def _by_cable(found: Iterable[Source]) -> list[list[Source]]:
    """Group by cable, in the order in which the cables first occur."""
    groups: dict[str, list[Source]] = {}
    for source in found:
        groups.setdefault(source.cable, []).append(source)
    return list(groups.values())


def _card(group: list[Source], entries: Iterable[SourceEntry]) -> SourceCard:
    first = group[0]
    return SourceCard(
        first.cable,
        Place(first.cable).href,
        " · ".join(filter(None, (first.origin, day(first.date)))),
        highest_marking(source.marking for source in group),
        one_line(first.subject or "No subject"),
        list(entries),
    )


def _quoted(citation: Citation) -> SourceEntry:
    words = one_line(citation.quote)
    return SourceEntry(_href(citation), _paragraph(citation), words, citation.number, citation.speaker)


def _found(passage: Passage) -> SourceEntry:
    return SourceEntry(_href(passage), _paragraph(passage), one_line(passage.text))


def _paragraph(source: Citation | Passage) -> str:
    """Return the place within its cable, `¶5`: the card names the cable already."""
    return label("", source.paragraph, source.ordinal).strip()


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
