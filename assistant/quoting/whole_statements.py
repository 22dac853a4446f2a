"""Sentences that say nothing by themselves: "Absolutely." comes with what it answers, headings not at all."""

import re
from collections.abc import Sequence

from assistant.question.courtesy import unmarked
from assistant.quoting.score_sentences import Candidate

_SHORT = 5  # words from which on a sentence stands by itself
_WORD = re.compile(r"\b[a-z]{4,}")
_SAYS_NOTHING = re.compile(r"[\W_]*+(?:[xX]{3,}+[\W_]*+)*|[^a-z:]*+:\W*")  # masked names; a heading
_ASKS = re.compile(
    r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|shall|should|may|might|must|isn['’]?t|aren['’]?t|wasn['’]?t"
    r"|didn['’]?t|doesn['’]?t|don['’]?t|hasn['’]?t)\b(?!\s+(?:you|we|i)\b)",
    re.IGNORECASE,
)


def asks_yes_or_no(text: str) -> bool:
    """Return whether a question can be answered by yes or no: "did China hack Google?"."""
    return bool(_ASKS.match(unmarked(text)))


def whole(chosen: Sequence[Candidate], known: Sequence[Candidate]) -> list[Candidate]:
    """Return the chosen sentences without headings and marks; a very short one comes with the one before it.

    `known` are all sentences of their paragraphs.
    """
    places = {_place(each): each for each in known}
    starts = sorted(places)
    found: dict[tuple[str, int, int], Candidate] = {}
    for each in chosen:
        if len(each.text.split()) < _SHORT:
            if _SAYS_NOTHING.fullmatch(each.text):
                continue
            at = starts.index(_place(each)) if _place(each) in places else 0
            before = places[starts[at - 1]] if at else None
            if before and before.passage == each.passage and _WORD.search(before.text):
                found[_place(before)] = before
            elif not _WORD.search(each.text):
                continue
        found[_place(each)] = each
    return list(found.values()) or list(chosen)


def best_first(chosen: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """Return sentences with the one that settles a question, and what follows it, in front of the others."""
    return sorted(
        chosen,
        key=lambda each: (
            each.passage.cable != best.passage.cable,
            each.passage.ordinal != best.passage.ordinal or each.start < best.start,
        ),
    )


def following(best: Candidate, known: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentence behind one in its paragraph: what was expected there often did not come."""
    later = [each for each in known if each.passage == best.passage and each.start > best.start]
    return sorted(later, key=lambda each: each.start)[:1]


def _place(each: Candidate) -> tuple[str, int, int]:
    return each.passage.cable, each.passage.ordinal, each.start
