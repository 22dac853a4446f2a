"""What a question wants, a number of something or a time, and which sentences give one.

A passage on the right matter may still not settle the question. "How many people live there?" is not answered by
what happened there, however near it comes: that is shown, and not claimed. Of a question of yes or no the words
that its predicate shares with a sentence tell less than the probability does, and "who" is nearly always followed
by some name, so neither is judged here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.question.courtesy import unmarked
from assistant.verification.claimed_dates import dates
from assistant.verification.numbers import numbers
from assistant.verification.wording import Token, tokens

_HOW_MANY = re.compile(r"\bhow many\b\s*(?:of (?:the )?)?", re.IGNORECASE)
_HOW_MUCH = re.compile(r"\bhow much\b\s*(?:of (?:the )?)?", re.IGNORECASE)
_MEASURE = re.compile(
    r"\b(?:how (?:long|old|far|big|large|often|high|fast|deep|heavy|tall)"
    r"|(?:what|which) (?:share|percentage|percent|number|proportion|price|sum|figure|amount))\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\A(?:when|(?:since|until|till|by) when|(?:(?:in|on|by|since|during) )?(?:what|which)"
    r" (?:year|month|date|day|week))\b",
    re.IGNORECASE,
)
# Words behind "how many" with which what is counted has been named.
_ENDS = frozenset(
    """did do does is are was were has have had will would can could should may might must of in on at to from by
    for with and or that which who the a an his her its their this there per more""".split()
)
_MOST = 3  # words for what is counted
_BEFORE, _BEHIND = 4, 8  # words around a number in which what it counts stands
_PERSONS = frozenset(
    """people persons men women children youths troops soldiers fighters personnel staff officers officials workers
    employees detainees prisoners captives inmates students refugees victims civilians residents inhabitants
    villagers migrants citizens members militants insurgents rebels police policemen delegates deputies diplomats
    doctors physicians nurses teachers families recruits demonstrators protesters supporters voters advisors
    advisers passengers contractors foreigners suspects killed dead wounded injured casualties deaths""".split()
)
_A_PERSON = "a person"
_AMOUNT = re.compile(
    r"[$€£¥%]|\b(?:percent|USD|EUR|euros?|dollars?|pounds?|rubles?|reais|BPS|GBP|barrels?|tons?|tonnes?|lit(?:er|re)s?"
    r"|kilo\w*|kg|bcm|mcm|megawatts?|MW|acres?|hectares?|gallons?)\b",
    re.IGNORECASE,
)
_NONE_OF = re.compile(r"\b(?:no|none|zero|without any)\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:\d{1,2}:\d\d|(?:19|20)\d\ds?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|today|tonight|tomorrow|yesterday|weekends?|spring|summer|autumn|winter|easter|christmas|ramadan"
    r"|(?:last|next|this|past|coming|previous|following|same|each|every|late|early|mid)[ -]"
    r"(?:minute|hour|day|night|morning|afternoon|evening|week|month|quarter|year|decade|century)s?"
    r"|(?:hours?|days?|weeks?|months?|years?|decades?) (?:ago|earlier|later|before|after|from now)"
    r"|(?:within|in|for|after|before|over|until) (?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d+"
    r"|several|a few|the next|the coming|the last) (?:[\w-]+ ){0,2}(?:hours?|days?|weeks?|months?|years?|decades?)"
    r"|(?:after|before|until|till|once|when|as soon as|following|upon|by the time|ahead of|in advance of|during"
    r"|since) \w+|immediately|soon|shortly|recently|long ago|never|already"
    r"|by (?:the )?(?:end|middle|beginning))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WantedThing:
    """What a question wants, and `of` what a number or an amount is to be, as keys of words."""

    thing: Literal["number", "amount", "measure", "time"]
    of: frozenset[str] = frozenset()

    def given_in(self, sentence: str) -> bool:
        """Return whether a sentence has one."""
        if self.thing == "number":
            return _counts(sentence, self.of)
        if self.thing == "amount":
            return _has_amount(sentence) or _counts(sentence, self.of)
        if self.thing == "measure" and numbers(sentence):
            return True
        return bool(dates(sentence) or _TIME.search(sentence))


def wanted_thing(question: str) -> WantedThing | None:
    """Return what a question wants; None where any sentence may answer it."""
    text = unmarked(question)
    if counted := _HOW_MANY.search(text):
        return WantedThing("number", _keys(_counted(tokens(text[counted.end() :]))))
    if counted := _HOW_MUCH.search(text):
        return WantedThing("amount", _keys(_counted(tokens(text[counted.end() :]))))
    if _MEASURE.search(text):
        return WantedThing("measure")
    return WantedThing("time") if _WHEN.search(text) else None


def _counted(words: Iterable[Token]) -> list[Token]:
    """Return the words for what is counted: "Patriot batteries" of "how many Patriot batteries does ..."."""
    named: list[Token] = []
    for word in words:
        if word.low in _ENDS or len(named) == _MOST:
            break
        named.append(word)
    return named


def _has_amount(sentence: str) -> bool:
    """Return whether a sentence has a sum, a share, or some measure of something."""
    found = numbers(sentence)
    large = any(number.times > 1 or number.percent for number in found)
    return large or (bool(found) and bool(_AMOUNT.search(sentence)))


def _counts(sentence: str, of: frozenset[str]) -> bool:
    """Return whether a sentence has a number of these, be it none; of anything where it is not told of what."""
    found = [number.text for number in numbers(sentence)]
    if not of:
        return bool(found)
    words = tokens(sentence)
    figures = {part for text in (*found, *_NONE_OF.findall(sentence)) for part in re.findall(r"[\w.,]*\w", text)}
    places = [place for place, word in enumerate(words) if word.text in figures]
    return any(of & _keys(words[max(0, place - _BEFORE) : place + _BEHIND]) for place in places)


def _keys(words: Iterable[Token]) -> frozenset[str]:
    """Return what words stand for, in whatever form, or by what means much the same; all persons are alike."""
    words = tuple(words)
    persons = (_A_PERSON for word in words if word.low in _PERSONS)
    return frozenset((*(key for word in words for key in word.keys | word.alike), *persons))
