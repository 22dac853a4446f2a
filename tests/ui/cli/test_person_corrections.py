"""A curator's corrections of the people, as commands and in Python: made, listed, undone, kept, and in copies."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from quick import done, quick_library, text, write

from ingest import Clearance, Library
from ingest.errors import CatalogueDamaged, LibraryError
from ui.cli.main import reftel

TALKS = ("Foreign Minister Anar Baro told the Ambassador that the border would stay closed.",)
ALONE = ("Minister Baro said that he would resign. Trade Minister Olga Storm said that she would stay.",)
OTHER = ("Anatol Barov said that the ferry would run.",)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(reftel, [str(each) for each in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of Anar Baro, who is called Baro in one cable, of Olga Storm and of Anatol Barov."""
    for number, paragraphs in enumerate((TALKS, ALONE, OTHER), start=1):
        write(tmp_path / "cables", number, *paragraphs)
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    library.close()
    return tmp_path / "library"


def people(folder: Path) -> dict[str, tuple[str, ...]]:
    library = quick_library(folder)
    found = {each.name: each.cables for each in library.people()}
    library.close()
    return found


def test_two_people_are_joined_and_apart_again_when_it_is_undone(folder):
    before = people(folder)
    joined = run("person", "join", "Anar Baro", "Anatol Barov", "--library", folder)
    assert (joined.exit_code, joined.exception) == (0, None)
    assert people(folder) == {"Anar Baro": ("10OSLO1", "10OSLO2", "10OSLO3"), "Olga Storm": ("10OSLO2",)}
    undone = run("person", "undo", "--library", folder)
    assert undone.stdout == "undone: 1  Anar Baro is the same as Anatol Barov\n"
    assert people(folder) == before


def test_a_spelling_is_split_off(folder):
    assert people(folder)["Anar Baro"] == ("10OSLO1", "10OSLO2")
    run("person", "split", "Anar Baro", "Baro", "--library", folder)
    assert people(folder) == {
        "Anar Baro": ("10OSLO1",),
        "Baro": ("10OSLO2",),
        "Olga Storm": ("10OSLO2",),
        "Anatol Barov": ("10OSLO3",),
    }


def test_somebody_is_called_by_another_name_and_found_by_the_old_one(folder):
    run("person", "rename", "baro", "Anar Baro the Elder", "--library", folder)
    (row,) = run("people", "Baro", "--json", "--library", folder).stdout.splitlines()
    assert json.loads(row)["name"] == "Anar Baro the Elder"
    assert "Anar Baro" in json.loads(row)["spellings"]
    library = quick_library(folder)
    (one,) = library.people("the Elder")
    assert (one.name, one.known_as) == ("Anar Baro the Elder", "Anar Baro")
    library.close()


def test_corrections_are_listed_and_any_of_them_undone(folder):
    run("person", "rename", "Olga Storm", "Olga Gale", "--library", folder)
    run("person", "join", "Olga Gale", "Anatol Barov", "--library", folder)
    listed = run("person", "list", "--library", folder).stdout
    assert [line.split("  ")[::2] for line in listed.splitlines()] == [
        ["1", "Olga Storm is called Olga Gale"],
        ["2", "Olga Gale is the same as Anatol Barov"],
    ]
    run("person", "undo", "1", "--library", folder)
    rows = [json.loads(line) for line in run("person", "list", "--json", "--library", folder).stdout.splitlines()]
    assert [(row["number"], row["kind"], row["person"], row["other"]) for row in rows] == [
        (2, "join", "Olga Gale", "Anatol Barov")
    ]
    assert people(folder)["Olga Storm"] == ("10OSLO2", "10OSLO3")


def test_they_are_kept_when_cables_are_read_again_and_others_come(folder, tmp_path):
    run("person", "split", "Anar Baro", "Baro", "--library", folder)
    write(tmp_path / "cables", 1, *TALKS, "Nothing else was said.")
    write(tmp_path / "cables", 4, "Anar Baro said that he was back.")
    library = quick_library(folder)
    done(library.ingest([tmp_path / "cables"]))
    found = {each.name: each.cables for each in library.people()}
    library.close()
    assert (found["Anar Baro"], found["Baro"]) == (("10OSLO1", "10OSLO4"), ("10OSLO2",))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("join", "Anar Baro", "Nobody"),
            "Nobody called Nobody speaks in the cables: `reftel people` lists who does.",
        ),
        (("join", "Anar Baro", "Baro"), "Anar Baro and Baro are one person already: Anar Baro."),
        (
            ("split", "Anar Baro", "Gale"),
            "No cable calls Anar Baro just Gale; those that can be split off: Anar Baro, Baro.",
        ),
        (
            ("split", "Olga Storm", "Olga Storm"),
            "Every cable calls Olga Storm just Olga Storm: nothing would be left.",
        ),
        (("rename", "Anar Baro", " "), "The new name is empty: give one."),
        (("undo",), "No correction has been made, so there is nothing to undo."),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else "",
)
def test_what_cannot_be_done_is_told_in_a_line(folder, arguments, told):
    result = run("person", *arguments, "--library", folder)
    assert (result.exit_code, str(result.exception)) == (1, told)


def test_where_several_are_called_so_a_cable_tells_who_is_meant(folder, tmp_path):
    run("person", "rename", "Olga Storm", "Anar Baro", "--library", folder)
    refused = run("person", "join", "Anar Baro", "Anatol Barov", "--library", folder)
    assert str(refused.exception) == (
        "2 people are called Anar Baro: say which by a cable (Anar Baro@10OSLO1, Anar Baro@10OSLO2)."
    )
    run("person", "join", "Anar Baro@10OSLO1", "Anatol Barov", "--library", folder)
    library = quick_library(folder)
    assert sorted(each.cables for each in library.people()) == [("10OSLO1", "10OSLO2", "10OSLO3"), ("10OSLO2",)]
    library.close()


def test_a_library_that_cannot_be_written_says_so(folder, monkeypatch):
    monkeypatch.setattr("ingest.library_queries.is_read_only", lambda folder: True, raising=False)
    monkeypatch.setattr("ingest.storage.parts.is_read_only", lambda folder: True)
    result = run("person", "rename", "Olga Storm", "Olga Gale", "--library", folder)
    assert result.exit_code == 1
    assert str(result.exception).startswith(f"The folder {folder} cannot be written")
    assert "\n" not in str(result.exception)


def test_a_damaged_correction_is_reported_and_taken_away_by_a_repair(folder):
    run("person", "rename", "Olga Storm", "Olga Gale", "--library", folder)
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as database, database:
        database.execute("UPDATE corrections SET other = replace(other, 'Gale', 'Hail')")
    library = quick_library(folder)
    with pytest.raises(CatalogueDamaged):
        library.people()
    before, after = done(library.repair())
    assert [each.words for each in before.faults] == [
        "corrections of people that have changed since they were made: 1 (1)"
    ]
    assert after.faults == ()
    assert "Olga Storm" in [each.name for each in library.people()]
    library.close()


class TestCopies:
    """A reader of a copy has the corrections of whom the copy holds, and no word of anybody else."""

    @pytest.fixture
    def library(self, tmp_path: Path) -> Library:
        secret = "Anatol Barov, who is called Nightjar, said that the ferry would run."
        for number, paragraph in enumerate((*TALKS, ALONE[0]), start=1):
            write(tmp_path / "cables", number, paragraph)
        (tmp_path / "cables" / "10OSLO3.txt").write_text(
            text(3, secret).replace("C O N F I D E N T I A L", "S E C R E T").replace("(C)", "(S)")
        )
        library = quick_library(tmp_path / "library")
        done(library.ingest([tmp_path / "cables"]))
        return library

    @staticmethod
    def _told(copy: Library) -> str:
        return repr([list(copy.corrections), copy.people()])

    def test_a_join_with_somebody_above_does_not_show(self, library):
        copy = library.cleared(Clearance.parse("C"))
        before = copy.people()
        library.corrections.join("Anar Baro", "Anatol Barov")
        assert (copy.people(), list(copy.corrections)) == (before, [])

    def test_a_join_of_two_who_are_there_holds_at_once(self, library):
        copy = library.cleared(Clearance.parse("C"))
        library.corrections.join("Anar Baro", "Olga Storm")
        assert [each.name for each in copy.people()] == ["Anar Baro"]
        assert [str(each) for each in copy.corrections] == ["Anar Baro is the same as Olga Storm"]

    def test_a_name_that_no_cable_of_the_copy_has_is_not_given(self, library):
        library.corrections.join("Anatol Barov", "Anar Baro")
        library.corrections.rename("Anatol Barov", "Nightjar")
        library.corrections.rename("Olga Storm", "Nightjar")
        copy = library.cleared(Clearance.parse("C"))
        assert sorted(each.name for each in copy.people()) == ["Anar Baro", "Olga Storm"]
        assert "Nightjar" not in self._told(copy)
        assert "Barov" not in self._told(copy)

    def test_a_copy_is_not_corrected(self, library):
        copy = library.cleared(Clearance.parse("C"))
        with pytest.raises(LibraryError, match="is a copy for the clearance C"):
            copy.corrections.rename("Olga Storm", "Olga Gale")
        with pytest.raises(LibraryError, match="is a copy for the clearance C"):
            copy.corrections.undo()
