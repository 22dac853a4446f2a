"""Sessions that were ended before their time, in a file for as long as their cookies would hold."""

import json
import time
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock

from ingest.errors import SettingsError
from ui.access.private_file import write_private


class EndedSessions:
    """Ids of sessions in a file, read again as soon as it has changed. Any thread and any process may use it.

    A file that is not there holds none. Raises SettingsError where it cannot be read or written, or holds anything
    else: then nobody can tell which sessions have ended.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[object, Mapping[str, float]] = (None, {})

    def has(self, id: str) -> bool:
        """Return whether a session has ended."""
        return id in self._all()

    def add(self, id: str, until: float) -> None:
        """Record that a session has ended, and forget those whose cookies have expired.

        `until`: when its own cookie ceases to hold, in seconds as `time.time` counts them.
        """
        try:
            with FileLock(self.path.with_name(f"{self.path.name}.lock"), mode=0o600):
                now = time.time()
                kept = {id: until for id, until in self._all().items() if until > now}
                write_private(self.path, json.dumps({**kept, id: until}))
        except OSError as error:
            raise SettingsError(f"The logout could not be recorded in {self.path}: {error.strerror}.") from error

    def _all(self) -> Mapping[str, float]:
        try:
            status = self.path.stat()
            version = (status.st_ino, status.st_mtime_ns, status.st_size)
            seen, ended = self._read
            if seen != version:
                ended = _ended(self.path.read_text(encoding="utf-8"))
                self._read = (version, ended)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise SettingsError(f"The sessions in {self.path} cannot be read: {error.strerror}.") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise SettingsError(
                f"{self.path} is not a file of ended sessions: remove it and "
                f"{self.path.name.removesuffix('.ended')}.secret; everybody will then have to log in again."
            ) from error
        return ended


def _ended(text: str) -> Mapping[str, float]:
    return {str(id): float(until) for id, until in json.loads(text).items()}
