"""Questions to begin with, drawn from the sample library as from any other."""

from quick import quick_library

from assistant.suggestions.openers import openers


def test_the_questions_are_of_several_kinds_and_all_answered(assistant, library):
    questions = openers(library)
    assert len(questions) == 4
    assert any(question.startswith("what did ") for question in questions)
    assert any(question.startswith("how did ") for question in questions)
    assert not any(assistant.ask(question).refused for question in questions)


def test_an_empty_library_has_none(tmp_path):
    assert openers(quick_library(tmp_path / "empty")) == ()
