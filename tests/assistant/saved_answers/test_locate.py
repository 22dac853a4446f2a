"""A citation leads to its words after whatever became of the archive in the meantime."""

import dataclasses
import textwrap
from pathlib import Path

import pytest
from quick import done, quick_library, text, write

from assistant import Assistant, Citation
from assistant.saved_answers.bundle import sha256
from assistant.saved_answers.locate import Located, locate
from ingest import Library

QUOTA = (
    "Fisheries Minister Berg said the herring quota would be halved, since the spawning grounds off Vardo had been "
    "fished out by trawlers, and that Norway would ask its neighbors to do likewise before the season began."
)
ICE = "The harbor at Vardo was closed by ice."


@pytest.fixture
def archive(tmp_path: Path):
    opened = quick_library(tmp_path / "library")
    write(tmp_path / "cables", 1, ICE, QUOTA)
    write(tmp_path / "cables", 2, "Cod was plentiful in the north.")
    done(opened.ingest([tmp_path / "cables"]))
    yield opened
    opened.close()


@pytest.fixture
def cited(archive: Library) -> tuple[Citation, str]:
    """What was cited, and the hash of the paragraph at that time."""
    (citation,) = Assistant(archive).ask("what did Berg say about the herring quota?").citations
    assert citation.label == "10OSLO1 ¶2"
    return citation, sha256(archive.cable("10OSLO1").paragraphs[1].text)


def read_anew(archive: Library, folder: Path, written: str) -> None:
    (folder / "10OSLO1.txt").write_text(written, encoding="utf-8")
    done(archive.ingest([folder]))


def both(archive: Library, cited: tuple[Citation, str]) -> list[Located]:
    """What a citation leads to with the hash and without."""
    return [locate(archive, *cited), locate(archive, cited[0])]


def test_it_leads_to_its_paragraph(archive, cited):
    now = archive.cable("10OSLO1").paragraphs[1]
    assert both(archive, cited) == [Located(now), Located(now)]


def test_also_when_everything_was_embedded_anew(archive, cited):
    before = both(archive, cited)
    done(archive.reindex())
    assert both(archive, cited) == before


def test_also_in_a_library_that_was_built_from_scratch_in_another_order(archive, cited, tmp_path):
    again = quick_library(tmp_path / "again")
    for number in (2, 1):
        done(again.ingest([tmp_path / "cables" / f"10OSLO{number}.txt"]))
    assert both(again, cited) == both(archive, cited)
    again.close()


@pytest.mark.parametrize("width", [40, 65, 500])
def test_also_when_the_cable_was_read_from_a_text_that_is_wrapped_otherwise(archive, cited, tmp_path, width):
    wrapped = "\n".join(textwrap.fill(line, width) for line in text(1, ICE, QUOTA).splitlines())
    read_anew(archive, tmp_path / "cables", wrapped)
    for found in both(archive, cited):
        assert " ".join(found.paragraph.text.split()) == QUOTA
        assert found.paragraph.number == 2


@pytest.mark.parametrize(
    ("paragraphs", "number"),
    [
        ((QUOTA, ICE), 1),  # in another order
        (("A paragraph before it.", ICE, QUOTA), 3),  # with one before it
        ((f"{ICE} {QUOTA}",), 1),  # two that became one: the text is another, the quote stands
        ((QUOTA, QUOTA), 2),  # twice: under its number
    ],
)
def test_also_when_the_cable_is_cut_otherwise(archive, cited, tmp_path, paragraphs, number):
    read_anew(archive, tmp_path / "cables", text(1, *paragraphs))
    assert [found.paragraph.number for found in both(archive, cited)] == [number, number]


def test_what_reads_otherwise_is_told(archive, cited, tmp_path):
    read_anew(archive, tmp_path / "cables", text(1, ICE, QUOTA.replace("halved", "doubled")))
    assert both(archive, cited) == [Located(None, "10OSLO1 ¶2 has different words now")] * 2


def test_so_is_a_paragraph_that_is_gone(archive, cited, tmp_path):
    read_anew(archive, tmp_path / "cables", text(1, ICE))
    assert both(archive, cited) == [Located(None, "10OSLO1 has neither 10OSLO1 ¶2 nor its words now")] * 2


def test_so_is_a_cable_that_is_gone(archive, cited):
    done(archive.forget("10OSLO1"))
    assert both(archive, cited) == [Located(None, "the archive has no cable 10OSLO1")] * 2


def test_a_header_is_no_paragraph(archive, cited):
    header = dataclasses.replace(cited[0], ordinal=0, paragraph=None)
    assert locate(archive, header) == Located(None, "10OSLO1 header is not a paragraph")
