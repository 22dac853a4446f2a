"""The file of users, and the commands that keep it."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from invented import ferry
from scripted import ScriptedAssistant, ScriptedLibrary

from assistant.answering import Asked
from assistant.kept_conversations.conversations import Notebook
from assistant.notebook.notebook_store import Holder
from assistant.saved_answers.bundle import record
from ingest.domain.clearance import Clearance
from ingest.errors import SettingsError
from ui.access.reader_access import Reader, holder
from ui.access.users import User, Users
from ui.cli.main import reftel

PASSWORD = "a stony harbor"


@pytest.fixture(autouse=True)
def as_dear_as_it_is(quick_hashes, monkeypatch):
    """Passwords are hashed as they are for a user."""
    monkeypatch.setattr("ui.access.users._HASHER", quick_hashes)


@pytest.fixture
def users(tmp_path: Path) -> Users:
    return Users(tmp_path / "config" / "users.json")


@pytest.fixture
def user(users, tmp_path, monkeypatch):
    """The command `reftel user ...`, over that file."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(reftel, ["user", *arguments, "--users", str(users.path)], input=typed)

    return run


def test_who_is_added_may_log_in_with_the_role_and_the_ceiling_that_were_given(user, users):
    added = user("add", "ann", "--role", "curator", "--clearance", "s/noforn", "--password-stdin", typed=PASSWORD)
    assert added.stdout == "added: ann  curator  access up to S/NF  password\n"
    ann = users.by_password("ann", PASSWORD)
    assert ann.reader == Reader("ann", "curator", Clearance.parse("S/NF"), ann.id)
    assert users.by_password("ann", "a stony harbour") is None
    assert users.by_password("bob", PASSWORD) is None


def test_who_is_made_a_curator_with_a_ceiling_is_said_to_add_nothing(user):
    reason = "ann cannot add cables: only a curator with full access can (--clearance all).\n"
    assert user("add", "ann", "--role", "curator", "--clearance", "S", "--no-password").stderr == reason
    assert user("change", "ann", "--role", "reader").stderr == ""
    assert user("change", "ann", "--role", "curator").stderr == reason
    assert user("change", "ann", "--clearance", "all").stderr == ""


def test_a_reader_who_sees_everything_is_the_default(user, users):
    user("add", "ann", "--password-stdin", typed=f"{PASSWORD}\n")
    ann = users.by_password("ann", PASSWORD)
    assert ann.reader == Reader("ann", "reader", None, ann.id)


def test_no_secret_stands_in_the_file_and_nobody_else_may_read_it(user, users):
    user("add", "ann", "--password-stdin", typed=PASSWORD)
    token = user("token", "ann").output.strip()
    kept = users.path.read_text()
    assert PASSWORD not in kept
    assert token not in kept
    assert json.loads(kept)["ann"]["password"].startswith("$argon2id$")
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600
    assert [path.name for path in users.path.parent.glob(".*")] == []


def test_a_token_names_its_user_until_it_is_revoked(user, users):
    user("add", "ann", "--no-password")
    first, second = (user("token", "ann").output.strip() for _ in range(2))
    assert first != second
    assert users.by_token(first).name == users.by_token(second).name == "ann"
    user("token", "ann", "--revoke")
    assert users.by_token(first) is None


def test_without_a_password_nobody_comes_in_by_one(user, users):
    user("add", "ann", "--no-password")
    assert users.get("ann").password is None
    assert users.by_password("ann", "") is None


def test_a_change_is_seen_at_once_by_whoever_has_the_file_open(user, users):
    user("add", "ann", "--clearance", "C", "--password-stdin", typed=PASSWORD)
    stamp = users.get("ann").stamp
    user("change", "ann", "--clearance", "S", "--role", "curator")
    assert users.get("ann").reader == Reader("ann", "curator", Clearance("S"), users.get("ann").id)
    assert users.get("ann").stamp == stamp
    user("change", "ann", "--clearance", "all", "--password-stdin", typed="another harbor")
    assert users.get("ann").clearance is None
    assert users.get("ann").stamp != stamp
    user("remove", "ann")
    assert users.get("ann") is None


def test_the_list_names_everybody(user):
    assert "Nobody can log in" in user("list").output
    user("add", "bob", "--no-password", "--role", "curator")
    user("add", "ann", "--clearance", "sbu", "--password-stdin", typed=PASSWORD)
    assert user("list").output.splitlines() == [
        "ann  reader  access up to SBU  password",
        "bob  curator  full access  no password, no token",
    ]


@pytest.mark.parametrize(
    ("arguments", "typed", "reason"),
    [
        (["add", "../ann", "--no-password"], "", "'../ann' is not a user name"),
        (["add", "..", "--no-password"], "", "'..' is not a user name"),
        (["add", "ann", "--clearance", "X", "--no-password"], "", "X is not a clearance"),
        (["add", "ann", "--password-stdin"], "short", "too short: use 8 characters"),
        (["add", "ann"], "", "no terminal on which to ask for a password"),
        (["add", "bob", "--no-password"], "", "There is already a user bob"),
        (["remove", "ann"], "", "has no user ann"),
        (["change", "ann", "--role", "reader"], "", "has no user ann"),
        (["token", "ann"], "", "has no user ann"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(user, users, arguments, typed, reason):
    user("add", "bob", "--no-password")
    before = users.path.read_text()
    refused = user(*arguments, typed=typed).exception
    assert isinstance(refused, SettingsError)
    assert reason in str(refused)
    assert "\n" not in str(refused)
    assert users.path.read_text() == before


def test_who_gets_the_name_of_somebody_removed_sees_nothing_of_his(user, users, tmp_path):
    notebook = Notebook.at(tmp_path / "notebook.sqlite")

    def add() -> Holder:
        user("add", "ann", "--no-password")
        return holder(users.get("ann").reader)

    bundle = record(ScriptedAssistant(ScriptedLibrary(ferry()), {}), Asked("why?"))
    first = add()
    notebook.add(first, bundle)
    user("change", "ann", "--role", "curator")
    assert len(notebook.conversations(holder(users.get("ann").reader))) == 1
    user("remove", "ann")
    second = add()
    assert notebook.conversations(second) == []
    assert second.owner not in ("ann", first.owner)


def test_a_user_of_an_earlier_reftel_keeps_what_is_his(users):
    users.path.parent.mkdir()
    users.path.write_text('{"ann": {"role": "reader", "clearance": null, "password": null, "tokens": []}}')
    assert holder(users.get("ann").reader) == Holder("ann")
    with users.edit():
        pass
    assert holder(users.get("ann").reader) == Holder("ann")


@pytest.mark.parametrize(
    "text",
    ["[", "[]", '{"ann": {}}', '{"ann": {"role": "king", "clearance": null, "password": null, "tokens": []}}'],
)
def test_a_file_of_something_else_is_refused(users, text):
    users.path.parent.mkdir()
    users.path.write_text(text)
    with pytest.raises(SettingsError, match=r"users\.json"):
        users.all()


def test_a_file_that_is_not_there_holds_nobody(users):
    assert users.all() == {}


def test_what_goes_wrong_while_it_is_edited_changes_nothing(users):
    with users.edit() as everybody:
        everybody["ann"] = User("ann")
    with pytest.raises(SettingsError), users.edit() as everybody:
        everybody["bob"] = User("bob").with_password("short")
    assert list(users.all()) == ["ann"]
