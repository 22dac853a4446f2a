"""Whose words a sentence says it reports, and who says them in the cable."""

import pytest

from assistant.verification.cited_source import CitedSource
from assistant.verification.speakers import objection, voice
from ingest.domain.statements import Person, Statement

WORDS = "The mill would close in spring."


def source(kind, speaker, before=""):
    text = f"{before}{WORDS}"
    return CitedSource("10OSLO7 ¶1", text, statements=(Statement(1, len(before), len(text), kind, speaker),))


def objected(sentence, cited):
    found = objection(voice(sentence), cited, cited.statements[0])
    return found and found.reason


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Deputy Minister Baro told Econoff that bread was dear.", "Deputy Minister Baro"),
        ("According to Anar Baro, bread was dear, he said.", "Anar Baro"),
        ("“Bread is dear,” Baro said.", "Baro"),
    ],
)
def test_the_speaker_is_found_however_the_sentence_names_him(sentence, who):
    assert voice(sentence).mention == who


@pytest.mark.parametrize(
    "sentence",
    ["The mill closed in May.", "He said that the mill had closed.", "Baro was leaving Vik for good, he said."],
)
def test_a_sentence_may_name_nobody(sentence):
    assert voice(sentence) is None


@pytest.mark.parametrize("sentence", ["Baro said it would close.", "The Minister said it would close."])
def test_who_may_be_the_speaker_is_let_pass(sentence):
    assert objected(sentence, source("said", "Anar Baro")) is None


def test_anothers_words_are_told():
    reason = "in 10OSLO7 ¶1 this is said by Anar Baro, not by Ito"
    assert objected("Ito said that it would close.", source("said", "Anar Baro")) == reason
    assert objected("Officials said that it would close.", source("said", "Anar Baro"))


def test_the_posts_comment_is_nobodys_words_but_its_own():
    comment = source("comment", None)
    assert objected("Baro said it would close.", comment) == (
        "in 10OSLO7 ¶1 this is the post's own comment, not Baro's words"
    )
    assert objected("The embassy thought that it would close.", comment) is None
    assert objected("The embassy thought that it would close.", source("said", "Anar Baro"))


def test_where_the_cable_leaves_open_who_speaks_whoever_is_at_hand_may():
    assert objected("Baro said it would close.", source("said", "officials", "Baro was gloomy. ")) is None
    assert objected("Ito said it would close.", source("said", "officials", "Baro was gloomy. "))


def told(text, speaker, kind="said", people=(), origin=None):
    """The source of a text which is one statement, thought to be a speaker's."""
    statements = (Statement(1, 0, len(text), kind, speaker),)
    return CitedSource("10OSLO7 ¶1", text, None, origin, statements=statements, people=people)


def test_an_adverb_may_stand_between_who_speaks_and_the_verb():
    cited = told("The mill would close, as Baro had reportedly stated.", "Riis Ito")
    assert objected("Baro stated that the mill would close.", cited) is None


def test_two_names_may_be_one_persons():
    cited = told("President Riis Baro opened the mill. Riis promised that it would stay.", "Riis")
    assert objected("Baro promised that it would stay.", cited) is None
    assert objected("Ito promised that it would stay.", cited)


def test_the_post_may_be_called_by_its_place():
    cited = told(WORDS, None, "comment", origin="AMEMBASSY OSLO")
    assert objected("Oslo said it would close.", cited) is None
    assert objected("Baro said it would close.", cited)


def test_a_comment_may_call_somebody_otherwise():
    people = (Person("Anar bin Baro", ("Crown Prince",), ("AbB",)),)
    cited = told("In short, AbB thinks that the mill would close.", None, "comment", people)
    assert objected("Anar bin Baro thinks that the mill would close.", cited) is None


def test_an_ambassador_who_writes_says_i():
    cited = told("I then raised the mill. I said it would close, and Baro saw that.", "Anar Baro")
    assert objected("The Ambassador said it would close.", cited) is None
    assert objected("Ito said it would close.", cited)


def test_who_agrees_says_what_another_said():
    text = "Lind noted that the mill would close. Baro agreed."
    cited = CitedSource("10OSLO7 ¶1", text, statements=(Statement(1, 0, 37, "said", "Erik Lind"),))
    assert objected("Baro agreed that the mill would close.", cited) is None
    assert objected("Ito agreed that the mill would close.", cited)
