"""Bits that flip on the disk: told in a line with what mends it, and nothing wrong is ever said for them.

REFTEL_FLIPS sets how many bits are flipped in each kind of file, one at a time (default 2).
"""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from quick import done, found, quick_library, write

from assistant import Assistant
from ingest import Clearance, Library
from ingest.domain.filters import EVERYWHERE
from ingest.errors import LibraryDamaged, ReftelError
from ingest.samples import SAMPLES
from ingest.search import chroma_store

FLIPS = int(os.environ.get("REFTEL_FLIPS", "2"))
QUESTIONS = [
    "what did Huseynli say about Russia",
    "who classified the cable on the ferry",
    "cables since 2009 about elections",
]
FILTERED = "what was said about Russia"  # asks the scan, the others Chroma
KINDS = {
    "the catalogue": ["catalogue.sqlite"],
    "the word index": ["words/*.idx", "words/*.term", "words/*.store", "words/*.fast", "words/*.fieldnorm"],
    "its list of files": ["words/meta.json", "words/sums.json"],
    "the scan": ["scan/signs", "scan/facts", "scan/tags", "scan/ids", "scan/state.json"],
    "Chroma": ["vectors/chroma.sqlite3"],
    "its index": ["vectors/*/*.bin", "vectors/*/*.pickle", "vectors/sums.json"],
    "a cleared copy": ["cleared/C/catalogue.sqlite", "cleared/C/words/*.term", "cleared/C/scan/signs"],
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """The sample library with a copy for C, closed; Chroma has written its index, as it does of a large one."""
    folder = tmp_path_factory.mktemp("sound") / "library"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(chroma_store._SETTINGS["hnsw"], "sync_threshold", 20)
        return filled(folder)


def filled(folder: Path) -> Path:
    library = quick_library(folder)
    done(library.ingest([SAMPLES]))
    library.cleared(Clearance.parse("C"))
    library.close()
    return folder


def replies(folder: Path, clearance: str | None = None) -> list[object]:
    """Ask, and return of each question what is said, or that it was refused in a line."""
    try:
        library = quick_library(folder)
    except ReftelError as error:
        return [str(error)] * (len(QUESTIONS) + 1)
    said = [reply(library, question, clearance) for question in QUESTIONS]
    said.append(reply(library, FILTERED, clearance, since="2005"))
    library.close()
    return said


def reply(library: Library, question: str, clearance: str | None, **filters: str) -> object:
    try:
        asked = library.cleared(Clearance.parse(clearance)) if clearance else library
        answer = Assistant(asked).ask(question, **filters)
    except ReftelError as error:
        return str(error)
    return [(each.label, each.quote, each.date, each.origin, each.marking) for each in answer.citations]


def flipped(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


@pytest.mark.parametrize("kind", KINDS)
def test_with_a_flipped_bit_what_is_said_is_right_or_refused(sound, tmp_path, kind):
    chance = random.Random(len(kind))
    clearance = "C" if kind == "a cleared copy" else None
    right = replies(sound, clearance)
    reported = 0
    for number in range(FLIPS):
        folder = tmp_path / str(number)
        shutil.copytree(sound, folder)
        files = sorted(each for pattern in KINDS[kind] for each in folder.glob(pattern) if each.stat().st_size)
        flipped(chance.choice(files), chance)
        for expected, said in zip(right, replies(folder, clearance), strict=True):
            reported += isinstance(said, str)
            assert (
                (isinstance(said, str) and "\n" not in said) or set(said) <= set(expected) or is_true(sound, said)
            )
        shutil.rmtree(folder)
    print(f"{kind}: {reported} of {FLIPS * (len(QUESTIONS) + 1)} replies were refused")


def is_true(folder: Path, said: list[tuple]) -> bool:
    """Return whether every citation is one of what the sound library holds."""
    library = quick_library(folder)
    true = True
    for label, quote, date, origin, _ in said:
        cable = library.cable(label.split()[0])
        texts = [" ".join(each.text.split()) for each in cable.paragraphs] if cable else []
        whole = " ".join(cable.raw.split()) if cable else ""
        quoted = " ".join(quote.split())
        true &= cable is not None and (cable.date, cable.origin) == (date, origin)
        true &= any(quoted in text for text in texts) or quoted in whole
    library.close()
    return true


@pytest.mark.parametrize("kind", KINDS)
def test_a_check_finds_a_flipped_bit_and_mends_it(sound, tmp_path, kind):
    chance = random.Random(len(kind) + 1)
    right = replies(sound, "C" if kind == "a cleared copy" else None)
    for number in range(max(1, FLIPS // 10)):
        folder = tmp_path / str(number)
        shutil.copytree(sound, folder)
        files = sorted(each for pattern in KINDS[kind] for each in folder.glob(pattern) if each.stat().st_size)
        flipped(chance.choice(files), chance)
        try:
            library = quick_library(folder)
            before, after = done(library.repair())
        except LibraryDamaged:  # of a catalogue nothing may be left to be opened
            assert kind == "the catalogue"
            continue
        assert all("\n" not in fault.words for fault in (*before.faults, *after.faults))
        library.close()
        if not after.faults:
            assert replies(folder, "C" if kind == "a cleared copy" else None) == right
        else:
            assert {fault.part for fault in after.faults} <= {"catalogue"}
        shutil.rmtree(folder)


# What exactly is found, and from what it is mended


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[Path, Path]:
    """A folder with three cables and their library, closed, and a copy of all that."""
    at, copy = tmp_path_factory.mktemp("three") / "work", tmp_path_factory.mktemp("copy") / "work"
    for number in (1, 2, 3):
        at.mkdir(exist_ok=True)
        write(at / "cables", number, f"Minister Oslund said that Wordnumber{number} was there.")
    library = quick_library(at / "library")
    done(library.ingest([at / "cables"]))
    library.close()
    shutil.copytree(at, copy)
    return at, copy


@pytest.fixture
def folder(built) -> Path:
    """The library of three cables, which lie in the folder beside it, as it was built."""
    at, copy = built
    shutil.rmtree(at)
    shutil.copytree(copy, at)
    return at / "library"


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection, connection:
        assert connection.execute(statement).rowcount


CHANGES = {
    "a text": (
        "UPDATE documents SET text = replace(text, 'Wordnumber2', 'Wordnumber9') WHERE cable = '10OSLO2'",
        "cables whose text has changed since it was read: 1 (10OSLO2)",
    ),
    "a paragraph": (
        "UPDATE paragraphs SET text = replace(text, 'Wordnumber2', 'Wordnumber9') WHERE cable = '10OSLO2'",
        "cables that have changed since they were stored: 1 (10OSLO2)",
    ),
    "a marking": (
        "UPDATE paragraphs SET level = 'U' WHERE cable = '10OSLO2'",
        "cables that have changed since they were stored: 1 (10OSLO2)",
    ),
    "a date": (
        "UPDATE cables SET date = '1999-01-01' WHERE id = '10OSLO2'",
        "cables that have changed since they were stored: 1 (10OSLO2)",
    ),
    "spans": (
        "UPDATE cables SET spans = '[]' WHERE id = '10OSLO2'",
        "cables that have changed since they were stored: 1 (10OSLO2)",
    ),
    "spans of another form": (
        "UPDATE cables SET spans = '[[0, 1, \"text\", 1, 2, 3, 4]]' WHERE id = '10OSLO2'",
        "cables that have changed since they were stored: 1 (10OSLO2)",
    ),
    "a paragraph that is gone": (
        "DELETE FROM paragraphs WHERE cable = '10OSLO2'",
        "cables that have changed since they were stored: 1 (10OSLO2)",
    ),
    "a speaker": (
        "UPDATE statements SET sentences = replace(sentences, 'Oslund', 'Nylund') WHERE cable = '10OSLO2'",
        "cables whose speakers have changed since they were stored: 1 (10OSLO2)",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_is_told_and_mended_from_what_is_sound(folder, what):
    statement, reported = CHANGES[what]
    library = quick_library(folder)
    before = (library.cable("10OSLO2"), library.statements(library.keys(["10OSLO2"])))
    library.close()
    change(folder, statement)
    library = quick_library(folder)
    health, after = done(library.repair())
    assert reported in [fault.words for fault in health.faults if fault.part == "catalogue"]
    assert after.faults == ()
    assert (library.cable("10OSLO2"), library.statements(library.keys(["10OSLO2"]))) == before
    assert found(library, "wordnumber2") == ["10OSLO2"]
    library.close()


@pytest.mark.parametrize("what", ["a text", "a paragraph", "a marking", "spans", "spans of another form"])
def test_what_was_changed_is_not_quoted(folder, what):
    change(folder, CHANGES[what][0])
    library = quick_library(folder)
    with pytest.raises(LibraryDamaged, match=r"10OSLO2.*`reftel check --repair`"):
        library.cable("10OSLO2")
    if what in ("a paragraph", "a marking"):  # what an answer does not quote is not read for it
        with pytest.raises(LibraryDamaged, match="10OSLO2"):
            Assistant(library).ask("what did Oslund say of Wordnumber2?")
    library.close()


def test_a_text_whose_file_has_changed_is_told_and_left(folder):
    change(folder, CHANGES["a text"][0])
    write(folder.parent / "cables", 2, "Another text by now.")
    library = quick_library(folder)
    _, after = done(library.repair())
    assert [fault.words for fault in after.faults] == [CHANGES["a text"][1]]
    with pytest.raises(LibraryDamaged):
        library.cable("10OSLO2")
    assert library.cable("10OSLO1").id == "10OSLO1"
    done(library.ingest([folder.parent / "cables"]))
    assert done(library.check()).faults == ()
    assert "Another text by now." in library.cable("10OSLO2").raw
    library.close()


def test_another_text_of_the_cable_answers_where_the_file_is_gone(folder):
    shutil.copytree(folder.parent / "cables", folder.parent / "again")
    library = quick_library(folder)
    done(library.ingest([folder.parent / "again"]))
    library.close()
    change(folder, CHANGES["a text"][0] + f" AND input LIKE '{folder.parent}/cables/%'")
    (folder.parent / "cables" / "10OSLO2.txt").unlink()
    library = quick_library(folder)
    _, after = done(library.repair())
    assert after.faults == ()
    assert "Wordnumber2" in library.cable("10OSLO2").raw
    library.close()


def test_a_damaged_reading_is_read_again(folder):
    change(folder, "UPDATE readings SET vectors = zeroblob(length(vectors)) WHERE rowid = 1")
    library = quick_library(folder)
    before, after = done(library.repair())
    assert "embeddings of texts that have changed since they were stored" in before.faults[0].words
    assert after.faults == ()
    library.close()


def test_indexes_beside_an_empty_catalogue_are_no_empty_library(folder):
    for each in folder.glob("catalogue.sqlite*"):
        each.unlink()
    with pytest.raises(LibraryDamaged, match="is empty, but its indexes are not"):
        quick_library(folder)


def test_a_library_that_was_emptied_is_no_lost_one(folder):
    library = quick_library(folder)
    done(library.forget(folder.parent / "cables"))
    library.close()
    quick_library(folder).close()


def test_a_damaged_copy_is_cut_anew(folder):
    library = quick_library(folder)
    library.cleared(Clearance.parse("C"))
    library.close()
    change(folder / "cleared" / "C", "UPDATE paragraphs SET text = 'Nothing.' WHERE cable = '10OSLO2'")
    library = quick_library(folder)
    before, after = done(library.repair())
    assert [fault.part for fault in before.faults] == ["cleared"] * len(before.faults) != []
    assert before.faults[0].words.startswith(
        "copy for C: catalogue: cables that have changed since they were stored"
    )
    assert after.faults == ()
    assert "Wordnumber2" in library.cleared(Clearance.parse("C")).cable("10OSLO2").raw
    library.close()


@pytest.mark.parametrize("name", ["signs", "ids"])
def test_a_changed_column_of_the_scan_is_told(folder, name):
    file = folder / "scan" / name
    content = bytearray(file.read_bytes())
    content[1] ^= 0x10
    file.write_bytes(content)
    library = quick_library(folder)
    health = done(library.check())
    assert [(fault.part, fault.whole) for fault in health.faults] == [("scan", True)]
    assert "has changed since it was written" in health.faults[0].words
    library.close()


def test_a_search_over_a_damaged_index_is_told_and_never_a_panic(folder):
    for file in folder.glob("words/*.term"):
        content = bytearray(file.read_bytes())
        for place in range(0, len(content), 7):
            content[place] ^= 0x55
        file.write_bytes(content)
    with pytest.raises(LibraryDamaged, match=r"`reftel check --repair`"):
        quick_library(folder).by_words("wordnumber2", 5, EVERYWHERE)


def test_a_panic_of_the_index_is_an_error_in_words(folder):
    for file in (*folder.glob("words/*.term"), *folder.glob("words/*.idx")):
        file.write_bytes(bytes(file.stat().st_size))
    (folder / "words" / "sums.json").unlink()
    with pytest.raises(LibraryDamaged, match=r"`reftel check --repair`"):
        quick_library(folder).by_words("wordnumber2", 5, EVERYWHERE)
