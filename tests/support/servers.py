"""Real servers for tests, each started on a port of this machine, and stopped as rudely as is wanted."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
_SECONDS = 120.0  # a loaded machine takes its time


class Postgres:
    """A PostgreSQL server with an empty cluster of its own, and databases that are made as they are asked for.

    It sorts as people do, so that whatever relies on the order of bytes has to say so.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="reftel-postgres-"))
        self.port = free_port()
        self._user = _unprivileged()  # it refuses to be root
        if self._user:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        self._made = 0
        kinds = ["--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8"]
        self._run("initdb", "--pgdata", f"{self.folder}/data", "-U", "reftel", "-A", "trust", "--no-sync", *kinds)
        self.start()

    @staticmethod
    def is_installed() -> bool:
        return _program("initdb") is not None

    @property
    def programs(self) -> Path:
        """Where the programs of this server lie."""
        return Path(_program("initdb")).parent

    def start(self) -> None:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "fsync": "off",
        }
        command = [_program("postgres"), "-D", f"{self.folder}/data"]
        command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **self._as_user())
        wait_for(self._answers, (self.folder / "log").read_text)

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """Stop it; at once, as if it had crashed, unless told otherwise."""
        self._process.send_signal(how)
        self._process.wait(_SECONDS)

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def database(self) -> str:
        """Make an empty database and return its URL."""
        self._made += 1
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE archive{self._made}")
        return self.last

    @property
    def last(self) -> str:
        """The URL of the database that was made last."""
        return self._url(f"archive{self._made}")

    def _url(self, name: str) -> str:
        return f"postgresql://reftel:lilac@127.0.0.1:{self.port}/{name}"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [_program(program), *words], check=True, capture_output=True, cwd=self.folder, **self._as_user()
        )

    def _as_user(self) -> dict[str, object]:
        user = self._user
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_for(is_so: Callable[[], object], expected: Callable[[], str], seconds: float = _SECONDS) -> None:
    """Wait until something is so; fails with what can be told of it."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, expected()
        time.sleep(0.05)


def _program(name: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join([*map(str, reversed(_DEBIAN)), os.environ["PATH"]]))


def _unprivileged() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")
