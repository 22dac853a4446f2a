"""Proper names: found by their capitals, told apart from offices, matched across spellings."""

import pytest

from assistant.verification.names import Name, names, stand


def named(text):
    return [name.text for name in names(text)]


def test_names_are_words_with_capitals_but_no_offices_and_no_dates():
    text = "On Tuesday Deputy Energy Minister Anar Baro told the Embassy that Oslo’s mill would close in May."
    assert named(text) == ["Anar", "Baro", "Oslo"]


def test_a_word_that_opens_a_sentence_is_uncertain():
    assert names("Millers told Baro") == (Name("Millers", opens=True), Name("Baro"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Huseynli", "Elchin Huseinli spoke."),
        ("Huseynov", "Guseinov spoke."),
        ("Azerbaijani", "Baku did not answer."),
        ("Turkey", "Ankara would not hurry."),
        ("UN", "the United Nations"),
        ("Baro", "BARO SPOKE."),
        ("American", "nobody"),
    ],
)
def test_a_name_stands_in_another_spelling_or_for_the_same_land(name, text):
    assert stand([Name(name)], [text]) == {Name(name): True}


@pytest.mark.parametrize(
    ("name", "text"), [("Baro", "Ito spoke."), ("Norway", "Ankara"), ("Machabeli", "Ormanci")]
)
def test_another_name_does_not(name, text):
    assert stand([Name(name)], [text]) == {Name(name): False}
