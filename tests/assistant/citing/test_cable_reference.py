"""What a library knows of a cable, as a reference to it."""

import pytest

from assistant.citing.cable_reference import of_cable, of_list, of_numbered, of_paragraph, of_places
from ingest.domain.selection import CableList
from ingest.errors import LibraryError


def test_a_list_and_a_citation_name_a_cable_alike(library, assistant):
    listed = {each.cable: each for each in of_list(library, library.listed(CableList()))}
    citation = assistant.ask("what did Huseynli say about Russia").citations[0]
    (place,) = of_places(library, [citation, citation])
    whole = listed[citation.cable]
    assert (whole.sender, whole.recipient, whole.date) == ("Embassy Baku", "State Department", "2010-02-04")
    assert (place.sender, place.recipient, place.date) == (whole.sender, whole.recipient, whole.date)
    assert (place.paragraph, place.ordinal) == (citation.paragraph, citation.ordinal)
    assert whole == of_cable(library, citation.cable)


def test_a_paragraph_is_named_by_its_place_or_its_number(library):
    numbered = of_numbered(library, "10BAKU79", 5)
    assert numbered == of_paragraph(library, "10BAKU79", numbered.ordinal)
    assert numbered.place == "paragraph 5"
    assert of_paragraph(library, "10BAKU79", 0).place == "header"
    assert of_paragraph(library, "10BAKU79", 999) == of_cable(library, "10BAKU79")
    with pytest.raises(LibraryError, match="10BAKU79 has no paragraph 99"):
        of_numbered(library, "10BAKU79", 99)


def test_python_cites(assistant):
    assert assistant.cite("10 BAKU 79", "mla-in-text") == "(Embassy Baku, 10BAKU79)"
    citation = assistant.ask("what did Huseynli say about Russia").citations[0]
    assert assistant.cite(citation).startswith("Embassy Baku to State Department, “BAKU HEARS US OUT")
