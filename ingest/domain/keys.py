"""Keys: where in the archive something stands that can be found."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

HEADER = 0  # the ordinal under which a cable's header facts are found


class Key(NamedTuple):
    """Where an entry stands: a cable and the ordinal of the paragraph in it, 0 for the header."""

    cable: str
    ordinal: int

    def __str__(self) -> str:
        return f"{self.cable}#{self.ordinal}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read back what `str` wrote."""
        cable, _, ordinal = text.rpartition("#")
        return cls(cable, int(ordinal))


def vector_id(key: Key, window: int) -> str:
    """Return the id of the vector of one window of an entry."""
    return f"{key}.{window}"


def vector_key(id: str) -> Key:
    """Return the entry that a vector belongs to."""
    return Key.parse(id.rpartition(".")[0])


NOBODY: Mapping[Key, Sequence[str]] = {}  # where it is not told who speaks
