"""To whom something is said, where a sentence names them."""

import pytest

from ingest.attribution.addressee import addressee


@pytest.mark.parametrize(
    ("sentence", "whom"),
    [
        ("Baro told the Ambassador that the ferry would run.", "Ambassador"),
        ("On May 3, Storm informed PolOff of the decision.", "PolOff"),
        ("He urged General Olsen to stay.", "General Olsen"),
        ("Baro complained to the U.S. that nobody had called.", "U.S."),
        ("Storm told reporters the talks had failed.", "reporters"),
        ("After a meeting with the King, Storm told the press that it went well.", "press"),
        ("He confided to Foreign Minister Anar Baro that he would resign.", "Foreign Minister Anar Baro"),
    ],
)
def test_who_is_told_is_named(sentence, whom):
    assert addressee(sentence) == whom


@pytest.mark.parametrize(
    "sentence",
    [
        "Baro said that the ferry would run.",
        "Baro was told that the ferry would run.",
        "Baro told us that the ferry would run.",
        "Baro said he had told the Ambassador that the ferry would run.",
        "After Olsen complained to Storm about the price, Baro sent a letter.",
        "Baro told XXXXXXXXXXXX that the ferry would run.",
        "",
    ],
)
def test_what_another_is_told_or_nobody_is_left_out(sentence):
    assert addressee(sentence) is None
