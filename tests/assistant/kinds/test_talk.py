"""What is no question about the archive is answered by a line, with questions that the archive does answer."""

import pytest

from assistant.answer import STATEMENT
from assistant.suggestions.openers import openers


@pytest.mark.parametrize(
    "said",
    [
        "hi",
        "Hello!",
        "hey there, how are you?",
        "who are you?",
        "r u a bot",
        "help, what can i ask you",
        "what can you do",
        "hi can you help me",
        "give me some examples",
        "how does this work?",
    ],
)
def test_who_greets_or_asks_for_help_is_shown_three_questions(assistant, library, said):
    answer = assistant.ask(said)
    assert (answer.kind, answer.answered, answer.citations, answer.understood) == ("talk", True, (), ())
    assert answer.text.count("?") == 3
    assert all(f"\n{question}?" in answer.text for question in openers(library, 3))


@pytest.mark.parametrize("said", ["thanks, that was helpful!", "ok thank you", "thx", "great", "bye"])
def test_who_thanks_is_answered_in_a_line(assistant, said):
    answer = assistant.ask(said)
    assert (answer.kind, answer.answered, answer.citations) == ("talk", True, ())
    assert "\n" not in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "hi, what did Huseynli say about Russia?",
        "thanks. and what did Salmanli say?",
        "who is he",
        "help that Iran got from Russia",
        "what can you tell me about Nacala",
        "what can i ask about Nacala",
        "are you sure?",
        "examples of corruption",
    ],
)
def test_a_question_that_begins_as_talk_is_a_question(assistant, asked):
    assert assistant.ask(asked).kind == STATEMENT
