"""What a model thinks aloud before it answers is no part of what it says, however it comes in pieces."""

import pytest
from scripted_report import DOUBTED, QUESTION

from assistant import Assistant
from assistant.writing.thoughts import without_thoughts
from ingest.errors import ModelError

SAID = {
    "<think>Hm. What is asked?</think>\n\nHe said no.": "He said no.",
    "\n<think>\n\n</think>He said no.": "He said no.",
    "<thinking>Hm < hm.</thinking> He said no.": "He said no.",
    "[THINK]Hm.[/THINK]He said no.": "He said no.",
    "He said no. <think>Hm.</think>": "He said no. <think>Hm.</think>",
    "<thin air> he said": "<thin air> he said",
    "<th": "<th",
    "": "",
    "<think>Hm, and no end": "",
}


@pytest.mark.parametrize(("reply", "said"), SAID.items())
@pytest.mark.parametrize("size", [1, 3, 100])
def test_a_thought_is_left_out(reply, said, size):
    parts = [reply[at : at + size] for at in range(0, len(reply), size)]
    assert "".join(without_thoughts(parts)).strip() == said


def test_what_follows_is_passed_on_as_it_comes():
    asked = iter(["<think>Hm.</think>", "He ", "said ", "no."])
    said = without_thoughts(asked)
    assert next(said) == "He "
    assert next(asked) == "said "


def test_a_thought_that_does_not_end_is_an_error():
    with pytest.raises(ModelError, match="did not stop thinking"):
        list(without_thoughts(["<think>", *["Hm. " * 10_000] * 6]))


def test_an_answer_after_a_thought_is_checked_without_it(library, model):
    model.will_say(f"<think>They ask about Huseynli [10BAKU79 ¶1]. Let me see.</think> {DOUBTED}")
    answer = Assistant(library, model="openai:scripted").ask(QUESTION)
    assert answer.text.strip() == DOUBTED.replace("[10BAKU79 ¶5]", "[1]")
    assert [each.verdict for each in answer.sentences] == ["supported"]
