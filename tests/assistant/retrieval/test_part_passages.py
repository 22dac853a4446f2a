"""Each part of a question has passages of its own among those that a model may be shown."""

import pytest
from quick import done, quick_library, write

from assistant.question.understand import understand
from assistant.retrieval.leaning import with_explained
from assistant.retrieval.part_passages import part_passages
from assistant.retrieval.retrieve import retrieve
from ingest.domain.filters import EVERYWHERE, Filters


@pytest.fixture(scope="module")
def mills(tmp_path_factory):
    """Forty cables on the mill, and one paragraph in which somebody else is named."""
    folder = tmp_path_factory.mktemp("mills")
    for number in range(1, 41):
        write(folder / "cables", number, f"Deputy Minister Anar Baro told Econoff that mill {number} would close.")
    write(
        folder / "cables",
        41,
        "Councillor Tirza Quill said nothing would come of it.",
        "He added that it was late.",
    )
    library = quick_library(folder / "library")
    done(library.ingest([folder / "cables"]))
    yield library
    library.close()


def test_whoever_is_asked_about_beside_another_has_a_passage(mills):
    asked = understand("What did Baro and Quill say about the mill?")
    assert "10OSLO41" not in [each.cable for each in retrieve(mills, asked, EVERYWHERE)[:10]]
    assert "10OSLO41" in [each.cable for each in part_passages(mills, asked, EVERYWHERE)[:6]]


def test_each_cable_that_is_asked_about_has_one(mills):
    asked = understand("What do 10OSLO7, 10OSLO19 and 10OSLO41 say of the mill?")
    assert {each.cable for each in part_passages(mills, asked, EVERYWHERE)} == {"10OSLO7", "10OSLO19", "10OSLO41"}


def test_each_time_has_one(library):
    found = part_passages(library, understand("What was said of ports in 2007, in 2009 and in 2010?"), EVERYWHERE)
    assert {"2007", "2009", "2010"} <= {(each.date or "")[:4] for each in found[:10]}


def test_no_part_goes_beyond_the_readers_filters(library):
    where = Filters(since="2010")
    found = part_passages(library, understand("What was said of ports in 2007, in 2009 and in 2010?"), where)
    assert {each.date[:4] for each in found} == {"2010"}


def test_no_passage_comes_twice(mills):
    found = part_passages(mills, understand("What did Baro and Quill say about the mill?"), EVERYWHERE)
    assert len({(each.cable, each.ordinal) for each in found}) == len(found)


def test_a_paragraph_that_leans_on_the_one_before_brings_it_along(mills):
    (leaning,) = [
        each
        for each in retrieve(mills, understand("Who added that it was late?"), EVERYWHERE)
        if each.ordinal == 2
    ]
    assert [each.label for each in with_explained(mills, [leaning], 1)] == ["10OSLO41 ¶2", "10OSLO41 ¶1"]
    assert with_explained(mills, [leaning], 0) == [leaning]
