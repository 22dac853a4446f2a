"""The command that serves the archive to a team, and who may be served from where."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from ingest.errors import SettingsError
from ui.cli.options import DAILY_TOKENS, MODELS_ALLOWED, answering, choices, open_assistant
from ui.cli.user_commands import USERS, users_file
from ui.server import logs
from ui.server.logs import logging_options

if TYPE_CHECKING:
    from assistant.settings import Settings
    from ui.access.gate import Logins

HOST = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")


def _root_path(_: click.Context, option: click.Parameter, given: str | None) -> str:
    from ui.access.root_path import root_path

    try:
        return root_path(given)
    except SettingsError as error:
        raise click.BadParameter(str(error), param=option) from error


ROOT_PATH = click.option(
    "--root-path",
    "root",
    metavar="PATH",
    envvar="REFTEL_ROOT_PATH",
    callback=_root_path,
    help="The path of a reverse proxy below which it is reached, such as /reftel.",
)


@click.command()
@HOST
@click.option("--port", type=int, default=7860, show_default=True, help="The port.")
@USERS
@click.option("--trusted-header", metavar="NAME", help="The header in which a reverse proxy names the user.")
@click.option(
    "--trusted-proxy",
    "proxies",
    metavar="ADDRESS",
    multiple=True,
    help="The address or network of a trusted reverse proxy; may be repeated.",
)
@ROOT_PATH
@MODELS_ALLOWED
@DAILY_TOKENS
@answering
@logging_options
def serve(
    host: str,
    port: int,
    users: str | None,
    trusted_header: str | None,
    proxies: tuple[str, ...],
    root: str,
    models_allowed: str | None,
    daily_tokens: int | None,
    settings: "Settings",
    log_format: "logs.Form | None",
    log_questions: bool,
) -> None:
    """Serve the chat window to a team, with logins.

    `reftel user add NAME` lets somebody log in. If there are no users, it serves only this machine and
    requires no login.
    """
    logs.configure(log_format, questions=log_questions)
    logins = admission(host, users, trusted_header, proxies)
    from ui import application
    from ui.access.reader_access import Access

    settings = replace(
        settings,
        models_allowed=settings.models_allowed if models_allowed is None else models_allowed,
        daily_tokens=daily_tokens or settings.daily_tokens,
    )
    assistant = open_assistant(settings)
    access = Access(assistant, settings, choices(settings, assistant.model, logins=logins is not None))
    application.serve(access, host=host, port=port, open_browser=False, logins=logins, root=root)


def admission(host: str, users: str | None, header: str | None, proxies: tuple[str, ...]) -> "Logins | None":
    """Return who may log in and how, None where a machine's own user needs no login.

    Raises SettingsError where others could come in and nobody is named who may.
    """
    if header and not proxies:
        raise SettingsError(
            "--trusted-header needs a --trusted-proxy ADDRESS: only a trusted proxy may set the header."
        )
    from ui.access.gate import Logins
    from ui.access.origins import Proxies, is_loopback
    from ui.access.sessions import Sessions, secret_beside

    file = users_file(users)
    trusted = Proxies.of(proxies, header)
    if not file.all() and not header:
        if is_loopback(host) and not proxies and users is None:
            return None
        raise SettingsError(
            f"Nobody can log in on {host}: {file.path} lists no users; `reftel user add NAME` adds one."
        )
    return Logins(file, Sessions(secret_beside(file.path), file), trusted)


def refuse_others(host: str) -> None:
    """Raise SettingsError where a host is not a loopback: a window without logins is for its own machine."""
    from ui.access.origins import is_loopback

    if not is_loopback(host):
        raise SettingsError(
            f"`reftel chat` has no logins, so it listens only on this machine: use `reftel serve --host {host}`."
        )
