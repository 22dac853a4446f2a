import pytest

from assistant.question_words import ASKING, names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What did Orhan Yildiz tell the Ambassador?", ("Orhan", "Yildiz", "Ambassador")),
        ("Brekke's view of Norway’s quota", ("Brekke", "Norway")),
        ("did Lü Chengbo visit the U.N. in Saint-Denis?", ("Lü", "Chengbo", "U.N", "Saint-Denis")),
        ("Oslo, Oslo and once more Oslo", ("Oslo",)),
        ("How many wagons were there?", ()),
        ("", ()),
    ],
)
def test_names_are_the_words_with_a_capital_that_do_not_only_ask(text, found):
    assert names(text) == found


def test_words_that_only_ask_are_kept_as_they_are_compared():
    assert {"what", "did", "according"} <= ASKING
    assert {word.casefold() for word in ASKING} == ASKING
