"""The sentences of a cable, as answers quote them."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.citations import cite
from ingest import Cable, Library, Paragraph
from ingest.domain.keys import Key
from ingest.domain.statements import Statement
from ingest.language.sentences import sentences


@dataclass(frozen=True, slots=True)
class CableSentence:
    """A sentence, `start` to `end` of its paragraph's text, and who says it where the cable reports that."""

    paragraph: Paragraph
    start: int
    end: int
    speaker: str | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return self.paragraph.text[self.start : self.end]

    @property
    def length(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the cable."""
        return self.paragraph.ordinal, self.start

    def quoted(self, cable: Cable, citations: list[Citation]) -> str:
        """Return it in quotation marks with the number of its citation, which is added."""
        citations.append(cite(len(citations) + 1, cable, self.paragraph, self.start, self.end, self.speaker))
        return f"“{' '.join(self.text.split())}” [{len(citations)}]"


def cable_sentences(library: Library, cable: Cable) -> list[list[CableSentence]]:
    """Return the sentences of each paragraph of a cable."""
    said = library.statements([Key(cable.id, each.ordinal) for each in cable.paragraphs])
    return [[*_sentences(each, said.get(Key(cable.id, each.ordinal), []))] for each in cable.paragraphs]


def _sentences(paragraph: Paragraph, said: list[Statement]) -> Iterator[CableSentence]:
    if said:
        yield from (CableSentence(paragraph, each.start, each.end, each.speaker) for each in said)
    else:  # whose speakers have not been identified yet
        yield from (CableSentence(paragraph, start, end) for start, end in sentences(paragraph.text))
