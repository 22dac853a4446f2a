"""Which passages a chat model is shown, and how much of each, so that they fit into its context.

The first ones it sees whole. Of the others it sees the sentences that have most to do with the question, so that
many more fit; what is left out is marked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.question_words import ASKING
from assistant.writing.exhibits import LONGEST_FENCE, ShownPassage
from assistant.writing.model_limits import tokens
from ingest import Library
from ingest.errors import ModelError
from ingest.search.word_index import stems

_WHOLE = 8  # passages that are shown whole, if they are not too long
_LARGEST = 0.2  # of the room that one of them may take
_LEAST = 40  # tokens that a passage takes with its head
_SENTENCES = 3  # of each of the others


def fitting(library: Library, found: Sequence[ShownPassage], question: str, room: int) -> list[ShownPassage]:
    """Return of passages, best first, what so many tokens hold; raises ModelError where not one fits."""
    weights = _weights(library, question)
    page = _Page(room)
    for rank, each in enumerate(found):
        if page.room < _LEAST:
            break
        for size in _sizes(each, rank, weights, page.room):
            if page.take(size):
                break
    for each in found[:_WHOLE]:  # room that is left
        page.widen(each)
    if not page.taken:
        raise ModelError("No passage fits into the model's context: raise `context` in reftel.toml.")
    return list(page.taken.values())


def _sizes(each: ShownPassage, rank: int, weights: Mapping[str, float], room: int) -> Iterable[ShownPassage]:
    """Yield a passage as it may be shown, the longest first."""
    if rank < _WHOLE:
        if tokens(each.body) <= _LARGEST * room or rank == 0:
            yield each
        yield shortened(each, 2 * _SENTENCES, weights)
    for most in range(_SENTENCES, 0, -1):
        yield shortened(each, most, weights)


def shortened(each: ShownPassage, most: int, weights: Mapping[str, float]) -> ShownPassage:
    """Return a passage with that many of its sentences: those with most of what the question asks."""
    places = range(len(each.statements))

    def worth(place: int) -> tuple[float, int]:
        said = each.statements[place]
        there = set(stems(each.passage.text[said.start : said.end]))
        return sum(weight for stem, weight in weights.items() if stem in there), -place

    kept = set(sorted(places, key=worth, reverse=True)[:most])
    return replace(each, omitted=frozenset(place for place in places if place not in kept))


def _weights(library: Library, question: str) -> dict[str, float]:
    words = (word.strip("?.,!:;\"'“”()").casefold() for word in question.split())
    return library.rarity(stems(" ".join(word for word in words if word not in ASKING)))


@dataclass(slots=True)
class _Page:
    """What the model is shown, as far as it is filled; `room` is what is left of it."""

    room: int
    taken: dict[tuple[str, int], ShownPassage] = field(default_factory=dict)
    cables: set[str] = field(default_factory=set)

    def take(self, each: ShownPassage) -> bool:
        """Add a passage if it fits."""
        size = tokens(each.body) + 1
        if each.passage.cable not in self.cables:
            size += tokens(f"{LONGEST_FENCE} {each.head}") + 2
        if size > self.room:
            return False
        self.room -= size
        self.cables.add(each.passage.cable)
        self.taken[_place(each)] = each
        return True

    def widen(self, each: ShownPassage) -> None:
        """Show a passage whole that was shortened, if it fits now."""
        before = self.taken.get(_place(each))
        if before and before.omitted:
            more = tokens(each.body) - tokens(before.body)
            if more <= self.room:
                self.room -= more
                self.taken[_place(each)] = each


def _place(each: ShownPassage) -> tuple[str, int]:
    return each.passage.cable, each.passage.ordinal
