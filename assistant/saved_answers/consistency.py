"""Whether a saved answer agrees with itself: its text, its citations, its passages and what the model was sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import DEEP, WORST_FIRST, Answer, Citation, Passage, highest_marking
from assistant.saved_answers.bundle import Bundle, sha256
from ingest.domain.keys import Key

MARK = re.compile(r"\[(\d{1,3})\]")
_HEADING = re.compile(r"^## .*$", re.MULTILINE)  # of a report; it cites nothing and is not judged


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a saved answer, and where."""

    place: str
    fault: str

    def __str__(self) -> str:
        return f"{self.place}: {self.fault}"


def named(citation: Citation) -> str:
    """Return how findings name a citation: `[1] 10BAKU79 ¶5`."""
    return f"[{citation.number}] {citation.label}"


def squeezed(text: str) -> str:
    """Return a text without its white space, which the lines of a cable break as they like."""
    return "".join(text.split())


def disagreements(bundle: Bundle) -> Iterator[Finding]:
    """Yield whatever one part of a bundle says otherwise than another."""
    answer = bundle.answer
    yield from _numbers(answer)
    yield from _hashes(bundle)
    if answer.model is None:
        yield from _quotations(answer)
    elif answer.answered:
        yield from _written(answer)
        yield from _unseen(bundle)
    yield from _marking(answer)


def _marking(answer: Answer) -> Iterator[Finding]:
    highest = highest_marking(each.marking for each in answer.citations)
    if answer.marking == highest:
        return
    if answer.marking is None:
        yield Finding("answer", f"it has no marking, although what it cites is marked {highest}")
    elif highest is None:
        yield Finding("answer", f"it is marked {answer.marking}, although what it cites has no marking")
    else:
        yield Finding("answer", f"its marking, {answer.marking}, is not the highest of what it cites, {highest}")


def _numbers(answer: Answer) -> Iterator[Finding]:
    numbers = [citation.number for citation in answer.citations]
    if numbers != list(range(1, len(numbers) + 1)):
        yield Finding("citations", "they are not numbered consecutively from 1")
    marks = {int(mark) for mark in MARK.findall(answer.text)}
    for citation in answer.citations:
        if citation.number not in marks:
            yield Finding(named(citation), "the answer does not cite it")
    if not answer.refused:  # a refusal may name an unnumbered paragraph, "10OSLO3 [7]"
        # What is quoted from a cable may hold "[7]", too.
        quoted = "".join((*(each.quote for each in answer.citations), *(each.text for each in answer.passages)))
        for mark in sorted(marks.difference(numbers)):
            if f"[{mark}]" not in quoted:
                yield Finding("answer", f"[{mark}] refers to no citation")


def _hashes(bundle: Bundle) -> Iterator[Finding]:
    stood = {each.key: each for each in bundle.paragraphs}
    for passage in bundle.answer.passages:
        kept = stood.get(Key(passage.cable, passage.ordinal))
        if kept is None or kept.sha256 != sha256(passage.text):
            yield Finding(passage.label, "the text of the passage does not match its hash")
    places: tuple[Passage | Citation, ...] = (*bundle.answer.passages, *bundle.answer.citations)
    for place in places:
        kept = stood.get(Key(place.cable, place.ordinal))
        if kept is None or (kept.label, kept.paragraph) != (place.label, place.paragraph):
            yield Finding(place.label, "no hash of what was there is recorded")


def _quotations(answer: Answer) -> Iterator[Finding]:
    """Yield the citations that stand behind other words than theirs, in an answer made of quotations."""
    for citation in answer.citations:
        # From the mark before, so that words which another number stands for do not count.
        begins = max(answer.text.find(f"[{citation.number - 1}]"), 0)
        ends = [mark.start() for mark in MARK.finditer(answer.text) if int(mark[1]) == citation.number]
        of_header = {citation.subject or citation.cable} if citation.ordinal == 0 else set()
        quotable = {citation.quote} | of_header
        stretches = [squeezed(answer.text[begins:end]) for end in ends]
        if ends and not any(squeezed(words) in stretch for words in quotable for stretch in stretches):
            yield Finding(named(citation), "the answer does not quote it where it cites it")


def _written(answer: Answer) -> Iterator[Finding]:
    """Yield what was written and not judged, and citations with another verdict than what cites them."""
    unjudged = answer.text
    for sentence in answer.sentences:
        width = len(unjudged[sentence.start : sentence.end])
        unjudged = unjudged[: sentence.start] + " " * width + unjudged[sentence.end :]
    if answer.kind == DEEP:
        unjudged = _HEADING.sub("", unjudged)
    if unjudged.strip():
        yield Finding("answer", f"no verdict is recorded on “{unjudged.strip()}”")
    for citation in answer.citations:
        mark = f"[{citation.number}]"
        verdicts = [each.verdict for each in answer.sentences if mark in answer.text[each.start : each.end]]
        if verdicts and citation.verdict != min(verdicts, key=WORST_FIRST.index):
            yield Finding(named(citation), "its verdict is not the lowest verdict of the sentences that cite it")


def _unseen(bundle: Bundle) -> Iterator[Finding]:
    """Yield the citations of what the model was not shown: it cannot have read them."""
    shown = "\n".join(bundle.prompts)
    for citation in bundle.answer.citations:
        if f"[{citation.label}]" not in shown:
            yield Finding(named(citation), "the model was not shown this paragraph")
