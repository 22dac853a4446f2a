"""Affirmed or denied, word by word: negations that only a sentence or only its source has, and opposite words.

A negation is taken with the words that it reaches. Where its source has these words together and nothing near them
denies anything, the negation is not the source's.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.verification.wording import Token, keys, phrase, tokens

_NEGATIONS = frozenset("not no never none nobody nothing neither nor cannot".split())
# Where one of these stands, its neighbourhood is as good as denied.
_AS_GOOD = _NEGATIONS | frozenset(
    """without may might could hardly scarcely barely rarely seldom nowhere deny denies denied denying refuse
    refuses refused refusing refusal fail fails failed failing failure lack lacks lacked lacking absence
    absent avoid avoids avoided avoiding prevent prevents prevented preventing dispute disputes disputed
    reject rejects rejected rejecting oppose opposes opposed opposing unlikely unable unwilling impossible
    excluded excluding rather instead decline declined skeptical sceptical doubt doubts doubted doubtful
    dismissed dismiss dismissing ruled unless except stop stopped stopping halt halted unclear false only
    ceased contrary discourage discouraged forbid forbidden ban banned block blocked short stalled
    insufficient opposite reluctant resist resisted resistance nor""".split()
)
_HARMLESS = re.compile(
    r"\b(?:not (?:only|just|merely|least|necessarily|so much)|no (?:doubt|sooner|other|more of|longer than)"
    r"|no (?:more|less|later) than|not (?:\w+ ){0,3}(?:more|less|later|other) than|nothing (?:but|less)|no matter"
    r"|whether or not|or not|if not)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:?!,()]|(?<![A-Z])\.(?=[\s”\"]|$)")
_SENTENCE = re.compile(r"(?<![A-Z])\.[”\")]?(?=\s)|[?!;]")
_QUESTION = re.compile(r"(?<![^.?!])[^.?!]*+\?")  # asks, and neither affirms nor denies
_CONTRAST = re.compile(r",\s*$")  # "Paris, not Rome"
_NT = re.compile(r"(?<=n)['’](?=t\b)")
_WAS = frozenset("is are was were".split())
_ASKED = frozenset("how why whether what where who".split())  # what these open is not denied
_REACHED = 3  # words that say something behind a negation
_AT_ONCE = 4  # words behind a negation, by which the first of these comes
_TOGETHER = 9  # words within which they stand together
_ADDED = 2  # of the words around a negation that its sources must have together where they do not deny them
_DROPPED = 3  # and that a sentence must have together where its sources deny them
_NEAR = 7  # words before them where a negation may be theirs
_BEHIND = 3  # and behind them
_AROUND = 2  # words that say something on each side of a word with an opposite
_WINDOW = 7
_LONGEST = 2000  # characters of a sentence that are compared
_MOST = 12  # of its negations, of words with an opposite, and of the sources' negations that it lacks
_BEFORE = 3  # words before a word with an opposite, where a negation reaches it: "no change was likely"


@dataclass(frozen=True, slots=True)
class _Denying:
    """A text with its words, and where something is denied in it."""

    text: str
    words: tuple[Token, ...]
    negations: tuple[int, ...]
    denied: frozenset[int]
    sentences: tuple[int, ...]  # the number of the sentence that each word is in


def denial(sentence: str, texts: Sequence[str]) -> tuple[str, str] | None:
    """Return words of a sentence and words of its sources that are at odds, or None."""
    ours = _read(sentence[:_LONGEST])
    given = [_read(_QUESTION.sub(lambda found: " " * len(found[0]), text)) for text in texts]
    for check in (_added, _dropped, _opposite):
        if found := next(check(ours, given), None):
            return found
    return None


def _added(ours: _Denying, given: Sequence[_Denying]) -> Iterator[tuple[str, str]]:
    """Yield where the sentence denies what its sources tell without a denial."""
    for place in ours.negations[:_MOST]:
        if told := _told_plainly(ours, place, given, _ADDED):
            yield told


def _dropped(ours: _Denying, given: Sequence[_Denying]) -> Iterator[tuple[str, str]]:
    """Yield where the sources deny what the sentence tells without a denial."""
    tried = 0
    for theirs in given:
        for place in theirs.negations:
            start = theirs.words[place].start
            if tried == _MOST or _CONTRAST.search(theirs.text, max(0, start - 3), start):
                continue
            told = _told_plainly(theirs, place, [ours], _DROPPED)
            tried += bool(told)
            if told and not _is_plain_too(theirs, place, given):
                yield told[1], told[0]


def _is_plain_too(one: _Denying, place: int, texts: Sequence[_Denying]) -> bool:
    """Whether the words that a negation reaches stand in the texts without one, too."""
    before, behind = _reached(one, place)
    anchors = [one.words[n] for n in (*before, *behind)]
    return any(
        not any(place - 1 <= n <= behind[-1] and text is one for n in spot) and not _denials(text, spot)
        for text in texts
        for spot in _spots(anchors, len(before), text)
        if len(spot) >= min(_DROPPED, len(anchors)) - 1
    )


def _told_plainly(one: _Denying, place: int, others: Sequence[_Denying], least: int) -> tuple[str, str] | None:
    """Return a denial and the same words in other texts without one, where these fit best; None if there are none.

    At `least` so many of the words around it must be there. What is denied around both is left out of account.
    """
    before, behind = _reached(one, place)
    if not behind or behind[0] - place > _AT_ONCE:
        return None
    anchors = [*before, *behind]
    if any(_has(text, one.words[max(0, place - 1) : behind[:2][-1] + 1]) for text in others):
        return None
    own = _denials(one, anchors, but=place)
    most, plain, denied = 0, None, False
    for text in others:
        for spot in _spots([one.words[n] for n in anchors], len(before), text):
            if len(spot) > most:
                most, plain, denied = len(spot), None, False
            if len(spot) == most:
                left = _denials(text, spot)
                for each in own:
                    if (same := next((key for key in left if key & each), None)) is not None:
                        left.remove(same)
                denied = denied or bool(left)
                plain = plain or (_around(one, place - 2, behind[-1]), _around(text, spot[0] - 2, spot[-1]))
    return plain if most >= min(least, len(anchors)) and not denied else None


def _has(text: _Denying, words: Sequence[Token]) -> bool:
    """Whether a text has these very words, one after the other."""
    wanted = [each.low for each in words]
    return any(
        [each.low for each in text.words[n : n + len(wanted)]] == wanted
        for n, token in enumerate(text.words)
        if token.low == wanted[0]
    )


def _opposite(ours: _Denying, given: Sequence[_Denying]) -> Iterator[tuple[str, str]]:
    """Yield where the sentence has a word whose opposite stands among the same words in its sources."""
    table = _opposites()
    known_words = [(n, table[key]) for n, token in enumerate(ours.words) for key in _own(token) if key in table]
    for n, known in dict(reversed(known_words[:_MOST])).items():
        around = _neighbours(ours, n)
        scored: list[tuple[int, bool, _Denying, int]] = []
        for theirs in given:
            for m, other in enumerate(theirs.words):
                meant = next(
                    (table[key] for key in _own(other) if key in table and table[key][0] == known[0]), None
                )
                if meant:
                    near = keys(theirs.words[max(0, m - _WINDOW) : m] + theirs.words[m + 1 : m + 1 + _WINDOW])
                    shared = sum(bool(each.keys & near) for each in around)
                    odd = _odd(ours, n) or _odd(theirs, m)
                    scored.append((shared, odd or known[1] == meant[1], theirs, m))
        most = max((shared for shared, *_ in scored), default=0)
        agreed = any(agrees for shared, agrees, *_ in scored if shared >= most - 1)
        if most >= max(2, min(3, len(around))) and not agreed:
            _, _, theirs, m = next(each for each in scored if each[0] == most)
            yield _around(ours, n - 2, n + 2), _around(theirs, m - 2, m + 2)


def _odd(text: _Denying, place: int) -> bool:
    """Whether an odd number of negations stand right before a word."""
    return sum(place - _BEFORE <= each < place for each in text.negations) % 2 == 1


def _own(token: Token) -> Sequence[str]:
    return [key for key in token.keys if key[0] != "=" and key[-1] != "-"] + [token.low]


def _neighbours(text: _Denying, place: int) -> list[Token]:
    before = [each for each in text.words[:place] if each.says][-_AROUND:]
    behind = [each for each in text.words[place + 1 :] if each.says][:_AROUND]
    return [*before, *behind]


def _reached(text: _Denying, place: int) -> tuple[list[int], list[int]]:
    """Return where words say something before a negation, and behind it as far as its clause goes."""
    here = text.sentences[place]
    before = [
        n for n in range(max(0, place - _TOGETHER), place) if text.words[n].says and text.sentences[n] == here
    ]
    before = before[-_AROUND:]
    behind: list[int] = []
    for n in range(place + 1, min(place + 1 + _TOGETHER, len(text.words))):
        parted = _CLAUSE.search(text.text, text.words[place].end, text.words[n].start)
        if parted or text.words[n].low in _ASKED:
            break
        if text.words[n].says and n not in text.negations:
            behind.append(n)
        if len(behind) == _REACHED:
            break
    return before, behind


def _spots(wanted: Sequence[Token], head: int, text: _Denying) -> Iterator[list[int]]:
    """Yield where some of the wanted words, the one at `head` among them, stand together in a text."""
    places = [
        (n, which)
        for n, token in enumerate(text.words)
        if token.says
        for which, each in enumerate(wanted)
        if (token.keys | token.alike) & (each.keys | each.alike)
    ]
    for at, which in places:
        if which != head:
            continue
        met: dict[int, int] = {head: at}
        near = places[bisect(places, (at - _TOGETHER,)) : bisect(places, (at + _TOGETHER + 1,))]
        for n, other in sorted(near, key=lambda each: abs(each[0] - at)):
            met.setdefault(other, n)
        yield sorted(met.values())


def _denials(text: _Denying, spot: Sequence[int], but: int | None = None) -> list[frozenset[str]]:
    """Return the keys of the words that deny something around a place."""
    around = range(max(0, spot[0] - _NEAR), min(len(text.words), spot[-1] + _BEHIND))
    here = {text.sentences[n] for n in spot}
    return [text.words[n].keys for n in around if n in text.denied and n != but and text.sentences[n] in here]


def _around(text: _Denying, first: int, last: int) -> str:
    first = max(0, first)
    return phrase(text.text, text.words[first : last + 1])


def _read(text: str) -> _Denying:
    plain = _HARMLESS.sub(lambda found: " " * len(found[0]), _NT.sub(" ", text))
    words = tokens(plain)
    negations = tuple(
        n
        for n, token in enumerate(words)
        if token.low in _NEGATIONS or (token.low == "t" and n and words[n - 1].low[-1:] == "n")
    )
    denied = frozenset(n for n, token in enumerate(words) if token.low in _AS_GOOD or _yet_to_be(words, n))
    ends = [found.end() for found in _SENTENCE.finditer(text)]
    return _Denying(
        text, words, negations, denied | frozenset(negations), tuple(bisect(ends, each.start) for each in words)
    )


def _yet_to_be(words: Sequence[Token], place: int) -> bool:
    """Whether a word is the "to" of what had not happened: "licenses were to be issued"."""
    before, behind = words[max(0, place - 1) : place], words[place + 1 : place + 2]
    return (
        words[place].low == "to"
        and any(each.low in _WAS for each in before)
        and any(each.low == "be" for each in behind)
    )


@cache
def _opposites() -> Mapping[str, tuple[str, int]]:
    """Every word of the lexicon, and its stem -> what leads its line, and whether it says that or the opposite."""
    found: dict[str, tuple[str, int]] = {}
    for line in (files(__package__) / "opposites.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            same, _, other = line.partition("|")
            root = same.split()[0]
            for words, sign in ((same, 1), (other, -1)):
                for token in tokens(words):
                    for key in _own(token):
                        found.setdefault(key, (root, sign))
    return found
