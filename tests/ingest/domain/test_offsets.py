import pytest

from ingest.domain.cable import Paragraph
from ingest.domain.offsets import to_raw, to_text

RAW = (
    "¶4. (C) Yildiz said the ferry would run\n"
    "again by May. He had no money\n"
    "\n"
    "OSTERVIK 00000012  002 OF 003\n"
    "\n"
    "for a second ship.\n"
    "\n"
    "¶5. (C) Comment: we doubt it.\n"
)
TEXT = "Yildiz said the ferry would run again by May. He had no money for a second ship."


def stretch(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def paragraph() -> Paragraph:
    first = RAW.index("Yildiz"), RAW.index("\n\nOSTERVIK")
    second = stretch(RAW, "for a second ship.")
    return Paragraph("10OSTERVIK12", 4, 4, TEXT, 0, second[1], (first, second))


@pytest.mark.parametrize(
    ("words", "original"),
    [
        ("the ferry", "the ferry"),
        ("would run again", "would run\nagain"),
        ("no money for a", "no money\n\nOSTERVIK 00000012  002 OF 003\n\nfor a"),
        (TEXT, RAW[RAW.index("Yildiz") : RAW.index("\n\n¶5")]),
        (" May. ", "May."),
    ],
)
def test_words_of_the_text_are_found_in_the_cable(words, original):
    start, end = to_raw(paragraph(), *stretch(TEXT, words), RAW)
    assert RAW[start:end] == original


@pytest.mark.parametrize("original", ["ferry", "run\nagain", "money\n\nOSTERVIK 00000012  002 OF 003\n\nfor"])
def test_words_of_the_cable_are_found_in_the_text(original):
    start, end = to_text(paragraph(), *stretch(RAW, original), RAW)
    assert TEXT[start:end].split() == original.replace("OSTERVIK 00000012  002 OF 003", "").split()


def test_there_and_back_is_the_same_place():
    for start in range(len(TEXT)):
        for end in range(start + 1, min(start + 9, len(TEXT))):
            if TEXT[start].isspace() or TEXT[end - 1].isspace():
                continue
            assert to_text(paragraph(), *to_raw(paragraph(), start, end, RAW), RAW) == (start, end)


def test_words_beside_the_paragraph_are_left_out():
    start, end = to_text(paragraph(), RAW.index("second ship"), len(RAW), RAW)
    assert TEXT[start:end] == "second ship."


@pytest.mark.parametrize(("convert", "start", "end"), [(to_raw, 6, 7), (to_text, 0, 3), (to_text, 9**9, 9**10)])
def test_a_stretch_without_a_word_is_refused(convert, start, end):
    with pytest.raises(ValueError, match="not in the paragraph"):
        convert(paragraph(), start, end, RAW)


def test_another_cable_is_refused():
    with pytest.raises(ValueError, match="not in the paragraph"):
        to_raw(paragraph(), 0, len(TEXT), RAW[:40])
