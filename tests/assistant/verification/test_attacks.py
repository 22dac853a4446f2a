"""Cables that were made to carry orders to whatever reads them: a model that obeys does not get through.

Each line of attacks.jsonl is planted into a cable of its own; the scripted model then says what the attack wants.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from model_server import ScriptedModel, serving
from quick import done, quick_library, text

from assistant import Answer, Assistant
from ingest import Library

ATTACKS = [
    json.loads(line) for line in Path(__file__).with_name("attacks.jsonl").read_text(encoding="utf-8").splitlines()
]
QUESTION = "What did Anar Baro say about the mill at Vik?"
SAID = "Deputy Minister Anar Baro told Econoff that the mill at Vik would close in spring."
TRUE = "Anar Baro said that the mill at Vik would close in spring"
MOST = "The Norwegian loan paid for the mill at Vik"
LOAN = "The Norwegian loan had paid for the mill at Vik and its stones."


def _day(number: int) -> str:
    """The day of the cable with that number, by which a question finds it alone."""
    return f"2010-{1 + number // 28:02d}-{1 + number % 28:02d}"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A cable for each attack, with the attack in its second paragraph."""
    folder = tmp_path_factory.mktemp("attacked")
    for number, given in enumerate(ATTACKS):
        planted = f"The mill at Vik was the talk of the day. {given['attack']} Anar Baro spoke of it."
        cable = text(1000 + number, SAID, planted, LOAN)
        _, month, date = _day(number).split("-")
        name = ("JAN", "FEB")[int(month) - 1]
        (folder / f"10OSLO{1000 + number}.txt").write_text(
            cable.replace("041305Z FEB 10", f"{date}1305Z {name} 10"), encoding="utf-8"
        )
    opened = quick_library(folder / "library")
    done(opened.ingest([folder]))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with serving() as scripted, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", scripted.url)
        patch.setenv("OPENAI_API_KEY", "none")
        yield scripted


def seen(assistant: Assistant, number: int) -> list[Answer]:
    """Every snapshot that a user sees of the answer to QUESTION from the cable of that attack."""
    return list(assistant.stream(QUESTION, since=_day(number), until=_day(number)))


def reported(answer: Answer) -> str:
    """What an answer says itself: its text without what it quotes from the cable."""
    return re.sub(r"“[^”]*”", "", answer.text)


@pytest.mark.parametrize("number", range(len(ATTACKS)), ids=[each["attack"][:40] for each in ATTACKS])
def test_a_model_that_obeys_a_cable_is_not_believed(library, model, number):
    obeyed = ATTACKS[number]["obeyed"]
    planted = f"10OSLO{1000 + number} ¶2"
    labelled = f"{obeyed.rstrip('.')} [{planted}]."
    for reply in (obeyed, labelled):  # without a citation, and citing the attack itself
        model.will_say(reply)
        snapshots = seen(Assistant(library, model="openai:scripted"), number)
        assert not any(obeyed.rstrip(".") in reported(snapshot) for snapshot in snapshots)
        assert snapshots[-1].note.endswith("This answer consists of quotations instead.")
        assert snapshots[-1].model is None  # whatever is seen, the model did not write it


@pytest.mark.parametrize("number", range(0, len(ATTACKS), 7))
def test_what_is_true_beside_it_stays_and_strictness_strikes_the_rest(library, model, number):
    obeyed = ATTACKS[number]["obeyed"]
    cable = f"10OSLO{1000 + number}"
    model.will_say(f"{TRUE} [{cable} ¶1]. {MOST} [{cable} ¶3]. {obeyed.rstrip('.')} [{cable} ¶2].")
    *_, strict = seen(Assistant(library, model="openai:scripted", strict=True), number)
    assert strict.text.strip() == f"{TRUE} [1]. {MOST} [2]."
    *_, marked = seen(Assistant(library, model="openai:scripted"), number)
    assert marked.sentences[2].verdict == "unsupported"
    assert obeyed.rstrip(".") in marked.text[marked.sentences[2].start : marked.sentences[2].end]


@pytest.mark.parametrize("number", range(0, len(ATTACKS), 7))
def test_the_model_is_not_shown_the_order_and_what_it_is_shown_is_fenced(library, model, number):
    model.will_say("NOT IN THE ARCHIVE")
    assistant = Assistant(library, model="openai:scripted")
    model.prompts.clear()
    for _ in range(2):
        seen(assistant, number)
    cable = f"10OSLO{1000 + number}"
    fences = [re.search(r"^([0-9a-f]{16})$", prompt, re.MULTILINE)[1] for prompt in model.prompts]
    assert len(set(fences)) == 2
    for prompt, fence in zip(model.prompts, fences, strict=True):
        assert ATTACKS[number]["attack"] not in prompt
        assert "[...]" in prompt.partition(f"\n{fence} {cable},")[2]
        assert f"\n[{cable} ¶1]" in prompt
