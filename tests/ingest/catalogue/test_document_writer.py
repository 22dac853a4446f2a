"""Where a document is removed or replaced, another one takes over, and nobody waits meanwhile."""

import sqlite3
from collections import Counter

import pytest
from quick import done, quick_library, text

from ingest.catalogue import document_writer
from ingest.parsing.parser import parse_cable

LONG = "The longer text of the two says what the Minister said, and who heard it."
SHORT = "A shorter text."


@pytest.fixture
def library(tmp_path):
    """A library that knows one cable from two files; the longer text answers."""
    for name, content in (("a.txt", text(1, LONG)), ("b.txt", text(1, SHORT)), ("c.txt", text(2))):
        (tmp_path / name).write_text(content, encoding="utf-8")
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]))
    return library


@pytest.fixture
def parsed(library, monkeypatch):
    """The names of the texts that take over, with whether others could write while they were parsed."""
    seen = Counter()

    def parse(raw, **how):
        with sqlite3.connect(library.folder / "catalogue.sqlite", timeout=0) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
                seen[how["name"], True] += 1
            except sqlite3.OperationalError:  # it is locked
                seen[how["name"], False] += 1
        return parse_cable(raw, **how)

    monkeypatch.setattr(document_writer, "parse_cable", parse)
    return seen


def words(library):
    return [each.text for each in library.cable("10OSLO1").paragraphs]


def test_a_text_that_takes_over_is_parsed_while_others_can_write(library, parsed, tmp_path):
    done(library.forget(str(tmp_path / "a.txt")))
    assert (words(library), list(parsed)) == ([SHORT], [("b", True)])


def test_so_it_is_where_a_file_holds_another_cable_now(library, parsed, tmp_path):
    (tmp_path / "a.txt").write_text(text(3, LONG), encoding="utf-8")
    report = done(library.ingest([tmp_path / "a.txt"]))
    assert (words(library), list(parsed)) == ([SHORT], [("b", True)])
    assert report.counts == {"replaced": 1}  # counted once, though the work is done twice


def test_and_where_cables_are_made_again(library, parsed):
    library.catalogue.write(lambda edit: edit.documents.parse_again(["10OSLO1", "10OSLO2"]))
    assert (words(library), set(parsed)) == ([LONG], {("a", True), ("c", True)})
    assert library.cable("10OSLO2")


def test_a_text_that_changed_in_between_is_parsed_as_it_is_then(library, tmp_path, monkeypatch):
    between = library.catalogue._parsed

    def changed(wanted):
        cables = between(wanted)
        (tmp_path / "b.txt").write_text(text(1, "What was written in between."), encoding="utf-8")
        done(library.ingest([tmp_path / "b.txt"]))
        return cables

    monkeypatch.setattr(library.catalogue, "_parsed", changed)
    library.catalogue.write(lambda edit: edit.documents.forget_input(str(tmp_path / "a.txt")))
    assert words(library) == ["What was written in between."]


def test_of_a_great_many_the_rest_is_parsed_in_the_transaction(library, parsed, monkeypatch):
    monkeypatch.setattr(document_writer, "_MOST_UNPARSED", 1)
    library.catalogue.write(lambda edit: edit.documents.parse_again(["10OSLO1", "10OSLO2"]))
    assert sorted(could for _, could in parsed) == [False, True]
    assert words(library) == [LONG]


def test_work_that_fails_changes_nothing(library, tmp_path):
    def work(edit):
        edit.documents.forget_input(str(tmp_path / "a.txt"))
        raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        library.catalogue.write(work)
    assert words(library) == [LONG]
