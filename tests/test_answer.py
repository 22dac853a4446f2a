import pytest

from assistant.answer import highest_marking, label


@pytest.mark.parametrize(
    ("place", "cited"),
    [
        (("10BAKU79", 5, 5), "10BAKU79 ¶5"),
        (("10BAKU79", 5, 6), "10BAKU79 ¶5"),
        (("07MAPUTO1180", None, 1), "07MAPUTO1180 [1]"),
        (("10BAKU79", None, 0), "10BAKU79 header"),
    ],
)
def test_a_place_is_cited_by_the_number_that_it_prints(place, cited):
    assert label(*place) == cited


@pytest.mark.parametrize(
    ("markings", "highest"),
    [
        (["U", "C", "SBU"], "C"),
        (["SBU", "U"], "SBU"),
        (["C/NF", "S"], "S/NF"),
        (["S/NF", "S/NF"], "S/NF"),
        ([None, "U"], "U"),
        ([None], None),
        ([], None),
    ],
)
def test_the_highest_level_with_the_caveats_of_all(markings, highest):
    assert highest_marking(markings) == highest


@pytest.mark.parametrize(
    ("markings", "highest"),
    [(["CONFIDENTIAL"], "C"), (["SECRET", "C/NF"], "S/NF"), (["U", "UNCLAS"], "U")],
)
def test_the_class_of_a_whole_cable_counts_as_well(markings, highest):
    assert highest_marking(markings) == highest
