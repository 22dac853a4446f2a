"""Who met whom."""

from dataclasses import dataclass
from typing import Literal

EncounterKind = Literal["met", "spoke"]


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
