"""The line about the model: what it says, and what happens to a choice that cannot be had any more."""

from types import SimpleNamespace

import pytest
from invented import ferry
from scripted import ScriptedAssistant, ScriptedLibrary

from assistant.model_servers.discovery import FoundModel, ModelServers
from ui.access.model_choices import ModelChoices
from ui.access.reader_access import OWNER, Access
from ui.window.asking import Asking
from ui.window.model_choice import ModelChoice

LLAMA = FoundModel("ollama:<llama>", "<llama>", "Ollama", "127.0.0.1:11434")
CLOUD = FoundModel(
    "ollama:gpt-oss:120b-cloud", "gpt-oss:120b-cloud", "Ollama", "127.0.0.1:11434", "Ollama's cloud"
)


def shown(chosen, usual=None, found=None):
    servers = None if found is None else ModelServers(lambda: found)
    choice = SimpleNamespace(_models=ModelChoices(usual, (), servers))
    choice._name = lambda given: ModelChoice._name(choice, given)
    choice._drawn = lambda *given, **named: ModelChoice._drawn(choice, *given, **named)
    return ModelChoice.shown(choice, chosen)


@pytest.mark.parametrize(
    ("chosen", "usual", "found", "line"),
    [
        (None, None, None, "Answers are quotations from the cables."),
        (None, None, (), "A model could write them, each sentence checked: see how to get one."),
        (None, None, (LLAMA,), "Answers are quotations. 1 model could write them, each sentence checked."),
        (LLAMA.name, None, (LLAMA,), "Writes the answers, on this machine."),
        (
            CLOUD.name,
            None,
            (CLOUD,),
            "Your question and the passages found for it are sent to Ollama&#39;s cloud.",
        ),
        (None, "openai:gpt-4o-mini", None, "Your question and the passages found for it are sent to openai."),
        (LLAMA.name, None, (), "This model does not answer at present, so answers are quotations."),
    ],
)
def test_the_line_says_who_writes_and_what_leaves_the_machine(chosen, usual, found, line):
    assert line in shown(chosen, usual, found).partition('class="told"')[2]


def test_what_a_server_calls_its_model_is_text():
    assert "<llama>" not in shown(LLAMA.name, found=(LLAMA,))


def test_a_kept_choice_that_is_not_known_any_more_leaves_quotations_and_says_so():
    access = Access(ScriptedAssistant(ScriptedLibrary(ferry()), {}))
    assistant, instead = Asking._writing(SimpleNamespace(access=access), OWNER, "ollama:gone")
    assert assistant.model is None
    assert instead == (
        "The model 'ollama:gone' cannot be used here: choose none. This answer consists of quotations instead."
    )
    assert Asking._writing(SimpleNamespace(access=access), OWNER, None)[1] is None
