"""An answer as a page with notes. Pure functions.

Each form has its own signs; whatever comes from a cable, a question or a model is escaped and stays text. The
markup of the HTML page is in `ui/templates/export`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant import Answer, Citation
from assistant.answer import DEEP
from assistant.citations import day
from assistant.model_servers.model_name import title
from ingest.domain.pages import misread_words, page_words
from ui.rendering.answer_text import DOUBTS
from ui.rendering.escaping import markdown_text
from ui.rendering.outcome_words import outcome_words
from ui.rendering.templates import one_line, render

_MARK = re.compile(r"(?<![ \t])[ \t]*+\[(\d{1,3})\]")
_HEADING = "## "
_BLANK_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where the text refers to a note."""

    number: str


Line = Sequence[str | NoteMark]


@dataclass(frozen=True, slots=True)
class Note:
    """A note beneath an answer: what is cited, in words, and the quote."""

    number: int
    facts: str
    quote: str


@dataclass(frozen=True, slots=True)
class Section:
    """An answer on a page; `prefix` tells its notes from those of the others there."""

    question: str
    paragraphs: Sequence[Sequence[Line]]
    remarks: Sequence[str]
    notes: Sequence[Note]
    prefix: str
    headings: Collection[int] = ()  # which of the paragraphs are headings, of a report


def markdown(answer: Answer) -> str:
    """Return question, answer and numbered notes as Markdown with footnotes, as GitHub and Pandoc know them."""
    return _markdown_section(answer, "#", "")


def markdown_conversation(title: str, answers: Sequence[Answer]) -> str:
    """Return a whole conversation as Markdown, a section a question."""
    sections = (_markdown_section(answer, "##", f"{number}-") for number, answer in enumerate(answers, start=1))
    return "\n\n".join((f"# {markdown_text(one_line(title))}", *sections))


def html(answer: Answer) -> str:
    """Return question, answer and numbered notes as an HTML page that stands alone."""
    return _page(one_line(answer.question), [_section(answer, "")])


def html_conversation(title: str, answers: Sequence[Answer]) -> str:
    """Return a whole conversation as an HTML page that stands alone, a section a question."""
    sections = [_section(answer, f"{number}-") for number, answer in enumerate(answers, start=1)]
    return _page(one_line(title), sections, heading=True)


FORMATS: Mapping[str, Callable[[Answer], str]] = {
    "markdown": markdown,
    "html": html,
}


def _markdown_section(answer: Answer, level: str, prefix: str) -> str:
    """`prefix` tells the notes of several answers on one page apart."""
    notes = [
        f"[^{prefix}{each.number}]: {markdown_text(facts)}: “{markdown_text(each.quote)}”"
        for each in answer.citations
        for facts in ["; ".join(_facts(each, answer.likeliest))]
    ]
    # A line's end is kept by two blanks; a blank line parts paragraphs.
    pieces = _pieces(answer.text, _numbers(answer))
    text = "".join(
        markdown_text(each) if isinstance(each, str) else f"[^{prefix}{each.number}]" for each in pieces
    )
    if answer.kind == DEEP:
        text = re.sub(r"^\\#\\# ", f"{level}# ", text, flags=re.MULTILINE)
    text = re.sub(r"(?<!\n)\n(?!\n)", "  \n", text)
    remarks = [f"*{markdown_text(each)}*" for each in _remarks(answer)]
    return "\n\n".join((f"{level} {markdown_text(one_line(answer.question))}", text, *remarks, *notes))


def _page(title: str, sections: Sequence[Section], *, heading: bool = False) -> str:
    return render("export/page.html", title=title, sections=sections, heading=heading)


def _section(answer: Answer, prefix: str) -> Section:
    numbers = _numbers(answer)
    paragraphs = [block.strip() for block in _BLANK_LINES.split(answer.text)]
    headings = {n for n, block in enumerate(paragraphs) if answer.kind == DEEP and block.startswith(_HEADING)}
    paragraphs = [block.removeprefix(_HEADING) if n in headings else block for n, block in enumerate(paragraphs)]
    return Section(
        one_line(answer.question),
        [[_pieces(line, numbers) for line in paragraph.split("\n")] for paragraph in paragraphs],
        list(_remarks(answer)),
        [Note(each.number, "; ".join(_facts(each, answer.likeliest)), each.quote) for each in answer.citations],
        prefix,
        headings,
    )


def _numbers(answer: Answer) -> set[str]:
    return {str(citation.number) for citation in answer.citations}


def _pieces(text: str, numbers: Collection[str]) -> Line:
    """Return words of an answer and, between them, the marks with these numbers; any other mark stays text."""
    pieces: list[str | NoteMark] = []
    end = 0
    for mark in _MARK.finditer(text):
        if mark[1] in numbers:
            pieces += [text[end : mark.start()], NoteMark(mark[1])]
            end = mark.end()
    return [*pieces, text[end:]]


def _facts(citation: Citation, likeliest: int | None) -> list[str]:
    facts = (
        citation.label,
        page_words(citation.pages),
        misread_words(citation.confidence),
        day(citation.date, citation.cable),
        citation.origin,
        citation.subject,
        citation.marking,
    )
    said = "likeliest to answer" if citation.number == likeliest else None
    return [one_line(fact) for fact in (*facts, citation.speaker, said) if fact]


def _remarks(answer: Answer) -> Iterable[str]:
    """Yield what a reader of the answer has to know: which sentences are doubtful, and how it was made."""
    for each in answer.sentences:
        if each.verdict != "supported":
            verdict = DOUBTS[each.verdict][1].capitalize()
            reasons = one_line("; ".join(each.reasons))
            yield f"{verdict}: {one_line(answer.text[each.start : each.end])} ({reasons})"
    if said := outcome_words(answer):
        yield said
    if answer.marking:
        yield f"Highest marking cited: {answer.marking}"
    if answer.understood:
        yield f"Interpreted as: {one_line('; '.join(answer.understood))}"
    if answer.note:
        yield one_line(answer.note)
    yield f"Written by {title(answer.model)}" if answer.model else "Quoted without a language model"
