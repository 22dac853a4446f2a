"""Who met whom in a library: pairs, the sentences of two, those who are only met, and what a clearance admits."""

import json
from dataclasses import asdict

import pytest
from click.testing import CliRunner
from quick import done, quick_library, write

from assistant import Assistant
from ingest.domain.clearance import Clearance
from ingest.domain.filters import Filters
from ingest.errors import LibraryError
from ui.cli.main import reftel

FIRST = (
    "Foreign Minister Tomas Brekke told the Ambassador that the mill was closed.",
    "Foreign Minister Tomas Brekke met with Senator Helen Drummond on May 3.",
)
SECOND = ("In a meeting with the Ambassador, Foreign Minister Brekke said that the mill would open.",)


@pytest.fixture(scope="module")
def met(tmp_path_factory):
    folder = tmp_path_factory.mktemp("met")
    write(folder / "cables", 1, *FIRST)
    write(folder / "cables", 2, *SECOND)
    library = quick_library(folder / "library")
    done(library.ingest([folder / "cables"]))
    yield library
    library.close()


def test_pairs_come_with_their_numbers_and_a_surname_is_joined(met):
    found = [(each.one, each.other, each.is_post, each.sentences, each.cables) for each in met.pairs()]
    assert found == [("Tomas Brekke", "OSLO", True, 2, 2), ("Helen Drummond", "Tomas Brekke", False, 1, 1)]
    assert met.pairs(Filters(since="2011")) == []


def test_the_sentences_of_one_of_two_and_of_a_post(met):
    (brekke,), (drummond,) = met.who_met("Brekke"), met.who_met("Helen Drummond")
    assert drummond.said == 0
    assert met.people("Drummond") == []  # she says nothing
    assert len(met.encounters(brekke)) == 3
    assert len(met.encounters(brekke, "OSLO")) == 2
    for one, other in ((brekke, drummond), (drummond, brekke)):
        (row,) = met.encounter_rows(met.encounters(one, other))
        assert (row.cable, row.paragraph, row.kind, row.text) == ("10OSLO1", 2, "met", FIRST[1])


def test_who_met_somebody_is_meant_before_a_namesake_who_met_nobody(library):
    assert [each.name for each in library.people("Salmanli")] == ["Vugar Salmanli", "Salmanli"]
    assert [each.name for each in library.who_met("Salmanli")] == ["Vugar Salmanli"]


def test_a_cable_that_is_forgotten_takes_its_encounters_along(tmp_path):
    write(tmp_path / "cables", 1, *FIRST)
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    assert library.pairs()
    done(library.forget("10OSLO1"))
    assert (library.pairs(), library.who_met("Drummond")) == ([], [])
    library.close()


def test_a_copy_for_a_clearance_knows_of_no_meeting_that_it_may_not_show(tmp_path):
    path = write(tmp_path / "cables", 1, *FIRST)
    path.write_text(path.read_text().replace("2. (C)", "2. (S)").replace("C O N F I D E N T I A L", "S E C R E T"))
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    copy = library.cleared(Clearance.parse("C"))
    assert [(each.one, each.other) for each in copy.pairs()] == [("Tomas Brekke", "OSLO")]
    assert copy.who_met("Drummond") == []
    assert len(library.pairs()) == 2
    library.close()


def test_somebody_with_a_name_too_short_for_a_sound_has_all_their_statements(tmp_path):
    write(tmp_path / "cables", 1, "President Lula said that the mill was closed. Lula added that it would open.")
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    (lula,) = library.called("Lula")
    assert [key.cable for key in library.spoken_by_person(lula)] == ["10OSLO1"]
    assert library.said_in(lula) == {"10OSLO1": lula.said}
    library.close()


def test_the_command_prints_them_and_the_assistant_yields_the_same(met):
    printed = CliRunner().invoke(reftel, ["encounters", "Drummond", "--json", "--library", str(met.folder)])
    (row,) = map(json.loads, printed.output.splitlines())
    (same,) = Assistant(met).encounters("Brekke", "Drummond")
    assert row == asdict(same)
    assert list(Assistant(met).encounters(until="2009")) == []
    with pytest.raises(LibraryError, match="Nobody called Zed"):
        list(Assistant(met).encounters("Zed"))
