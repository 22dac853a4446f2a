"""One text that breaks what reads it is told and passed over; the others are indexed all the same."""

from pathlib import Path

import pytest
from quick import QuickEmbedder, done, found, quick_library, write

from ingest.attribution import speaker_tracking
from ingest.attribution.attribute import attribute as really_attribute
from ingest.domain.keys import Key
from ingest.embedding.embedder import Embedding
from ingest.errors import LibraryError
from ingest.jobs import update_indexes
from ingest.jobs.check import Health

ODD = "Wordodd is what nobody can read."


class Breaking(QuickEmbedder):
    """Breaks on one text, alone or among others."""

    def read(self, texts) -> list[Embedding]:
        if any("Wordodd" in text for text in texts):
            raise RuntimeError("no such token")
        return super().read(texts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in (1, 2, 3):
        write(tmp_path / "cables", number, *([ODD, "The mill stands."] if number == 2 else ["The ferry runs."]))
    return tmp_path


def test_a_cable_in_which_nobody_can_be_heard_is_told_and_the_others_are_heard(folder, monkeypatch):
    def attribute(cable):
        if cable.id == "10OSLO2":
            raise RecursionError("too deep")
        return really_attribute(cable)

    monkeypatch.setattr(update_indexes, "attribute", attribute)
    library = quick_library(folder / "library")
    report = done(library.ingest([folder / "cables"]))
    assert [(each.place, each.outcome) for each in report.failures] == [("10OSLO2", "failed")]
    assert "RecursionError" in report.failures[0].reason
    assert library.status().heard == library.status().paragraphs == 4
    assert library.statements([Key("10OSLO1", 1)])
    assert not library.statements([Key("10OSLO2", 1)])
    assert found(library, "wordodd") == ["10OSLO2"]
    assert not done(library.ingest([folder / "cables"])).failures  # it is told once


def test_a_cable_whose_speakers_take_too_long_is_told(folder, monkeypatch):
    monkeypatch.setattr(speaker_tracking, "LONGEST_ATTRIBUTION", -1)
    report = done(quick_library(folder / "library").ingest([folder / "cables"]))
    assert {each.place for each in report.failures} == {"10OSLO1", "10OSLO2", "10OSLO3"}
    assert all("working out who speaks in it" in each.reason for each in report.failures)


def test_a_text_that_the_model_breaks_on_is_told_and_the_others_are_embedded(folder):
    library = quick_library(folder / "library")
    library._parts.embedder = Breaking()
    report = done(library.ingest([folder / "cables"]))
    assert [each.place for each in report.failures] == ["10OSLO2#1"]
    assert "no such token" in report.failures[0].reason
    assert library.status().embedded == 4
    health = done(library.check())
    assert isinstance(health, Health)
    assert not health.faults


def test_a_model_that_reads_nothing_at_all_is_told_as_ever(folder):
    class Broken(QuickEmbedder):
        def read(self, texts) -> list[Embedding]:
            raise LibraryError("The model cannot be loaded.")

    library = quick_library(folder / "library")
    library._parts.embedder = Broken()
    with pytest.raises(LibraryError, match="cannot be loaded"):
        done(library.ingest([folder / "cables"]))
