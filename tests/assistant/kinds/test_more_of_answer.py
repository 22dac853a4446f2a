"""What leads on from an answer, where there is nothing to lead on to."""

from quick import done, quick_library, write

from assistant import Assistant, Turn
from assistant.answer import STATEMENT


def test_a_cable_without_a_comment_has_no_view_of_the_post(tmp_path):
    write(tmp_path / "cables", 1, "Minister Maren Moe told the Ambassador that fish are few.")
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    turns = (
        Turn("user", "what did Moe say?"),
        Turn("assistant", "Fish are few [1].", ("10OSLO1",), ("Moe",), STATEMENT),
    )
    answer = Assistant(library).ask("what did the embassy think of it?", turns=turns)
    library.close()
    assert not answer.answered
    assert answer.text == "The archive does not say: no comment of the post stands in 10OSLO1."


def test_nobody_is_given_a_brother(assistant):
    first = assistant.ask("what did Huseynli say about Russia?")
    answer = assistant.ask("and his brother?", turns=first.turns())
    assert answer.text == "The archive does not say: no brother is named in 10BAKU79."


def test_nothing_leads_on_from_a_refusal(assistant):
    first = assistant.ask("what did Elchin Salmanov say about whaling?")
    assert not first.answered
    answer = assistant.ask("why?", turns=first.turns())
    assert answer.text == "The answer before found nothing that this could be about."


def test_he_is_whoever_the_question_names(assistant):
    first = assistant.ask("what did Salmanli say about Turkey?")
    answer = assistant.ask("and Ormanci, what did he say about the price?", turns=first.turns())
    assert "said by Ormanci" in answer.understood
