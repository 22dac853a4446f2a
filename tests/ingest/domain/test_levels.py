"""One table of levels: what is a level in one place is one everywhere."""

import pytest

from assistant.answer import highest_marking
from ingest.domain.clearance import Clearance
from ingest.domain.levels import CLASSES, LABELS, LEVELS, MARKS, RANKS
from ingest.domain.markings import level_and_caveats


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_read_from_a_mark_ranked_and_shown(level):
    assert level_and_caveats(level.mark) == (level.mark, ())
    assert MARKS[level.mark] == level.mark
    assert RANKS[level.mark] == level.rank
    assert LABELS[level.mark]
    assert all(MARKS[spelling] == level.mark and CLASSES[spelling] == level.cable for spelling in level.spellings)


@pytest.mark.parametrize(
    ("markings", "highest"),
    [
        (["U", "LIMITED OFFICIAL USE"], "LOU"),
        (["LOU", "U"], "LOU"),
        (["SBU", "CONFIDENTIAL"], "C"),
        (["C/NF", "SECRET"], "S/NF"),
    ],
)
def test_the_highest_marking_is_that_of_the_highest_rank(markings, highest):
    assert highest_marking(markings) == highest


def test_a_ceiling_admits_what_is_not_above_it():
    assert [level.mark for level in LEVELS if Clearance("SBU").admits(level.mark)] == ["U", "SBU", "LOU"]
