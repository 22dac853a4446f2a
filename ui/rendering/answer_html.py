"""Answers and their sources as HTML for the chat window. Pure functions.

Whatever comes from a cable, a question or a model is escaped here and stays text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import TypeVar

from assistant import Answer, Checked, Citation, Passage
from assistant.answer import Usage, Verdict, highest_marking, label
from assistant.citations import day
from ui.rendering.addresses import Place
from ui.rendering.timeline import Dot, timeline

# Each begins where it can only begin once, and ends at the first that can end it: no text takes long.
MARK = re.compile(r"(?<!\s)\s*\[(\d{1,3})\]")
LINE = re.compile(r"[^\s\n][^\n]*")
BULLET = re.compile(r"[-*•]\s+")
BOLD = re.compile(r"\*\*(?!\s)([^*]+)(?<!\s)\*\*")

Source = TypeVar("Source", Citation, Passage)

LEVELS = {"U": "UNCLASSIFIED", "SBU": "SENSITIVE", "C": "CONFIDENTIAL", "S": "SECRET"}
CAVEATS = {"NF": "NOFORN"}
TONES = {name: name.lower() for name in LEVELS.values()}
DOUBTS: dict[Verdict, tuple[str, str]] = {
    "unsupported": ("unsupported", "not supported"),
    "uncited": ("unsupported", "not supported"),
    "partly": ("partly", "supported in part"),
}
DOTS = '<span class="dots"><i></i><i></i><i></i></span>'
WAITING = f'<div class="answer waiting"><p>Searching the archive{DOTS}</p></div>'
AGAIN = (
    '<button type="button" class="again">Ask again</button>'
    '<button type="button" class="edit">Edit question</button>'
)
STOPPED = f'<div class="answer stopped"><p>Stopped.</p><div class="foot">{AGAIN}</div></div>'


def reply(answer: Answer, spent: Usage | None = None, followups: Sequence[str] = (), beneath: str = "") -> str:
    """Return an answer, finished or in the making, as one line of HTML for the conversation.

    `spent` is what a model was sent and wrote in the whole conversation; `followups` are what may be asked next;
    `beneath` is HTML for the footer's end.
    """
    if not answer.text and not answer.finished:
        return _reading(answer)
    parts = [_blocks(answer)]
    if answer.finished:
        if not answer.answered and answer.searched not in answer.text:
            parts.append(f'<p class="searched">Searched: {escape(one_line(answer.searched))}</p>')
        if answer.understood:
            parts.append(f'<p class="note">Understood: {" ".join(map(_hint, answer.understood))}</p>')
        if answer.note:
            parts.append(f'<p class="note">{escape(one_line(answer.note))}</p>')
        parts.append(_footer(answer, spent, beneath))
        if followups:
            parts.append(f'<div class="followups">{"".join(map(_followup, followups))}</div>')
    refused = answer.finished and not answer.answered
    return _unbroken(f'<div class="answer{" refusal" if refused else ""}">{"".join(parts)}</div>')


def question(text: str) -> str:
    """Return what the reader asked as HTML that shows it as typed."""
    return _unbroken(f'<div class="question">{"<br>".join(escape(line) for line in text.splitlines())}</div>')


def trouble(message: str) -> str:
    """Return an error in words as HTML for the conversation."""
    return f'<div class="answer trouble"><p>{escape(one_line(message))}</p><div class="foot">{AGAIN}</div></div>'


def sources(answer: Answer) -> str:
    """Return the cables that an answer quotes, then those that were read beside them, as HTML."""
    cited = {(citation.cable, citation.ordinal) for citation in answer.citations}
    others = [passage for passage in answer.passages if (passage.cable, passage.ordinal) not in cited]
    parts = [_card(group, [_quoted(citation) for citation in group]) for group in _by_cable(answer.citations)]
    if others:
        heading, state = ("Also read", "") if cited else ("Passages found", " open")
        summary = f"<summary>{heading} <span>{len(others)}</span></summary>"
        cards = "".join(_card(group, [_found(passage) for passage in group]) for group in _by_cable(others))
        parts.append(f'<details class="also"{state}>{summary}{cards}</details>')
    return _line_of_time(answer) + "".join(parts) or '<p class="empty">Nothing was found.</p>'


def marking(mark: str | None) -> str:
    """Return a marking, `C/NF` or `CONFIDENTIAL//NOFORN`, spelt out as a coloured label, or nothing."""
    if not mark:
        return ""
    level, *caveats = filter(None, mark.split("/"))
    level = LEVELS.get(level, level)
    spelt = "//".join((level, *(CAVEATS.get(caveat, caveat) for caveat in caveats)))
    return f'<span class="marking {TONES.get(level, "secret")}">{escape(spelt)}</span>'


def one_line(text: str) -> str:
    """Return text with every run of white space as one blank."""
    return " ".join(text.split())


def narrowed(filters: Mapping[str, str]) -> str:
    """Return the filters under which is asked, by name and told in words, as chips that can be taken off."""
    return "".join(
        f'<button type="button" class="chip" data-name="{name}" aria-label="Take off: {escape(words)}">'
        f"{escape(words)}</button>"
        for name, words in filters.items()
    )


def wrong(message: str) -> str:
    """Return what is wrong with the filters as HTML in one line."""
    return f'<p class="wrong" role="alert">{escape(one_line(message))}</p>'


def _unbroken(html: str) -> str:
    """Return HTML without the ends of lines that a text may have brought along, all of Unicode's.

    The window takes what follows an empty line for Markdown, and would fetch the pictures in it.
    """
    return " ".join(html.splitlines())


def _hint(understood: str) -> str:
    # The words that are only heard tell what pressing it does: the sanitiser leaves no aria-label.
    said = '<span class="said">: leave that out and ask again</span>'
    return f'<button type="button" class="chip hint">{escape(understood)}{said}</button>'


def _followup(question: str) -> str:
    return f'<button type="button" class="followup">{escape(question)}</button>'


def _line_of_time(answer: Answer) -> str:
    """The cables of an answer by date, the cited ones full; a dot leads to the first place in its cable."""
    cited = {citation.cable for citation in answer.citations}
    places = {
        **{each.cable: Place(each.cable, each.ordinal).href for each in reversed(answer.passages)},
        **{each.cable: _href(each) for each in reversed(answer.citations)},
    }
    found: list[Citation | Passage] = [*answer.passages, *answer.citations]
    sources = {each.cable: each for each in found}
    dots = [
        Dot(places[cable], cable, each.date, each.subject, "cited" if cable in cited else "")
        for cable, each in sources.items()
        if each.date
    ]
    return timeline(dots, caption=f"{_count(len(dots), 'cable')} by date; full: cited")


def _reading(answer: Answer) -> str:
    if not answer.passages:
        return WAITING
    cables = _count(len({passage.cable for passage in answer.passages}), "cable")
    passages = _count(len(answer.passages), "passage")
    return f'<div class="answer waiting"><p>Reading {passages} of {cables}{DOTS}</p></div>'


def _blocks(answer: Answer) -> str:
    """Paragraphs, and bullet lists and bold words where a model wrote: all the structure that an answer may have.

    Where none did, the words are those of cables, whose dashes and asterisks are no structure.
    """
    lines = [(bool(answer.model and BULLET.match(line[0])), line) for line in LINE.finditer(answer.text)]
    written = _Written(answer)
    blocks = []
    for is_list, group in groupby(lines, key=lambda line: line[0]):
        if is_list:
            bullets = ((BULLET.match(line[0]), line) for _, line in group)
            items = (
                written.line(line.start() + (bullet.end() if bullet else 0), line.end())
                for bullet, line in bullets
            )
            blocks.append(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")
        else:
            blocks += [f"<p>{written.line(*line.span())}</p>" for _, line in group]
    return "".join(blocks)


class _Written:
    """The text of an answer, to be had line by line in its order."""

    def __init__(self, answer: Answer) -> None:
        self._text = answer.text
        self._citations = {citation.number: citation for citation in answer.citations}
        doubtful = [each for each in answer.sentences if each.verdict != "supported"]
        self._doubtful = sorted(doubtful, key=lambda each: each.start)
        self._bold = bool(answer.model)
        self._passed = 0  # of the doubtful sentences

    def line(self, start: int, end: int) -> str:
        """Return a stretch of the text within one line, its doubtful sentences marked."""
        parts = []
        while self._passed < len(self._doubtful):
            sentence = self._doubtful[self._passed]
            first, last = max(start, sentence.start), min(end, sentence.end)
            if first < last:
                parts.append(self._inline(start, first))
                parts.append(_doubtful(sentence, self._inline(first, last)))
                start = last
            if sentence.end > end:
                break  # it goes on in the next line
            self._passed += 1
        return "".join((*parts, self._inline(start, start + len(self._text[start:end].rstrip()))))

    def _inline(self, start: int, end: int) -> str:
        return _inline(self._text[start:end], self._citations, bold=self._bold)


def _doubtful(sentence: Checked, words: str) -> str:
    """A sentence that its citations do not, or not wholly, bear out, with the reasons."""
    name, told = DOUBTS[sentence.verdict]
    # Gradio's sanitiser drops title and aria-label: the words are hidden until one points at the sentence.
    why = escape(one_line("; ".join(sentence.reasons)))
    return f'<span class="{name}">{words}<span class="why"> ({told}: {why})</span></span>'


def _inline(text: str, citations: dict[int, Citation], *, bold: bool) -> str:
    # Escaping comes first: nothing that is recognised after it can be anything but text.
    text = escape(text)
    if bold:
        text = BOLD.sub(r"<strong>\1</strong>", text)
    return MARK.sub(lambda mark: _chip(mark, citations), text)


def _chip(mark: re.Match[str], citations: dict[int, Citation]) -> str:
    citation = citations.get(int(mark[1]))
    if citation is None:
        return mark[0]
    # Gradio's sanitiser drops title, aria-label and data-*; words inside the link reach everybody.
    words = escape(f"{citation.label}: “{one_line(citation.quote)}”")
    said = f'<span class="said">, {words}</span>'
    return f'<a class="cite" href="{_href(citation)}">{citation.number}{said}</a>'


def _href(citation: Citation) -> str:
    return Place(citation.cable, citation.ordinal, citation.start, citation.end).href


def _footer(answer: Answer, spent: Usage | None, beneath: str) -> str:
    facts = [f"<span>{escape(answer.model or 'no model, quotes only')}</span>"]
    if answer.seconds:
        facts.append(f"<span>{answer.seconds:.{1 if answer.seconds >= 1 else 2}f} s</span>")
    if answer.usage:
        facts.append(f"<span>{escape(str(answer.usage))}</span>")
    if spent and spent != answer.usage:
        facts.append(f"<span>session: {escape(str(spent))}</span>")
    if answer.citations or answer.passages:
        cables = len({citation.cable for citation in answer.citations})
        name = _count(cables, "source") if cables else "What was read"
        facts.append(f'<button type="button" class="show-sources">{name}</button>')
    facts += ['<button type="button" class="copy-answer">Copy</button>', AGAIN]
    return f'<div class="foot">{marking(answer.marking)}{"".join(facts)}{beneath}</div>'


def _by_cable(found: Iterable[Source]) -> list[list[Source]]:
    """Group by cable, in the order in which the cables first occur."""
    groups: dict[str, list[Source]] = {}
    for source in found:
        groups.setdefault(source.cable, []).append(source)
    return list(groups.values())


def _card(group: list[Source], entries: list[str]) -> str:
    """One cable among the sources: its facts once, then its paragraphs."""
    first = group[0]
    facts = " · ".join(escape(fact) for fact in (first.origin, day(first.date)) if fact)
    return (
        f'<article class="source"><header><a href="{Place(first.cable).href}">{escape(first.cable)}</a>'
        f'<span class="facts">{facts}</span>{marking(highest_marking(source.marking for source in group))}'
        f"<h3>{escape(one_line(first.subject or 'No subject'))}</h3></header>"
        f"<ul>{''.join(entries)}</ul></article>"
    )


def _quoted(citation: Citation) -> str:
    speaker = f'<span class="speaker">{escape(citation.speaker)}</span>' if citation.speaker else ""
    return (
        f'<li><a href="{_href(citation)}"><span class="number">{citation.number}</span>'
        f'<span class="place">{_paragraph(citation)}</span>{speaker}'
        f"<q>{escape(one_line(citation.quote))}</q></a></li>"
    )


def _found(passage: Passage) -> str:
    return (
        f'<li><a href="{Place(passage.cable, passage.ordinal).href}">'
        f'<span class="place">{_paragraph(passage)}</span>'
        f'<span class="words">{escape(one_line(passage.text))}</span></a></li>'
    )


def _paragraph(source: Citation | Passage) -> str:
    """The place within its cable, `¶5`: the card names the cable already."""
    return escape(label("", source.paragraph, source.ordinal).strip())


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
