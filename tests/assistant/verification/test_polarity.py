"""What a sentence affirms and its source denies, or the other way round."""

import pytest

from assistant.verification.polarity import contradiction


@pytest.mark.parametrize(
    ("claimed", "given"),
    [
        ("The mill will close in May.", "The mill will not close in May."),
        ("Oslo accepted the mackerel quota.", "Oslo would not accept the mackerel quota."),
        ("Oslo supported the quota on mackerel.", "Oslo opposed the quota on mackerel."),
        ("Wheat exports increased by a third.", "Wheat exports fell by a third."),
        ("A settlement on mackerel is likely.", "A settlement on mackerel is unlikely."),
        ("The ministry did not approve the figures.", "The ministry had approved the figures."),
        ("He had looked.", "He had not looked, and it could not be found."),
    ],
)
def test_a_contradiction_is_found_either_way(claimed, given):
    assert contradiction(claimed, [given])
    assert contradiction(given, [claimed])


@pytest.mark.parametrize(
    ("claimed", "given"),
    [
        ("Oslo rejected the mackerel quota.", "Oslo did not accept the mackerel quota."),
        ("The attaches did not expect an agreement before May.", "The attaches expected no agreement before May."),
        ("Oslo accepted not only the quota on mackerel.", "Oslo accepted the quota on mackerel."),
        ("The mill will not close in May.", "The mill might close in May, the owners feared; it did not."),
        ("Bread was dear.", "The mill will not close in May."),
    ],
)
def test_the_same_in_other_words_is_none(claimed, given):
    assert contradiction(claimed, [given]) is None


def test_the_clauses_that_are_at_odds_are_told():
    found = contradiction("Bread is dear, and the mill will close.", ["The mill will not close; bread is dear."])
    assert found == ("the mill will close", "The mill will not close")
