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
    """Where words stand: at `start` to `end` of a paragraph with its sentences; a score of 1 is word for word."""

    key: Key
    paragraph: Paragraph
    start: int
    end: int
    statements: Sequence[Statement]
    score: float

    @property
    def main(self) -> Statement:
        """The sentence that has most of the words."""
        return max(self.statements, key=lambda each: min(each.end, self.end) - max(each.start, self.start))

    @property
    def words(self) -> str:
        """The words that stand there."""
        return self.paragraph.text[self.start : self.end]

    def sentences(self, *, before: bool = False) -> tuple[int, int]:
        """Return where the sentences begin and end that have the words, and the one before them if wanted."""
        first, *rest = [
            at for at, each in enumerate(self.statements) if each.start < self.end and each.end > self.start
        ]
        last = rest[-1] if rest else first
        first = max(0, first - 1) if before else first
        return self.statements[first].start, self.statements[last].end


def find_phrase(library: Library, wanted: ComparedWords, where: Filters, least: float) -> list[PhrasePlace]:
    """Return the paragraphs that have these words in their order, best first; those with a `score` of `least`."""
    keys = [key for key, _ in library.by_words(" ".join(wanted.plain), _DEPTH, where) if key.ordinal != HEADER]
    spoken = library.spoken_by(where.person, where) if where.person else {}
    keys = [key for key in keys if key in spoken] if where.person else keys
    there = library.attributed_paragraphs(keys)
    known = [key for key in keys if key in there]
    found = []
    for near in nearest(wanted, [there[key][0].text for key in known], least):
        key = known[near.text]
        paragraph, statements = there[key]
        place = PhrasePlace(
            key, paragraph, near.start, near.end, statements or unattributed(paragraph), near.score
        )
        if not where.person or place.main.speaker in spoken[key]:
            found.append(place)
    return found


def unattributed(paragraph: Paragraph) -> list[Statement]:
    """Return the sentences of a paragraph whose speakers have not been identified yet."""
    return [Statement(paragraph.ordinal, start, end, "narration") for start, end in sentences(paragraph.text)]
