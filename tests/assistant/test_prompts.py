"""The instructions for the model: each has exactly the variables that the code fills in."""

from pathlib import Path

import pytest

import prompts
from assistant import Assistant
from assistant.settings import Settings
from assistant.writing.listening import CANNOT_ANSWER
from ingest.errors import SettingsError
from prompts import VARIABLES


def test_every_template_is_known_here():
    assert {path.stem for path in Path(prompts.__file__).parent.glob("*.md")} == set(VARIABLES)


@pytest.mark.parametrize("name", VARIABLES)
def test_a_template_has_the_variables_that_the_code_gives(name):
    template = prompts.load(name)
    assert template.is_valid()
    assert set(template.get_identifiers()) == set(VARIABLES[name])


@pytest.mark.parametrize("name", VARIABLES)
def test_a_forgotten_variable_fails(name):
    for forgotten in VARIABLES[name]:
        given = dict.fromkeys(VARIABLES[name], "")
        del given[forgotten]
        with pytest.raises(KeyError, match=forgotten):
            prompts.load(name).substitute(given)


def test_a_template_with_other_variables_is_refused_when_it_is_loaded(monkeypatch):
    monkeypatch.setitem(prompts.VARIABLES, "standalone", {"conversation": "", "question": "", "language": ""})
    with pytest.raises(ValueError, match=r"prompts/standalone.md must use .*\$language"):
        prompts.load("standalone")


def test_what_is_filled_in_is_not_read_as_a_template():
    filled = prompts.load("answer").substitute(
        fence="f3a9", passages="It cost $question or $5.", question="How much?"
    )
    assert "It cost $question or $5." in filled


def test_the_model_is_told_the_words_by_which_it_refuses():
    assert f"reply with exactly: {CANNOT_ANSWER}\n" in prompts.load("answer").template


def test_a_template_of_your_own_takes_the_place_of_ours(tmp_path):
    (tmp_path / "answer.md").write_text("Say it in verse. $fence $passages $question")
    mine = prompts.read(str(tmp_path))
    assert mine.answer.template.startswith("Say it in verse.")
    assert mine.standalone.template == prompts.OURS.standalone.template


def test_prompts_that_cannot_be_used_are_told_when_the_assistant_is_made(tmp_path, library):
    (tmp_path / "answer.md").write_text("Answer: $question")
    with pytest.raises(SettingsError, match=r"cannot be used: .*must use \$fence, \$passages, \$question"):
        Assistant.of(library, Settings(prompts=str(tmp_path)))
