"""Cables that are named by their ids: which are here, which are numbered near one, which refer to one."""

from quick import done, quick_library, write

from ingest.domain.filters import Filters
from ingest.domain.posts import CableId


def test_those_that_are_here_and_meet_the_filters_keep_their_order(library):
    ids = ["10BAKU79", "10BAKU80", "09OSLO702", "10BAKU79"]
    assert library.present(ids) == ["10BAKU79", "09OSLO702"]
    assert library.present(ids, Filters(origin="OSLO")) == ["09OSLO702"]
    assert library.present([]) == []


def test_the_nearest_numbers_of_a_post_and_a_year_come_first(tmp_path):
    for number in (3, 12, 20, 90):
        write(tmp_path / "cables", number)
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    assert library.numbered_near(CableId(2010, "OSLO", 13), 2) == ["10OSLO12", "10OSLO20"]
    assert library.numbered_near(CableId(2010, "OSLO", 12), 1) == ["10OSLO20"]
    assert library.numbered_near(CableId(2009, "OSLO", 12), 3) == []
    assert library.numbered_near(CableId(2010, "OSLO", 12), 3, Filters(until="2009")) == []
    library.close()


def test_what_refers_to_a_cable_need_not_have_it_here(library):
    assert library.referring("09STATE118733") == ["10STATE9124"]
    assert library.referring("89BUDAPEST11212")[0] == "08DUSHANBE1033"
    assert library.referring("89BUDAPEST11212", Filters(since="2009")) == [
        each for each in library.referring("89BUDAPEST11212") if not each.startswith("08")
    ]
    assert library.referring("10BAKU80") == []
