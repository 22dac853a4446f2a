"""Whether a name that is asked for is that of a speaker, or stands in a text."""

import pytest

from ingest.language.name_match import bears, is_mentioned, is_named


@pytest.mark.parametrize(
    ("name", "speaker", "same"),
    [
        ("Huseynli", "Elchin Huseynli", True),
        ("Elchin Huseynli", "Huseynli", True),
        ("Elchin Guseinli", "Elchin Huseynli", True),
        ("Nelson Mandela", "Nelson", False),
        ("Angela Davis", "Terry Davis", False),
        ("Huseynli", "Vugar Salmanli", False),
        ("", "Huseynli", False),
        ("the minister", "Huseynli", False),
    ],
)
def test_a_name_is_a_speakers_by_all_its_words_or_the_surname_alone(name, speaker, same):
    assert is_named(name, speaker) is same


def test_a_name_bears_another_by_all_of_its_words():
    assert bears("Elchin A. Huseynli", "Elchin Guseinli")
    assert not bears("Huseynli", "Elchin Huseynli")
    assert not bears("Russia Today", "Ross Today")


def test_a_name_stands_in_a_text_in_whichever_spelling():
    assert is_mentioned("Djordjevic", "Minister Đorđević arrived late.")
    assert is_mentioned("Wu Yi", "Vice Premier Wu Yi intervened.")
    assert not is_mentioned("Wu Yi", "Vice Premier Wu intervened.")
    assert not is_mentioned("the", "the minister")
