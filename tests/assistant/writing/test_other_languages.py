"""A question in another language, with a model: looked for in English, answered in its language, quoted in English."""

import re

import pytest
from model_server import Reply

from assistant import Assistant
from assistant.answering import Asked
from assistant.saved_answers.audit import audit
from assistant.saved_answers.bundle import dumps, record

QUESTION = "Qu'a dit Huseynli de la Russie ?"
IN_ENGLISH = "What did Huseynli say about Russia?"
ANSWER = (
    "Huseynli se demandait si la Russie était « willing to move beyond words » [10BAKU79 ¶5]. "
    "L'Azerbaïdjan ne voulait affronter ni l'Iran ni la Russie en public [10BAKU79 ¶2]."
)


@pytest.fixture
def writer(library, model):
    return Assistant(library, model="openai:scripted")


def test_it_is_answered_in_its_language_from_english_passages(writer, model, assistant):
    model.will_say(IN_ENGLISH, ANSWER)
    answer = writer.ask(QUESTION)
    assert re.sub(r" \[\d\]", "", answer.text).strip() == re.sub(r" \[\w+ ¶\d\]", "", ANSWER)
    assert [each.verdict for each in answer.sentences] == ["supported", "partly"]  # the first has a quotation
    assert answer.passages[0] == assistant.ask(IN_ENGLISH).passages[0]
    assert "Write the answer in French. Leave quotations from the passages in English." in model.prompts[1]
    assert "willing to move beyond words" in answer.citations[0].quote


def test_a_report_is_in_its_language_too(writer, model):
    model.will_say(IN_ENGLISH, "DONE", "Les doutes de Huseynli: [10BAKU79 ¶5] [10BAKU79 ¶2]", ANSWER)
    answer = writer.ask(QUESTION, deep=True)
    assert answer.text.startswith("## Les doutes de Huseynli")
    assert len(answer.sentences) == 2
    assert "Write the answer in French." in model.prompts[-1]


@pytest.mark.parametrize("deep", [False, True])
def test_what_the_archive_does_not_have_is_refused_in_its_language(writer, model, deep):
    model.will_say(IN_ENGLISH, *(["DONE"] if deep else []), "NOT IN THE ARCHIVE")
    answer = writer.ask(QUESTION, deep=deep)
    assert answer.refused
    assert answer.text == "Les archives ne le disent pas."
    assert audit(writer.library, dumps(record(writer, Asked(QUESTION, deep=deep)))).findings == ()


def test_where_the_model_fails_after_it_has_translated_the_refusal_is_in_its_language_too(writer, model):
    model.will_say("What did Ragnhild Tollefsen say about cheese?", Reply("Out of order", status=400))
    answer = writer.ask("Qu'a dit Ragnhild Tollefsen du fromage ?")
    assert answer.text.startswith("Les archives ne le disent pas.")


def test_a_fact_of_a_header_comes_from_the_catalogue(writer, model, assistant):
    model.will_say("Who classified 10BAKU79?")
    answer = writer.ask("Qui a classé le télégramme 10BAKU79 et pourquoi ?")
    assert answer.text == assistant.ask("Who classified 10BAKU79?").text
    assert len(model.prompts) == 1


def test_what_is_kept_of_it_is_found_to_agree(writer, model, library):
    model.will_say(IN_ENGLISH, ANSWER)
    assert audit(library, dumps(record(writer, Asked(QUESTION)))).findings == ()


def test_where_the_model_fails_it_is_told_in_its_language_why_there_are_quotes(writer, model):
    model.will_say("")
    answer = writer.ask(QUESTION)
    assert answer.model is None
    assert answer.text
