"""The commands that manage who may log in."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.errors import SettingsError

if TYPE_CHECKING:
    from ingest.domain.clearance import Clearance
    from ui.access.users import User, Users

USERS = click.option(
    "--users", metavar="FILE", help="The users file (default: the one in your user configuration folder)."
)
ROLE = click.Choice(["reader", "curator"])
STDIN = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
EVERYTHING = "all"  # the clearance that is none: full access
ADDS_NOTHING = "{name} cannot add cables: only a curator with full access can (--clearance all)."


@click.group()
def user() -> None:
    """Manage who may log in to `reftel serve`."""


@user.command()
@click.argument("name")
@click.option(
    "--role", type=ROLE, default="reader", show_default=True, help="A curator with full access may add cables."
)
@click.option(
    "--clearance",
    metavar="LEVEL",
    default=EVERYTHING,
    show_default=True,
    help="The highest level shown: U, SBU, C or S, with caveats after a slash, as in S/NF.",
)
@STDIN
@click.option(
    "--no-password",
    is_flag=True,
    help="Set no password; the user needs a token or a reverse proxy.",
)
@USERS
def add(name: str, role: str, clearance: str, password_stdin: bool, no_password: bool, users: str | None) -> None:
    """Add a user."""
    from ui.access.users import User

    if password_stdin and no_password:
        raise click.UsageError("Give --password-stdin or --no-password, not both.")
    new = User.new(name, role, _clearance(clearance))  # type: ignore[arg-type]  # the choice has seen to the role
    file = users_file(users)
    if file.get(name):
        raise SettingsError(
            f"There is already a user {name}: `reftel user change {name}` changes what they may do."
        )
    if not no_password:
        new = new.with_password(_password(password_stdin))
    with file.edit() as all_users:
        all_users[name] = new
    click.echo(f"added: {_line(new)}")
    _warn(new)


@user.command()
@click.argument("name")
@click.option("--role", type=ROLE, help="A curator with full access may add cables.")
@click.option("--clearance", metavar="LEVEL", help="The highest level shown, or all.")
@click.option("--password", is_flag=True, help="Ask for a new password, which ends all sessions.")
@STDIN
@USERS
def change(
    name: str, role: str | None, clearance: str | None, password: bool, password_stdin: bool, users: str | None
) -> None:
    """Change what a user may do; takes effect with the next request."""
    file = users_file(users)
    changed = _known(file, name)
    if role:
        changed = replace(changed, role=role)  # type: ignore[arg-type]
    if clearance:
        changed = replace(changed, clearance=_clearance(clearance))
    if password or password_stdin:
        changed = changed.with_password(_password(password_stdin))
    with file.edit() as all_users:
        all_users[name] = changed
    click.echo(_line(changed))
    _warn(changed)


@user.command()
@click.argument("name")
@USERS
def remove(name: str, users: str | None) -> None:
    """Remove a user; takes effect with the next request."""
    file = users_file(users)
    _known(file, name)
    with file.edit() as all_users:
        all_users.pop(name, None)
    click.echo(f"removed: {name}")


@user.command(name="list")
@USERS
def list_users(users: str | None) -> None:
    """List who may log in."""
    file = users_file(users)
    click.echo("\n".join(map(_line, file.all().values())) or f"Nobody can log in: {file.path} lists no users.")


@user.command()
@click.argument("name")
@click.option("--revoke", is_flag=True, help="Revoke all tokens instead of making one.")
@USERS
def token(name: str, revoke: bool, users: str | None) -> None:
    """Print a new token, which a program sends as `Authorization: Bearer TOKEN`. It is shown only once."""
    file = users_file(users)
    changed, new = _known(file, name).with_token()
    if revoke:
        changed, new = replace(changed, tokens=()), f"{name} no longer has any tokens"
    with file.edit() as all_users:
        all_users[name] = changed
    click.echo(new)


def users_file(flag: str | None) -> "Users":
    """Return the users of the settings, which the flag overrides."""
    from assistant.settings import Settings
    from ui.access.users import Users, default_path

    path = Settings.read(users=flag).users
    return Users(Path(path).expanduser() if path else default_path())


def _known(file: "Users", name: str) -> "User":
    if found := file.get(name):
        return found
    raise SettingsError(f"{file.path} has no user {name}: `reftel user list` lists them all.")


def _warn(user: "User") -> None:
    """Warn where a user's clearance keeps them from using their role."""
    if user.role == "curator" and user.clearance is not None:
        click.echo(ADDS_NOTHING.format(name=user.name), err=True)


def _clearance(text: str) -> "Clearance | None":
    from ingest.domain.clearance import Clearance

    return None if text.strip().casefold() == EVERYTHING else Clearance.parse(text)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise SettingsError("There is no terminal on which to ask for a password: pass it with --password-stdin.")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _line(user: "User") -> str:
    access = f"access up to {user.clearance}" if user.clearance else "full access"
    lets_in = [word for word, given in (("password", user.password), ("token", user.tokens)) if given]
    return f"{user.name}  {user.role}  {access}  {' and '.join(lets_in) or 'no password, no token'}"
