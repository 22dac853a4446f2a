"""Whom a server lets in, and where it refuses to start."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.errors import SettingsError
from ui.access.users import User, Users
from ui.cli.main import reftel
from ui.cli.serve_command import admission


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nobody has set anything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "reftel"


def add(path: Path) -> None:
    with Users(path).edit() as everybody:
        everybody["ann"] = User("ann")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_a_machines_own_user_needs_no_login(host):
    assert admission(host, None, None, ()) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.7", "archive.example", ""])
def test_others_are_not_served_before_there_is_a_user(host, config):
    with pytest.raises(SettingsError, match=r"lists no users; `reftel user add NAME` adds one"):
        admission(host, None, None, ())
    add(config / "users.json")
    assert admission(host, None, None, ()).users.get("ann")


def test_where_there_are_users_the_machines_own_logs_in_too(config):
    add(config / "users.json")
    assert admission("127.0.0.1", None, None, ()) is not None


def test_a_file_of_users_that_was_asked_for_is_never_done_without(tmp_path):
    with pytest.raises(SettingsError, match=r"team\.json lists no users"):
        admission("127.0.0.1", str(tmp_path / "team.json"), None, ())


def test_the_file_of_users_may_stand_in_the_settings(tmp_path):
    add(tmp_path / "team.json")
    (tmp_path / "reftel.toml").write_text('users = "team.json"\n')
    assert admission("0.0.0.0", None, None, ()).users.get("ann")


def test_behind_a_proxy_that_names_its_users_the_server_starts():
    logins = admission("0.0.0.0", None, "X-Remote-User", ("10.0.0.0/24", "::1"))
    assert logins.proxies.header == "X-Remote-User"


def test_a_proxy_alone_lets_nobody_in():
    with pytest.raises(SettingsError, match="lists no users"):
        admission("127.0.0.1", None, None, ("10.0.0.7",))


@pytest.mark.parametrize(
    ("header", "proxies", "reason"),
    [("X-Remote-User", (), "needs a --trusted-proxy"), ("X-Remote-User", ("proxy",), "write it like 10.0.0.7")],
)
def test_a_proxy_that_cannot_be_told_is_refused(header, proxies, reason):
    with pytest.raises(SettingsError, match=reason):
        admission("0.0.0.0", None, header, proxies)


def test_the_secret_is_made_once_and_for_its_owner_alone(config):
    add(config / "users.json")
    first, second = (admission("0.0.0.0", None, None, ()).sessions for _ in range(2))
    user = Users(config / "users.json").get("ann")
    assert second.user(first.begin(user)) == user
    assert (config / "users.json.secret").stat().st_mode & 0o777 == 0o600


def test_the_secret_may_come_from_the_environment_if_it_is_one(config, monkeypatch):
    add(config / "users.json")
    monkeypatch.setenv("REFTEL_SECRET", "short")
    with pytest.raises(SettingsError, match="REFTEL_SECRET is too short"):
        admission("0.0.0.0", None, None, ())
    monkeypatch.setenv("REFTEL_SECRET", "s" * 32)
    assert admission("0.0.0.0", None, None, ()) is not None
    assert not (config / "users.json.secret").exists()


@pytest.mark.parametrize("command", ["chat", "serve"])
def test_no_command_opens_the_archive_to_others_without_logins(command, tmp_path):
    refused = CliRunner().invoke(reftel, [command, "--host", "0.0.0.0", "--library", str(tmp_path / "library")])
    assert isinstance(refused.exception, SettingsError)
    assert not (tmp_path / "library").exists()
