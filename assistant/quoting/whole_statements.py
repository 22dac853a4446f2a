"""Sentences that say nothing by themselves: which are never quoted, and which come with the one before them."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from assistant.question.courtesy import unmarked
from assistant.quoting.score_sentences import Candidate

Place = tuple[str, int, int]

_SHORT = 5  # words from which on a sentence may stand by itself
_FEWEST = 3  # words of one that is quoted
_CLOSING = 60  # characters at the end of a sentence in which its last mark, or "End summary.", stands
_MOST_BEFORE = 2  # sentences that one may lean on
_WORD = re.compile(r"[^\W\d_]{2,}")
_LOWER = re.compile(r"\b[a-z]{4,}")
_REDACTED = re.compile(r"[xX]{4,}")
_SIGNS = re.compile(r"[\d\W_]")
_MOST_SIGNS = 0.5  # of the characters of a sentence: a telephone number, a line of a table
_ENDS = re.compile(r"[.?!…;,][\"'”’)\]»]*\Z|[\"”)\]]\Z")
# What a cable puts in front of its sentences, or behind them, and that is none of their words.
_LEAD = re.compile(
    r"\s*+(?:[(\[]?\s*+(?:begin )?(?:summary|comment|note|nb|introduction)(?: and (?:comment|introduction))?"
    r"\s*+(?:[.:]++|-{1,3}+)\s*+"
    r"|(?:¶\s*)?[a-z0-9]{1,2}[.)]\s++|[-–—*•]{1,3}+\s*+)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?<!\s)\s*+[(\[]?\s*+end (?:of )?(?:summary|comment|note|text)(?: and (?:comment|introduction))?"
    r"\.?\s*+[)\]]?\.?\s*+\Z",
    re.IGNORECASE,
)
_THING = re.compile(
    r"[\"'“‘(\[]*(?:this|these|those|such|it|its|both|either|neither|the (?:former|latter|same|two)"
    r"|that(?= (?:is|was|are|were|did|does|had|has|would|will|could|can|may|might|should|must|means?|meant)\b))\b"
    r"(?!\s+(?:cable|message|telegram|report|year|month|week|morning|embassy|mission|post|as)\b)"
    r"(?!\s+(?:is|was|will be|would be|remains?|seems?|appears?|became)\s+(?:[\w-]+\s+){0,2}"
    r"(?:that|to|for|whether)\b)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[\"'“‘(\[]*(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|shall|should|may|might|must|isn['’]?t|aren['’]?t|wasn['’]?t"
    r"|didn['’]?t|doesn['’]?t|don['’]?t|hasn['’]?t)\b(?!\s+(?:you|we|i)\b)",
    re.IGNORECASE,
)


def asks_yes_or_no(text: str) -> bool:
    """Return whether a question can be answered by yes or no: "did China hack Google?"."""
    return bool(_ASKS.match(unmarked(text)))


def says_something(text: str) -> bool:
    """Return whether a sentence is worth quoting: no heading, mark, number, masked name or half of a list."""
    bare = _REDACTED.sub("", text)
    words = _WORD.findall(bare)
    if len(words) < _FEWEST or len(_SIGNS.sub("", bare)) < _MOST_SIGNS * len("".join(bare.split())):
        return False
    end = text.rstrip()[-_CLOSING:]
    if end.endswith(":"):
        return False
    return bool(_ENDS.search(end)) or (len(words) >= _SHORT and bool(_LOWER.search(bare)))


def leans(each: Candidate) -> bool:
    """Return whether a sentence needs the one before it to be understood.

    Whoever speaks is named in front of a quotation, so "he" needs nothing more there.
    """
    text = bare(each).text
    named = bool(each.speaker) and not _REDACTED.search(each.speaker or "")
    return text[:1].islower() or bool(_THING.match(text)) or (not named and bool(_PERSON.match(text)))


def bare(each: Candidate) -> Candidate:
    """Return a sentence without what only marks it in its cable: "Summary:", "(Note:", "¶G.", "End summary."."""
    text = each.text
    lead = _LEAD.match(text)
    last = max(0, len(text) - _CLOSING)
    tail = _TAIL.search(text, last)
    start = each.start + (lead.end() if lead else 0)
    end = each.start + tail.start() if tail else each.end
    if (start, end) == (each.start, each.end) or start >= end:
        return each
    return replace(each, statement=replace(each.statement, start=start, end=end))


class Paragraphs:
    """The sentences of some paragraphs, each with those before it."""

    def __init__(self, known: Sequence[Candidate]) -> None:
        self._known = known

    @cached_property
    def _places(self) -> dict[Place, Candidate]:
        return {place(each): each for each in self._known}

    @cached_property
    def _order(self) -> list[Place]:
        return sorted(self._places)

    def before(self, each: Candidate) -> Candidate | None:
        """Return the sentence before one in its paragraph."""
        at = bisect_left(self._order, place(each))
        if at == 0 or self._order[at - 1][:2] != place(each)[:2]:
            return None
        return self._places[self._order[at - 1]]

    def with_support(self, each: Candidate) -> list[Candidate]:
        """Return a sentence with those that it leans on in front of it, in the order of the paragraph."""
        found = [each]
        while len(found) <= _MOST_BEFORE and (_is_reply(found[0]) or leans(found[0])):
            before = self.before(found[0])
            if before is None or not (_LOWER.search(before.text) or says_something(before.text)):
                break
            found.insert(0, before)
        return found

    def following(self, each: Candidate) -> list[Candidate]:
        """Return the sentence behind one in its paragraph: what was expected there often did not come."""
        at = bisect_left(self._order, place(each)) + 1
        later = self._order[at : at + 1]
        return [self._places[next] for next in later if next[:2] == place(each)[:2]]


def _is_reply(each: Candidate) -> bool:
    return len(each.text.split()) < _SHORT


def place(each: Candidate) -> Place:
    """Return where a sentence stands."""
    return each.passage.cable, each.passage.ordinal, each.start
