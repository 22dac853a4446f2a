"""One thing that a question says of the cables that it is about."""

from dataclasses import dataclass, field

from ingest.domain.selection import Selection


@dataclass(frozen=True, slots=True)
class ScopePart:
    """One thing that a question says of the cables: `words` tell the reader how it was read.

    `mentions` are phrases of which one has to stand in a cable, `subject` the same for its subject, and `about`
    words that it has to be about. `references_of` is a cable whose own references are asked for.
    """

    words: str
    selection: Selection = field(default_factory=Selection)
    mentions: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    references_of: str | None = None

    @property
    def told(self) -> str:
        """The same as an answer to the question says it, which need not name the cable again."""
        if self.selection.refers_to:
            return "referring to it"
        return self.words.removeprefix("cables ")
