"""A question as it is put to a library, before anything has been made of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Passage, Turn, highest_marking
from assistant.quoting.quote import account
from ingest import Library
from ingest.domain.filters import EVERYWHERE, Filters


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked of a library: the words, the conversation before them, the filters that the reader has set.

    `without` is what an earlier answer told as `understood` and the reader took away: no kind reads that again.
    """

    library: Library
    text: str
    turns: tuple[Turn, ...] = ()
    where: Filters = EVERYWHERE
    without: tuple[str, ...] = ()

    def answer(
        self,
        text: str,
        citations: Sequence[Citation] = (),
        *,
        cables: Sequence[str] = (),
        passages: Sequence[Passage] = (),
        understood: Sequence[str] = (),
        answered: bool = True,
    ) -> Answer:
        """Return an answer to it; `cables` are all those of a list, `understood` how it was read."""
        return Answer(
            question=self.text,
            text=text,
            outcome="answered" if answered else "refused",
            cables=tuple(cables),
            citations=tuple(citations),
            passages=tuple(passages),
            searched=account(self.library, self.where),
            understood=tuple(understood),
            marking=highest_marking(each.marking for each in citations),
        )
