import pytest

from assistant.citations import cite, cite_header, day, year
from ingest import Cable, Paragraph, parse_cable
from ingest.language.sentences import sentences
from ingest.samples import SAMPLES

TEXT = """\
P 111305Z MAR 09
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC PRIORITY 0012

C O N F I D E N T I A L OSLO 000031

E.O. 12958: DECL: 03/11/2019
TAGS: PREL, NO
SUBJECT: A FERRY FOR THE
FJORD

Classified By: Charge Ann Example for reasons 1.4 (b) and (d).

1. (C/NF) The ferry sails on
Monday. The minister, who had never been on board, expected that it

CONFIDENTIAL

PAGE 02        OSLO  00031  111305Z

would be late.
EXAMPLE
"""


@pytest.fixture
def cable() -> Cable:
    return parse_cable(TEXT, name="09OSLO31")


def sentence(paragraph: Paragraph, words: str) -> tuple[int, int]:
    return next(each for each in sentences(paragraph.text) if words in paragraph.text[slice(*each)])


def test_a_quote_is_the_words_as_they_stand(cable):
    (paragraph,) = cable.paragraphs
    citation = cite(3, cable, paragraph, *sentence(paragraph, "ferry sails"), speaker="Ann Example")
    assert citation.quote == "The ferry sails on Monday."
    assert TEXT[citation.start : citation.end] == "The ferry sails on\nMonday."
    assert (citation.number, citation.label, citation.speaker) == (3, "09OSLO31 ¶1", "Ann Example")
    assert (citation.marking, citation.origin, citation.subject) == (
        "C/NF",
        "AMEMBASSY OSLO",
        "A FERRY FOR THE FJORD",
    )


def test_a_page_line_inside_a_sentence_is_not_quoted(cable):
    (paragraph,) = cable.paragraphs
    citation = cite(1, cable, paragraph, *sentence(paragraph, "never been"))
    assert citation.quote == "The minister, who had never been on board, expected that it"
    assert " ".join(TEXT[citation.start : citation.end].split()) == citation.quote


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_every_sentence_of_the_samples_can_be_quoted_verbatim(path):
    cable = parse_cable(path.read_text("utf-8"), name=path.stem)
    on_one_line = " ".join(cable.raw.split())
    for paragraph in cable.paragraphs:
        for place in sentences(paragraph.text):
            citation = cite(1, cable, paragraph, *place)
            assert citation.quote
            assert citation.quote in on_one_line


@pytest.mark.parametrize(
    ("field", "quote"),
    [
        ("classified_by", "Classified By: Charge Ann Example for reasons 1.4 (b) and (d)."),
        ("subject", "SUBJECT: A FERRY FOR THE FJORD"),
        ("tags", "TAGS: PREL, NO"),
        ("dtg", "111305Z MAR 09"),
    ],
)
def test_a_header_fact_is_quoted_label_and_all(cable, field, quote):
    citation = cite_header(1, cable, field)
    assert quote in citation.quote
    assert (citation.paragraph, citation.ordinal, citation.label) == (None, 0, "09OSLO31 header")
    assert citation.marking == "CONFIDENTIAL"


def test_a_fact_that_the_header_lacks_cannot_be_cited(cable):
    assert cite_header(1, cable, "references") is None


def test_a_date_is_read_as_people_write_it():
    assert day("2010-02-04T13:05Z") == day("2010-02-04") == "4 February 2010"
    assert day(None) == "undated"
    assert (day(None, "06PARIS1031"), year(None, "06PARIS1031")) == ("2006", "2006")
