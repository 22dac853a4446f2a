"""Sessions: a signed cookie says who has logged in, and holds no longer than the login itself."""

import os
import secrets
import time
from collections.abc import Mapping
from pathlib import Path

from itsdangerous import BadData, URLSafeTimedSerializer

from ingest.errors import SettingsError
from ui.access.ended_sessions import EndedSessions
from ui.access.private_file import write_private
from ui.access.users import User, Users

COOKIE = "reftel-session"
AGE = 12 * 60 * 60  # seconds: a working day
SECRET = "REFTEL_SECRET"  # the environment's word for what cookies are signed with
_SHORTEST = 32


class Sessions:
    """Begins, recognises and ends sessions.

    Which have ended stands beside the users, so that neither another server nor the next start takes their
    cookies. Raises SettingsError where that cannot be read or written.
    """

    def __init__(self, secret: str, users: Users) -> None:
        self._signer = URLSafeTimedSerializer(secret, salt="reftel session")
        self._users = users
        self._ended = EndedSessions(users.path.with_name(f"{users.path.name}.ended"))

    def begin(self, user: User) -> str:
        """Return the cookie of a new session."""
        return str(self._signer.dumps([secrets.token_urlsafe(12), user.name, user.stamp]))

    def user(self, cookie: str) -> User | None:
        """Return whose session this is, None where it ended, or the user or the password is another by now."""
        id, name, stamp = self._read(cookie)
        user = self._users.get(name)
        return user if user and user.stamp == stamp and not self._ended.has(id) else None

    def end(self, cookie: str) -> None:
        """End a session, wherever else its cookie may be kept."""
        if id := self._read(cookie)[0]:  # who holds no cookie of ours has nothing put down
            self._ended.add(id, time.time() + AGE)

    def _read(self, cookie: str) -> tuple[str, str, str]:
        try:
            id, name, stamp = self._signer.loads(cookie, max_age=AGE)
        except BadData:
            return "", "", ""
        return id, name, stamp


def secret_beside(users: Path, env: Mapping[str, str] | None = None) -> str:
    """Return what cookies are signed with: the environment's, else that of a file beside the users.

    The file is made where there is none. Raises SettingsError when it is too short or the file cannot be had.
    """
    if given := (os.environ if env is None else env).get(SECRET):
        if len(given) < _SHORTEST:
            raise SettingsError(f"{SECRET} is too short: use {_SHORTEST} random characters or more.")
        return given
    path = users.with_name(f"{users.name}.secret")
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_private(path, secrets.token_urlsafe(48))
        kept = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The secret in {path} cannot be used ({error}); set {SECRET} instead.") from error
    if len(kept) < _SHORTEST:
        raise SettingsError(f"The secret in {path} is too short: remove the file, and a new one is made.")
    return kept
