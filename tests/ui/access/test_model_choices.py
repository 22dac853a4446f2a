"""Which models readers may choose, as the settings say, and that the server itself holds them to it."""

import pytest
from fastapi.testclient import TestClient
from quick import done, quick_library

from assistant import Assistant
from assistant.model_servers.discovery import FoundModel, ModelServers
from assistant.settings import Settings
from ingest.domain.clearance import Clearance
from ingest.errors import ModelNotOffered
from ui.access.model_choices import ModelChoices, ModelOffer
from ui.access.reader_access import OWNER, Access, Reader
from ui.application import site

HOSTED = "openai:scripted"
LLAMA = FoundModel("ollama:llama3.2", "llama3.2", "Ollama", "127.0.0.1:11434")
QUESTION = "what did Huseynli say about Russia"


def on_this_machine(*found: FoundModel) -> ModelServers:
    return ModelServers(lambda: found)


@pytest.mark.parametrize(
    ("allowed", "logins", "looks", "named"),
    [
        (None, False, True, []),
        (None, True, False, []),
        ("local", True, True, []),
        ("none", False, False, []),
        ("local, openai:gpt-4o-mini", True, True, ["openai:gpt-4o-mini"]),
        ("openai:gpt-4o-mini,", False, False, ["openai:gpt-4o-mini"]),
    ],
)
def test_what_the_settings_allow(allowed, logins, looks, named):
    choices = ModelChoices.of(Settings(models_allowed=allowed), None, logins=logins)
    assert bool(choices.servers) == looks
    choices.servers = None
    assert [each.name for each in choices.offered()] == named


def test_the_usual_model_is_always_among_them():
    choices = ModelChoices.of(Settings(models_allowed="none"), HOSTED, logins=True)
    assert choices.checked(None) == HOSTED
    assert choices.checked("") == ""
    assert choices.offered() == (ModelOffer(HOSTED, HOSTED, sent_to="openai"),)


def test_any_other_is_refused_in_a_line_that_names_those_that_may_be_chosen():
    choices = ModelChoices(HOSTED, (), on_this_machine(LLAMA))
    assert choices.checked(LLAMA.name) == LLAMA.name
    with pytest.raises(ModelNotOffered) as refused:
        choices.checked("http://127.0.0.1:22/v1#x")
    assert str(refused.value) == (
        "The model 'http://127.0.0.1:22/v1#x' cannot be used here: choose openai:scripted, ollama:llama3.2 or none."
    )
    with pytest.raises(ModelNotOffered, match="choose none"):
        ModelChoices(None).checked(HOSTED)


def test_a_model_that_was_found_and_has_gone_may_still_be_asked():
    """It fails then, in words of its own, and the answer consists of quotations."""
    here = [(LLAMA,), ()]
    choices = ModelChoices(None, (), ModelServers(lambda: here.pop(0)))
    choices.offered()
    assert choices.servers.again() == ()
    assert choices.checked(LLAMA.name) == LLAMA.name


@pytest.fixture(scope="module")
def little(tmp_path_factory):
    """A library of a few sample cables, of which some readers see a part."""
    from ingest.samples import SAMPLES

    library = quick_library(tmp_path_factory.mktemp("little") / "library")
    done(library.ingest([SAMPLES / "10BAKU79.txt"]))
    yield library
    library.close()


def test_each_reader_gets_the_model_over_what_they_may_read(little, model):
    model.will_say("Nothing.")
    access = Access(Assistant(little), Settings(cache=False), ModelChoices(None, [HOSTED]))
    cleared = Reader("rob", clearance=Clearance.parse("S"))
    assert access.assistant(OWNER).model is None
    assert access.assistant(OWNER, HOSTED).model == HOSTED
    assert access.assistant(cleared, HOSTED).library is not little
    assert access.assistant(cleared, HOSTED) is access.assistant(cleared, HOSTED)
    assert access.assistant(cleared, "").model is None
    with pytest.raises(ModelNotOffered):
        access.assistant(cleared, "openai:other")


def test_programs_choose_a_model_and_are_told_of_one_that_they_may_not(little, model):
    model.will_say("NOT IN THE ARCHIVE")
    access = Access(Assistant(little), Settings(cache=False), ModelChoices(None, [HOSTED]))
    with TestClient(site(access), base_url="http://127.0.0.1") as client:
        listed = client.get("/api/models").json()
        assert [(each["name"], each["sent_to"]) for each in listed] == [(HOSTED, None)]  # its server is here
        for given, sent in ((HOSTED, 1), ("none", 1), (None, 1)):
            asked = client.post("/api/ask", json={"question": QUESTION, "model": given})
            assert asked.status_code == 200
            assert len(model.requests) == sent
        for path in ("/api/ask", "/api/ask/stream"):
            refused = client.post(path, json={"question": QUESTION, "model": "openai:gpt-9"})
            assert refused.status_code == 422
            assert refused.json() == {
                "error": "The model 'openai:gpt-9' cannot be used here: choose openai:scripted or none."
            }
    assert len(model.requests) == 1


def test_a_reader_who_has_used_up_their_tokens_gets_quotations_and_a_sentence(little, model, monkeypatch):
    monkeypatch.setattr("ui.access.model_choices.sent_to", lambda name: "openai")
    model.will_say("Huseynli said that it is raining [10BAKU79 ¶2].")
    access = Access(Assistant(little), Settings(cache=False, daily_tokens=50), ModelChoices(HOSTED, [HOSTED]))
    ann, rob = Reader("ann"), Reader("rob")
    access.assistant(ann).ask(QUESTION)
    assert len(model.requests) == 1
    answer = access.assistant(ann).ask(QUESTION)
    assert len(model.requests) == 1
    assert answer.note == (
        "Each reader has 50 tokens a day for models that run elsewhere, and yours are used up: choose another model, "
        "or ask again tomorrow. This answer consists of quotations instead."
    )
    assert answer.citations
    access.assistant(rob).ask(QUESTION)
    assert len(model.requests) == 2


def test_what_runs_here_costs_nothing(little, model):
    model.will_say("Nothing.")
    access = Access(Assistant(little), Settings(cache=False, daily_tokens=1), ModelChoices(HOSTED))
    for _ in range(2):
        access.assistant(OWNER).ask(QUESTION)
    assert len(model.requests) == 2
