"""Letters that Unicode does not take apart, and what printing makes of others."""

import pytest

from ingest.language.letters import folded, spelt_otherwise, unprinted
from ingest.language.name_spelling import alike, sounds


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Łódź", "lodz"),
        ("Þórður Æ", "thordur ae"),
        ("Øre ðe Ħal", "ore de hal"),
        ("Weiß GROẞ", "weiss gross"),
        ("Kızıl İzmir", "kizil izmir"),
        ("Əli Œuvre", "ali oeuvre"),
        ("José", "jose"),
        ("PLAIN", "plain"),
    ],
)
def test_letters_are_written_in_plain_ones(text: str, plain: str):
    assert folded(text) == plain


def test_ligatures_and_what_shows_nothing_are_undone():
    assert unprinted("o\ufb03cial \ufb02oat e\ufb00ort \ufb01rst mu\ufb04e be\ufb06 nego\u00adti\u200bation") == (
        "official float effort first muffle best negotiation"
    )
    assert unprinted("José “so”") == "José “so”"


def test_other_spellings_of_a_word():
    assert spelt_otherwise("Đuro met Müller in Ålborg; nobody else") == ["djuro", "mueller", "aalborg"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đurović", "Djurovic"),
        ("Đurović", "Durovic"),
        ("Djurovic", "Durovic"),
        ("Sørlie", "Sorlie"),
        ("Sørlie", "Soerlie"),
        ("Ørsted", "Oersted"),
        ("Ægisdóttir", "Aegisdottir"),
        ("Þorgeir", "Thorgeir"),
        ("Sigurður", "Sigurdur"),
        ("Strauß", "Strauss"),
        ("Małecki", "Malecki"),
        ("Işık", "Isik"),
        ("Əhmədov", "Ahmadov"),
        ("Hoﬀmann", "Hoffmann"),
    ],
)
def test_a_name_is_the_same_in_plain_letters(one: str, other: str):
    assert sounds(one) == sounds(other) != set()
    assert alike(one, other)


@pytest.mark.parametrize(("one", "other"), [("Łukasz", "Ukasz"), ("Þórsson", "Órsson"), ("Đurić", "Jurić")])
def test_a_letter_that_does_not_fold_still_counts(one: str, other: str):
    assert sounds(one) != sounds(other)
