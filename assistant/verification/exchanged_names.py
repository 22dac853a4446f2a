"""Two names of a sentence that have changed places: who attacked whom, what went where.

There is no parser. A name is taken with the words nearest to it on either side. Where its source has those words
around the other name, and the words of the other around this one, the sentence has them the wrong way round.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice

from rapidfuzz.distance import Levenshtein

from assistant.verification import names
from assistant.verification.wording import Token, keys, phrase, tokens
from ingest.language.lexicon import lexicon

_NEAREST = 3  # words that say something, on each side of a name
_REACH = 8  # words on each side of the name in its source
_SHORT = 4  # letters of a word with a full stop behind it that ends no sentence, such as "Mr."
_TELLING = 2  # words that say something between two names that are not of one list
_BESIDE = 6  # words between two names for one
_BY = 3  # words within which another stands by a name
_MARGIN = 5  # points by which the exchanged names must fit better
_DISPLACED = 4  # words by which another name must fit better into its place
_LONG = 7  # letters of a name in which one may be wrong
_REMEMBERED = 1024  # pairs of names
_MOST = 14  # names of a sentence that are compared, pair by pair
_JOINS = re.compile(r"\s|[’'/-]|\. ?")
_NO_NAME = lexicon("dates") | frozenset("yes no the".split())
_OFFICES = lexicon("offices") | lexicon("speakers") | lexicon("holders") | lexicon("bodies")
_SUBJECTS = frozenset("i he she we they".split())
_GOVERNMENT = re.compile(r"GO[A-Z]{1,3}")  # GOI: of India, of Israel


@dataclass(frozen=True, slots=True)
class _Named:
    """A name in a sentence, by the place of its first and last word, and the words around it."""

    first: int
    last: int
    keys: frozenset[str]
    text: str
    lows: tuple[str, ...] = ()

    def may_have(self, token: Token) -> bool:
        """Whether a word of a text may be one of its words, a long one with a letter wrong."""
        if token.keys & self.keys:
            return True
        low = token.low
        return len(low) >= _LONG and token.capital and any(_misspelt(low, each) for each in self.lows)


@dataclass(frozen=True, slots=True)
class _Around:
    before: tuple[Token, ...]
    behind: tuple[Token, ...]
    right_before: str
    right_behind: str


@lru_cache(_REMEMBERED)
def _misspelt(one: str, other: str) -> bool:
    return one[0] == other[0] and Levenshtein.distance(one, other, score_cutoff=1) <= 1


def exchanged(sentence: str, texts: Sequence[str], speaker: str = "") -> tuple[str, str] | None:
    """Return two names of a sentence that stand in the texts the other way round, or None.

    Of the `speaker`, whom a cable need not name again with each thing said, more is wanted.
    """
    found = tokens(sentence)
    given = [tokens(text) for text in texts]
    named = list(_names(sentence, found))[:_MOST]
    worst: tuple[int, str, str] = (_MARGIN - 1, "", "")
    for one, other in combinations(named, 2):
        if one.keys & other.keys or _listed(sentence, found[one.last + 1 : other.first]):
            continue
        both = one.keys | other.keys
        by = -(one.text in speaker or other.text in speaker)
        for place, stranger in ((one, other), (other, one)):
            around = _around(found, place, both)
            by += _belongs(stranger, around, given) - _belongs(place, around, given)
        worst = max(worst, (by, one.text, other.text), key=lambda each: each[0])
    return worst[1:] if worst[1] else None


def _belongs(name: _Named, around: _Around, given: Sequence[Sequence[Token]]) -> int:
    """Return how well a name fits into a place in the sentence, by the words around it in the texts.

    What stands right beside it tells most: "attacked by", "to Baku".
    """
    near, next_to, joined, close = 0, 0, 0, 0
    for first, last, text in _stretches(name, given):
        before, behind = text[max(0, first - _REACH) : first], text[last + 1 : last + 1 + _REACH]
        near = max(near, _shared(around.before, before) + _shared(around.behind, behind))
        before, behind = before[-_BY:], behind[:_BY]
        close = max(close, _shared(around.before[-2:], before) + _shared(around.behind[:2], behind))
        next_to = max(next_to, _shared(around.before[-1:], before) + _shared(around.behind[:1], behind))
        joined = max(joined, _joins(first, last, around, text))
    return near + close + 2 * (next_to + joined)


def _shared(words: Sequence[Token], text: Sequence[Token]) -> int:
    """Return how many of some words a stretch of a text has, or others of much the same meaning."""
    there = keys(text).union(*(token.alike for token in text))
    return sum(bool((each.keys | each.alike) & there) for each in words)


def _joins(first: int, last: int, around: _Around, text: Sequence[Token]) -> int:
    """Return how many of the words right before and right behind a stretch of a text are those around a place."""
    return (first > 0 and text[first - 1].low == around.right_before) + (
        last + 1 < len(text) and text[last + 1].low == around.right_behind
    )


def _stretches(name: _Named, given: Sequence[Sequence[Token]]) -> Iterator[tuple[int, int, Sequence[Token]]]:
    """Yield where a name stands in the texts, by its first and last word."""
    for text in given:
        n = 0
        while n < len(text):
            first = n
            while n < len(text) and name.may_have(text[n]):
                n += 1
            if n > first:
                yield first, n - 1, text
            else:
                n += 1


def _names(sentence: str, found: Sequence[Token]) -> Iterator[_Named]:
    """Yield the runs of capitalized words."""
    run: list[int] = []
    for n, token in enumerate(found):
        named = token.capital and token.says and token.low not in _NO_NAME
        joined = run and run[-1] == n - 1 and _joined(sentence, found[n - 1], token)
        if run and not (named and joined):
            yield _named(sentence, found, run)
            run = []
        if named:
            run.append(n)
    if run:
        yield _named(sentence, found, run)


def _joined(sentence: str, one: Token, other: Token) -> bool:
    """Whether two words may be of one name; a full stop between them is that of an initial or a title."""
    between = sentence[one.end : other.start]
    return bool(_JOINS.fullmatch(between)) and ("." not in between or len(one.text) < _SHORT)


def _named(sentence: str, found: Sequence[Token], run: Sequence[int]) -> _Named:
    part = [found[n] for n in run]
    lows = tuple(token.low for token in part if len(token.low) >= _LONG)
    return _Named(run[0], run[-1], keys(part), phrase(sentence, part), lows)


def _listed(sentence: str, between: Sequence[Token]) -> bool:
    """Whether two names, by what stands between them, are entries of one list, which may be told in any order."""
    if not between or "," not in sentence[between[0].start - 2 : between[-1].end + 2]:
        return False
    said = [token for token in between if token.says and not token.figure and not token.capital]
    entries = Counter(sentence.count(",", between[0].start - 2, token.start) for token in said)
    return max(entries.values(), default=0) < _TELLING


def _around(found: Sequence[Token], name: _Named, both: frozenset[str]) -> _Around:
    return _Around(
        tuple(islice(_saying(reversed(found[: name.first]), both), _NEAREST))[::-1],
        tuple(islice(_saying(found[name.last + 1 :], both), _NEAREST)),
        found[name.first - 1].low if name.first else "",
        found[name.last + 1].low if name.last + 1 < len(found) else "",
    )


def _saying(words: Iterable[Token], both: frozenset[str]) -> Iterator[Token]:
    """Yield the words that say something and are of neither name."""
    return (token for token in words if token.says and not token.keys & both)


def _fit(name: _Named, around: _Around, given: Sequence[Sequence[Token]]) -> int:
    """Return how many of the words around a place in the sentence stand around a name in the texts, at best."""
    places = _stretches(name, given)
    return max((_fits_at(first, last, around, text) for first, last, text in places), default=0)


def _fits_at(first: int, last: int, around: _Around, text: Sequence[Token]) -> int:
    """Return how many of the words around a name stand around such a stretch of a text, on the same side."""
    before = keys(text[max(0, first - _REACH) : first])
    behind = keys(text[last + 1 : last + 1 + _REACH])
    fits = sum(bool(each.keys & before) for each in around.before)
    fits += sum(bool(each.keys & behind) for each in around.behind)
    return fits + _joins(first, last, around, text)


def displaced(sentence: str, texts: Sequence[str], speaker: str = "") -> tuple[str, str] | None:
    """Return a name of a sentence and the one that the texts have among the same words, or None."""
    found = tokens(sentence)
    given = [tokens(text) for text in texts]
    everything = keys(token for text in given for token in text)
    worst: tuple[int, str, str] = (_DISPLACED - 1, "", "")
    for name in list(_names(sentence, found))[:_MOST]:
        if not name.keys & everything or all(found[n].low in _OFFICES for n in range(name.first, name.last + 1)):
            continue
        around = _around(found, name, name.keys)
        own = _fit(name, around, given)
        for text, words in zip(texts, given, strict=True):
            for other in _names(text, words):
                by = _fits_at(other.first, other.last, around, words) - own - (name.text in speaker)
                if by > worst[0] and not (
                    _is_beside_the_point(name, other, words)
                    or _is_apposed(sentence, name.text, other.text)
                    or _pronoun_follows(other, words)
                ):
                    worst = (by, name.text, other.text)
    return worst[1:] if worst[1] else None


def _is_beside_the_point(name: _Named, other: _Named, words: Sequence[Token]) -> bool:
    """Whether a name in the sources is an office, the same name, or one that stands together with it.

    So they do in "Admiral Lind, the Commander (COMNORTH)".
    """
    return (
        all(words[n].low in _OFFICES for n in range(other.first, other.last + 1))
        or bool(name.keys & keys(words[max(0, other.first - _BESIDE) : other.last + 1 + _BESIDE]))
        or _may_be(name.text, other.text)
    )


def _is_apposed(sentence: str, name: str, other: str) -> bool:
    """Whether a sentence tells by one who the other is: "Chile’s minister, Lind", "Lind, minister of Chile"."""
    one, two = re.escape(name), re.escape(other)
    return bool(
        re.search(
            rf"\b{two}['’]s? [^,.;:]{{1,40}},? {one}\b|\b{one}, [^,.;:]{{0,40}}\b{two}\b(?=['’]|,)", sentence
        )
    )


def _pronoun_follows(other: _Named, words: Sequence[Token]) -> bool:
    """Whether another is the subject of what comes behind a name: "to keep Chile out, he has agreed"."""
    return any(token.low in _SUBJECTS for token in words[other.last + 1 : other.last + 2])


@lru_cache(_REMEMBERED)
def _may_be(one: str, other: str) -> bool:
    """Whether one name may be another spelling of the other, or its abbreviation, or its government."""
    if _GOVERNMENT.fullmatch(one) or _GOVERNMENT.fullmatch(other):
        return True
    return any(
        names.stand(names.names(f"x {a}"), [b]).get(each)
        for a, b in ((one, other), (other, one))
        for each in names.names(f"x {a}")
    )
