"""Affirmed or denied: whether a sentence negates what its source says, or says what its source negates.

There is no parser: a negation reaches from its word to the end of the clause, and a verb counts as the negation of
its opposite. Clauses are compared only where they share most of their content words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.verification.content import content, shared
from assistant.verification.denials import denial
from assistant.verification.names import names
from ingest.search.word_index import stems

_NEGATIONS = frozenset("not no never none nobody nothing nowhere neither nor cannot".split())
# These negate what stands before them too: "an agreement is unlikely".
_PREDICATES = frozenset("unlikely unable unwilling impossible excluded".split())
_HARMLESS = re.compile(
    r"\b(?:not (?:only|just|merely|least|necessarily)|no (?:doubt|more than|less than|sooner|later than|other)"
    r"|not (?:more|less|later) than|nothing but|nothing less|a few|quite a few|no matter|whether or not|or not)\b",
    re.IGNORECASE,
)
_RULED_OUT = re.compile(r"\brul(?:e|es|ed|ing) out\b", re.IGNORECASE)
# ", he said,": what it parts belongs together.
_ASIDE = re.compile(r",\s+(?:[\w.’'-]+\s){1,4}?\w+(?:ed|id|ught|ld|ew)\b(?:\s\w+)?,\s", re.IGNORECASE)
_OF_A_DATE = re.compile(r",(?=\s\d{4}\b)")
_BREAK = re.compile(
    r"(?<![;:,.()“”\"?!])[;:,.()“”\"?!]+(?=\s|$|[“”\"])|\s[-–—]{1,2}\s|\b(?:but|and|although|though|while|whereas|because|since|if|unless|until|so"
    r"|who|which|when|where|before|after)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_MAY = re.compile(r"\b(?:may|(?i:might|could))\b")  # and not the month
_DENIED = re.compile(r"\b(?:not|never|no|nor|deni\w+|doubt\w*)\b|n['’]t\b", re.IGNORECASE)
_BEFORE = 40  # characters
_SAME = 0.7  # of the words of two clauses that they share where one repeats the other
_SAYING_SOMETHING = 3  # words of a clause without content
_ARTICLES = frozenset("a an the that".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its words but for negations, how many negations it has, and the sign of each content stem in it:
    1 as affirmed, -1 as negated. A word that has an opposite stands as the first of its line of the lexicon.
    """

    text: str
    words: frozenset[str]
    negations: int
    signs: Mapping[str, int]
    denied: frozenset[str]  # the stems that a negation reaches, not those negative by themselves


def clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a text that say something."""
    text = _ASIDE.sub(" ", _RULED_OUT.sub("excluded", _OF_A_DATE.sub(" ", text)))
    read = (_read(piece.strip()) for piece in _BREAK.split(text))
    return tuple(clause for clause in read if clause.signs or len(clause.words) >= _SAYING_SOMETHING)


def contradiction(claimed: str, texts: Sequence[str]) -> tuple[str, str] | None:
    """Return words of a claim and of its sources of which one denies what the other says, or None.

    Where several clauses of the sources come equally close, one that agrees is enough.
    """
    theirs = [clause for text in texts for clause in clauses(text)]
    for ours in clauses(claimed):
        near = _nearest([(_likeness(ours, each), each) for each in theirs], _SAME)
        if near and not _denied_before(ours, claimed) and all(_turned(ours, each) for each in near):
            return ours.text, near[0].text
    return denial(claimed, texts)


def _denied_before(clause: Clause, text: str) -> bool:
    """Whether a negation right before a clause reaches it: "he did not think, however, that ..."."""
    start = text.find(clause.text)
    return start > 0 and _DENIED.search(text, max(0, start - _BEFORE), start) is not None


def _nearest(scored: Sequence[tuple[float, Clause]], least: float) -> list[Clause]:
    """Return the clauses with the best score, if that is good enough."""
    best = max((score for score, _ in scored), default=0.0)
    return [clause for score, clause in scored if score == best >= least]


def _likeness(ours: Clause, theirs: Clause) -> float:
    """How far two clauses are of the same words."""
    return len(ours.words & theirs.words) / len(ours.words | theirs.words) if ours.words else 0.0


def _turned(ours: Clause, theirs: Clause) -> bool:
    """Whether of two clauses of nearly the same words one says the opposite of the other."""
    common = ours.signs.keys() & theirs.signs.keys()
    if _both_deny(ours, theirs, common) or _supposed(ours, theirs):
        return False
    return ours.negations % 2 != theirs.negations % 2


def _both_deny(ours: Clause, theirs: Clause, common: Iterable[str]) -> bool:
    """Whether both deny one thing: "expected no agreement" is "did not expect an agreement"."""
    denied = ours.denied | theirs.denied
    return any(ours.signs[stem] == _sign(theirs, stem) == -1 and stem in denied for stem in common)


def _supposed(ours: Clause, theirs: Clause) -> bool:
    """Whether theirs only may be so: to deny that is no contradiction."""
    return ours.negations > 0 and bool(_MAY.search(theirs.text)) and not _MAY.search(ours.text)


def _sign(clause: Clause, stem: str) -> int:
    """Return the sign of a stem, or of another form of its word, in a clause that has one of them."""
    if stem in clause.signs:
        return clause.signs[stem]
    return next(sign for each, sign in clause.signs.items() if shared((stem,), (each,)))


def _read(text: str) -> Clause:
    plain = _HARMLESS.sub(lambda found: " " * len(found[0]), text)
    named = {name.text for name in names(text)}
    found = [match[0] for match in _WORD.finditer(plain)]
    negations = sum(word.lower() in _PREDICATES for word in found)
    sign = -1 if negations else 1
    words: set[str] = set()
    signs: dict[str, int] = {}
    denied: set[str] = set()
    for word in found:
        low = word.lower()
        if low in _NEGATIONS or low.endswith(("n't", "n’t")):
            sign = -sign
            negations += 1
        elif low in _PREDICATES or low in _ARTICLES:
            continue
        elif word in named or not (roots := _roots(low)):
            words.add(low)
        else:
            words.update(root for root, _ in roots)
            for root, turned in roots:
                signs.setdefault(root, sign * turned)
            denied.update(root for root, _ in roots if sign < 0)
    return Clause(text, frozenset(words), negations, signs, frozenset(denied))


def _roots(word: str) -> list[tuple[str, int]]:
    """Return the content stems of a word, each as the leader of its line of opposites and with its sign there."""
    known = [_opposites()[stem] for stem in stems(word) if stem in _opposites()]
    return known or [(stem, 1) for stem in content(word)]


@cache
def _opposites() -> dict[str, tuple[str, int]]:
    """Every stem of the lexicon -> the stem that leads its line, and whether it says that or the opposite."""
    found: dict[str, tuple[str, int]] = {}
    for line in (files(__package__) / "opposites.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            for stem, root, sign in _line(line):
                found.setdefault(stem, (root, sign))
    return found


def _line(line: str) -> Iterator[tuple[str, str, int]]:
    same, _, other = line.partition("|")
    root = stems(same)[0]
    for words, sign in ((same, 1), (other, -1)):
        for stem in stems(words):
            yield stem, root, sign
