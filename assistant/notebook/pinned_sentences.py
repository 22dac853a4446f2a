"""The sentences of an answer that cite something, each with its citations, to be pinned one by one or all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from assistant.citations import day

_MARKS = re.compile(r"(?:\[\d{1,3}\])+")
_MARK = re.compile(r"\[(\d{1,3})\]")
_ALSO = re.compile(r"^Also (?:in that cable[,:] )?")
_STRUCTURE = re.compile(r"^\s*(?:[-*•]|#{1,4}|\d{1,2}[.)])\s+")  # what a model begins a line of a list with
_BOLD = re.compile(r"\*\*(?!\s)([^*]+)(?<!\s)\*\*")


@dataclass(frozen=True, slots=True)
class PinnedSentence:
    """A sentence, with the marks `[1]` of its citations; `doubt` is what was found against it, "" for nothing."""

    text: str
    citations: tuple[Citation, ...]
    doubt: str = ""


def cited_sentences(answer: Answer) -> tuple[PinnedSentence, ...]:
    """Return all sentences of an answer that cite something, in their order."""
    return tuple(sentence for _, _, sentence in _sentences(answer))


def sentence_of(answer: Answer, number: int, occurrence: int = 1) -> PinnedSentence | None:
    """Return the sentence that has the mark of this number the first, second... time; None where none has."""
    marks = [each.start() for each in _MARK.finditer(answer.text) if int(each[1]) == number]
    if not marks or occurrence < 1:
        return None
    place = marks[min(occurrence, len(marks)) - 1]
    return next((each for start, end, each in _sentences(answer) if start <= place < end), None)


def _sentences(answer: Answer) -> Iterator[tuple[int, int, PinnedSentence]]:
    by_number = {each.number: each for each in answer.citations}
    for start, end, doubt in _spans(answer):
        text = answer.text[start:end]
        numbers = dict.fromkeys(int(mark[1]) for mark in _MARK.finditer(text))
        cited = tuple(by_number[each] for each in numbers if each in by_number)
        if cited:
            words = _written(text) if answer.model else _quoted(text, cited[0])
            yield start, end, PinnedSentence(words, cited, doubt)


def _spans(answer: Answer) -> Iterator[tuple[int, int, str]]:
    """Yield where each sentence stands that ends with marks, and what was found against it.

    Of what a model wrote the sentences are known. Quotations end with their marks, several in one line.
    """
    if answer.sentences:
        for each in answer.sentences:
            why = "; ".join(each.reasons)
            yield each.start, each.end, "" if each.verdict in ("supported", "elsewhere") else why or each.verdict
        return
    known = {str(each.number) for each in answer.citations}
    for line in re.finditer(r"[^\n]+", answer.text):
        start = line.start()
        for marks in _MARKS.finditer(answer.text, line.start(), line.end()):
            if not known.isdisjoint(_MARK.findall(marks[0])):
                yield start, marks.end(), ""
                start = marks.end()


def _written(text: str) -> str:
    """Return the words that a model wrote, without what only arranges or stresses them."""
    return " ".join(_BOLD.sub(r"\1", _STRUCTURE.sub("", text, count=1)).split())


def _quoted(text: str, citation: Citation) -> str:
    """Return a quotation with who is quoted, without the place and the date before it: its citation has these."""
    line = " ".join(text.split())
    rest = _ALSO.sub("", line)
    place = f"{citation.origin or citation.cable}, {day(citation.date, citation.cable)}. "
    said = rest.removeprefix(place) if rest.startswith(place) or rest != line else line
    return f"{citation.speaker}: {said}" if citation.speaker and said.startswith("“") else said
