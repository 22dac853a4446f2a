"""Questions in other languages are recognised, never English ones; what they name is searched for. All invented."""

import re

import pytest
from quick import quick_library

from assistant import Assistant
from assistant.question.fixed_sentences import ENGLISH as IN_ENGLISH
from assistant.question.fixed_sentences import fixed_sentences
from assistant.question.foreign_language import Language, recognised, searchable
from ingest import Library
from ui.rendering import answer_html

FOREIGN = {
    "¿Qué dijo Huseynli sobre Irán?": ("Spanish", ("Huseynli", "Iran")),
    "que dijo salmanli sobre rusia": ("Spanish", ("salmanli", "Russia")),
    "Que dit Chivangue de Nacala ?": ("French", ("Chivangue", "Nacala")),
    "que dit le ministre sur l'Iran ?": ("French", ("Iran",)),
    "Cosa ha detto Huseynli dell’Iran?": ("Italian", ("Huseynli", "Iran")),
    "Was sagte Salmanli über die Türkei im Dezember 2009?": ("German", ("Salmanli", "Turkey", "December", "2009")),
    "O que disse o ministro Chivangue sobre Nacala?": ("Portuguese", ("Chivangue", "Nacala")),
    "Cosa ha detto Salmanli di Mosca?": ("Italian", ("Salmanli",)),
    "Wat zei Salmanli over Rusland?": ("Dutch", ("Salmanli", "Russia")),
    "Salmanli, Rusya'nın boru hattı hakkında ne dedi?": ("Turkish", ("Salmanli", "Russia")),
    "Что говорил Гусейнли о России?": ("Russian", ("Huseynli", "Russia")),
    "ماذا قال بيلوزوبوف عن روسيا؟": ("Arabic", ("Belozubov", "Russia")),
    "西方对俄罗斯怎么看？": ("Chinese", ()),
    "Τι είπε ο Σαλμανλί για τη Ρωσία;": ("Greek", ("Salmanli", "Russia")),
    "რა თქვა მინისტრმა?": ("Georgian", ()),
}
ENGLISH = [
    "what did Lula say about Correa",
    "Cristina Fernandez de Kirchner and Nestor Kirchner on Hugo Chavez",
    "Was Abdullah bin Abdulaziz in Riyadh in 2009?",
    "Die Linke in Germany",
    "El Pais on Guantanamo",
    "Mas y Mas",
    "President Saleh's comment on the stolen millions",
    "Justicia Para Todos: budget and goals",
    "de Maiziere interior minister",
    "who said “que será, será” and why",
    "Đinđić, Łukasz, Þórður",
    "10BAKU79",
    "",
    "¿",
    "?!",
    "х",
]


@pytest.mark.parametrize(("text", "language", "named"), [(text, *read) for text, read in FOREIGN.items()])
def test_a_question_in_another_language_is_read_by_what_it_names(library, text, language, named):
    found = recognised(text)
    assert found is not None
    assert found.name == language
    assert "English" in found.why
    assert searchable(library, text, found) == named


@pytest.mark.parametrize("text", ENGLISH[:-1])
def test_english_full_of_foreign_names_is_english(text):
    assert recognised(text) is None


def test_it_is_answered_with_the_passage_that_it_names_and_told_why_english_finds_more(assistant):
    answer = assistant.ask("Что говорил Гусейнли о России?")
    assert not answer.refused
    assert answer.citations[0].cable == "10BAKU79"
    assert answer.text.endswith("из вашего вопроса.")
    assert answer.understood == ("asked in Russian, searched for Huseynli, Russia",)
    again = assistant.ask(answer.question, without=answer.understood)
    assert "English" not in again.text


def test_it_is_refused_where_nothing_in_it_could_be_read(assistant):
    answer = assistant.ask("西方对俄罗斯怎么看？")
    assert not answer.answered
    assert "English" in answer.text
    assert answer.passages == answer.citations == ()


def test_it_is_refused_where_no_passage_has_two_of_its_names(assistant):
    answer = assistant.ask("¿Qué dijo Chivangue sobre Irán?")
    assert not answer.answered
    assert re.search("inglés .English.", answer.text)


SILENT = {
    "es": ("¿Qué dijo Chivangue sobre Irán?", "El archivo no lo dice."),
    "fr": ("Qu'a dit Chivangue sur la Norvège ?", "Les archives ne le disent pas."),
    "de": ("Was sagte Chivangue über den Iran?", "Das Archiv sagt dazu nichts."),
    "ru": ("Что говорил Чивангуэ об Иране?", "В архиве об этом ничего не сказано."),
    "ar": ("ماذا قال رونالدو عن القمح؟", "لا يذكر الأرشيف ذلك."),
    "another": ("西方对俄罗斯怎么看？", "The archive does not say."),
}


@pytest.mark.parametrize(("question", "silent"), SILENT.values(), ids=SILENT)
def test_it_is_refused_in_its_language(assistant, question, silent):
    answer = assistant.ask(question)
    assert answer.refused
    assert answer.text.startswith(silent)
    assert silent.startswith("The") or not re.search("Searched|Closest|does not", answer.text)
    for closest in answer.passages[:1]:
        assert re.search(f"<a[^>]*>{re.escape(closest.label)}</a>", answer_html.reply(answer))


def test_nothing_is_claimed_of_what_could_only_be_read_in_part(assistant):
    for question in ("¿Cuántos litros de leche compró Huseynli?", "¿Qué dijo Huseynli sobre Rusia?"):
        answer = assistant.ask(question)
        assert (answer.outcome, answer.confidence) == ("excerpts", None)
        assert answer.text.startswith("Puede que el archivo lo diga: ")


def test_a_cable_that_it_names_alone_may_answer(assistant):
    answer = assistant.ask("¿Qué dice 10BAKU79 sobre Rusia?")
    assert {each.cable for each in answer.citations} == {"10BAKU79"}
    answer = assistant.ask("¿Qué dice 10BAKU79 sobre Chivangue?")
    assert answer.text.startswith("No consta en 10BAKU79.")


def test_the_sentences_of_each_language_are_whole():
    for code in ("es", "fr", "de", "ru", "ar", "pt", "it"):
        words = fixed_sentences(Language(code, "", ""))
        assert words is not IN_ENGLISH
        assert words.unanswered(["10BAKU79", "10BAKU80"]) == words.silent_in.replace("{}", "10BAKU79, 10BAKU80")
        assert words.closest.endswith(": ")
    assert fixed_sentences(Language("sv", "Swedish", "")) is fixed_sentences(None) is IN_ENGLISH


def test_an_empty_library_is_asked_in_any_language(tmp_path):
    library: Library = quick_library(tmp_path / "empty")
    assert not Assistant(library).ask("¿Qué dijo Huseynli sobre Irán?").answered


def test_a_model_translates_the_question_and_answers_in_its_language(library, model):
    said = "Huseynli cuestionó si Rusia está dispuesta a pasar de las palabras. [10BAKU79 ¶2]"
    model.will_say("What did Huseynli say about Russia?", said)
    answer = Assistant(library, model="openai:scripted").ask("¿Qué dijo Huseynli sobre Rusia?")
    assert "If it is in another language than English, translate it" in model.prompts[0]
    assert "Question: What did Huseynli say about Russia?\n\nWrite the answer in Spanish." in model.prompts[1]
    assert answer.text.strip() == "Huseynli cuestionó si Rusia está dispuesta a pasar de las palabras. [1]"
    (sentence,) = answer.sentences
    assert sentence.verdict == "partly"
    assert "only its numbers could be checked" in sentence.reasons[0]


def test_what_a_model_says_in_english_all_the_same_is_checked_as_ever(library, model):
    model.will_say("What did Huseynli say about Russia?", "The ferry sank off Iceland. [10BAKU79 ¶2]")
    answer = Assistant(library, model="openai:scripted").ask("¿Qué dijo Huseynli sobre Rusia?")
    assert "not supported by what it cites" in answer.note
    assert "ferry" not in answer.text


def test_numbers_of_an_answer_in_another_language_are_checked(library, model):
    model.will_say("What did Huseynli say about Russia?", "Rusia tiene 48 misiles. [10BAKU79 ¶2]")
    answer = Assistant(library, model="openai:scripted").ask("¿Qué dijo Huseynli sobre Rusia?")
    assert answer.note
    assert "not supported by what it cites" in answer.note
    assert answer.citations
    assert "48" not in answer.text
