"""Where words stand in the archive, exactly or nearly as they are remembered."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.retrieval.near_match import ComparedWords, nearest
from ingest import Library, Paragraph
from ingest.domain.filters import Filters
from ingest.domain.keys import HEADER, Key
from ingest.domain.statements import Statement
from ingest.language.sentences import sentences

_DEPTH = 60  # paragraphs that share most with the words, by their rarity


@dataclass(frozen=True, slots=True)
class PhrasePlace:
    """Where words stand: at `start` to `end` of a paragraph, in the sentences `said`; 1 is word for word."""

    key: Key
    paragraph: Paragraph
    start: int
    end: int
    said: Sequence[Statement]
    score: float


def find_phrase(library: Library, wanted: ComparedWords, where: Filters, least: float) -> list[PhrasePlace]:
    """Return the paragraphs that have these words in their order, best first; those with a `score` of `least`."""
    keys = [key for key, _ in library.by_words(" ".join(wanted.plain), _DEPTH, where) if key.ordinal != HEADER]
    if where.person:
        spoken = library.spoken_by(where.person, where)
        keys = [key for key in keys if key in spoken]
    there = library.attributed_paragraphs(keys)
    known = [key for key in keys if key in there]
    found = []
    for near in nearest(wanted, [there[key][0].text for key in known], least):
        key = known[near.text]
        paragraph, statements = there[key]
        said = _across(statements or unattributed(paragraph), near.start, near.end)
        found.append(PhrasePlace(key, paragraph, near.start, near.end, said, near.score))
    return found


def unattributed(paragraph: Paragraph) -> list[Statement]:
    """Return the sentences of a paragraph whose speakers have not been identified yet."""
    return [Statement(paragraph.ordinal, start, end, "narration") for start, end in sentences(paragraph.text)]


def _across(statements: Sequence[Statement], start: int, end: int) -> list[Statement]:
    return [each for each in statements if each.start < end and each.end > start]
