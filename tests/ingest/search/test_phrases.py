"""A phrase is found where its words stand one after the other, in any form and with any accents."""

import pytest
from growing import MOST, growth

from ingest.search.phrases import finder
from ingest.search.word_index import stems


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("Kura line", "the Kura Line was drawn", True),
        ("Kura line", "the line along the Kura", False),
        ("war in Georgia", "the wars of Georgia", True),
        ("José Sócrates", "Jose Socrates said", True),
        ("Jose Socrates", "said José Sócrates", True),
        ("dying", "he lay dying", True),
        ("line", "inline", False),
    ],
)
def test_a_phrase(phrase, text, stands):
    assert finder(stems(phrase))(text) is stands


def test_the_whole_text_taken_apart_says_the_same(library):
    texts = [each.text for cable in library.cables(library.catalogue.ids()) for each in cable.paragraphs]
    apart = [stems(text) for text in texts]
    for there in apart[::10]:
        phrase = there[3:5] or there[:1]
        whole = [any(each[at : at + len(phrase)] == phrase for at in range(len(each))) for each in apart]
        assert [finder(phrase)(text) for text in texts] == whole


@pytest.mark.parametrize("piece", ["é", "a", "aé", "aa ", "aa b ", "aaé "])
def test_no_text_takes_time_by_the_square(piece):
    stands = finder(["aa", "c"])
    assert growth(stands, lambda length: piece * (length // len(piece))) <= MOST
