"""Affirmed or denied: whether a sentence negates what its source says, or says what its source negates.

No parser is at work: a negation reaches from its word to the end of the clause, and a verb has the sign of the
one that it is the opposite of. Clauses are compared only where they share most of their content words.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.claims.content import content, share, shared, weigh
from assistant.claims.names import names
from ingest.words import stems

_NEGATIONS = frozenset(
    """not no never none nobody nothing nowhere neither nor without cannot hardly scarcely barely rarely seldom
    deny denies denied denying refuse refuses refused refusing fail fails failed failing lack lacks lacked
    lacking avoid avoids avoided prevent prevents prevented dispute disputes disputed few""".split()
)
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
    r"[;:,.()“”\"?!]+(?=\s|$|[“”\"])|\s[-–—]{1,2}\s|\b(?:but|and|although|though|while|whereas|because|since|if|unless|until|so"
    r"|who|which|when|where|before|after)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_HYPOTHETICAL = re.compile(
    r"\b(?:may|might|could)\b|^(?:would|will|did|does|do|is|are|was|were|had|has|have|can|should)\b", re.IGNORECASE
)
_ENOUGH = 0.6  # of a clause's content that another must share for the two to speak of one thing
_FEWEST = 2  # stems that they must share


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its words, and the sign of each content stem in it: 1 as affirmed, -1 as negated."""

    text: str
    signs: Mapping[str, int]


def clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a text that have content."""
    text = _ASIDE.sub(" ", _RULED_OUT.sub("excluded", _OF_A_DATE.sub(" ", text)))
    pieces = (piece.strip() for piece in _BREAK.split(text))
    return tuple(clause for piece in pieces if (clause := Clause(piece, _signs(piece))).signs)


def contradiction(claimed: str, given: str) -> tuple[str, str] | None:
    """Return the clauses of two texts of which one negates the other, or None.

    Where several clauses of the given text come equally close, one that agrees is enough; and what is negated
    anywhere in the given text may be negated.
    """
    theirs = clauses(given)
    negated = {stem for each in theirs for stem, sign in each.signs.items() if sign < 0}
    for ours in clauses(claimed):
        weights = weigh(ours.signs, None)
        near = [(share(ours.signs, each.signs, weights), each) for each in theirs]
        best = max((nearness for nearness, _ in near), default=0.0)
        closest = [each for nearness, each in near if nearness == best]
        if best >= _ENOUGH and all(_opposed(ours, each, negated) for each in closest):
            return ours.text, closest[0].text
    return None


def _opposed(ours: Clause, theirs: Clause, negated: Collection[str]) -> bool:
    common = shared(ours.signs, theirs.signs)
    apart = [stem for stem in common if ours.signs[stem] != _sign(theirs, stem)]
    # "expected no agreement" is "did not expect an agreement": one word that both negate is enough.
    agreed = any(ours.signs[stem] == _sign(theirs, stem) == -1 for stem in common)
    # What may be so, or is asked, is not affirmed: to deny it is no contradiction.
    open_ = _HYPOTHETICAL.search(theirs.text) is not None and all(ours.signs[stem] < 0 for stem in apart)
    excused = open_ or any(ours.signs[stem] < 0 and stem in negated for stem in apart)
    return len(common) >= _FEWEST and bool(apart) and not agreed and not excused


def _sign(clause: Clause, stem: str) -> int:
    """Return the sign of a stem, or of another form of its word, in a clause that has one of them."""
    if stem in clause.signs:
        return clause.signs[stem]
    return next(sign for each, sign in clause.signs.items() if shared((stem,), (each,)))


def _signs(text: str) -> dict[str, int]:
    plain = _HARMLESS.sub(lambda found: " " * len(found[0]), text)
    sign = -1 if any(word.lower() in _PREDICATES for word in _WORD.findall(plain)) else 1
    signs: dict[str, int] = {}
    named = {name.text for name in names(text)}
    for match in _WORD.finditer(plain):
        if match[0] in named:
            continue
        word = match[0].lower()
        if word in _NEGATIONS or word.endswith(("n't", "n’t")):
            sign = -sign
            continue
        for stem in content(word):
            root, turned = _opposites().get(stem, (stem, 1))
            signs.setdefault(root, sign * turned)
    return signs


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
