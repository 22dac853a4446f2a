"""Tesseract, if it is installed: what starts and ends the processes that draw and read pages."""

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from importlib.util import find_spec
from typing import IO

from ingest.sources.scans.page_process import MEBIBYTE, REFUSED

WAIT = 300.0  # seconds, in which the process may have its 60 seconds of a processor that others use too
LARGEST_RESULT = 16 * MEBIBYTE
LONGEST_LINE = 10_000  # bytes, with the warnings before it
# All that a process may know of the environment: no proxy, no password.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "TMPDIR", "LANG", "LC_ALL")
MISSING = "install Tesseract (on Debian: apt install tesseract-ocr) and pip install 'reftel[ocr]'"
UNREADABLE = "cannot be drawn or read: it is damaged, or too much for one page"


class PageFailed(Exception):
    """A page that could not be drawn or read; the message says why, to follow after its place."""


@cache
def engine() -> str | None:
    """Return the name and the version of what reads pages, None where it, or what draws them, is not installed."""
    program = shutil.which("tesseract")
    if program is None or not can_draw():
        return None
    try:
        version, languages = (_told(program, option) for option in ("--version", "--list-langs"))
    except (OSError, subprocess.SubprocessError):
        return None
    return " ".join(version.split()[:2]) if "eng" in languages.split() else None


def _told(program: str, option: str) -> str:
    given = (program, option)
    return subprocess.run(
        given, capture_output=True, text=True, timeout=WAIT, env=_environment(), check=True
    ).stdout


def can_draw() -> bool:
    """Return whether pages can be drawn."""
    return find_spec("pypdfium2") is not None and find_spec("PIL") is not None


class PageProcess:
    """A process at work on a page of a file; `kind` is the suffix that tells what that is.

    Whoever starts it calls `result` or `stop`.
    """

    def __init__(self, task: str, file: IO[bytes], kind: str, number: int) -> None:
        program = shutil.which("tesseract") or ""
        arguments = (task, kind, str(number), str(os.getpid()), program)
        self._out = tempfile.TemporaryFile()  # noqa: SIM115 - the process cannot write beyond its limit
        self._told = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            (sys.executable, "-m", "ingest.sources.scans.page_process", *arguments),
            stdin=file.fileno(),
            stdout=self._out,
            stderr=self._told,
            env=_environment(),
        )

    def result(self) -> bytes:
        """Wait for what the process writes; PageFailed where it could not be done, or took too long."""
        try:
            status = self._process.wait(WAIT)
        except subprocess.TimeoutExpired:
            status = -1
        finally:
            self._process.kill()
            self._process.wait()
        try:
            self._told.seek(0)
            self._out.seek(0)
            if status == REFUSED:
                told = self._told.read(LONGEST_LINE).decode(errors="replace").strip().split("\n")
                raise PageFailed(told[-1] or UNREADABLE)
            if status:
                raise PageFailed(UNREADABLE)
            return self._out.read(LARGEST_RESULT)
        finally:
            self._out.close()
            self._told.close()

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._out.close()
        self._told.close()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_THREAD_LIMIT": "1"}
