"""What a sentence of an answer cites, with all that is known of it."""

import re
from dataclasses import dataclass, replace

from ingest.domain.posts import parts
from ingest.domain.statements import Person, Statement


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A cited paragraph or header field: its text, the facts of its cable's header, who says what in it.

    The statements are those of this paragraph; `people` are those of its cable of whom more than a name is known.
    `opening` is how its cable begins, where it tells who met whom, and when.
    """

    label: str
    text: str
    date: str | None = None
    origin: str | None = None
    subject: str | None = None
    statements: tuple[Statement, ...] = ()
    people: tuple[Person, ...] = ()
    opening: str = ""

    @property
    def speakers(self) -> tuple[str, ...]:
        """Everyone who speaks in the paragraph."""
        return tuple(dict.fromkeys(each.speaker for each in self.statements if each.speaker))

    @property
    def sent(self) -> str | None:
        """When its cable was sent: its date, or else the year that its id tells."""
        known = parts(self.label.split(maxsplit=1)[0])
        return self.date or (str(known.year) if known else None)

    def with_opening(self) -> "CitedSource":
        """Return it with the beginning of its cable behind its text."""
        return replace(self, text=f"{self.text}\n{self.opening}")

    def mentions(self, person: Person) -> bool:
        """Whether it calls somebody of its cable by the last word of a name."""
        return any(
            re.search(rf"\b{re.escape(name.split()[-1])}\b", self.text, re.IGNORECASE)
            for name in (person.name, *person.spellings)
            if name and not name.split()[-1].islower()
        )

    def words(self, statement: Statement) -> str:
        """The words of one of its statements."""
        return self.text[statement.start : statement.end]
