"""Names and words that are typed amiss are read as the archive spells them; right ones are left alone."""

import re
import time

import pytest
from quick import done, quick_library, write

from assistant.question.spelling import nearest_name, read
from ingest.samples import SAMPLES

MISSPELT = {
    "what did Husseinly say about rusia": "what did Huseynli say about Russia",
    "Guseynli on sanktions": "Huseynli on sanctions",
    "chivanque and the Nakala leese": "Chivangue and the Nacala lease",
    "salmanly, azerbaidjan": "Salmanli, Azerbaijan",
    "belozobov on the pipline": "Belozubov on the pipeline",
    "waht did Salmanli say abuot it": "what did Salmanli say about it",
    "wich ministers did he meet, according to Ormanchi": "which ministers did he meet, according to Ormanci",
}
RIGHT = [
    "what did Huseynli say about Russia?",
    "what did Lukashenko say about the whaling of Iceland",  # not there, and nothing near
    "who is Viktor Orban",
    "Haiti, Tunisia and the Philippines",  # not there either
    "whos afraid, and wouldnt the Minister summarise it",
    "NATO, UNSC and OSCE",
    "did Rossi and Hamidi meet Lü",
    '“Husseinly” and "Rusia" as they are quoted',
    "10BAKUU79 and a@husseinly.az",
    "",
    "?!",
]


@pytest.mark.parametrize(("typed", "meant"), MISSPELT.items())
def test_what_is_typed_amiss_is_read_as_the_archive_spells_it(library, typed, meant):
    assert read(library, typed).text == meant


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_left_alone(library, text):
    reading = read(library, text)
    assert (reading.text, reading.spelt) == (text, ())


def test_no_word_of_the_archive_is_read_as_another(library):
    texts = " ".join(path.read_text(encoding="utf-8") for path in SAMPLES.glob("*.txt"))
    words = sorted(set(re.findall(r"[^\W\d_]{4,}", texts)))[::5]
    assert len(words) > 500
    assert [read(library, word).spelt for word in words if read(library, word).spelt] == []


def test_the_reader_is_told_and_can_take_it_back(assistant):
    answer = assistant.ask("what did Husseinly say about Russia?")
    assert answer.question == "what did Husseinly say about Russia?"
    assert answer.understood[0] == "“Husseinly” read as Huseynli"
    assert answer.citations[0].cable == "10BAKU79"
    again = assistant.ask(answer.question, without=answer.understood[:1])
    assert "“Husseinly” read as Huseynli" not in again.understood
    assert not assistant.ask(answer.question, literal=True).understood


def test_a_follow_up_takes_over_the_right_spelling(assistant):
    first = assistant.ask("what did Husseinly say about Russia?")
    second = assistant.ask("and about sanctions?", first.turns())
    assert second.citations[0].cable == "10BAKU79"


def test_a_name_that_is_not_there_is_said_not_to_be(assistant, library):
    answer = assistant.ask("what did Lukashenko tell the ambassador about gas prices?")
    assert not answer.answered
    assert "The archive does not mention Lukashenko." in answer.text
    assert nearest_name(library, "Salmanov") == "Salmanli"
    assert "does not mention Salmanov; the nearest name is Salmanli." in assistant.ask("who is Salmanov").text


def test_a_question_about_nobody_in_the_archive_is_not_answered_with_another(assistant):
    assert not assistant.ask("what did Viktor Lukashenko say about Russia and the sanctions on Iran").answered


def test_a_name_with_hyphens_is_no_reason_to_refuse(library):
    assert read(library, "the Xyzzygrad-Baku line").nobody == ()
    assert read(library, "the Xyzzygrad line").nobody == ("Xyzzygrad",)


def test_a_new_spelling_is_known_as_soon_as_it_is_indexed(tmp_path):
    library = quick_library(tmp_path / "library")
    done(library.ingest([write(tmp_path, 1, "Minister Brekke spoke.")]))
    assert read(library, "Lutnes").spelt == ()
    done(library.ingest([write(tmp_path, 2, "Minister Lutnaes spoke.")]))
    assert read(library, "Lutnes").text == "Lutnaes"


def test_a_page_that_is_pasted_in_costs_no_more_than_a_question(library):
    page = " ".join(f"xq{a}z{b}wkk" for a in "abcdefghij" for b in "abcdefghijklmnop")[:2000]
    read(library, "xqawzw")
    began = time.process_time()
    read(library, "xqazawkk")
    one = time.process_time() - began
    began = time.process_time()
    read(library, page)
    assert time.process_time() - began < 60 * max(one, 0.005)
