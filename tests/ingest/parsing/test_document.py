"""Texts that are no cables: what their heads tell, and their paragraphs."""

import gc
import time
from contextlib import suppress

import pytest
from written_documents import CUTTING, DESPATCH, LETTER, MEMORANDUM, MINUTES, NUMBERED, REPORT, TREATY

from ingest.domain.cable import Cable, covers
from ingest.errors import SourceError
from ingest.parsing.document import read_document
from ingest.parsing.parser import parse_cable
from ingest.sources.record_faults import fault


@pytest.mark.parametrize(
    ("text", "kind", "title", "date", "author"),
    [
        pytest.param(
            MEMORANDUM,
            "memorandum",
            "Grain deliveries through the port of Ventava",
            "1962-03-14",
            "Lucille Ferrand, Economic Section",
            id="memorandum",
        ),
        pytest.param(LETTER, "letter", "Letter to Mr. Prentiss", "1947-10-11", "Edwin R. Halloway", id="letter"),
        pytest.param(CUTTING, "article", "STRIKE EMPTIES THE HARBOR", "1969-05-06", "Agnete Lorup", id="cutting"),
        pytest.param(
            MINUTES,
            "minutes",
            "MINUTES OF THE 41ST MEETING OF THE JOINT WATER COMMISSION",
            "1974-02-19",
            "John Pell",
            id="minutes",
        ),
        pytest.param(DESPATCH, "letter", "Letter to Wolverton", "1936-06-23", "H. M. CARSTAIRS", id="despatch"),
        pytest.param(
            TREATY,
            "document",
            "AGREEMENT BETWEEN SAN LORENZO AND THE TROPICAL FRUIT COMPANY",
            "1911-05-09",
            None,
            id="treaty",
        ),
        pytest.param(REPORT, "document", "Railway Gauges in the Upper Tarim", None, "Margaret Osei", id="report"),
    ],
)
def test_the_head_tells_what_a_document_is(text, kind, title, date, author):
    read = read_document(text)
    assert (read.kind, read.subject, read.date, read.origin) == (kind, title, date, author)


def test_where_only_the_month_is_known_the_year_is():
    assert read_document(REPORT).year == 1955


def paragraphs(read: Cable) -> list[str]:
    return [each.text.split(",")[0][:24] for each in read.paragraphs]


def test_what_stands_between_head_and_signature_is_paragraphs():
    read = read_document(LETTER)
    assert paragraphs(read) == ["I have your letter of Se", "Your cousin's shares wer"]
    assert (read.signature, read.to) == ("Edwin R. Halloway, American Vice Consul", ("Mr. Prentiss",))


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        (MINUTES, ["1. Level of the reservoir", "2. Decision"]),
        (REPORT, ["Summary", "The junction"]),
        (TREATY, ["Article 1", "Article 2", "Article 3"]),
    ],
)
def test_short_lines_above_paragraphs_are_headings(text: str, sections: list[str]):
    assert [each.section for each in read_document(text).paragraphs] == sections


def test_printed_numbers_and_marks_are_kept():
    read = read_document(NUMBERED)
    found = [(each.number, each.mark_raw, each.level, each.text[:9]) for each in read.paragraphs]
    assert found == [(1, "U", "U", "Senator B"), (2, "S/NF", "S", "I told hi")]


def test_the_first_of_numbered_paragraphs_may_have_no_number():
    assert [(each.number, each.text[:9]) for each in read_document(DESPATCH).paragraphs] == [
        (None, "Thank you"),
        (2, "The Sheik"),
        (3, "You may t"),
    ]


INDENTED = """\
The Foreign Minister began by saying that the fishermen had lost much
   of their catch, and he wanted a limit of twelve miles for it. He left.
     The Ambassador answered that his Government still held to three
miles, and that it would not object to a zone in which they may fish.
"""
FULL_LINES = """\
The harbor authority of Ventava told us on Monday that it will take
no more than forty thousand tons of grain a month.
The elevator burned on the ninth of January, and the insurers have not
agreed on who is to pay for it.
"""
OVER_A_PAGE = """\
The harbor authority of Ventava told us on Monday that it will take

                              - 2 -

no more than forty thousand tons of grain a month from all comers.
"""


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        pytest.param(INDENTED, ["The Foreign", "The Ambassador"], id="indented"),
        pytest.param(FULL_LINES, ["The harbor", "The elevator"], id="a line with room for another word"),
        pytest.param(OVER_A_PAGE, ["The harbor"], id="over the number of a page"),
        pytest.param("A list:\n\n- one thing;\n- another thing.\n", ["- one"], id="a list is one"),
    ],
)
def test_paragraphs_are_told_apart_though_no_blank_line_parts_them(text: str, begins: list[str]):
    read = read_document(f"Title of it\n\n{text}")
    found = [each.text for each in read.paragraphs]
    assert len(found) == len(begins)
    assert all(text.startswith(begin) for text, begin in zip(found, begins, strict=True))
    assert all("2 -" not in text for text in found)


def test_running_heads_are_left_out_and_what_somebody_says_twice_is_not():
    pages = [f"Report on Water {n}\n\nIn part {n} the water of the lake fell by {n} feet.\n" for n in range(1, 5)]
    speech = "\n\nThe CHAIRMAN\n\nHe said that this is the end of it.\n" * 3
    read = read_document("\n\n".join(pages) + speech)
    assert all("Report on" not in (each.text + (each.section or "")) for each in read.paragraphs)
    assert [each.section for each in read.paragraphs][-1] == "The CHAIRMAN"


@pytest.mark.parametrize("text", [MEMORANDUM, LETTER, CUTTING, MINUTES, REPORT, NUMBERED])
def test_every_character_has_its_place_and_every_paragraph_its_words(text: str):
    read = read_document(text)
    assert covers(read.spans, read.raw)
    for each in read.paragraphs:
        inked = "".join("".join(read.raw[slice(*piece)].split()) for piece in each.pieces)
        assert inked == "".join(each.text.split())


def test_the_id_is_readable_and_the_same_for_the_same_words():
    first, again = read_document(MEMORANDUM), read_document(MEMORANDUM.replace("\n", "\r\n") + "\n\n")
    assert first.id == again.id
    assert first.id.startswith("grain-deliveries-through-the-port-of-ventava-")
    assert first.id != read_document(MEMORANDUM.replace("40,000", "50,000")).id
    assert read_document("Only a few plain words here, and no title.", name="Box 3, Folder_1").id.startswith(
        "box-3-"
    )


@pytest.mark.parametrize(
    ("banner", "classification", "captions"),
    [
        ("CONFIDENTIAL", "CONFIDENTIAL", ()),
        ("SECRET//NOFORN", "SECRET", ("NOFORN",)),
        ("S E C R E T", "SECRET", ()),
        ("TOP SECRET - EYES ONLY", "TOP SECRET", ("EYES ONLY",)),
        ("Secret talks", None, ()),
        ("", None, ()),
    ],
)
def test_a_banner_tells_the_classification(banner: str, classification: str | None, captions: tuple[str, ...]):
    read = read_document(f"{banner}\n\nThe water of the lake fell by three feet.\n\n{banner}\n")
    assert (read.classification, read.captions) == (classification, captions)


def test_a_higher_banner_anywhere_counts_and_a_low_one_at_the_end_does_not():
    body = "The water of the lake fell by three feet.\n\n"
    assert read_document(f"UNCLASSIFIED\n\n{body}SECRET - VIA COURIER ONLY BY HAND\n").classification == "SECRET"
    assert read_document(f"{body * 20}UNCLASSIFIED\n").classification is None


def test_a_paragraph_without_a_mark_is_as_the_whole_and_is_not_told_to_have_one():
    read = read_document("SECRET//NOFORN\n\nThe water of the lake fell.\n\n(C) It is three feet lower.\n")
    found = [(each.level, each.caveats, each.mark_raw) for each in read.paragraphs]
    assert found == [("S", ("NF",), None), ("C", (), "C")]
    (high,) = read_document("TOP SECRET\n\nThe water of the lake fell by three feet.\n").paragraphs
    assert high.level == "TOP SECRET"


def test_a_document_is_a_record_like_any_other():
    for text in (MEMORANDUM, LETTER, NUMBERED, "TOP SECRET\n\nThe water of the lake fell by three feet.\n"):
        assert fault(read_document(text)) is None


def test_only_with_the_switch_a_text_that_is_no_cable_is_a_document():
    with pytest.raises(SourceError, match="--documents"):
        parse_cable(LETTER)
    assert parse_cable(LETTER, documents=True).kind == "letter"


def test_a_memorandum_is_not_taken_for_a_cable_with_the_switch_and_a_cable_not_for_a_document():
    assert parse_cable(NUMBERED, documents=True).kind == "memorandum"
    cable = "C O N F I D E N T I A L OSLO 000012\n\nSUBJECT: FERRY\n\n1. (C) It sank.\n"
    assert parse_cable(cable, documents=True) == parse_cable(cable)


@pytest.mark.parametrize("text", ["7\n" * 99, "", "§§ -- ()", "1947 11 10"])
def test_a_text_without_words_is_none(text: str):
    with pytest.raises(SourceError, match="no words"):
        read_document(text)


SEED = "alpha beta gamma delta. "
HOSTILE = [
    pytest.param(lambda size: SEED * size, id="one line"),
    pytest.param(lambda size: "word" * 6 * size, id="one word"),
    pytest.param(lambda size: "one two three\n" + "12345\n" * 4 * size, id="numbers"),
    pytest.param(lambda size: "Some Heading\n\n" * 2 * size, id="headings"),
    pytest.param(lambda size: "SUBJECT:\nDear " * 2 * size, id="labels"),
    pytest.param(lambda size: "SECRET//" * 3 * size, id="banners"),
    pytest.param(lambda size: "\n" * 24 * size + "one two three", id="blank lines"),
]


@pytest.mark.parametrize("written", HOSTILE)
def test_what_a_document_costs_grows_as_it_does(written):
    def cost(size: int) -> float:
        gc.disable()  # what it costs depends on all that the other tests hold
        begun = time.process_time()
        with suppress(SourceError):
            read_document(written(size))
        took = time.process_time() - begun
        gc.enable()
        return took

    cost(100)
    small, large = (min(cost(size) for _ in range(3)) for size in (1_000, 8_000))
    assert large < 30 * max(small, 0.002)


def test_a_long_paragraph_is_parted_at_the_ends_of_sentences():
    read = read_document("A title\n\n" + SEED * 2_000)
    assert len(read.paragraphs) > 8
    assert all(each.text.endswith("delta.") for each in read.paragraphs)
