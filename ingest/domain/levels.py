"""The levels of classification: the one table behind markings, class lines, clearances and labels."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """A level: `mark` in a portion mark, `cable` as the class of a whole cable, `label` as readers are shown it.

    Of two levels the one with the higher `rank` is the more secret. `spellings` are the words that a marking or a
    class line may have for it.
    """

    mark: str
    rank: int
    cable: str
    label: str
    spellings: tuple[str, ...] = ()


LEVELS = (
    Level("U", 0, "UNCLASSIFIED", "UNCLASSIFIED", ("UNCLASSIFIED", "UNCLAS")),
    Level("SBU", 1, "UNCLASSIFIED", "SENSITIVE"),
    # What was called Sensitive But Unclassified from 1995 on.
    Level("LOU", 1, "LIMITED OFFICIAL USE", "LIMITED OFFICIAL USE", ("LIMITED OFFICIAL USE",)),
    Level("C", 2, "CONFIDENTIAL", "CONFIDENTIAL", ("CONFIDENTIAL",)),
    Level("S", 3, "SECRET", "SECRET", ("SECRET",)),
)
# Of documents that are no cables; nothing tells how high they are, so nobody's clearance reaches them.
UNRANKED = ("TOP SECRET", "RESTRICTED")
RANKS = {level.mark: level.rank for level in LEVELS}
LABELS = {level.mark: level.label for level in LEVELS}
# A mark by each of its spellings, and by itself.
MARKS = {spelling: level.mark for level in LEVELS for spelling in (*level.spellings, level.mark)}
# The class of a cable by each of its spellings.
CLASSES = {spelling: level.cable for level in LEVELS for spelling in level.spellings}
