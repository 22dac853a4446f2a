"""Texts that are no cables are read into a library where it is told to take documents, and it remembers that."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from quick import done, quick_library, write
from written_documents import CUTTING, LETTER, MEMORANDUM, NUMBERED
from written_pdf import pdf, placed

from ingest import Library
from ingest.catalogue.catalogue import Catalogue
from ingest.domain.cable import Cable
from ingest.domain.clearance import Clearance
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.pages import pages_of
from ingest.jobs.fill import preview


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one cable and three texts that are none."""
    write(tmp_path / "files", 1)
    for name, text in (("letter", LETTER), ("cutting", CUTTING), ("memo", MEMORANDUM)):
        (tmp_path / "files" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path / "files"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return quick_library(tmp_path / "library")


def kinds(library: Library) -> list[str]:
    return sorted(cable.kind for cable in library.cables(library.catalogue.ids()))


def test_without_the_switch_they_are_refused_in_a_sentence_that_names_it(library, folder):
    report = done(library.ingest([folder]))
    assert report.counts == {"added": 2, "failed": 2}  # what has a subject passes for a cable
    assert all("`reftel ingest --documents`" in each.reason for each in report.failures)


def test_with_it_they_are_documents_and_those_refused_before_are_read_again(library, folder):
    done(library.ingest([folder]))
    report = done(library.ingest([folder], documents=True))
    assert report.counts == {"added": 2, "unchanged": 2}
    assert done(library.check()).faults == ()
    assert done(library.ingest([folder])).counts == {"unchanged": 4}


def test_the_library_remembers_it_until_it_is_told_otherwise(library, folder):
    done(library.ingest([], documents=True))
    assert done(library.ingest([folder])).counts == {"added": 4}
    assert kinds(library) == ["article", "cable", "letter", "memorandum"]
    done(library.ingest([], documents=False))
    (folder / "another.txt").write_text("This is only a text of some words.", encoding="utf-8")
    assert done(library.ingest([folder])).counts == {"unchanged": 4, "failed": 1}


def test_a_look_at_what_would_happen_follows_it_too(library, folder):
    place = library.folder / "catalogue.sqlite"
    assert done(preview(place, [folder], documents=True)).counts == {"added": 4}
    done(library.ingest([], documents=True))
    assert done(preview(place, [folder])).counts == {"added": 4}
    assert done(preview(place, [folder], documents=False)).counts == {"added": 2, "failed": 2}


def letter(library: Library) -> Cable:
    (found,) = (each for each in library.cables(library.catalogue.ids()) if each.kind == "letter")
    return found


def test_a_document_is_found_filtered_listed_and_forgotten_as_a_cable_is(library, folder):
    done(library.ingest([folder], documents=True))
    id = letter(library).id
    assert library.by_words("flour mill", 5)[0][0].cable == id
    assert id in {key.cable for key, _ in library.by_meaning(library.reading("mill"), 20, EVERYWHERE)}
    assert library.by_words("mill", 5, Filters(since="1948")) == []
    assert library.by_words("mill", 5, Filters(cables=id, until="1947-10"))
    assert library.present([id]) == [id]
    done(library.forget(id))
    assert library.cable(id) is None


def test_what_was_taken_as_a_document_stays_one_when_it_is_parsed_again(library, folder):
    done(library.ingest([folder], documents=True))
    done(library.ingest([], documents=False))
    before = library.cables(library.catalogue.ids())
    with library.catalogue.edit() as edit:
        edit.documents.parse_again(library.catalogue.ids())
    assert library.cables(library.catalogue.ids()) == before


def test_what_passed_for_a_cable_stays_one_when_it_is_parsed_again(library, folder):
    done(library.ingest([folder]))
    with library.catalogue.edit() as edit:
        edit.documents.parse_again(library.catalogue.ids())
    assert library.catalogue.ids() == ["10OSLO1", "memo"]


def test_two_files_of_one_text_are_one_document(library, folder):
    (folder / "copy.txt").write_text(LETTER.replace("\n", "\r\n"), encoding="utf-8")
    assert done(library.ingest([folder], documents=True)).counts == {"added": 4, "duplicate": 1}


def test_who_has_a_clearance_sees_a_document_whole_or_not_at_all(library, folder):
    (folder / "call.txt").write_text("SECRET\n\n" + NUMBERED, encoding="utf-8")  # one paragraph of it is (U)
    done(library.ingest([folder], documents=True))
    seen = {
        level: {cable.kind for cable in map(copy.cable, copy.catalogue.ids())}
        for level in ("U", "C", "S/NF")
        for copy in [library.cleared(Clearance.parse(level))]
    }
    assert seen == {"U": set(), "C": {"cable", "memorandum"}, "S/NF": {"cable", "memorandum"}}
    assert len(library.cleared(Clearance.parse("S/NF")).catalogue.ids()) == 3


def test_the_paragraphs_of_a_pdf_are_told_by_its_gaps_and_indents(library, tmp_path):
    first = [
        (40, 700, 10, "The harbor authority of Ventava told us on Monday"),
        (40, 688, 10, "that it takes no more, as the stores are all full."),
        (40, 664, 10, "He said that the repairs will cost a lot of money."),
        (40, 652, 10, "The elevator burned on the ninth of January, and so"),
    ]
    second = [
        (40, 700, 10, "it stands still. We waited for the rest of the day."),
        (60, 688, 10, "Captain Dreimanis runs the port with a single hand"),
        (40, 676, 10, "and answers all of the letters in no time at all."),
    ]
    (tmp_path / "memo.pdf").write_bytes(placed([first, second]))
    done(library.ingest([tmp_path / "memo.pdf"], documents=True))
    (cable,) = library.cables(library.catalogue.ids())
    pages = library.pages([cable.id])[cable.id]
    found = [
        (each.text[:8], [page.number for page in pages_of(pages, each.start, each.end)])
        for each in cable.paragraphs
    ]
    assert found == [("The harb", [1]), ("He said ", [1, 2]), ("Captain ", [2])]


def test_a_cable_in_a_pdf_is_read_as_without_the_switch(library, tmp_path):
    head = [
        "C O N F I D E N T I A L OSLO 000079",
        "E.O. 12958: DECL: 02/04/2020",
        "SUBJECT: GRAIN",
        "1. (C) It is.",
    ]
    (tmp_path / "10OSLO79.pdf").write_bytes(pdf([head, ["2. (C) End."]]))
    done(library.ingest([tmp_path / "10OSLO79.pdf"]))
    plain = library.cable("10OSLO79")
    done(library.forget("10OSLO79"))
    done(library.ingest([tmp_path / "10OSLO79.pdf"], documents=True))
    assert library.cable("10OSLO79") == plain


def test_web_pages_messages_and_markdown_are_taken_too(library, tmp_path):
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "page.html").write_text(
        "<html><body><h1>On Ferries</h1><p>Three ferries sank here.</p></body></html>"
    )
    (folder / "notes.md").write_text("# On Mills\n\nThe mill of San Rocco was sold in 1921.\n")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Dana Whitlock", "Rick Salazar", "Flooding at the camp"
    message["Date"] = "Thu, 8 Mar 2007 16:20:00 +0000"
    message.set_content("The river came over the dike last night.\n")
    (folder / "message.eml").write_bytes(bytes(message))
    assert done(library.ingest([folder])).counts == {"failed": 2}
    assert done(library.ingest([folder], documents=True)).counts == {"added": 3}
    found = {cable.subject: cable for cable in library.cables(library.catalogue.ids())}
    assert sorted(found) == ["Flooding at the camp", "On Ferries", "On Mills"]
    mail = found["Flooding at the camp"]
    assert (mail.date, mail.origin, mail.to) == ("2007-03-08", "Dana Whitlock", ("Rick Salazar",))


def test_the_note_is_in_the_catalogue(library):
    done(library.ingest([], documents=True))
    library.close()
    opened = Catalogue(library.folder / "catalogue.sqlite")
    assert opened.ledger.note("documents") is not None
    opened.close()
