"""What the library remembers of who says what."""

import pytest
from quick import done, quick_library

from ingest.catalogue import statement_store
from ingest.domain.keys import Key

CABLE = """C O N F I D E N T I A L BAKU 000001

E.O. 12958: DECL: 02/04/2019
TAGS: PREL
SUBJECT: TALKS

1. (C) Foreign Minister Anar Baro told the Ambassador on February 2 that the border would stay closed.  He said
that nobody wanted a war.

2. (C) Comment: We doubt it.  End comment.
"""


@pytest.fixture
def library(tmp_path):
    (tmp_path / "09BAKU1.txt").write_text(CABLE)
    opened = quick_library(tmp_path / "library")
    done(opened.ingest([tmp_path / "09BAKU1.txt"]))
    return opened


def test_each_sentence_of_a_paragraph_has_its_voice(library):
    said = library.catalogue.statement_store.statements([Key("09BAKU1", 1)])[Key("09BAKU1", 1)]
    assert [(each.kind, each.speaker) for each in said] == [("said", "Anar Baro"), ("said", "Anar Baro")]
    assert all(0.45 <= each.sure <= 1 and each.possibly is None for each in said)


def test_a_speaker_is_found_by_any_spelling_of_one_of_his_names(library):
    assert library.catalogue.statement_store.spoken_by("Minister Barro") == {Key("09BAKU1", 1): ["Anar Baro"]}
    assert library.catalogue.statement_store.spoken_by("the Minister") == {}


def test_the_people_of_the_archive_come_with_their_offices_and_how_much_they_say(library):
    [baro] = library.people("baro")
    assert (baro.name, baro.titles, baro.said, baro.cables) == (
        "Anar Baro",
        ("Foreign Minister",),
        2,
        ("09BAKU1",),
    )


def test_who_speaks_in_a_cable_is_told_as_that_cable_has_it(library):
    cast = library.cast(["09BAKU1", "09BAKU2"])
    assert {id: [(each.name, each.titles) for each in people] for id, people in cast.items()} == {
        "09BAKU1": [("Anar Baro", ("Foreign Minister",))]
    }


def test_a_cable_that_is_read_anew_is_heard_anew(library, tmp_path):
    path = tmp_path / "09BAKU1.txt"
    path.write_text(CABLE.replace("Anar Baro", "Elnur Orlov"))
    done(library.ingest([path]))
    assert [each.name for each in library.people()] == ["Elnur Orlov"]


def test_what_is_forgotten_is_heard_no_more(library):
    done(library.forget("09BAKU1"))
    assert library.people() == []
    assert library.catalogue.statement_store.spoken_by("Baro") == {}


def test_what_older_rules_told_is_told_anew_at_the_next_ingest(library, tmp_path, monkeypatch):
    library.corrections.rename("Anar Baro", "Anar A. Baro")
    monkeypatch.setattr(statement_store, "RULES", statement_store.RULES + 1)
    store = library.catalogue.statement_store
    assert (list(store.outdated()), store.count()) == (["09BAKU1"], 0)
    done(library.ingest([tmp_path / "09BAKU1.txt"]))
    assert (store.outdated(), store.count()) == ({}, 2)
    assert [each.name for each in library.people()] == ["Anar A. Baro"]
