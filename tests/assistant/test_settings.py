"""Where a setting comes from: flags before the environment before `reftel.toml`."""

from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.writing.model_limits import ModelLimits, Price
from ingest.errors import SettingsError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and no settings of the user's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def test_without_any_setting_there_are_defaults():
    assert Settings.read({}) == Settings(library=None, embedder=None, model=None)


def test_flags_come_before_the_environment_before_the_file(folder):
    (folder / "reftel.toml").write_text('library = "file"\nmodel = "file:model"\nembedder = "file"\n')
    env = {"REFTEL_LIBRARY": "env", "REFTEL_MODEL": "env:model"}
    assert Settings.read(env, library="flag") == Settings(library="flag", embedder="file", model="env:model")


def test_what_is_not_given_or_empty_does_not_count(folder):
    (folder / "reftel.toml").write_text('library = "file"\n')
    assert Settings.read({"REFTEL_LIBRARY": ""}, library=None).library == "file"


def test_the_users_own_file_is_read_where_the_folder_has_none(folder):
    own = folder / "config" / "reftel" / "reftel.toml"
    own.parent.mkdir(parents=True)
    own.write_text('model = "own:model"\n')
    assert Settings.read({}).model == "own:model"
    (folder / "reftel.toml").write_text('model = "nearer:model"\n')
    assert Settings.read({}).model == "nearer:model"


@pytest.mark.parametrize(("text", "strict"), [("1", True), ("true", True), ("Off", False), ("", False)])
def test_strictness_is_switched_by_a_word(text, strict):
    assert Settings.read({"REFTEL_STRICT": text}).strict is strict


def test_a_flag_for_strictness_comes_before_the_environment_before_the_file(folder):
    (folder / "reftel.toml").write_text("strict = true\n")
    assert Settings.read({}).strict
    assert not Settings.read({"REFTEL_STRICT": "no"}).strict
    assert Settings.read({"REFTEL_STRICT": "no"}, strict=True).strict


def test_another_word_for_strictness_is_refused():
    with pytest.raises(SettingsError, match="REFTEL_STRICT is 'maybe': set it to true or false"):
        Settings.read({"REFTEL_STRICT": "maybe"})


def test_a_second_opinion_is_asked_for_as_strictness_is(folder):
    assert not Settings.read({}).second_opinion
    (folder / "reftel.toml").write_text("second_opinion = true\n")
    assert Settings.read({}).second_opinion
    assert not Settings.read({"REFTEL_SECOND_OPINION": "0"}).second_opinion
    assert Settings.read({"REFTEL_SECOND_OPINION": "0"}, second_opinion=True).second_opinion


def test_limits_and_prices_are_numbers(folder):
    (folder / "reftel.toml").write_text(
        "max_tokens = 300\ntimeout = 20\ncontext = 4096\ncache = false\n"
        '[prices]\n"openai:gpt-4o-mini" = {input = 0.15, output = 0.6}\n'
    )
    settings = Settings.read({})
    assert settings.limits == ModelLimits(300, 20, 4096)
    assert not settings.cache
    assert settings.prices == {"openai:gpt-4o-mini": Price(0.15, 0.6)}
    assert Settings.read({"REFTEL_TIMEOUT": "2.5"}, max_tokens=9).limits == ModelLimits(9, 2.5, 4096)


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("TIMEOUT", "soon", "a number above zero"),
        ("TIMEOUT", "nan", "a number above zero"),
        ("CONTEXT", "8k", "a whole number above zero"),
        ("MAX_TOKENS", "-1", "a whole number above zero"),
    ],
)
def test_a_limit_that_is_no_number_is_refused(name, value, kind):
    with pytest.raises(SettingsError, match=f"REFTEL_{name} is '{value}': set it to {kind}"):
        Settings.read({f"REFTEL_{name}": value})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"library = ", "reftel.toml is not valid TOML"),
        (b"library = '\xff'", "reftel.toml is not valid TOML"),
        (
            b"libary = 'a'",
            "'libary', which is not one of answer_from, cache, chroma_texts, chroma_url, context, daily_tokens, "
            "database_url, deep_rounds, deep_tokens, embedder,",
        ),
        (b"library = 7", "'library' to 7, which is not text"),
        (b"[model]\nname = 'a'", "which is not text"),
        (b"strict = 'yes'", "'strict' to 'yes': write true or false, without quotes"),
        (b"timeout = '9'", "'timeout' to '9': write a number above zero"),
        (b"context = 1.5", "'context' to 1.5: write a whole number above zero"),
        (b"max_tokens = 0", "'max_tokens' to 0: write a whole number above zero"),
        (b"max_tokens = true", "'max_tokens' to True: write a whole number above zero"),
        (b"prices = 3", "under [prices], write"),
        (b"[prices]\n'a:b' = 3", "the price of 'a:b' to 3: under [prices], write"),
        (b"[prices]\n'a:b' = {input = 1}", "under [prices], write"),
        (b"[prices]\n'a:b' = {input = 1, output = -1}", "under [prices], write"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(folder, content, reason):
    (folder / "reftel.toml").write_bytes(content)
    with pytest.raises(SettingsError) as raised:
        Settings.read({})
    assert reason in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
