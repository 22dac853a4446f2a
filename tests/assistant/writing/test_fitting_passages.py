"""What fits into a model's context: the first passages whole, of the others the sentences that matter."""

import dataclasses

import pytest
from quick import done, quick_library, write

from assistant.question.understand import understand
from assistant.retrieval.retrieve import retrieve
from assistant.writing.exhibits import as_shown, exhibits
from assistant.writing.fitting_passages import fitting, shortened
from assistant.writing.model_limits import tokens
from ingest.domain.filters import EVERYWHERE
from ingest.errors import ModelError

ASKED = "Why would the mill close?"
FILLED = " ".join(f"The weather on day {day} was of no account to anybody at all." for day in range(20))


@pytest.fixture(scope="module")
def mills(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fitting")
    for number in range(1, 31):
        write(
            folder / "cables",
            number,
            f"{FILLED} The mill would close for want of water in year {number}. {FILLED}",
        )
    library = quick_library(folder / "library")
    done(library.ingest([folder / "cables"]))
    yield library
    library.close()


@pytest.fixture(scope="module")
def found(mills):
    return exhibits(mills, retrieve(mills, understand(ASKED), EVERYWHERE, 30))


def test_everything_that_is_shown_fits(mills, found):
    for room in (600, 2_000, 6_000):
        shown = fitting(mills, found, ASKED, room)
        assert tokens(as_shown(shown, "9" * 16)) <= room


def test_many_more_fit_than_whole_ones_would(mills, found):
    room = 4_000
    shown = fitting(mills, found, ASKED, room)
    assert len(shown) > 2 * room // tokens(found[0].body)


def test_what_is_kept_of_a_passage_is_what_the_question_asks(mills, found):
    shown = fitting(mills, found, ASKED, 4_000)
    assert all("The mill would close for want of water" in each.body for each in shown)
    assert all("[...]" in each.body for each in shown if each.omitted)
    assert any(each.omitted for each in shown)


def test_a_wide_room_holds_all_of_them_whole(mills, found):
    shown = fitting(mills, found[:5], ASKED, 100_000)
    assert [each.omitted for each in shown] == [frozenset()] * 5


def test_what_gives_orders_is_shown_in_no_size(mills, found):
    hostile = dataclasses.replace(found[0], hidden=frozenset(range(len(found[0].statements))))
    for each in (hostile, shortened(hostile, 3, {"mill": 1.0})):
        assert "mill" not in each.body.partition("\n")[2]


def test_where_not_one_fits_it_is_told_what_to_do(mills, found):
    with pytest.raises(ModelError, match=r"raise `context` in reftel\.toml"):
        fitting(mills, found, ASKED, 30)
