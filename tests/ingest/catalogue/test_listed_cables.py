"""A list of cables is counted, sorted and cut by the database, in the same way in both that there are."""

import pytest
import sqlalchemy as sql
from quick import done, quick_library, write
from sqlalchemy.dialects import sqlite

from ingest import Library
from ingest.catalogue import cable_list
from ingest.domain.filters import Filters
from ingest.domain.selection import CableList
from ingest.samples import SAMPLES


@pytest.fixture(scope="module", params=["a file", "a server"])
def held(request, library, tmp_path_factory):
    """The sample library, its catalogue in either database."""
    if request.param == "a file":
        yield library
        return
    opened = quick_library(tmp_path_factory.mktemp("folder"), request.getfixturevalue("postgres").database())
    done(opened.ingest([SAMPLES]))
    yield opened
    opened.close()


def ids(library: Library, given: CableList, start: int = 0, limit: int = 1000) -> list[str]:
    return [each.id for each in library.list_page(given, start, limit)]


def test_each_order_is_that_of_its_column_and_turned_around_the_other(held):
    everything = held.cables(held.catalogue.ids())
    ranks = {"UNCLASSIFIED": 0, "LIMITED OFFICIAL USE": 1, "CONFIDENTIAL": 2, "SECRET": 3}
    for by, key in {
        "date": lambda cable: cable.date or str(cable.year),
        "id": lambda cable: (cable.year, cable.post, cable.number),
        "post": lambda cable: (cable.post, cable.date or str(cable.year)),
        "subject": lambda cable: (cable.subject or "").casefold(),
        "classification": lambda cable: ranks.get(cable.classification, -1),
    }.items():
        keys = {each.id: key(each) for each in everything}
        rising = [keys[id] for id in ids(held, CableList(by=by))]
        falling = [keys[id] for id in ids(held, CableList(by=by, descending=True))]
        assert rising == sorted(keys.values()), by
        assert falling == sorted(keys.values(), reverse=True), by


def test_a_cable_without_a_date_stands_at_its_year(tmp_path):
    library = quick_library(tmp_path / "library")
    raw = write(tmp_path / "cables", 1).read_text()
    undated = "".join(line for line in raw.splitlines(keepends=True) if not line.startswith("P 04"))
    (tmp_path / "cables" / "10OSLO1.txt").write_text(raw)
    (tmp_path / "cables" / "09OSLO2.txt").write_text(undated.replace("OSLO 000001", "OSLO 000002"))
    (tmp_path / "cables" / "08OSLO3.txt").write_text(raw.replace("FEB 10", "FEB 08").replace("000001", "000003"))
    done(library.ingest([tmp_path / "cables"]))
    assert ids(library, CableList()) == ["08OSLO3", "09OSLO2", "10OSLO1"]
    library.close()


def test_where_every_cable_has_a_date_an_index_has_them_in_that_order(tmp_path):
    library = quick_library(tmp_path / "library")
    for number in (1, 2, 12):
        write(tmp_path / "cables", number)
    done(library.ingest([tmp_path / "cables"]))
    assert ids(library, CableList()) == ["10OSLO1", "10OSLO2", "10OSLO12"]
    assert ids(library, CableList(descending=True)) == ["10OSLO12", "10OSLO2", "10OSLO1"]
    library.close()


def test_pages_make_up_the_list_and_the_file_is_the_list(held):
    for by in ("date", "subject"):
        given = CableList(by=by, descending=True)
        pages = [ids(held, given, start, 7) for start in range(0, 28, 7)]
        assert [len(each) for each in pages] == [7, 7, 7, 3]
        assert (
            [id for each in pages for id in each] == ids(held, given) == [each.id for each in held.listed(given)]
        )
    assert held.list_length(CableList()) == 24


@pytest.mark.parametrize(
    ("given", "cables"),
    [
        (CableList(Filters(origin="BAKU")), ["09BAKU941", "10BAKU79"]),
        (CableList(Filters(until="1989")), ["76REYKJAVIK1107", "89BUDAPEST11212"]),
        (CableList(words="mackerel", by="id"), ["09OSLO702", "09REYKJAVIK188", "09USEUBRUSSELS1431"]),
        (CableList(words="mackerels", where=Filters(origin="OSLO")), ["09OSLO702"]),
        (CableList(words="mackerel Oslo the"), ["09USEUBRUSSELS1431", "09OSLO702"]),
        (CableList(words="the"), []),
        (CableList(words='""'), []),
        (CableList(among=("10BAKU79", "09BAKU941", "09BAKU1")), ["09BAKU941", "10BAKU79"]),
        (CableList(among=()), []),
        (CableList(words="mackerel", among=("10BAKU79", "09OSLO702")), ["09OSLO702"]),
    ],
)
def test_a_list_meets_its_filters_and_mentions_its_words(held, given, cables):
    found = ids(held, given)
    assert held.list_length(given) == len(found)
    assert found == cables


def test_words_in_quotes_stand_together(held):
    apart, together = CableList(words="foreign minister"), CableList(words='"foreign minister"')
    assert set(ids(held, together)) < set(ids(held, apart))
    texts = {
        cable.id: " ".join(p.text for p in cable.paragraphs).casefold()
        for cable in held.cables(ids(held, together))
    }
    assert texts
    assert all("foreign minister" in " ".join(text.split()) for text in texts.values())


def test_a_speaker_leaves_the_cables_in_which_they_speak(held):
    somebody = held.people()[0]
    found = ids(held, CableList(Filters(person=somebody.name)))
    assert set(found) == {key.cable for key in held.spoken_by(somebody.name)}
    assert ids(held, CableList(Filters(person="Nobody"))) == []


def test_more_cables_than_a_statement_takes_values(held):
    many = [f"10NOWHERE{number}" for number in range(70_000)]
    assert ids(held, CableList(among=("10BAKU79", *many))) == ["10BAKU79"]


def test_what_was_counted_is_counted_anew_when_cables_come(tmp_path):
    library = quick_library(tmp_path / "library")
    (tmp_path / "cables").mkdir()
    assert library.list_length(CableList()) == 0
    assert library.list_length(CableList(words="wordnumber1")) == 0
    write(tmp_path / "cables", 1)
    done(library.ingest([tmp_path / "cables"]))
    assert library.list_length(CableList()) == 1
    assert library.list_length(CableList(words="wordnumber1")) == 1
    library.close()


def test_sqlite_sorts_without_reading_a_text(library):
    database = library.catalogue.database
    for by in ("date", "id", "subject", "classification"):  # of the posts there is an index of its own
        query = cable_list.sorted_ids(database, Filters(), None, by, descending=False)
        written = query.compile(compile_kwargs={"literal_binds": True}, dialect=sqlite.dialect())
        plan = [row[-1] for row in database.all(sql.text(f"EXPLAIN QUERY PLAN {written}"))]
        assert plan[0] == "SCAN cables USING COVERING INDEX cables_listed", by
