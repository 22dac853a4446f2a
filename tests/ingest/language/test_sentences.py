"""Sentences of cable prose, with what a plain split at full stops would get wrong."""

import pytest

from ingest.language.sentences import sentences


def split(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Lt. Col. Ito of the U.S. Navy met Amb. R. Nicholas Osei at 10 a.m. on Sept. 3.",
        "The No. 2 at the ministry, i.e. Mr. Baro, wanted 3.5 million from St. Mary Corp. by May.",
        '"Why should we wait?" Baro asked.',
        "The ministry agreed; the governor did not: he had no money.",
        "The (Foreign) Minister ... shrugged.",
        "(Note: The mill closed in 2001. End Note.)",
        "The mill will reopen. End Summary.",
    ],
)
def test_one_sentence_stays_whole(text):
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("He flew to the U.S.", "The visit was short."),
        ('"It is over."', "Baro left."),
        ("(It rained.)", "He stayed."),
        ("Baro smiled.", "“We shall see.”"),
        ("He was tired...", "The talks went on."),
        ("He said no.", "Then he left."),
        ("He took note.", "The talks went on."),
        ("THE MINISTER LEFT.", "HIS DEPUTY STAYED."),
        ("He left.", "XXXXXXXXXXXX stayed."),
        ("Baro left.", "xxxxxxxxxxxx stayed."),
        ("(Note. The mill closed.", "It will reopen. End Note.)"),
        ("He said that he was done (ref B).", "2009 was a poor year."),
    ],
)
def test_two_sentences_part(first, second):
    assert split(f"{first} {second}") == [first, second]


def test_bullets_on_lines_of_their_own_are_sentences():
    text = "He asked for:\n-- two mills;\n-- a bridge."
    assert split(text) == ["He asked for:", "-- two mills;", "-- a bridge."]


def test_nothing_is_lost_and_nothing_invented():
    text = "  One. Two...  \n Three? (Four.) "
    assert "".join(split(text)).split() == "".join("One.Two...Three?(Four.)").split()
    assert sentences("  \n ") == []


def test_a_line_of_a_hundred_thousand_dots_is_read_in_one_go():
    text = "." * 100_000 + "x"
    assert sentences(text) == [(0, len(text))]
