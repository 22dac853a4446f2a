"""Who may log in: a file of names, roles, ceilings and hashed secrets, written whole and for its owner alone."""

import functools
import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock
from platformdirs import user_config_path

from ingest.domain.clearance import Clearance
from ingest.errors import ReftelError, SettingsError
from ui.access.private_file import write_private
from ui.access.reader_access import Reader, Role

SHORTEST = 8  # characters of a password
# A name becomes that of a folder (of what its owner brings), so it cannot lead out of one.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
# As whom somebody keeps things: the name, and what tells them from others of it.
OWNER = re.compile(rf"{_NAME.pattern}(?:#[0-9a-f]{{16}})?")
_HASHER = PasswordHasher()


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in. `clearance`: None for everything; `password`: None to come in by other means."""

    name: str
    role: Role = "reader"
    clearance: Clearance | None = None
    password: str | None = None  # as argon2 writes it
    tokens: tuple[str, ...] = ()  # SHA-256: they are long and random, so there is nothing to guess
    id: str = (
        ""  # tells this user from one of the same name before; "" for those of reftel 0.1, who are their name
    )

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise SettingsError(
                f"{self.name!r} is not a user name: use letters, digits and . _ @ -, at most 64 characters."
            )
        if self.role not in get_args(Role):
            raise SettingsError(f"{self.role!r} is not a role: write {' or '.join(get_args(Role))}.")

    @classmethod
    def new(cls, name: str, role: Role = "reader", clearance: Clearance | None = None) -> "User":
        """Return somebody who is nobody that was of this name before."""
        return cls(name, role, clearance, id=f"{name}#{secrets.token_hex(8)}")  # no name has a # in it

    @property
    def reader(self) -> Reader:
        """The user as a reader."""
        return Reader(self.name, self.role, self.clearance, self.id)

    @property
    def stamp(self) -> str:
        """What a session is bound to, so that a new password ends it."""
        return hashlib.sha256((self.password or "").encode()).hexdigest()[:16]

    def with_password(self, password: str) -> "User":
        """Return the user with another password; raises SettingsError for one that is too short."""
        if len(password) < SHORTEST:
            raise SettingsError(f"That password is too short: use {SHORTEST} characters or more.")
        return replace(self, password=_HASHER.hash(password))

    def with_token(self) -> tuple["User", str]:
        """Return the user with one more token, and that token, which nobody can tell later."""
        token = f"reftel_{secrets.token_urlsafe(32)}"
        return replace(self, tokens=(*self.tokens, _digest(token))), token


class Users:
    """The users in a file, read again as soon as it has changed. Any thread may ask.

    A file that is not there holds nobody. Whatever reads it raises SettingsError where it is no file of users.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[object, Mapping[str, User]] = (None, {})

    def all(self) -> Mapping[str, User]:
        """Return the users by name, in alphabetical order."""
        try:
            status = self.path.stat()
            version = (status.st_ino, status.st_mtime_ns, status.st_size)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise SettingsError(f"The users file {self.path} cannot be read: {error.strerror}.") from error
        seen, users = self._read
        if seen != version:
            users = _users(self.path)
            self._read = (version, users)
        return users

    def get(self, name: str) -> User | None:
        """Return the user of this name."""
        return self.all().get(name)

    def by_password(self, name: str, password: str) -> User | None:
        """Return the user whose password this is; takes as long for a name that nobody has."""
        decoy = _decoy()
        user = self.get(name)
        try:
            _HASHER.verify(user.password if user and user.password else decoy, password)
        except (VerificationError, InvalidHashError):
            return None
        return user if user and user.password else None

    def by_token(self, token: str) -> User | None:
        """Return the user whose token this is."""
        digest = _digest(token)
        return next((user for user in self.all().values() if digest in user.tokens), None)

    @contextmanager
    def edit(self) -> Iterator[dict[str, User]]:
        """Let the users be changed, and write them in one step unless an error is raised meanwhile."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_name(f"{self.path.name}.lock"), mode=0o600):
                users = dict(self.all())
                yield users
                write_private(
                    self.path, json.dumps({name: _entry(users[name]) for name in sorted(users)}, indent=2)
                )
        except OSError as error:
            raise SettingsError(f"The users file {self.path} cannot be written: {error.strerror}.") from error


def default_path() -> Path:
    """Return where the users are kept if nothing else is said."""
    return user_config_path("reftel", appauthor=False) / "users.json"


def _users(path: Path) -> dict[str, User]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {name: _user(name, entry) for name, entry in sorted(entries.items())}
    except OSError as error:
        raise SettingsError(f"The users file {path} cannot be read: {error.strerror}.") from error
    except ReftelError as error:
        raise SettingsError(f"{path}: {error}") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, MemoryError) as error:
        raise SettingsError(
            f"{path} is not a users file: restore it from a backup, or remove it and start again."
        ) from error


def _user(name: str, entry: Mapping[str, Any]) -> User:
    ceiling = entry["clearance"]
    clearance = None if ceiling is None else Clearance.parse(ceiling)
    return User(name, entry["role"], clearance, entry["password"], tuple(entry["tokens"]), entry.get("id", ""))


def _entry(user: User) -> dict[str, Any]:
    return {
        "role": user.role,
        "clearance": str(user.clearance) if user.clearance else None,
        "password": user.password,
        "tokens": user.tokens,
        **({"id": user.id} if user.id else {}),
    }


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@functools.cache
def _decoy() -> str:
    """Return what a password is compared with where there is nobody: a hash that costs as much as a real one."""
    return _HASHER.hash(secrets.token_urlsafe())
