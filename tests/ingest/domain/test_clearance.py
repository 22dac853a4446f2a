import pytest

from ingest.domain.clearance import Clearance
from ingest.errors import ReftelError


@pytest.mark.parametrize(
    ("written", "read"),
    [("C", "C"), ("s/nf", "S/NF"), ("SECRET//NOFORN", "S/NF"), ("S/NF/EXDIS", "S/EXDIS/NF"), ("unclas", "U")],
)
def test_a_clearance_is_read_in_any_spelling_and_written_in_one(written, read):
    assert str(Clearance.parse(written)) == read
    assert Clearance.parse(read) == Clearance.parse(written)


@pytest.mark.parametrize("nonsense", ["", "X", "TOP SECRET", "S/ANYTHING", "NF", "S/../..", "LOU"])
def test_nonsense_is_refused_with_what_is_allowed(nonsense):
    with pytest.raises(ReftelError, match=r"U, SBU, C, S.*such as C or S/NF"):
        Clearance.parse(nonsense)


@pytest.mark.parametrize(
    ("clearance", "level", "caveats", "seen"),
    [
        ("C", "SBU", (), True),
        ("C", "C", (), True),
        ("C", "S", (), False),
        ("SBU", "LOU", (), True),  # the older name
        ("S", "C", ("NF",), False),
        ("S/NF", "C", ("NF",), True),
        ("C/NF", "S", ("NF",), False),
        ("S/NF", "S", ("REL UK",), False),
        ("S/REL UK", "S", ("REL UK",), True),
        ("S", "C", ("ENTIRE TEXT",), True),
        ("U", "U", ("SENSITIVE",), False),  # sensitive but unclassified
        ("SBU", "U", ("SENSITIVE",), True),
        ("S/NF", None, (), False),
        ("S/NF", "TS", (), False),
    ],
)
def test_what_a_clearance_admits(clearance, level, caveats, seen):
    assert Clearance.parse(clearance).admits(level, caveats) is seen
