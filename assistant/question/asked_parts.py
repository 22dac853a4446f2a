"""The parts of a question that each want an answer of their own: its cables, times, people, places and matters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.question.hints import Hint
from assistant.question.understand import Question
from assistant.question_words import ASKING

_PARTICLE = r"(?:al|bin|bn|ben|ibn|da|de|del|della|di|do|dos|du|el|la|le|of|the|van|von|zu)"
_CAPITAL = r"(?-i:[A-Z])[\w’'.-]*+"
_NAME = rf"(?<![\w’'.-]){_CAPITAL}(?: (?:{_PARTICLE} ){{0,2}}{_CAPITAL}){{0,4}}"
_JOINS = (
    r"(?:,? (?:and|or|as well as|versus|vs\.?|with|against|than|from|to)(?: (?:that of|those of|the))? "
    r"|, (?:and )?)"
)
_LIST = re.compile(rf"{_NAME}(?:{_JOINS}{_NAME}){{1,5}}", re.IGNORECASE)
_EACH = re.compile(_NAME, re.IGNORECASE)
_OWN = re.compile(r"['’]s?$")
_BETWEEN = re.compile(r"\s*(?:,|\band\b|\bor\b|\bto\b|\bversus\b|\bvs\b|\bin\b|\bwith\b|\bthe\b|\bwhat\b)?\s*")
_LOOSE = re.compile(r"(?<![ ,])[ ,]++([?.!])")
_JOINING = frozenset(", in from of and to between during".split())
_MOST = 6  # each is searched for by itself


@dataclass(frozen=True, slots=True)
class AskedPart:
    """A part of a question: what the reader calls it, and the question for it alone.

    Either a `cable` alone may answer it, or what was written at a time, the `hint`, or what is said by or of
    whoever has its `name`; where none is set, whatever fits.
    """

    name: str
    question: str
    cable: str = ""
    hint: Hint | None = None
    is_name: bool = False


def asked_parts(question: Question) -> tuple[AskedPart, ...]:
    """Return the parts of a question, in the order of its words; none where it asks for one thing."""
    found = [*_cables(question), *_times(question), *_names(question), *_matters(question)]
    return tuple({each.name: each for each in reversed(found)}.values())[::-1][:_MOST]


def _cables(question: Question) -> Iterator[AskedPart]:
    if len(question.cables) > 1:
        for cable in question.cables:
            yield AskedPart(cable, question.text, cable=cable)


def _times(question: Question) -> Iterator[AskedPart]:
    times = [hint for hint in question.hints if hint.origin is None]
    if 1 < len(times) <= _MOST:
        for hint in times:
            yield AskedPart(hint.words.removeprefix("dated "), _without(question.asked, times, hint), hint=hint)


def _names(question: Question) -> Iterator[AskedPart]:
    """Yield what is asked of each of several names in a row: "Barak, Gilad and Buchris"."""
    if question.comparison:
        for side in question.comparison.sides:
            if side.hint is None:
                yield AskedPart(side.name, side.text, is_name=True)
    for row in _LIST.finditer(question.text):
        inside = [match for match in _EACH.finditer(row[0]) if _bare(match[0])]
        if len(inside) > 1:
            asking = row[0].index(_bare(inside[0][0]))  # "How do Anar Baro" begins with a word that only asks
            for match in inside:
                name = _bare(match[0])
                alone = f"{question.text[: row.start() + asking]}{name}{question.text[row.end() :]}"
                yield AskedPart(name, alone, is_name=True)


def _matters(question: Question) -> Iterator[AskedPart]:
    if len(question.parts) > 1:
        for part in question.parts:
            yield AskedPart(part, part)


def _bare(name: str) -> str:
    """Return a name without what only asks before it and the s behind it; "" where nothing is left."""
    words = _OWN.sub("", name.strip(" .-")).split()
    while words and words[0].casefold() in ASKING | {
        "compare",
        "did",
        "embassy",
        "embassies",
        "tell",
        "summarise",
    }:
        del words[0]
    return " ".join(words)


def _without(text: str, times: list[Hint], kept: Hint) -> str:
    """Return a question with one of its times, and none of what joins it to the others."""
    said, end = "", 0
    for hint in times:
        said += text[end : hint.start]
        end = hint.end
        if hint is kept:
            said += hint.text
        elif joined := _BETWEEN.match(text, end):
            end = joined.end() if joined[0].strip() else end
            said = _unjoined(said)
    return _LOOSE.sub(r"\1", " ".join(f"{said} {text[end:]}".split()))


def _unjoined(text: str) -> str:
    """Return a text without the words at its end that only join something to it: "in 2004 and in" is "in 2004"."""
    words = text.replace(",", " , ").split()
    while words and words[-1].casefold() in _JOINING:
        words.pop()
    return f"{' '.join(words)} ".replace(" ,", ",")
