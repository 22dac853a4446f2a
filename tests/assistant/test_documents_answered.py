"""A document is searched, quoted and cited as a cable is, with the page of its file."""

from pathlib import Path

import pytest
from quick import done
from written_documents import LETTER, MEMORANDUM
from written_pdf import pdf

from assistant import Assistant
from assistant.citing import cable_reference
from assistant.settings import Settings
from ingest import Library
from ui.rendering import terminal
from ui.rendering.addresses import Place
from ui.rendering.cable_references import bibtex, csl, ris

SECOND = [
    "",
    "Two American shippers have asked us whether they should send their ships",
    "to Liepava instead. I advised them to wait until the end of March.",
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory):
    """An assistant for a memorandum of two pages and a letter in a text file."""
    folder: Path = tmp_path_factory.mktemp("documents")
    (folder / "memo.pdf").write_bytes(pdf([MEMORANDUM.split("\n"), SECOND]))
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    library = Library.open(folder / "library")
    done(library.ingest([folder / "memo.pdf", folder / "letter.txt"], documents=True))
    yield Assistant.of(library, Settings())
    library.close()


@pytest.mark.parametrize(
    ("question", "words", "pages"),
    [
        ("what did Captain Dreimanis say of the repairs?", "310,000 dollars", (1,)),
        ("should the American shippers send their ships to Liepava?", "Liepava", (2,)),
        ("to whom was the flour mill at Rio Manso sold?", "sold to a company", ()),
    ],
)
def test_what_is_quoted_of_a_document_names_its_page(archive: Assistant, question: str, words: str, pages):
    answer = archive.ask(question)
    (citation,) = [each for each in answer.citations if words in each.quote][:1]
    assert citation.pages == pages
    assert terminal.answer_json(answer)["citations"][0]["pages"] is not None
    if pages:
        assert f"p. {pages[0]}" in terminal.answer(answer)


def memorandum(archive: Assistant) -> str:
    return next(id for id in archive.library.catalogue.ids() if id.startswith("grain"))


def test_a_paragraph_is_cited_with_its_page_and_as_what_it_is(archive: Assistant):
    cable = archive.library.cable(memorandum(archive))
    reference = cable_reference.of_paragraph(archive.library, cable.id, len(cable.paragraphs))
    assert reference.place == "p. 2"
    assert reference.csl()["genre"] == "memorandum"
    assert "SP  - 2" in ris([reference])
    assert "pages = {2--2}" in bibtex([reference])
    assert '"memorandum"' in csl([reference])
    assert cable_reference.of_numbered(archive.library, cable.id, len(cable.paragraphs)) == reference
    passage = archive.search("Liepava")[0]
    assert archive.cite(passage).endswith("memorandum, March 14, 1962, p. 2.")


def test_its_header_is_found_by_who_wrote_it(archive: Assistant):
    found = archive.library.by_words("memorandum written by Lucille Ferrand", 3)
    assert found[0][0] == (memorandum(archive), 0)


def test_its_id_is_legal_in_an_address(archive: Assistant):
    place = Place(memorandum(archive), 2, 5, 9)
    assert Place.parse(place.href) == place
