"""Words that somebody marked in a paragraph, and where they stand once the text has changed. Pure functions.

What is kept of them are the two selectors of the W3C Web Annotation model: the words with a few of those around
them (TextQuoteSelector), and their place in the paragraph (TextPositionSelector). They are looked for at that
place, then wherever else the cable has the same words between the same neighbours, and last among words that are
much alike. Each step takes time in proportion to the cable.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from ingest.domain.cable import Paragraph
from ingest.errors import NoteError

LONGEST_QUOTATION = 20_000  # characters
AROUND = 32  # characters kept of the words on either side
_ENDS = 32  # characters by which the two ends of changed words are found
_MOST_PLACES = 2_000  # at which the same words are compared by their neighbours
_MOST_PARAGRAPHS = 3  # in which changed words are looked for
# From 0 to 100: how much the neighbours on both sides have to be alike, or those on one side of so many letters,
# for the words between them to be those that were marked.
_ALIKE, _SIDE_ALIKE, _TELLING = 65, 85, 12
_UNMISTAKABLE = 24  # letters of words that are the marked ones without their neighbours, if they stand there once
_LONG = 40  # the same of words that have changed
_SHORT = 20  # letters of words that are compared by these alone
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """Words of a paragraph: `exact` stands from `start` to `end` in its text, `prefix` before and `suffix` behind.

    `ordinal` counts the paragraph within its cable, `number` is what the cable prints.
    """

    ordinal: int
    number: int | None
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


def mark(paragraph: Paragraph, start: int, end: int) -> MarkedWords:
    """Return the words of a paragraph from `start` to `end`, without blanks around them.

    Raises NoteError where there are none, or too many.
    """
    text = paragraph.text
    start, end = max(start, 0), min(end, len(text))
    words = text[start:end].strip()
    if not _WORD.search(words):
        raise NoteError("No words are marked: mark some of a paragraph.")
    if len(words) > LONGEST_QUOTATION:
        raise NoteError(
            f"{LONGEST_QUOTATION:,} characters can be marked at once; these are {len(words):,}: mark fewer."
        )
    start = text.index(words, start)
    end = start + len(words)
    before, behind = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return MarkedWords(paragraph.ordinal, paragraph.number, start, end, words, before, behind)


def mark_quoted(paragraph: Paragraph, words: str = "", near: int = 0) -> MarkedWords:
    """Return words of a paragraph as somebody quotes them, those nearest to a place in its text; all without any.

    Line ends and blanks make no difference. Raises NoteError where the paragraph does not have them.
    """
    wanted = words.split()
    if not wanted:
        return mark(paragraph, 0, len(paragraph.text))
    if sum(map(len, wanted)) > LONGEST_QUOTATION:
        raise NoteError(f"{LONGEST_QUOTATION:,} characters can be marked at once: mark fewer.")
    text = paragraph.text
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    inked, letters, about = "".join(text.split()), "".join(wanted), bisect_left(places, near)
    hits = [inked.rfind(letters, 0, about + len(letters)), inked.find(letters, about)]
    first = min((hit for hit in hits if hit >= 0), key=lambda hit: abs(places[hit] - near), default=None)
    if first is None:
        raise NoteError("The paragraph does not have these words: copy them from it.")
    return mark(paragraph, places[first], places[first + len(letters) - 1] + 1)


class CableText:
    """The paragraphs of a cable, to find marked words in."""

    def __init__(self, paragraphs: Iterable[Paragraph]) -> None:
        self._paragraphs = {each.ordinal: each for each in paragraphs}
        self._words: dict[int, frozenset[str]] = {}

    def find(self, marked: MarkedWords) -> MarkedWords | None:
        """Return where marked words stand now, with the words as they are there; None where they are gone."""
        return self._unmoved(marked) or self._same(marked) or self._changed(marked)

    def _unmoved(self, marked: MarkedWords) -> MarkedWords | None:
        paragraph = self._paragraphs.get(marked.ordinal)
        if paragraph is None or paragraph.text[marked.start : marked.end] != marked.exact:
            return None
        return marked if mark(paragraph, marked.start, marked.end) == marked else None

    def _same(self, marked: MarkedWords) -> MarkedWords | None:
        """Return the same words elsewhere, where their neighbours or they themselves leave no doubt."""
        places = list(islice(self._places(marked), _MOST_PLACES))
        at_home = sum(_is_home(paragraph, marked) for paragraph, _ in places)
        scored: list[tuple[float, Paragraph, int]] = []
        for paragraph, start in places:
            context = _context(paragraph.text, start, start + len(marked.exact), marked)
            is_home = _is_home(paragraph, marked)
            is_only_one = len(places) == 1 or (is_home and at_home == 1)
            if context >= _ALIKE or (is_only_one and len(marked.exact) >= _UNMISTAKABLE):
                scored.append((context + 20 * is_home, paragraph, start))
        if not scored:
            return None
        _, paragraph, start = max(scored, key=lambda each: each[0])
        return mark(paragraph, start, start + len(marked.exact))

    def _places(self, marked: MarkedWords) -> Iterator[tuple[Paragraph, int]]:
        """Yield where the same words stand, those in its own paragraph first."""
        for paragraph in sorted(self._paragraphs.values(), key=lambda each: not _is_home(each, marked)):
            start = paragraph.text.find(marked.exact)
            while start >= 0:
                yield paragraph, start
                start = paragraph.text.find(marked.exact, start + 1)

    def _changed(self, marked: MarkedWords) -> MarkedWords | None:
        """Return words much like the marked ones, at their place or between much the same neighbours."""
        found = [
            (likeness, place)
            for paragraph in self._likely(marked)
            for place in _stretches(paragraph, marked)
            if (likeness := _likeness(place, paragraph.text, marked))
        ]
        return max(found, key=lambda each: each[0])[1] if found else None

    def _likely(self, marked: MarkedWords) -> list[Paragraph]:
        """Return the paragraphs that share most words with the marked ones and their neighbours."""
        wanted = _words(f"{marked.prefix} {marked.exact} {marked.suffix}")
        shared = {ordinal: len(wanted & self._words_of(ordinal)) for ordinal in self._paragraphs}
        best = sorted(shared, key=lambda ordinal: (-shared[ordinal], ordinal))[:_MOST_PARAGRAPHS]
        return [self._paragraphs[ordinal] for ordinal in best if shared[ordinal] * 3 >= len(wanted)]

    def _words_of(self, ordinal: int) -> frozenset[str]:
        if ordinal not in self._words:
            self._words[ordinal] = _words(self._paragraphs[ordinal].text)
        return self._words[ordinal]


def _is_home(paragraph: Paragraph, marked: MarkedWords) -> bool:
    if paragraph.number is not None and marked.number is not None:
        return paragraph.number == marked.number
    return paragraph.ordinal == marked.ordinal


def _context(text: str, start: int, end: int, marked: MarkedWords) -> float:
    """Return how much the neighbours of a stretch are like those of the marked words, from 0 to 100.

    It is that of both sides together, or of one that is very like. Where the marked words began or ended their
    paragraph, whatever stands there now is unlike that.
    """
    before = text[max(0, start - (len(marked.prefix) or AROUND)) : start]
    behind = text[end : end + (len(marked.suffix) or AROUND)]
    both = fuzz.ratio(before + behind, marked.prefix + marked.suffix)
    sides = [
        fuzz.ratio(here, there)
        for here, there in ((before, marked.prefix), (behind, marked.suffix))
        if len(there) >= _TELLING
    ]
    return max([both, *(side for side in sides if side >= _SIDE_ALIKE)])


def _stretches(paragraph: Paragraph, marked: MarkedWords) -> Iterator[MarkedWords]:
    """Yield the stretches of a paragraph that may be the marked words, by both of their ends and by either."""
    text, length = paragraph.text, len(marked.exact)
    head, tail = marked.prefix + marked.exact[:_ENDS], marked.exact[-_ENDS:] + marked.suffix
    start = _start_in(text, head, len(marked.prefix))
    end = _end_in(text, tail, len(tail) - len(marked.suffix))
    if start is not None and end is not None and 0 < end - start <= 2 * length + AROUND:
        yield from _whole_words(paragraph, start, end)
    if start is not None:
        yield from _whole_words(paragraph, start, min(start + length, len(text)))
    if end is not None:
        yield from _whole_words(paragraph, max(0, end - length), end)


def _whole_words(paragraph: Paragraph, start: int, end: int) -> Iterator[MarkedWords]:
    """Yield a stretch with the words whole that it begins and ends in; nothing where it has no word."""
    text = paragraph.text
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    if _WORD.search(text, start, end) and end - start <= LONGEST_QUOTATION:
        yield mark(paragraph, start, end)


def _start_in(text: str, head: str, place: int) -> int | None:
    """Return where in a text the character at `place` of its likeness `head` stands, or the next that it has."""
    for here, there, length in _equal_blocks(head, text):
        if here + length > place:
            return there + max(0, place - here)
    return None


def _end_in(text: str, tail: str, place: int) -> int | None:
    """Return behind which character of a text the first `place` ones of its likeness `tail` end."""
    end = None
    for here, there, length in _equal_blocks(tail, text):
        if here < place:
            end = there + min(length, place - here)
    return end


def _equal_blocks(needle: str, text: str) -> Iterator[tuple[int, int, int]]:
    """Yield what a needle and the stretch of a text that is most like it have in common: where, and how long."""
    found = fuzz.partial_ratio_alignment(needle, text)
    if found is None:
        return
    needle, stretch = needle[found.src_start : found.src_end], text[found.dest_start : found.dest_end]
    for each in Indel.opcodes(needle, stretch):
        if each.tag == "equal":
            length = each.src_end - each.src_start
            yield found.src_start + each.src_start, found.dest_start + each.dest_start, length


def _likeness(place: MarkedWords, text: str, marked: MarkedWords) -> float:
    """Return how much a stretch is like the marked words, 0 where they cannot be the same."""
    letters = fuzz.ratio(place.exact, marked.exact)
    context = _context(text, place.start, place.end, marked)
    here, there = _WORD.findall(place.exact.casefold()), _WORD.findall(marked.exact.casefold())
    words = 100 * Indel.normalized_similarity(here, there)
    if len(marked.exact) < _SHORT:
        are_alike = context >= _ALIKE and letters >= 75
    elif context >= _ALIKE:
        are_alike = letters >= 85 or words >= 50
    else:
        are_alike = len(marked.exact) >= _LONG and (letters >= 85 or words >= 70)
    return letters + context if are_alike else 0.0


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
