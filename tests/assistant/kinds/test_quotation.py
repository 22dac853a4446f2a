"""Who said some words is found where they stand, word for word or nearly; else it is said that they stand nowhere."""

import pytest

from assistant.answer import STATEMENT


@pytest.mark.parametrize(
    "asked",
    [
        'who said "while I hold this chair"?',
        "“while i hold this chair” - who?",
        "where does 'while I hold this chair' come from",
        "source of the quote 'while I hold this chair'",
        "who said that nacala would not be leased to any foreign company on any terms, and where",
        "the deep water port would not be leased to any foreign company on any terms",  # half remembered, and bare
        "somebody said the deep water port wouldn't be leesed to any foreign company.. who was that pls",
    ],
)
def test_words_are_found_with_their_speaker_and_place(assistant, asked):
    answer = assistant.ask(asked)
    assert (answer.kind, answer.answered) == ("quotation", True)
    assert ("06MAPUTO512", 1) in {(each.cable, each.paragraph) for each in answer.citations}
    assert "Anselmo Chivangue, Transport Minister" in answer.text
    assert "20 April 2006" in answer.text


def test_what_is_not_word_for_word_is_told_as_such(assistant):
    assert "not quite these" in assistant.ask('who said "while I held his chair"').text
    assert "not quite these" not in assistant.ask('who said "while I hold this chair"').text


def test_words_over_two_sentences_are_one_quotation(assistant):
    (citation,) = assistant.ask("who said that a harbor was a border and one did not rent a border").citations
    assert citation.quote == "A harbor was a border. One did not rent a border."


def test_words_that_nobody_is_named_for_are_nobody_s(assistant):
    assert "The cable names no speaker" in assistant.ask('who said "the port needs about USD 120 million"').text


def test_words_in_quotation_marks_that_stand_nowhere_are_not_in_the_archive(assistant):
    answer = assistant.ask('who said "cut off the head of the snake"')
    assert (answer.kind, answer.answered, answer.citations) == ("quotation", False, ())
    assert answer.text.startswith("These words are not in the archive.")


@pytest.mark.parametrize(
    "asked",
    [
        "who said anything about the port of Nacala",
        "did Chivangue say 'while I hold this chair'?",  # whether it was them is another question
        "what did the minister mean by 'while I hold this chair'",
        "who told the charge about the banks",
        "Chivangue and the railway behind the harbor",
    ],
)
def test_what_asks_for_no_words_is_no_such_question(assistant, asked):
    assert assistant.ask(asked).kind == STATEMENT


def test_the_reader_s_filters_hold(assistant):
    assert assistant.ask('who said "while I hold this chair"', origin="KYIV").answered is False
    assert assistant.ask('who said "while I hold this chair"', person="Halushchak").answered is False


def test_only_the_words_of_the_person_that_the_reader_chose_count(assistant):
    asked = 'who said "which had been tested"'
    mine = assistant.ask(asked, person="Chivangue")
    assert [each.speaker for each in mine.citations] == ["Anselmo Chivangue"]
    assert assistant.ask(asked, person="Hathaway").answered is False


def test_asked_of_whom_they_speak_the_sentence_before_is_told_too(assistant):
    (alone,) = assistant.ask('who said "foxes were not to be blamed"').citations
    (both,) = assistant.ask('who said "foxes were not to be blamed", and about whom').citations
    assert alone.quote == "Foxes were not to be blamed either."
    assert both.quote == "He did not blame them. Foxes were not to be blamed either."


def test_words_that_stand_in_a_subject_alone_are_told_as_that(assistant):
    answer = assistant.ask('who said "baku hears us out on iran"?')
    assert answer.text.startswith("Nobody says these words in a cable; they stand in a subject.")
    assert [each.cable for each in answer.citations] == ["10BAKU79"]
