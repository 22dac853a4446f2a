"""Paragraphs of a cable by their numbers: "10BAKU79 ¶3", "what does paragraph 5 of 09MOSCOW532 say"."""

import re

from assistant.answer import Answer, Citation
from assistant.kinds.asked_cable import asked_cables
from assistant.kinds.cable_sentences import cable_sentences
from assistant.kinds.inquiry import Inquiry
from assistant.kinds.naming import alike, not_here, titled
from assistant.kinds.request_words import PLAIN, are_all_in
from ingest import Cable, Library

_NUMBERS = re.compile(
    r"(?:\bpara(?:graph)?s?\b\.?|¶¶?|§)\s*(?:no\.?|numbers?)?\s*"
    r"(?P<numbers>\d{1,3}(?:\s*(?:,|&|-|–|to|and|through|¶)\s*\d{1,3}){0,9})\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|to|through)\s*(\d{1,3})|(\d{1,3})")
KNOWN = PLAIN | frozenset(
    "para paras paragraph paragraphs read quote print open full whole entire through".split()
)
_MOST = 10  # paragraphs
_MOST_WORDS = 600  # of all that is quoted


def answer(inquiry: Inquiry) -> Answer | None:
    """Return the paragraphs of these numbers in full; None where no numbers of paragraphs are asked for."""
    found = asked_cables(inquiry, _asked, KNOWN)
    if not found:
        return None
    numbers, asked = found
    citations: list[Citation] = []
    blocks = [_quoted(inquiry.library, each, numbers, citations) for each in inquiry.library.cables(asked.cables)]
    blocks += filter(None, (not_here(asked.absent), alike(asked)))
    return inquiry.answer("\n\n".join(blocks), citations, understood=asked.told, answered=bool(citations))


def _asked(text: str) -> tuple[int, ...] | None:
    match = _NUMBERS.search(text)
    if not match or not are_all_in(text[: match.start()] + text[match.end() :], KNOWN):
        return None
    numbers: list[int] = []
    for first, last, alone in _RANGE.findall(match["numbers"]):
        numbers += range(int(first), int(last) + 1) if last else [int(alone)]
    return tuple(dict.fromkeys(numbers)) or None


def _quoted(library: Library, cable: Cable, numbers: tuple[int, ...], citations: list[Citation]) -> str:
    """Return the paragraphs of a cable that have one of these numbers, and which numbers it lacks."""
    lines, words = [titled(cable)], 0
    told: set[int | None] = set()
    for sentences in cable_sentences(library, cable):
        number = sentences[0].paragraph.number if sentences else None
        if number not in numbers:
            continue
        length = sum(each.length for each in sentences)
        if told and (len(told) == _MOST or words + length > _MOST_WORDS):
            break
        told.add(number)
        words += length
        lines.append(f"¶{number}: {' '.join(each.quoted(cable, citations) for each in sentences)}")
    there = {each.number for each in cable.paragraphs}
    left = [str(each) for each in numbers if each in there and each not in told]
    lacked = [str(each) for each in numbers if each not in there]
    lines += [f"Not quoted here: ¶{', ¶'.join(left)}."] if left else []
    lines += [f"It has no ¶{', ¶'.join(lacked)}."] if lacked else []
    return "\n".join(lines)
