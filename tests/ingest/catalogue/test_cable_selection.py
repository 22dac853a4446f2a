"""Cables are selected by what their headers say, all of them, the earliest first."""

import pytest

from ingest.domain.filters import Filters
from ingest.domain.selection import Selection


@pytest.mark.parametrize(
    ("given", "cables"),
    [
        (Selection(posts=("BAKU", "OSLO")), ["09OSLO702", "09BAKU941", "10BAKU79"]),
        (Selection(periods=(("1970", "1979"), ("1989", "1989"))), ["76REYKJAVIK1107", "89BUDAPEST11212"]),
        (Selection(periods=((None, "1980"),)), ["76REYKJAVIK1107"]),
        (Selection(tags=("IR", "PARM")), ["10STATE9124", "10BAKU79"]),
        (Selection(levels=("SECRET",), where=Filters(until="2009-08")), ["08TASHKENT915", "09ABUDHABI655"]),
        (Selection(signed=("gregory", "tillman")), ["08DUSHANBE1033", "10DUSHANBE57"]),
        (Selection(classified_by=("danziger",)), ["09ANKARA1702", "10ANKARA33"]),
        (Selection(classified_by=("ruth", "tillman")), []),
        (Selection(refers_to=("08CAIRO611",)), ["08UNROME71", "10MOSCOW1874"]),
        (Selection(among=("10BAKU79", "09BAKU941", "09BAKU1")), ["09BAKU941", "10BAKU79"]),
    ],
)
def test_a_selection(library, given, cables):
    assert [each.id for each in library.select(given)] == cables


def test_what_a_speaker_filter_leaves(library):
    name = library.people()[0].name
    spoken = {key.cable for key in library.spoken_by(name)}
    assert {each.id for each in library.select(Selection(where=Filters(person=name)))} == spoken


def test_every_cable_that_words_stand_in(library):
    cables = library.cables(library.catalogue.ids())
    for word in ("mackerel", "dam", "wheat"):
        stands = {
            cable.id
            for cable in cables
            if word in " ".join((cable.subject or "", *(p.text for p in cable.paragraphs))).casefold().split()
        }
        assert stands <= library.mentioning([word])
    assert library.mentioning(["the"]) == frozenset()
    assert library.titled(["mackerel"]) == {"09REYKJAVIK188", "09USEUBRUSSELS1431"}
