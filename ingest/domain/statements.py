"""Who says what, and who met whom: statements, encounters, and the people of both."""

from dataclasses import dataclass
from typing import Literal

# Raise this when the rules of attribution change their results: older cables are then attributed again.
RULES = 5

StatementKind = Literal["said", "comment", "narration"]
EncounterKind = Literal["met", "spoke"]
SAID: tuple[StatementKind, ...] = ("said",)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a paragraph, and whose words it is; `start` and `end` are offsets in the paragraph's text.

    `said`: somebody's words or views, as the cable reports them. `comment`: the post's own judgement.
    `narration`: what happened. `speaker` is a name that stands in the cable, the fullest one it gives, with small
    letters even if the cable has only capitals; None unless the kind is `said`. `sure` is how likely
    all this is, from 0 to 1; `possibly` who may speak after all, where that is too unsure to say so.
    """

    ordinal: int
    start: int
    end: int
    kind: StatementKind
    speaker: str | None = None
    sure: float = 1.0
    possibly: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a cable: the fullest name that it gives, the offices it gives with it, and every spelling."""

    name: str
    titles: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Encounter:
    """Two who met, or, as the kind "spoke", of whom one told the other something, in the words of one sentence.

    `one` is a person, by the fullest name that the cable gives; `other` a person too, or with `is_post` an officer
    of the post as the sentence calls them ("the Ambassador"). `start` and `end` are offsets in the text of the
    paragraph with this `ordinal`.
    """

    ordinal: int
    start: int
    end: int
    kind: EncounterKind
    one: str
    other: str
    is_post: bool = False

    @property
    def people(self) -> tuple[str, ...]:
        """The names of those who are people of the cable."""
        return (self.one,) if self.is_post else (self.one, self.other)


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who says what in a cable: one statement for each sentence, in order, everybody whom the cable names, and who
    met whom.
    """

    statements: tuple[Statement, ...]
    people: tuple[Person, ...]
    encounters: tuple[Encounter, ...] = ()


NO_STATEMENTS = Attributed((), ())  # of a cable whose speakers cannot be identified
