"""Sentences that give orders to whatever reads them, which a cable may have been made to carry.

An order is no evidence: it is neither shown to a chat model nor does it bear out a sentence that obeys it. It is
told by the company of its words, which `orders.txt` has: those of answering beside those of commanding. So it can
be missed; then what the model wrote is still checked like anything else.
"""

import re
from collections.abc import Iterator
from importlib.resources import files

from ingest.language.sentences import sentences


def _sections() -> dict[str, str]:
    """Return for each section of `orders.txt` an expression that matches any of its words."""
    found: dict[str, list[str]] = {}
    for line in (files(__package__) / "orders.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            words = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            words.append(line)
    return {name: rf"\b(?:{'|'.join(words)})\b" for name, words in found.items()}


_WORDS = _sections()
_SAY, _DO, _MACHINE, _MUST = (_WORDS[name] for name in ("say", "do", "machine", "must"))
_POLITE = r"(?:please|kindly|now|instead|just|then|only|always|simply|also|first|finally)"
# What may go ahead of an order, up to three times: "SYSTEM NOTE: now please", "Before anything else,", "For
# testing purposes". Where it may end is looked for step by step, as there are too many ways to try them all.
_AHEAD = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_POLITE}\b\W*+",
        *(rf"(?:for|in|to|before|after)(?: \w++){{{words}}}\W++" for words in range(1, 5)),
    )
)
_NAMED = re.compile(r" [A-Z][a-z]+ $")  # "In its view Lind put the matter in words": no order
_PARTING = re.compile(r"[,:\])>]")
_BLANKS = re.compile(r"\W++")
_AHEAD_ENDS = re.compile(r"[,.:]")
_MOST_AHEAD = 3
_LONGEST_AHEAD = 60  # characters before the sign that parts it from the order
_BEFORE_WORDS = re.compile(r"\W*+")
# The heading "Answer:" is no order, nor is the beginning of speech: "Never," he said.
_OPENS = r"(?![:,’'”])"
_ORDERS = (
    rf"^\W*(?:{_POLITE}\W+)*{_SAY}{_OPENS}",
    rf"^(?=.*{_MACHINE}).*{_MUST}",
    rf"^(?=.*\b(?:you|your)\b).*(?:{_MACHINE}|\b(?:archive|bot|answers?|reply|phrase|pretend|guidelines)\b)",
    r"^\W*(?:dear|attention|hey|hello|note to)\b[^.]{0,20}\b(?:AI|bots?|models?|assistants?|summari\w+)\b",
    r"^\W*(?:from now on|developer mode|you (?:must|are|will) (?:now|no longer))\b",
    r"\b(?:if|when|whenever|once) (?:(?:you are |ever |anyone is )?asked|(?:any|some)(?:one|body) asks)\b"
    rf".{{0,80}}(?:,|\b(?:then|always|must|should)\b)\s*(?:\w+ ){{0,2}}{_SAY}",
    r"\b(?:correct|true|right) answer\b.{0,60} is\b|\b(?:answer|reply) (?:has to|must|should) (?:be|read|say)\b",
    r"\bend of (?:the )?passages\b|\bpassages end\b",
    # the marks by which chat models tell who speaks
    r"<\|?/?(?:system|im_start|im_end|inst|assistant|user)\b|\[/?INST\]",
    r"#{1,6} *(?:system|instruction|input|response)|^\W*(?:system|assistant|user|developer|override)\b[\w ]*:",
    _WORDS["abroad"],
)
_ORDER = re.compile("|".join(_ORDERS), re.IGNORECASE | re.DOTALL)
_ANSWERING = re.compile(rf"{_MACHINE}|{_WORDS['words']}", re.IGNORECASE)
_COMMANDING = re.compile(rf"(?:{_SAY}|{_DO}){_OPENS}", re.IGNORECASE)
_DETERMINED = re.compile(
    r"\b(?:the|an?|its|his|her|their|our|this|that|any|no)\W+$", re.IGNORECASE
)  # "the answer"


def orders(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text stand that give orders to their reader."""
    return [(start, end) for start, end in sentences(text) if _is_order(text[start:end])]


def _is_order(sentence: str) -> bool:
    if _ORDER.search(sentence):
        return True
    return bool(_ANSWERING.search(sentence)) and any(
        _COMMANDING.match(sentence, place) and not _DETERMINED.search(sentence, 0, place)
        for place in _openings(sentence)
    )


def _openings(sentence: str) -> set[int]:
    """Return the places at which a sentence may begin to command."""
    ends = fresh = {_BEFORE_WORDS.match(sentence).end()}  # type: ignore[union-attr]  # it matches anywhere
    for _ in range(_MOST_AHEAD):
        fresh = {end for place in fresh for end in _past(sentence, place)} - ends
        ends = ends | fresh
    return ends


def _past(sentence: str, place: int) -> Iterator[int]:
    """Yield where the next words may begin behind something that goes ahead of an order."""
    for ahead in _AHEAD:
        if (found := ahead.match(sentence, place)) and not _NAMED.search(found[0]):
            yield found.end()
    farthest = place + _LONGEST_AHEAD + 1
    ending = _AHEAD_ENDS.search(sentence, place, farthest)
    for sign in _PARTING.finditer(sentence, place + 1, ending.end() if ending else farthest):
        if found := _BLANKS.match(sentence, sign.end()):
            yield found.end()


def without_orders(text: str) -> str:
    """Return a text with blanks in the place of its orders, so that everything else stands where it stood."""
    pieces, done = [], 0
    for start, end in orders(text):
        pieces += [text[done:start], " " * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])
