"""Small letters for texts that have only capitals."""

import pytest

from ingest.attribution.letter_case import has_case, recased


@pytest.mark.parametrize(
    ("capitals", "likely"),
    [
        ("HERMES SAID FRG WOULD SUPPORT IT.", "Hermes said FRG would support it."),
        ("FOREIGN MINISTER PRUSA LEFT ON MAY 3.", "Foreign Minister Prusa left on May 3."),
        ("THE FOREIGN MINISTER MAY LEAVE. HE IS ILL.", "The foreign minister may leave. He is ill."),
        ('"WE WAIT," SAID MINISTER BROWN.', '"We wait," said Minister Brown.'),
        ("XXXXXXXXXXXX SAID NO.", "XXXXXXXXXXXX said no."),
    ],
)
def test_names_and_acronyms_keep_their_capitals(capitals, likely):
    assert recased(capitals) == likely


def test_every_character_keeps_its_place():
    text = "¶ÇA VA? İSTANBUL ß STRAẞE 12. O'NEILL'S \n- YES"
    assert len(recased(text)) == len(text)


def test_a_text_with_both_cases_is_known():
    assert has_case("The Minister left.")
    assert not has_case("THE MINISTER LEFT.")
    assert not has_case("")
