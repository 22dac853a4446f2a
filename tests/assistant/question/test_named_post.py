"""A post to whose cables a question limits itself is read, in any case, and taken out of it."""

import pytest

from assistant.question.named_post import limited
from ingest.domain.filters import Filters


@pytest.mark.parametrize(
    ("asked", "text", "origin"),
    [
        ("what does SAG stand for in the Riyadh cables?", "what does SAG stand for?", "RIYADH"),
        ("In the tel aviv cables, who is MBN?", "who is MBN?", "TELAVIV"),
        ("who is MBN in cables from New Delhi", "who is MBN", "NEWDELHI"),
        ("who is Baro in these cables", "who is Baro in these cables", None),
        ("who is Baro", "who is Baro", None),
    ],
)
def test_a_post_is_read(asked, text, origin):
    found = limited(asked)
    assert (found.text, found.origin) == (text, origin)


def test_what_the_reader_took_away_or_set_stays():
    asked = "who is MBN in the Riyadh cables"
    assert limited(asked, ("cables from RIYADH",)).origin is None
    assert limited(asked).within(Filters(origin="OSLO")) == Filters(origin="OSLO")
    assert limited(asked).within(Filters(since="2009")) == Filters(since="2009", origin="RIYADH")
